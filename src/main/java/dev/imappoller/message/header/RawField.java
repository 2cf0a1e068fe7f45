package dev.imappoller.message.header;

/**
 * A header field before it is decoded.
 *
 * @param name as it was sent
 * @param value unfolded; each character is one octet
 */
public record RawField(String name, String value) {}
