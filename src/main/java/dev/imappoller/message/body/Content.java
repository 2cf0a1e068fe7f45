package dev.imappoller.message.body;

import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.charset.TextCharset;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.transfer.Base64Decoder;
import dev.imappoller.message.transfer.DecodingInputStream;
import dev.imappoller.message.transfer.LineReader;
import dev.imappoller.message.transfer.SoundBase64;
import dev.imappoller.message.transfer.TransferEncoding;
import dev.imappoller.message.transfer.UuDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a part holds: a range of the message, and how to undo its transfer encoding.
 *
 * @param from where the range begins, inclusive
 * @param to where it ends, exclusive
 * @param soundBase64Size how many octets it holds, decoded, where it is known to be sound base64
 */
public record Content(RawMessage raw, long from, long to, TransferEncoding encoding, Optional<Long> soundBase64Size) {
    private static final int BUFFER = 8 * 1024;

    /** In base64, in digits: no mailer breaks lines sooner, and few words are as long. */
    private static final int FULL_LINE = 40;

    /** One that nothing more is known of. */
    public Content(RawMessage raw, long from, long to, TransferEncoding encoding) {
        this(raw, from, to, encoding, Optional.empty());
    }

    /** Opens the decoded octets. */
    public InputStream open() throws IOException {
        InputStream octets = raw.open(from, to);
        return encoding == TransferEncoding.IDENTITY
                ? octets
                : new DecodingInputStream(octets, encoding.decoder(), to - from);
    }

    /** The same octets, by another encoding. */
    public Content with(TransferEncoding other) {
        return new Content(raw, from, to, other);
    }

    /** The same of another range of the message. */
    public Content range(long start, long end) {
        return new Content(raw, start, end, encoding);
    }

    /** Whether it is sure that there are no more octets, decoded. */
    boolean isAtMost(int octets) {
        // A line of uuencode that was cut off stands for more than it has.
        return encoding != TransferEncoding.UUENCODE && to - from <= octets;
    }

    /** The number of octets, encoded. */
    public long encodedSize() {
        return to - from;
    }

    /** Whether it is text that nobody encoded though it says so: decoded it would be noise. */
    public boolean isNoise(Measure measure, @Nullable MailCharset charset) throws IOException {
        if (encoding != TransferEncoding.BASE64 || measure.sound() || to - from > BUFFER) {
            return false;
        }
        try (InputStream in = open()) {
            return !TextCharset.isText(in.readAllBytes(), charset);
        }
    }

    /** Reads it all once, unless it was looked at already, to know its size and whether the encoding is as it should be. */
    public Measure measure() throws IOException {
        if (encoding == TransferEncoding.IDENTITY) {
            return new Measure(to - from, true, false);
        }
        if (soundBase64Size.isPresent()) {
            return new Measure(soundBase64Size.get(), true, true);
        }
        if (encoding == TransferEncoding.BASE64) {
            try (InputStream encoded = raw.open(from, to)) {
                Optional<Long> size = SoundBase64.decodedSize(encoded, to - from);
                if (size.isPresent()) {
                    return new Measure(size.get(), true, true);
                }
            }
        }
        try (InputStream in = open()) {
            byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, to - from))];
            long size = 0;
            int count = in.read(buffer, 0, buffer.length);
            while (count >= 0) {
                size += count;
                count = in.read(buffer, 0, buffer.length);
            }
            return new Measure(size, !(in instanceof DecodingInputStream decoding) || decoding.isSound(), false);
        }
    }

    /**
     * Whether the range is in the encoding at all; if not, it is better left as it is. No base64 has so much in it that
     * isn't base64, and no uuencode goes without a begin line.
     */
    public boolean isEncodedAsItSays() throws IOException {
        return switch (encoding) {
            case IDENTITY, QUOTED_PRINTABLE -> true;
            case BASE64 -> looksLikeBase64();
            case UUENCODE -> hasBeginLine();
        };
    }

    /**
     * By its first lines. What follows the padding, or a good deal of data, may well be something else; words and sentences are not data,
     * even if the first of them has nothing but letters.
     */
    private boolean looksLikeBase64() throws IOException {
        long end = Math.min(to, from + BUFFER);
        long digits = 0;
        try (LineReader lines = new LineReader(raw.open(from, end), false, end - from)) {
            while (lines.advance()) {
                String line = lines.text();
                if (!Base64Decoder.isMostlyDigits(line)) {
                    return digits >= FULL_LINE;
                }
                if (line.endsWith("=")) {
                    return true;
                }
                digits += line.chars()
                        .filter(c -> Base64Decoder.isDigit((char) c))
                        .count();
            }
        }
        return true;
    }

    private boolean hasBeginLine() throws IOException {
        try (LineReader lines = new LineReader(raw.open(from, to), false, to - from)) {
            while (lines.advance()) {
                if (UuDecoder.isBegin(lines.text())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * What is known of a range once it was read.
     *
     * @param size in octets, decoded
     * @param sound whether the transfer encoding is as it should be
     * @param verbatim whether it is base64 that needs nothing but its blanks taken out
     */
    public record Measure(long size, boolean sound, boolean verbatim) {}
}
