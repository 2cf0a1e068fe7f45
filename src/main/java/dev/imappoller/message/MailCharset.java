package dev.imappoller.message;

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
import java.util.Map;
import java.util.Optional;

/**
 * A character set as mail uses it, under its right and its wrong names.
 *
 * <p>Like browsers, it takes the larger set where mailers say the smaller one (windows-1252 for ISO-8859-1, GB18030 for
 * GB2312), as that is what they mean (WHATWG Encoding Standard).
 *
 * @param charset what it is to Java, once the shifts are undone
 * @param shift what has to be done before
 */
record MailCharset(Charset charset, Shift shift) {
    /** Character sets of seven bits that Java doesn't have. */
    enum Shift {
        NONE,
        /** RFC 2152. */
        UTF_7,
        /** RFC 1843. */
        HZ
    }

    static final MailCharset UTF_8 = new MailCharset(StandardCharsets.UTF_8, Shift.NONE);
    static final MailCharset US_ASCII = new MailCharset(StandardCharsets.US_ASCII, Shift.NONE);
    static final MailCharset WINDOWS_1252 = new MailCharset(Charset.forName("windows-1252"), Shift.NONE);

    // Written out: what a record has by itself goes through method handles, which a native image interprets each time.
    @Override
    public boolean equals(Object other) {
        return other instanceof MailCharset that && charset.equals(that.charset) && shift == that.shift;
    }

    @Override
    public int hashCode() {
        return 31 * charset.hashCode() + shift.hashCode();
    }

    /** From names without anything but letters and digits, in lower case. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("ascii", "US-ASCII"),
            Map.entry("usascii", "US-ASCII"),
            Map.entry("ansix341968", "US-ASCII"),
            Map.entry("ansix34", "US-ASCII"),
            Map.entry("iso646us", "US-ASCII"),
            Map.entry("iso646", "US-ASCII"),
            Map.entry("646", "US-ASCII"),
            Map.entry("us", "US-ASCII"),
            Map.entry("7bit", "US-ASCII"),
            Map.entry("utf8", "UTF-8"),
            Map.entry("utf8mb4", "UTF-8"),
            Map.entry("unicode11utf8", "UTF-8"),
            Map.entry("iso88591", "windows-1252"),
            Map.entry("88591", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("l1", "windows-1252"),
            Map.entry("isolatin1", "windows-1252"),
            Map.entry("ansi", "windows-1252"),
            Map.entry("cp819", "windows-1252"),
            Map.entry("iso88598i", "ISO-8859-8"),
            Map.entry("iso88598e", "ISO-8859-8"),
            Map.entry("logical", "ISO-8859-8"),
            Map.entry("iso88596i", "ISO-8859-6"),
            Map.entry("iso88596e", "ISO-8859-6"),
            Map.entry("iso88599", "windows-1254"),
            Map.entry("latin5", "windows-1254"),
            Map.entry("iso885911", "x-windows-874"),
            Map.entry("tis620", "x-windows-874"),
            Map.entry("windows874", "x-windows-874"),
            Map.entry("latin2", "ISO-8859-2"),
            Map.entry("latin9", "ISO-8859-15"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gb231280", "GB18030"),
            Map.entry("gb23121980", "GB18030"),
            Map.entry("gb", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("xgbk", "GB18030"),
            Map.entry("cp936", "GB18030"),
            Map.entry("ms936", "GB18030"),
            Map.entry("windows936", "GB18030"),
            Map.entry("euccn", "GB18030"),
            Map.entry("cngb", "GB18030"),
            Map.entry("chinese", "GB18030"),
            Map.entry("big5", "Big5-HKSCS"),
            Map.entry("cnbig5", "Big5-HKSCS"),
            Map.entry("xxbig5", "Big5-HKSCS"),
            Map.entry("cp950", "x-windows-950"),
            Map.entry("ksc56011987", "x-windows-949"),
            Map.entry("ksc5601", "x-windows-949"),
            Map.entry("ksc56011989", "x-windows-949"),
            Map.entry("isoir149", "x-windows-949"),
            Map.entry("korean", "x-windows-949"),
            Map.entry("euckr", "x-windows-949"),
            Map.entry("cp949", "x-windows-949"),
            Map.entry("uhc", "x-windows-949"),
            Map.entry("windows949", "x-windows-949"),
            Map.entry("shiftjis", "windows-31j"),
            Map.entry("sjis", "windows-31j"),
            Map.entry("xsjis", "windows-31j"),
            Map.entry("cp932", "windows-31j"),
            Map.entry("ms932", "windows-31j"),
            Map.entry("mskanji", "windows-31j"),
            Map.entry("windows932", "windows-31j"),
            Map.entry("xeucjp", "EUC-JP"),
            Map.entry("iso2022jp1", "ISO-2022-JP-2"),
            Map.entry("iso2022jpms", "x-windows-iso2022jp"),
            Map.entry("cp50220", "x-windows-iso2022jp"),
            Map.entry("cp50221", "x-windows-iso2022jp"),
            Map.entry("macintosh", "x-MacRoman"),
            Map.entry("mac", "x-MacRoman"),
            Map.entry("macroman", "x-MacRoman"),
            Map.entry("xmaccyrillic", "x-MacCyrillic"),
            Map.entry("unicode", "UTF-16"),
            Map.entry("ucs2", "UTF-16"),
            Map.entry("utf16", "UTF-16"),
            Map.entry("cp1252", "windows-1252"));

    /** No character set has a longer name, with what mailers put around it (RFC 2978, section 2.3). */
    static final int MAX_NAME = 75;

