package dev.imappoller.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes encoded words in header fields (RFC 2047).
 *
 * <p>Takes them wherever they stand: inside quotes, next to other text, with blanks in them, with a character split
 * between two of them; and octets above 127 that are not encoded at all.
 */
final class EncodedWords {
    /** Longer than any character set's name: ends the search for a question mark that isn't there. */
    private static final int MAX_CHARSET = 80;

    private final String octets;
    private final MailCharset unencoded;
    private final Set<Defect> defects;
    private final DecodingBudget budget;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final StringBuilder pendingBase64 = new StringBuilder();
    private String pendingCharset = "";

    private EncodedWords(String octets, Optional<MailCharset> fallback, Set<Defect> defects, DecodingBudget budget) {
        this.octets = octets;
        this.defects = defects;
        this.budget = budget;
        this.unencoded = TextCharset.guess(octets.getBytes(StandardCharsets.ISO_8859_1), fallback);
        // UTF-8 may stand there by now (RFC 6532), anything else may not.
        if (!unencoded.equals(MailCharset.UTF_8)) {
            defects.add(Defect.UNENCODED_HEADER);
        }
    }

    /** Decodes a text whose characters are octets. */
    static String decode(String octets, DecodingBudget budget) {
        return decode(octets, Optional.empty(), EnumSet.noneOf(Defect.class), budget);
    }

    /**
     * Decodes a text whose characters are octets.
     *
     * @param fallback what octets above 127 are in, if they are not UTF-8
     */
    static String decode(String octets, Optional<MailCharset> fallback, Set<Defect> defects, DecodingBudget budget) {
        budget.spend(1 + octets.length());
        return isPlain(octets) ? octets : new EncodedWords(octets, fallback, defects, budget).decode();
    }

    /** Most fields are ASCII without an encoded word. */
    private static boolean isPlain(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c == 0 || c > 127 || c == '=' && i + 1 < octets.length() && octets.charAt(i + 1) == '?') {
                return false;
            }
        }
        return true;
    }

    private String decode() {
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
            add(word.get());
            done = word.get().end();
            at = find("=?", done);
        }
        flush();
        append(octets.substring(done));
        return WellFormed.text(text);
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

    private void add(Word word) {
        budget.spend(word.text().length());
        if (!pendingCharset.equalsIgnoreCase(word.charset())) {
            flush();
            pendingCharset = word.charset();
        }
        if (word.base64()) {
            pendingBase64.append(word.text());
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
        if (pending.size() > 0) {
            Optional<MailCharset> charset = MailCharset.named(pendingCharset);
            if (charset.isEmpty()) {
                defects.add(Defect.UNKNOWN_CHARSET);
            }
            byte[] bytes = pending.toByteArray();
            budget.spend(2 + 2L * bytes.length);
            text.append(TextCharset.choose(bytes, charset).decode(bytes));
            pending.reset();
        }
        pendingCharset = "";
    }

    private void flushBase64() {
        if (pendingBase64.length() > 0) {
            Base64Decoder decoder = new Base64Decoder();
            decoder.decode(pendingBase64.toString().getBytes(StandardCharsets.ISO_8859_1), pending);
            if (!decoder.isSound()) {
                defects.add(Defect.BROKEN_ENCODED_WORD);
            }
            pendingBase64.setLength(0);
        }
    }

    private void append(String plain) {
        budget.spend(1 + plain.length());
        text.append(unencoded.decode(plain.getBytes(StandardCharsets.ISO_8859_1)));
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
