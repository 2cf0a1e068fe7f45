package dev.imappoller.message.header;

import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.charset.TextCharset;
import dev.imappoller.message.charset.Utf8Scan;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.Hex;
import dev.imappoller.message.octets.WellFormed;
import dev.imappoller.message.transfer.Base64Decoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes encoded words in header fields (RFC 2047).
 *
 * <p>Takes them wherever they stand: inside quotes, next to other text, with blanks in them, with a character split
 * between two of them; and octets above 127 that are not encoded at all. What comes out is on one line.
 */
public final class EncodedWords {
    /** Where a text stands, and which characters of a word would end that. */
    enum Place {
        TEXT(""),
        QUOTED("\"\\"),
        COMMENT("()\\");

        private final String escaped;

        Place(String escaped) {
            this.escaped = escaped;
        }
    }

    /** Longer than any character set's name: ends the search for a question mark that isn't there. */
    private static final int MAX_CHARSET = 80;

    private final MailCharset unencoded;
    private final Set<Defect> defects;
    private final DecodingBudget budget;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final StringBuilder pendingBase64 = new StringBuilder();
    private final StringBuilder pendingWords = new StringBuilder();
    private String octets = "";
    private Place place = Place.TEXT;
    private String pendingCharset = "";

    private EncodedWords(MailCharset unencoded, Set<Defect> defects, DecodingBudget budget) {
        this.unencoded = unencoded;
        this.defects = defects;
        this.budget = budget;
    }

    /** One that decodes the pieces of a field; its parameters are those of {@link #decode(String, MailCharset, Set, DecodingBudget)}. */
    static EncodedWords in(String field, @Nullable MailCharset fallback, Set<Defect> defects, DecodingBudget budget) {
        byte[] all = field.getBytes(StandardCharsets.ISO_8859_1);
        return in(all, TextCharset.guess(all, fallback), defects, budget);
    }

    private static EncodedWords in(byte[] all, MailCharset unencoded, Set<Defect> defects, DecodingBudget budget) {
        // UTF-8 may stand there by now (RFC 6532), anything else may not.
        if (!unencoded.equals(MailCharset.UTF_8) || !Utf8Scan.of(all).isValid()) {
            defects.add(Defect.UNENCODED_HEADER);
        }
        return new EncodedWords(unencoded, defects, budget);
    }

    /** Decodes a text whose characters are octets. */
    public static String decode(String octets, DecodingBudget budget) {
        return decode(octets, null, EnumSet.noneOf(Defect.class), budget);
    }

    /**
     * Decodes a text whose characters are octets.
     *
     * @param fallback what octets above 127 are in, if they are not UTF-8
     */
    static String decode(String octets, @Nullable MailCharset fallback, Set<Defect> defects, DecodingBudget budget) {
        budget.spend(1 + octets.length());
        return isVisible(octets) && !octets.contains("=?")
                ? octets
                : in(octets, fallback, defects, budget).decode(octets, Place.TEXT);
    }

    /** Decodes a text whose characters are octets, in which no words are encoded ones, and that is in nothing that its sender names. */
    static String decodeUnencoded(String octets, Set<Defect> defects, DecodingBudget budget) {
        byte[] all = octets.getBytes(StandardCharsets.ISO_8859_1);
        return in(all, TextCharset.utf8OrWestern(all), defects, budget).undecoded(octets);
    }

