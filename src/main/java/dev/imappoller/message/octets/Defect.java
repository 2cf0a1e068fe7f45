package dev.imappoller.message.octets;

import java.util.Locale;

/** Something about a message that had to be repaired so that it could be decoded. */
public enum Defect {
    /** Lines end with a CR alone. */
    BARE_CR,
    /** Octets that don't belong there, or too few of them, in base64 (RFC 2045, section 6.8). */
    BROKEN_BASE64,
    /** A Content-Type that is no type (RFC 2045, section 5.1). */
    BROKEN_CONTENT_TYPE,
    /** An encoded word that can't be decoded (RFC 2047). */
    BROKEN_ENCODED_WORD,
    /** A line in the header that is no field (RFC 5322, section 2.2). */
    BROKEN_HEADER,
    /** An escape that is none, in quoted-printable (RFC 2045, section 6.7). */
    BROKEN_QUOTED_PRINTABLE,
    /** A line that is too short, or no begin or end line, in uuencode. */
    BROKEN_UUENCODE,
    /** More header than is kept. */
    HEADER_TRUNCATED,
    /** A From line of an mbox file before the header. */
    MBOX_FROM,
    /** A multipart that doesn't tell its boundary (RFC 2046, section 5.1.1). */
    MISSING_BOUNDARY,
    /** Multiparts within multiparts beyond what is looked into; what is left is an attachment. */
    NESTED_TOO_DEEPLY,
    /** A multipart in which no part begins; its text is taken as plain text. */
    NO_PARTS,
    /** An octet zero in text, which many receivers can't store; U+FFFD stands for it. */
    NUL,
    /** A part that begins after its multipart has ended. */
    PART_AFTER_END,
    /** A field of the content that is there more than once; the first counts. */
    REPEATED_FIELD,
    /** Text after the end of the multipart; it is left out (RFC 2046, section 5.1.1). */
    TEXT_AFTER_END,
    /** More parts than are looked into; what is left is an attachment. */
    TOO_MANY_PARTS,
    /** A multipart that doesn't end. */
    UNCLOSED_MULTIPART,
    /** Octets above 127 in a header, without being encoded. */
    UNENCODED_HEADER,
    /** A character set that nobody knows. */
    UNKNOWN_CHARSET,
    /** A transfer encoding that nobody knows; the part is left as it is. */
    UNKNOWN_ENCODING,
    /** Text that is not in the character set it says. */
    WRONG_CHARSET;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The defect as receivers see it, such as {@code broken-base64}. */
    public String word() {
        return word;
    }
}
