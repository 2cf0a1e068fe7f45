package dev.imappoller.poller.item;

/** The form in which a poller's messages are posted: one of CloudMailin's normalized formats. */
public enum Format {
    /** The decoded message as one JSON object, attachments in base64. */
    JSON,
    /** The decoded message as a form, attachments as files (RFC 7578). */
    MULTIPART,
    /** The message as it is, byte for byte, with the envelope beside it (RFC 7578). */
    RAW
}