    /** Whether all characters are visible, or blanks, of US-ASCII. */
    static boolean isVisible(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            if (piece.charAt(i) < ' ' || piece.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Decodes a piece whose characters are octets. */
    public String decode(String piece, Place where) {
        octets = piece;
        place = where;
        text.setLength(0);
        int done = 0;
        // No word begins after the last end, and looking for its end again and again would take long.
        int lastEnd = octets.lastIndexOf("?=");
        int at = find("=?", 0);
        while (at >= 0 && at < lastEnd) {
            Optional<Word> word = wordAt(at);
            if (word.isEmpty()) {
                at = find("=?", at + 2);
                continue;
            }
            boolean adjacent = !pendingCharset.isEmpty() && isBlank(done, at);
            if (!adjacent) {
                flush();
                append(octets.substring(done, at));
            }
            add(word.get(), octets.substring(at, word.get().end()));
            done = word.get().end();
            at = find("=?", done);
        }
        flush();
        append(octets.substring(done));
        return Characters.onOneLine(WellFormed.text(text));
    }

    /** The field on one line, with its encoded words as they are. */
    String undecoded(String field) {
        return Characters.onOneLine(unencoded(field));
    }

    /** Decodes a piece in which words are no encoded ones. */
    String unencoded(String piece) {
        budget.spend(1 + piece.length());
        if (isVisible(piece)) {
            return piece;
        }
        return unencoded.decode(piece.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Where that stands, from there on; -1 if nowhere. */
    private int find(String mark, int from) {
        int at = octets.indexOf(mark, from);
        budget.spend(1 + (at < 0 ? octets.length() : at) - Math.min(from, octets.length()));
        return at;
    }

    private boolean isBlank(int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(octets.charAt(at))) {
            budget.step();
            at++;
        }
        return at == to;
    }

    private void add(Word word, String source) {
        budget.spend(2L * source.length());
        if (!pendingCharset.equalsIgnoreCase(word.charset())) {
            flush();
            pendingCharset = word.charset();
        }
        if (word.base64()) {
            pendingBase64.append(word.text());
            pendingWords.append(pendingWords.isEmpty() ? "" : " ").append(source);
            // QUIRK: some mailers cut base64 anywhere; a group of four that goes on in the next word is joined.
            if (pendingBase64.length() % 4 == 0 || word.text().endsWith("=")) {
                flushBase64();
            }
        } else {
            flushBase64();
            quotedPrintable(word.text());
        }
    }

    private void flush() {
        flushBase64();
        flushOctets();
        pendingCharset = "";
    }

    private void flushOctets() {
        if (pending.size() == 0) {
            return;
        }
        Optional<MailCharset> charset = MailCharset.named(pendingCharset);
        if (charset.isEmpty()) {
            defects.add(Defect.UNKNOWN_CHARSET);
        }
        byte[] bytes = pending.toByteArray();
        budget.spend(2 + 4L * bytes.length);
        String decoded = TextCharset.choose(bytes, charset.orElse(null)).decode(bytes);
        for (int i = 0; i < decoded.length(); i++) {
            text.append(place.escaped.indexOf(decoded.charAt(i)) < 0 ? "" : "\\")
                    .append(decoded.charAt(i));
        }
        pending.reset();
    }

    /** Base64 that is none, but words that somebody meant to be read, is left as it is. */
    private void flushBase64() {
        if (pendingBase64.isEmpty()) {
            return;
        }
        String encoded = pendingBase64.toString();
        Base64Decoder decoder = new Base64Decoder();
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length());
        decoder.decode(encoded.getBytes(StandardCharsets.ISO_8859_1), decoded);
        budget.spend(decoded.size());
        boolean base64 = decoder.isSound()
                || Base64Decoder.isMostlyDigits(encoded)
                        && TextCharset.isText(
                                decoded.toByteArray(),
                                MailCharset.named(pendingCharset).orElse(null));
        if (!decoder.isSound()) {
            defects.add(Defect.BROKEN_ENCODED_WORD);
        }
        if (base64) {
            pending.writeBytes(decoded.toByteArray());
        } else {
            flushOctets();
            append(pendingWords.toString());
        }
        pendingBase64.setLength(0);
        pendingWords.setLength(0);
    }

    private void append(String plain) {
        text.append(unencoded(plain));
    }

    private void quotedPrintable(String encoded) {
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int octet = c == '=' ? Hex.octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                pending.write(octet);
                i += 2;
            } else {
                if (c == '=') {
                    defects.add(Defect.BROKEN_ENCODED_WORD);
                }
                pending.write(c == '_' ? ' ' : c);
            }
        }
    }

    /** The encoded word that begins there, if one does. */
    private Optional<Word> wordAt(int start) {
        int charsetStart = start + 2;
        int charsetEnd = charsetStart;
        while (charsetEnd < Math.min(octets.length(), charsetStart + MAX_CHARSET) && octets.charAt(charsetEnd) != '?') {
            budget.step();
            charsetEnd++;
        }
        if (charsetEnd == charsetStart
                || charsetEnd + 2 >= octets.length()
                || octets.charAt(charsetEnd) != '?'
                || octets.charAt(charsetEnd + 2) != '?') {
            return Optional.empty();
        }
        char encoding = Character.toUpperCase(octets.charAt(charsetEnd + 1));
        // The end is looked for only where it is sure to be used: else many words would look for the same one.
        int end = encoding == 'B' || encoding == 'Q' ? find("?=", charsetEnd + 3) : -1;
        if (end < 0) {
            return Optional.empty();
        }
        String charset = octets.substring(charsetStart, charsetEnd);
        // The language after an asterisk doesn't matter here (RFC 2231, section 5).
        int language = charset.indexOf('*');
        return Optional.of(new Word(
                language < 0 ? charset : charset.substring(0, language),
                encoding == 'B',
                octets.substring(charsetEnd + 3, end),
                end + 2));
    }

    /** An encoded word: {@code =?charset?encoding?text?=}; {@code end} is where it ends. */
    private record Word(String charset, boolean base64, String text, int end) {}
}