    /** The character set of that name, if anybody knows it. */
    static Optional<MailCharset> named(String name) {
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
            case "utf7", "unicode11utf7", "unicode20utf7", "xunicode20utf7", "csunicode11utf7" ->
                Optional.of(new MailCharset(StandardCharsets.UTF_16BE, Shift.UTF_7));
            case "hz", "hzgb2312" -> CharsetNames.find("GB18030").map(charset -> new MailCharset(charset, Shift.HZ));
            default ->
                Optional.ofNullable(ALIASES.get(key))
                        .flatMap(CharsetNames::find)
                        .or(() -> CharsetNames.find(bare))
                        .or(() -> CharsetNames.find(canonical(key)))
                        .map(charset -> new MailCharset(charset, Shift.NONE));
        };
    }

    /** Opens a text; what can't be decoded becomes U+FFFD. */
    Reader reader(InputStream in) {
        return switch (shift) {
            case NONE -> new InputStreamReader(in, charset);
            case UTF_7 -> new InputStreamReader(new Utf7InputStream(in), charset);
            case HZ -> new InputStreamReader(new HzInputStream(in), charset);
        };
    }

    /** Opens a text as {@link #reader} does, which has at most so many octets: it is read at once. */
    Reader readerOfFew(InputStream in, int most) throws IOException {
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

    String decode(byte[] octets) {
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

    /** Puts the hyphens where Java wants them: {@code cp-850}, {@code iso8859-7} and {@code windows1250} are all seen. */
    private static String canonical(String key) {
        String name = Characters.before(key, Characters::isDigit);
        String rest = key.substring(name.length());
        String number = Characters.before(rest, c -> !Characters.isDigit(c));
        boolean numbered = !number.isEmpty() && number.length() == rest.length();
        return switch (name) {
            case "windows", "win", "xwindows", "xwin", "xcp", "ms", "xms" -> windows(key, number, numbered);
            case "cp" -> isWindows(number, numbered) ? "windows-" + number : numbered ? ibm(number) : key;
            case "ibm", "dos", "oem" -> numbered ? ibm(number) : key;
            case "iso", "xiso", "x", "" -> numbered && number.startsWith("8859") ? iso(key, number) : key;
            case "koi" -> rest.equals("8r") || rest.equals("8u") ? "KOI8-" + rest.charAt(1) : key;
            case "koir", "koiu" -> rest.isEmpty() ? "KOI8-" + name.charAt(3) : key;
            case "utf" -> utf(key, number, rest.substring(number.length()));
            default -> key;
        };
    }

    private static boolean isWindows(String number, boolean numbered) {
        return numbered && number.length() == 4 && number.startsWith("125");
    }

    private static String windows(String key, String number, boolean numbered) {
        return isWindows(number, numbered) ? "windows-" + number : key;
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
