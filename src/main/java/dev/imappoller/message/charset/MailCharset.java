package dev.imappoller.message.charset;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.WellFormed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A character set as mail uses it, under its right and its wrong names.
 *
 * <p>Like browsers, it takes the larger set where mailers say the smaller one (windows-1252 for ISO-8859-1, GB18030 for
 * GB2312), as that is what they mean (WHATWG Encoding Standard).
 *
 * @param charset what it is to Java, once the shifts are undone
 * @param shift what has to be done before
 */
public record MailCharset(Charset charset, Shift shift) {
    /** Character sets of seven bits that Java doesn't have. */
    enum Shift {
        NONE,
        /** RFC 2152. */
        UTF_7,
        /** RFC 1843. */
        HZ
    }

    public static final MailCharset UTF_8 = new MailCharset(StandardCharsets.UTF_8, Shift.NONE);
    static final MailCharset US_ASCII = new MailCharset(StandardCharsets.US_ASCII, Shift.NONE);
    static final MailCharset WINDOWS_1252 = new MailCharset(Charset.forName("windows-1252"), Shift.NONE);

    /** What stands before the number of a code page, if anything does. */
    private static final Set<String> CODE_PAGES =
            Set.of("", "windows", "win", "xwindows", "xwin", "cp", "xcp", "ms", "xms", "ibm", "dos", "oem", "codepage");

    private static final int MAX_NUMBER = 5;

    private static final byte[] VISIBLE = visible();

    /** No character set has a longer name, with what mailers put around it (RFC 2978, section 2.3). */
    static final int MAX_NAME = 75;

    // Written out: what a record has by itself goes through method handles, which a native image interprets each time.
    @Override
    public boolean equals(Object other) {
        return other instanceof MailCharset that && charset.equals(that.charset) && shift == that.shift;
    }

    @Override
    public int hashCode() {
        return 31 * charset.hashCode() + shift.hashCode();
    }

