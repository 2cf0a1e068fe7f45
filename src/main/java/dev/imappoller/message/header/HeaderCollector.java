package dev.imappoller.message.header;

import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.transfer.LineReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers the lines of a header into unfolded fields (RFC 5322, section 2.2.3).
 *
 * <p>The fields of the message are kept, and of its parts those that tell what they are; nobody asks for others.
 */
public final class HeaderCollector {
    /** For one header, in octets: no mail has more, and a header is held in memory. */
    private static final long MAX_HEADER = 1024 * 1024;

    /** For all headers of a message together, in octets. */
    private static final long MAX_TOTAL = 4 * MAX_HEADER;

    /** What all parts of a message may make it keep, in octets. */
    private static final long MAX_KEPT = 2 * MAX_HEADER;

    /** Each field costs some memory, and no mail has so many. */
    static final int MAX_FIELDS = 10_000;

    /**
     * Fields that define a message's structure are always kept, however large the header is. Without them the parts could not be decoded.
     */
    private static final Set<String> STRUCTURAL =
            Set.of("content-type", "content-transfer-encoding", "content-disposition", "content-id");

    /** How the names of all fields begin that tell of a part's content (RFC 2045, section 9). */
    private static final String CONTENT = "content-";

    /** The first counts, and the second tells that it is repeated. */
    private static final int MOST_OF_A_NAME = 2;

    /** Names of fields without a hyphen (RFC 5322, section 3.6, and others in use); words before a colon in text have none either. */
    private static final Set<String> USUAL = Set.of(
            "bcc",
            "cc",
            "comments",
            "date",
            "from",
            "importance",
            "keywords",
            "organization",
            "precedence",
            "priority",
            "received",
            "references",
            "sender",
            "status",
            "subject",
            "to");

    /** For a structural field in a header that is beyond the limits, in octets; more than any boundary or file name. */
    private static final int MAX_STRUCTURAL = 4 * 1024;

    /** What a field takes up in memory beside its characters, in octets, decoded once more. */
    private static final int FIELD = 200;

    private final Set<Defect> defects;
    private final DecodingBudget budget;
    private final List<RawField> fields = new ArrayList<>();
    private final Map<String, Integer> structural = new HashMap<>();
    private final StringBuilder value = new StringBuilder();
    private String name = "";
    private boolean empty = true;
    private int marked;
    private boolean inPart;
    private boolean dropped;
    private boolean wanted;
    private long octets;
    private long total;
    private long kept;

    public HeaderCollector(Set<Defect> defects, DecodingBudget budget) {
        this.defects = defects;
        this.budget = budget;
    }

    /** Whether the parts have made it keep as much as they may. */
    public boolean isFull() {
        return kept > MAX_KEPT;
    }

    /** Whether no field was taken yet. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether it gathers the header of a part, not of the message. */
    public boolean isInPart() {
        return inPart;
    }

    /** Whether there is a field of that name among those that are kept. */
    public boolean has(String fieldName) {
        return value(fieldName).isPresent();
    }

    /** The first field of that name among those that are kept. */
    public Optional<String> value(String fieldName) {
        settle();
        budget.spend(fields.size());
        for (RawField field : fields) {
            if (field.name().equalsIgnoreCase(fieldName)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** From here on fields are taken on trial. */
    public void mark() {
        settle();
        marked = fields.size();
    }

    /** Whether any field was taken on trial. */
    public boolean isTrying() {
        return !name.isEmpty() || fields.size() > marked;
    }

    /** Drops the fields that were taken on trial. */
    public void goBack() {
        name = "";
        value.setLength(0);
        fields.subList(marked, fields.size()).clear();
    }

    /** Ends the field that is being gathered. */
    private void settle() {
        flush();
        name = "";
    }

    /** Whether a field begins on the line: printable characters without blanks, then a colon (RFC 5322, section 3.6.8). */
    public boolean isField(LineReader lines) {
        return !lines.startsWithBlank() && nameEnd(lines.text()) > 0;
    }

    /** Whether the field that begins on the line is one of those in use. */
    public static boolean isUsual(LineReader lines) {
        String text = lines.text();
        int end = nameEnd(text);
        String word =
                end == 0 || end > MAX_STRUCTURAL ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        return word.indexOf('-') > 0 || USUAL.contains(word);
    }

    /** Whether the field that begins on the line tells something of a part's content. */
    public static boolean isOfContent(LineReader lines) {
        String text = lines.text();
        return nameEnd(text) > 0 && text.regionMatches(true, 0, CONTENT, 0, CONTENT.length());
    }

    /** Whether what begins on the line is rather a URL than a field. */
    public static boolean isUrl(LineReader lines) {
        String text = lines.text();
        return text.startsWith("//", nameEnd(text) + 1);
    }

    /** Takes a line that begins a field, or that continues the one before. */
    public void add(LineReader lines) {
        String text = lines.text();
        if (lines.isTruncated()) {
            defects.add(Defect.HEADER_TRUNCATED);
        }
        octets += text.length();
        total += text.length();
        boolean beyond = octets > MAX_HEADER || total > MAX_TOTAL;
        if (lines.startsWithBlank()) {
            append(' ' + text.strip(), beyond);
            return;
        }
        flush();
        empty = false;
        name = text.substring(0, nameEnd(text)).stripTrailing();
        boolean over = beyond || fields.size() >= MAX_FIELDS;
        wanted = !inPart;
        dropped = over;
        if (STRUCTURAL.contains(name.length() > MAX_STRUCTURAL ? "" : name.toLowerCase(Locale.ROOT))) {
            int known = structural.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
            wanted |= known <= MOST_OF_A_NAME;
            dropped = over && known > MOST_OF_A_NAME;
        }
        if (dropped && wanted) {
            defects.add(Defect.HEADER_TRUNCATED);
        }
        append(text.substring(text.indexOf(':') + 1), beyond);
    }

    private void append(String text, boolean beyond) {
        int room = dropped ? 0 : beyond ? Math.max(0, MAX_STRUCTURAL - value.length()) : text.length();
        if (room < text.length()) {
            defects.add(Defect.HEADER_TRUNCATED);
        }
        if (wanted) {
            value.append(text, 0, Math.min(room, text.length()));
        }
    }

    /** Hands over what was gathered and starts afresh. */
    public void drainTo(List<RawField> target) {
        flush();
        target.addAll(fields);
        fields.clear();
        empty = true;
        marked = 0;
        structural.clear();
        name = "";
        inPart = true;
        octets = 0;
    }

    private void flush() {
        if (!name.isEmpty() && wanted && !dropped) {
            fields.add(new RawField(name, value.toString().strip()));
            kept += inPart ? value.length() : 0;
            budget.hold(FIELD + name.length() + value.length());
        }
        if (value.capacity() > MAX_STRUCTURAL) {
            value.setLength(0);
            value.trimToSize();
        }
        value.setLength(0);
    }

    /** Where the name of the field ends that begins the text; 0 if there is none. */
    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) < 127 && text.charAt(end) != ':') {
            end++;
        }
        int colon = end;
        while (colon < text.length() && (text.charAt(colon) == ' ' || text.charAt(colon) == '\t')) {
            colon++;
        }
        return colon < text.length() && text.charAt(colon) == ':' ? end : 0;
    }
}
