package dev.imappoller.message.body;

import dev.imappoller.message.transfer.TransferEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a message that is not its text: read from the message each time it is opened. */
public final class Attachment {
    private final String fileName;
    private final String contentType;
    private final String disposition;
    private final @Nullable String contentId;
    private final Content content;
    private final Content.Measure measure;

    public Attachment(
            String fileName,
            String contentType,
            String disposition,
            @Nullable String contentId,
            Content content,
            Content.Measure measure) {
        this.fileName = fileName;
        this.contentType = contentType;
        this.disposition = disposition;
        this.contentId = contentId;
        this.content = content;
        this.measure = measure;
    }

    /** The name, never empty and without a path; made up where the message has none (RFC 2183, section 2.3). */
    public String fileName() {
        return fileName;
    }

    /** The media type in lower case, without parameters (RFC 2045, section 5.1). */
    public String contentType() {
        return contentType;
    }

    /** Such as {@code attachment} or {@code inline}, in lower case (RFC 2183, section 2). */
    public String disposition() {
        return disposition;
    }

    /** What the HTML text refers to it by, without angle brackets (RFC 2392). */
    public Optional<String> contentId() {
        return Optional.ofNullable(contentId);
    }

    /** The number of octets, decoded. */
    public long size() {
        return measure.size();
    }

    /** The number of octets as they are in the message, transfer encoding and all. */
    public long encodedSize() {
        return content.encodedSize();
    }

    /** Whether the message has it in base64 that any decoder takes, once the blanks are out of it (RFC 4648, section 4). */
    public boolean isSoundBase64() {
        return measure.verbatim();
    }

    /**
     * Opens the decoded octets.
     *
     * @throws IOException if the message can't be read from where it is kept
     */
    public InputStream open() throws IOException {
        return content.open();
    }

    /**
     * Opens the octets as they are in the message, transfer encoding and all.
     *
     * @throws IOException if the message can't be read from where it is kept
     */
    public InputStream openEncoded() throws IOException {
        return content.with(TransferEncoding.IDENTITY).open();
    }

    @Override
    public String toString() {
        return fileName + " (" + contentType + ", " + size() + ")";
    }
}
