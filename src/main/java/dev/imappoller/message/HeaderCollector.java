package dev.imappoller.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gathers the lines of a header into unfolded fields (RFC 5322, section 2.2.3). */
final class HeaderCollector {
    /** For one header, in octets: no mail has more, and a header is held in memory. */
    private static final long MAX_HEADER = 1024 * 1024;

    /** For all headers of a message together, in octets. */
    private static final long MAX_TOTAL = 4 * MAX_HEADER;

    /** What tells the parts of a message apart is kept whatever the rest of the header is like: without it they would be noise. */
    private static final Set<String> STRUCTURAL =
            Set.of("content-type", "content-transfer-encoding", "content-disposition", "content-id");

    /** For a structural field in a header that is beyond the limits, in octets; more than any boundary or file name. */
    private static final int MAX_STRUCTURAL = 4 * 1024;

    private final Set<Defect> defects;
    private final List<RawField> fields = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private String name = "";
    private boolean dropped;
    private long octets;
    private long total;

    HeaderCollector(Set<Defect> defects) {
        this.defects = defects;
    }

    boolean isEmpty() {
        return name.isEmpty();
    }

    /** Whether a field begins on the line: printable characters without blanks, then a colon (RFC 5322, section 3.6.8). */
    boolean isField(LineReader lines) {
        return !lines.startsWithBlank() && nameEnd(lines.text()) > 0;
    }

    /** Takes a line that begins a field, or that continues the one before. */
    void add(LineReader lines) {
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
        name = text.substring(0, nameEnd(text)).stripTrailing();
        dropped = beyond && !STRUCTURAL.contains(name.toLowerCase(Locale.ROOT));
        append(text.substring(text.indexOf(':') + 1), beyond);
    }

    private void append(String text, boolean beyond) {
        int room = dropped ? 0 : beyond ? Math.max(0, MAX_STRUCTURAL - value.length()) : text.length();
        if (room < text.length()) {
            defects.add(Defect.HEADER_TRUNCATED);
        }
        value.append(text, 0, Math.min(room, text.length()));
    }

    /** Hands over what was gathered and starts afresh. */
    void drainTo(List<RawField> target) {
        flush();
        target.addAll(fields);
        fields.clear();
        name = "";
        dropped = false;
        octets = 0;
    }

    private void flush() {
        if (!name.isEmpty() && !dropped) {
            fields.add(new RawField(name, value.toString().strip()));
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
