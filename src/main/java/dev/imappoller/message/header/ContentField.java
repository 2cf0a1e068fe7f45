package dev.imappoller.message.header;

import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.charset.TextCharset;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A field with a value and parameters, such as Content-Type (RFC 2045, section 5.1; RFC 2231).
 *
 * <p>Takes what mailers make of it: blanks in unquoted values, quotes without an end, sections that are missing.
 */
public final class ContentField {
    /** More sections of one parameter than any file name needs. */
    private static final int MAX_SECTION = 999;

    /** The only parameters that matter here; a field may have a hundred thousand others. */
    private static final Set<String> KNOWN =
            Set.of("boundary", "charset", "delsp", "filename", "format", "name", "report-type");

    private final String value;
    private final DecodingBudget budget;
    private final Map<String, String> plain = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, Section>> sections = new LinkedHashMap<>();

    private ContentField(String value, DecodingBudget budget) {
        this.value = value;
        this.budget = budget;
    }

    /** Parses a field whose characters are octets. */
    public static ContentField parse(String text, DecodingBudget budget) {
        ParameterScanner scanner = new ParameterScanner(text, budget);
        ContentField field = new ContentField(scanner.value().toLowerCase(Locale.ROOT), budget);
        while (scanner.advance()) {
            field.put(scanner.name().toLowerCase(Locale.ROOT), scanner.parameter());
        }
        return field;
    }

    /** The value without parameters, in lower case; empty if there is none. */
    public String value() {
        return value;
    }

    /** Whether that is its value. */
    public boolean is(String other) {
        return value.equals(other);
    }

    /** A parameter as it was sent, each character an octet; the first if there are several. */
    public Optional<String> octets(String name) {
        Optional<String> direct = Optional.ofNullable(plain.get(name));
        budget.spend(1 + direct.map(String::length).orElse(0));
        return direct.or(() -> Optional.ofNullable(sections.get(name)).map(all -> asText(join(all))));
    }

    /** A parameter as text: in its own character set if it tells one, else with encoded words decoded. */
    Optional<String> text(String name) {
        Optional<TreeMap<Integer, Section>> all = Optional.ofNullable(sections.get(name));
        if (all.isEmpty()) {
            return octets(name).map(this::decoded);
        }
        Optional<MailCharset> charset = all.get().values().stream()
                .findFirst()
                .flatMap(Section::charset)
                .flatMap(MailCharset::named);
        byte[] joined = join(all.get());
        budget.spend(joined.length);
        return Optional.of(charset.isPresent() ? decoded(joined, charset.get()) : decoded(asText(joined)));
    }

    /** QUIRK: some mailers write a name in the form of a section without saying so, with the asterisk behind it, that it is one. */
    private String decoded(String octets) {
        if (octets.indexOf('%') > 0 && octets.indexOf('\'') > 0) {
            Section section = Section.of(octets, true, true);
            Optional<MailCharset> charset = section.charset().flatMap(MailCharset::named);
            if (charset.isPresent()) {
                return decoded(section.octets(), charset.get());
            }
        }
        return EncodedWords.decode(octets, budget);
    }

    /** QUIRK: and some put encoded words into sections (RFC 2231, section 1, and RFC 2047, section 5, both forbid it). */
    private String decoded(byte[] octets, MailCharset charset) {
        budget.spend(2L * octets.length);
        MailCharset read = charset.equals(MailCharset.UTF_8) ? charset : TextCharset.choose(octets, charset);
        String text = read.decode(octets);
        return text.contains("=?") ? EncodedWords.decode(asText(text.getBytes(StandardCharsets.UTF_8)), budget) : text;
    }

    private static String asText(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private void put(String name, String parameter) {
        int star = name.indexOf('*');
        if (!KNOWN.contains(star < 0 ? name : name.substring(0, star))) {
            return;
        }
        if (star < 0) {
            plain.putIfAbsent(name, parameter);
            return;
        }
        boolean encoded = name.endsWith("*");
        String number = name.substring(star + 1, Math.max(star + 1, encoded ? name.length() - 1 : name.length()));
        int index = number.isEmpty() ? 0 : sectionNumber(number);
        if (index >= 0) {
            sections.computeIfAbsent(name.substring(0, star), key -> new TreeMap<>())
                    .putIfAbsent(index, Section.of(parameter, encoded, index == 0));
        }
    }

    private static int sectionNumber(String text) {
        if (text.length() > 3 || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return -1;
        }
        return Math.min(MAX_SECTION, Integer.parseInt(text));
    }

    private byte[] join(Map<Integer, Section> all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        budget.spend(all.size());
        all.values().forEach(section -> out.writeBytes(section.octets()));
        return out.toByteArray();
    }

    /** One section of a parameter: its octets, and the character set if it is the first and tells it (RFC 2231, section 4). */
    private record Section(byte[] octets, Optional<String> charset) {
        private static Section of(String text, boolean encoded, boolean first) {
            if (!encoded) {
                return new Section(text.getBytes(StandardCharsets.ISO_8859_1), Optional.empty());
            }
            int language = first ? text.indexOf('\'') : -1;
            int rest = language < 0 ? -1 : text.indexOf('\'', language + 1);
            if (rest < 0) {
                return new Section(unescape(text), Optional.empty());
            }
            return new Section(unescape(text.substring(rest + 1)), Optional.of(text.substring(0, language)));
        }

        private static byte[] unescape(String text) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
            for (int i = 0; i < text.length(); i++) {
                int octet = text.charAt(i) == '%' ? Hex.octet(text, i + 1) : -1;
                out.write(octet < 0 ? text.charAt(i) : octet);
                i += octet < 0 ? 0 : 2;
            }
            return out.toByteArray();
        }
    }
}
