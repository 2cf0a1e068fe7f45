package dev.imappoller.message.header;

import java.util.Objects;

/**
 * A field of the message's header (RFC 5322, section 2.2).
 *
 * @param name as it was sent, in US-ASCII
 * @param value unfolded, with encoded words decoded (RFC 2047)
 * @param raw unfolded only: for structure, which encoded words must not make up
 */
public record HeaderField(String name, String value, String raw) {
    public HeaderField {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
        Objects.requireNonNull(raw);
    }

    /** One in which nothing is encoded. */
    HeaderField(String name, String value) {
        this(name, value, value);
    }

    /** Whether this is the field of that name; case doesn't matter. */
    public boolean is(String fieldName) {
        return name.equalsIgnoreCase(fieldName);
    }
}