    private static byte[] visible() {
        byte[] octets = new byte['~' - ' ' + 1];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (' ' + i);
        }
        return octets;
    }

    /** The character set of that name, if anybody knows it. */
    public static Optional<MailCharset> named(String name) {
        String text = name.strip();
        Optional<MailCharset> whole = text.length() > MAX_NAME ? Optional.empty() : lookUp(text);
        return whole.or(() -> {
            String word = Characters.before(text, c -> Characters.isBlank(c) || c == ';' || c == '(');
            return word.length() > MAX_NAME || word.length() == text.length() ? Optional.empty() : lookUp(word);
        });
    }

    private static Optional<MailCharset> lookUp(String name) {
        String bare = Characters.without(name, c -> Characters.isBlank(c) || "\"';,<>".indexOf(c) >= 0);
        String key = Characters.without(bare.toLowerCase(Locale.ROOT), c -> !Characters.isAlphanumeric(c));
        return switch (key) {
            case "utf7", "unicode11utf7", "unicode20utf7", "xunicode20utf7", "csunicode11utf7", "65000" ->
                Optional.of(new MailCharset(StandardCharsets.UTF_16BE, Shift.UTF_7));
            case "hz", "hzgb2312", "52936" ->
                CharsetNames.find("GB18030").map(charset -> new MailCharset(charset, Shift.HZ));
            default ->
                CharsetAliases.find(key)
                        .or(() -> codePage(key).flatMap(CharsetAliases::find))
                        .flatMap(CharsetNames::find)
                        .or(() -> CharsetNames.find(bare))
                        .or(() -> CharsetNames.find(canonical(key)))
                        .map(charset -> new MailCharset(charset, Shift.NONE));
        };
    }

    /** Whether the visible characters of US-ASCII stand for themselves in it, at the beginning of a text at least. */
    boolean hasAscii() {
        return shift == Shift.NONE
                && new String(VISIBLE, charset).equals(new String(VISIBLE, StandardCharsets.US_ASCII));
    }

    /** Whether each character takes two octets, or four. */
    boolean isWide() {
        return shift == Shift.NONE
                && (charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32"));
    }

    /** Whether a character takes more than one octet, each or some of them, but in UTF-8 and in what is wide. */
    boolean isMultiOctet() {
        return shift == Shift.NONE && EastAsianText.isOf(charset.name());
    }

    /** Whether it is that of Thai, whose letters take one octet, in whatever order. */
    boolean isThai() {
        return charset.name().equals("x-windows-874");
    }

    /** Whether there is no octet above 127 in it, though its characters take more than one. */
    boolean isSevenBit() {
        return charset.name().startsWith("ISO-2022") || charset.name().equals("x-windows-iso2022jp");
    }

    /** Opens a text; what can't be decoded becomes U+FFFD. */
    public Reader reader(InputStream in) {
        return switch (shift) {
            case NONE -> new InputStreamReader(in, charset);
            case UTF_7 -> new InputStreamReader(new Utf7InputStream(in), charset);
            case HZ -> new InputStreamReader(new HzInputStream(in), charset);
        };
    }

    /** Opens a text as {@link #reader} does, which has at most so many octets: it is read at once. */
    public Reader readerOfFew(InputStream in, int most) throws IOException {
        if (shift != Shift.NONE) {
            return reader(in);
        }
        try (in) {
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            return new StringReader(
                    decoder.decode(ByteBuffer.wrap(in.readNBytes(most))).toString());
        }
    }

    /** The text that these octets stand for. */
    public String decode(byte[] octets) {
        if (shift == Shift.NONE) {
            return WellFormed.text(new String(octets, charset));
        }
        try (Reader reader = reader(new ByteArrayInputStream(octets))) {
            StringWriter text = new StringWriter(octets.length);
            reader.transferTo(text);
            return WellFormed.text(text.getBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the hyphens where Java wants them: {@code cp-850}, {@code iso8859-7}, {@code windows1250} and {@code 1251} are all seen. */
    private static String canonical(String key) {
        String name = Characters.before(key, Characters::isDigit);
        String rest = key.substring(name.length());
        String number = Characters.before(rest, c -> !Characters.isDigit(c));
        boolean numbered = !number.isEmpty() && number.length() == rest.length();
        return switch (name) {
            case "iso", "xiso", "x" -> numbered && number.startsWith("8859") ? iso(key, number) : key;
            case "" -> numbered && number.startsWith("8859") ? iso(key, number) : windowsOrIbm(key);
            case "koi" -> rest.equals("8r") || rest.equals("8u") ? "KOI8-" + rest.charAt(1) : key;
            case "koir", "koiu" -> rest.isEmpty() ? "KOI8-" + name.charAt(3) : key;
            case "utf" -> utf(key, number, rest.substring(number.length()));
            default -> windowsOrIbm(key);
        };
    }

    private static String windowsOrIbm(String key) {
        return codePage(key)
                .map(number -> number.length() == 4 && number.startsWith("125") ? "windows-" + number : ibm(number))
                .orElse(key);
    }

    /** The number of a code page, as Windows and IBM count them. */
    private static Optional<String> codePage(String key) {
        String name = Characters.before(key, Characters::isDigit);
        String number = key.substring(name.length());
        return CODE_PAGES.contains(name) && Characters.all(number, 1, MAX_NUMBER, Characters::isDigit)
                ? Optional.of(number)
                : Optional.empty();
    }

    private static String ibm(String number) {
        String significant =
                number.substring(Characters.before(number, c -> c != '0').length());
        return "IBM" + (significant.isEmpty() ? "0" : significant);
    }

    private static String iso(String key, String number) {
        String part = number.substring("8859".length());
        return part.isEmpty() || part.length() > 2 ? key : "ISO-8859-" + part;
    }

    private static String utf(String key, String number, String order) {
        boolean wide = number.equals("16") || number.equals("32");
        return wide && (order.equals("le") || order.equals("be")) ? "UTF-" + number + order : key;
    }
}
