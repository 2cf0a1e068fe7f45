package dev.imappoller.message;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Tells what character set text is in, from what it says and from what it is. */
final class TextCharset {
    /** Octets that can be opened as often as needed. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private static final int BUFFER = 8 * 1024;

    private TextCharset() {}

    /** For text that doesn't say: UTF-8 if it can be, else the fallback, else windows-1252. */
    static MailCharset guess(byte[] octets, Optional<MailCharset> fallback) {
        Utf8Scan scan = new Utf8Scan();
        scan.accept(octets, octets.length);
        return scan.isValid()
                ? MailCharset.UTF_8
                : fallback.filter(TextCharset::tellsMore).orElse(MailCharset.WINDOWS_1252);
    }

    /** For octets that are held in memory. */
    static MailCharset choose(byte[] octets, Optional<MailCharset> declared) {
        try {
            return choose(
                    () -> new ByteArrayInputStream(octets), octets.length, declared, EnumSet.noneOf(Defect.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For text that says what it is in, if that can be true; what is wrong about it is noted.
     *
     * @param size how many octets there are, at the most
     */
    static MailCharset choose(Source source, long size, Optional<MailCharset> declared, Set<Defect> defects)
            throws IOException {
        Utf8Scan scan = scan(source, size);
        MailCharset said = declared.orElse(MailCharset.US_ASCII);
        boolean wide = said.charset().name().startsWith("UTF-16")
                || said.charset().name().startsWith("UTF-32");
        if (said.shift() == MailCharset.Shift.NONE && wide) {
            // In UTF-16 a blank has a zero in it; and hardly any text in it is UTF-8 by chance.
            return scan.hasNul() || !scan.isValid() ? said : corrected(scan, defects);
        }
        if (scan.hasNul()) {
            defects.add(Defect.NUL);
        }
        if (!tellsMore(said)) {
            return scan.isAscii() || said.equals(MailCharset.UTF_8) && scan.isValid()
                    ? MailCharset.UTF_8
                    : corrected(scan, defects);
        }
        if (!scan.isAscii() && scan.isValid() && !decodes(source, size, said)) {
            return corrected(scan, defects);
        }
        return said;
    }

    private static boolean tellsMore(MailCharset charset) {
        return !charset.equals(MailCharset.US_ASCII) && !charset.equals(MailCharset.UTF_8);
    }

    private static MailCharset corrected(Utf8Scan scan, Set<Defect> defects) {
        defects.add(Defect.WRONG_CHARSET);
        return scan.isAscii() || scan.isMostlyValid() ? MailCharset.UTF_8 : MailCharset.WINDOWS_1252;
    }

    private static Utf8Scan scan(Source source, long size) throws IOException {
        Utf8Scan scan = new Utf8Scan();
        try (InputStream in = source.open()) {
            byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
            int count = in.read(buffer, 0, buffer.length);
            while (count >= 0) {
                scan.accept(buffer, count);
                count = in.read(buffer, 0, buffer.length);
            }
        }
        return scan;
    }

    private static boolean decodes(Source source, long size, MailCharset charset) throws IOException {
        if (charset.shift() != MailCharset.Shift.NONE) {
            return true;
        }
        var strict = charset.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (InputStream in = source.open()) {
            if (size <= BUFFER) {
                strict.decode(ByteBuffer.wrap(in.readNBytes((int) size)));
            } else {
                new InputStreamReader(new BufferedInputStream(in), strict).transferTo(Writer.nullWriter());
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
