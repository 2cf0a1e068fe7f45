package dev.imappoller.message.charset;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.WellFormed;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what character set text is in, from what it says and from what it is. */
public final class TextCharset {
    /** Octets that can be opened as often as needed. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    private static final int BUFFER = 8 * 1024;

    /** Of so many characters one may be broken, and the text still is what it says. */
    private static final int GOOD_FOR_EACH_BROKEN = 8;

    /** So many characters could be UTF-8 by chance in hardly any text that has letters in the place of what continues a character there. */
    private static final int NOT_BY_CHANCE = 8;

    private static final int ESCAPE = 0x1b;

    private TextCharset() {}

    /** For text that doesn't say: UTF-8 if it can be, else the fallback, else windows-1252. */
    public static MailCharset guess(byte[] octets, @Nullable MailCharset fallback) {
        Source source = () -> new ByteArrayInputStream(octets);
        try {
            Utf8Scan scan = Utf8Scan.of(octets);
            if (scan.isValid()) {
                return scan.isAscii() ? shifted(source, octets) : MailCharset.UTF_8;
            }
            // In another, a field would say something else than to the servers that it came by.
            Optional<MailCharset> other =
                    Optional.ofNullable(fallback).filter(TextCharset::tellsMore).filter(MailCharset::hasAscii);
            if (other.isPresent() && other.get().isMultiOctet() && decodes(source, octets.length, other.get())) {
                return other.get();
            }
            if (scan.isMostlyValid()) {
                return MailCharset.UTF_8;
            }
            return other.isPresent()
                    ? other.get()
                    : EastAsianText.charset(source, octets.length, MailCharset.US_ASCII, false)
                            .orElse(MailCharset.WINDOWS_1252);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For text that is in no character set that its sender names: UTF-8 if most of it can be, else windows-1252. */
    public static MailCharset utf8OrWestern(byte[] octets) {
        Utf8Scan scan = Utf8Scan.of(octets);
        return scan.isValid() || scan.isMostlyValid() ? MailCharset.UTF_8 : MailCharset.WINDOWS_1252;
    }

    /** Japanese of seven bits tells itself by its escapes (RFC 1468). */
    private static MailCharset shifted(Source source, byte[] octets) throws IOException {
        for (byte octet : octets) {
            if (octet == ESCAPE) {
                Optional<MailCharset> japanese = MailCharset.named("ISO-2022-JP");
                return japanese.isPresent() && decodes(source, octets.length, japanese.get())
                        ? japanese.get()
                        : MailCharset.UTF_8;
            }
        }
        return MailCharset.UTF_8;
    }

    /** For octets that are held in memory. */
    public static MailCharset choose(byte[] octets, @Nullable MailCharset declared) {
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
    public static MailCharset choose(Source source, long size, @Nullable MailCharset declared, Set<Defect> defects)
            throws IOException {
        Utf8Scan scan = scan(source, size);
        MailCharset said = declared == null ? MailCharset.US_ASCII : declared;
        if (said.isWide()) {
            // In UTF-16 a space contains a zero octet, and text in UTF-16 is hardly ever valid UTF-8 by chance.
            return scan.hasNul() || !scan.isValid()
                    ? inOrder(source, said)
                    : corrected(source, size, said, scan, defects);
        }
        if (scan.hasNul()) {
            defects.add(Defect.NUL);
        }
        boolean asSaid = tellsMore(said)
                ? scan.isAscii()
                        || !scan.isValid() && !said.isMultiOctet()
                        || !said.isSevenBit() && !isRatherUtf8(scan, said) && decodes(source, size, said)
                : scan.isAscii() || said.equals(MailCharset.UTF_8) && scan.isValid();
        if (!asSaid) {
            return corrected(source, size, said, scan, defects);
        }
        return tellsMore(said) ? said : MailCharset.UTF_8;
    }

    /** Whether text that could be UTF-8 is that, though it could be what it says as well: by chance hardly any other text is UTF-8 too. */
    private static boolean isRatherUtf8(Utf8Scan scan, MailCharset said) {
        return scan.isValid()
                && said.shift() == MailCharset.Shift.NONE
                && scan.hasCharacters(said.isMultiOctet() || said.isThai() ? NOT_BY_CHANCE : 1);
    }

    private static boolean tellsMore(MailCharset charset) {
        return charset.shift() != MailCharset.Shift.NONE
                || !charset.charset().equals(StandardCharsets.US_ASCII)
                        && !charset.charset().equals(StandardCharsets.UTF_8);
    }

    private static MailCharset corrected(Source source, long size, MailCharset said, Utf8Scan scan, Set<Defect> defects)
            throws IOException {
        defects.add(Defect.WRONG_CHARSET);
        if (scan.isAscii() || scan.isValid()) {
            return MailCharset.UTF_8;
        }
        boolean mostly = said.isMultiOctet() && decodesMostly(source, said);
        if (scan.isMostlyValid() && !mostly) {
            return MailCharset.UTF_8;
        }
        return EastAsianText.charset(source, size, said, mostly).orElse(MailCharset.WINDOWS_1252);
    }

    /** UTF-16 and UTF-32 without a mark tell the order of their octets by the zeros that most characters have (RFC 2781, section 4.3). */
    private static MailCharset inOrder(Source source, MailCharset said) throws IOException {
        String name = said.charset().name();
        if (!name.equals("UTF-16") && !name.equals("UTF-32")) {
            return said;
        }
        byte[] head;
        try (InputStream in = source.open()) {
            head = in.readNBytes(BUFFER);
        }
        int[] zeros = new int[4];
        for (int i = 0; i < head.length; i++) {
            zeros[i % 4] += head[i] == 0 ? 1 : 0;
        }
        int wide = name.equals("UTF-32") ? 0 : 1;
        boolean marked = head.length > 1 && (head[0] & 0xff) >= 0xfe && (head[1] & 0xff) >= 0xfe;
        boolean little = zeros[3] + wide * zeros[1] > zeros[0] + wide * zeros[2];
        return marked || !little ? said : MailCharset.named(name + "LE").orElse(said);
    }

    /** Whether octets can be text at all, not only the noise that comes of decoding what is no base64. */
    public static boolean isText(byte[] octets, @Nullable MailCharset declared) {
        if (declared != null && declared.isWide()) {
            return true;
        }
        for (byte octet : octets) {
            // Blanks, and what shifts to other characters.
            if (octet >= 0
                    && octet < ' '
                    && !Characters.isBlank(octet)
                    && octet != ESCAPE
                    && octet != 0xe
                    && octet != 0xf) {
                return false;
            }
        }
        Utf8Scan scan = Utf8Scan.of(octets);
        return declared != null && tellsMore(declared) || scan.isValid() || scan.isMostlyValid();
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

    private static boolean decodesMostly(Source source, MailCharset charset) throws IOException {
        long good = 0;
        long broken = 0;
        try (Reader reader = charset.reader(new BufferedInputStream(source.open()))) {
            char[] buffer = new char[BUFFER];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    // QUIRK: some of Java's take an octet above 127 for itself where there can be none.
                    boolean bad =
                            buffer[i] == WellFormed.REPLACEMENT || charset.isSevenBit() && (buffer[i] & ~0x7f) == 0x80;
                    broken += bad ? 1 : 0;
                    good += buffer[i] > 127 && !bad ? 1 : 0;
                }
            }
        }
        return good >= GOOD_FOR_EACH_BROKEN * broken;
    }

    /** Whether text is without errors in that character set. */
    static boolean decodes(Source source, long size, MailCharset charset) throws IOException {
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
