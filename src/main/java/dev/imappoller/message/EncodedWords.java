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
    private final String octets;
    private final MailCharset unencoded;
    private final Set<Defect> defects;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final StringBuilder pendingBase64 = new StringBuilder();
    private String pendingCharset = "";

    private EncodedWords(String octets, Optional<MailCharset> fallback, Set<Defect> defects) {
        this.octets = octets;
        this.defects = defects;
        this.unencoded = TextCharset.guess(octets.getBytes(StandardCharsets.ISO_8859_1), fallback);
        // UTF-8 may stand there by now (RFC 6532), anything else may not.
        if (!unencoded.equals(MailCharset.UTF_8)) {
            defects.add(Defect.UNENCODED_HEADER);
        }
    }

    /** Decodes a text whose characters are octets. */
    static String decode(String octets) {
        return decode(octets, Optional.empty(), EnumSet.noneOf(Defect.class));
    }

    /**
     * Decodes a text whose characters are octets.
     *
     * @param fallback what octets above 127 are in, if they are not UTF-8
     */
    static String decode(String octets, Optional<MailCharset> fallback, Set<Defect> defects) {
        return isPlain(octets) ? octets : new EncodedWords(octets, fallback, defects).decode();
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
        int at = octets.indexOf("=?");
        while (at >= 0 && at < lastEnd) {
            Optional<Word> word = Word.at(octets, at);
            if (word.isEmpty()) {
                at = octets.indexOf("=?", at + 2);
                continue;
            }
            boolean adjacent =
                    !pendingCharset.isEmpty() && octets.substring(done, at).isBlank();
            if (!adjacent) {
                flush();
                append(octets.substring(done, at));
            }
            add(word.get());
            done = word.get().end();
            at = octets.indexOf("=?", done);
        }
        flush();
        append(octets.substring(done));
        return WellFormed.text(text);
    }

    private void add(Word word) {
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
            pending.writeBytes(quotedPrintable(word.text()));
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
        text.append(unencoded.decode(plain.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private byte[] quotedPrintable(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int octet = c == '=' ? Hex.octet(encoded, i + 1) : -1;
            if (octet >= 0) {
                out.write(octet);
                i += 2;
            } else {
                if (c == '=') {
                    defects.add(Defect.BROKEN_ENCODED_WORD);
                }
                out.write(c == '_' ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    /** An encoded word: {@code =?charset?encoding?text?=}; {@code end} is where it ends. */
    private record Word(String charset, boolean base64, String text, int end) {
        /** Longer than any character set's name: ends the search for a question mark that isn't there. */
        private static final int MAX_CHARSET = 80;

        private static Optional<Word> at(String octets, int start) {
            int charsetStart = start + 2;
            int charsetEnd = charsetStart
                    + octets.substring(charsetStart, Math.min(octets.length(), charsetStart + MAX_CHARSET))
                            .indexOf('?');
            if (charsetEnd <= charsetStart
                    || charsetEnd + 2 >= octets.length()
                    || octets.charAt(charsetEnd + 2) != '?') {
                return Optional.empty();
            }
            char encoding = Character.toUpperCase(octets.charAt(charsetEnd + 1));
            int end = octets.indexOf("?=", charsetEnd + 3);
            if (end < 0 || encoding != 'B' && encoding != 'Q') {
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
    }
}
