package dev.imappoller.imap.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import org.eclipse.angus.mail.iap.Response;

/** Which messages a server says that it has copied (RFC 4315, section 3: COPYUID); where it doesn't say so, all count as copied. */
public final class CopiedUids {
    private static final String CODE = "[COPYUID ";
    private static final int WORDS = 3;
    private static final int LONGEST_NUMBER = 10;

    private final List<Range> ranges;

    /** From the lower to the higher number. */
    private record Range(long from, long to) {}

    private CopiedUids(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Of the OK to a COPY. */
    public static CopiedUids of(Response result) {
        String text = result.toString();
        int code = text.toUpperCase(Locale.ROOT).indexOf(CODE);
        int end = code < 0 ? -1 : text.indexOf(']', code);
        if (end < 0) {
            return new CopiedUids(List.of());
        }
        // UIDVALIDITY of the other mailbox, UIDs in this one, UIDs in the other.
        StringTokenizer words = new StringTokenizer(text.substring(code + CODE.length(), end));
        if (words.countTokens() != WORDS) {
            return new CopiedUids(List.of());
        }
        words.nextToken();
        return new CopiedUids(ranges(words.nextToken()));
    }

    private static List<Range> ranges(String set) {
        List<Range> ranges = new ArrayList<>();
        StringTokenizer parts = new StringTokenizer(set, ",");
        while (parts.hasMoreTokens()) {
            String part = parts.nextToken();
            int colon = part.indexOf(':');
            String one = colon < 0 ? part : part.substring(0, colon);
            String other = part.substring(colon + 1);
            if (!isNumber(one) || !isNumber(other)) {
                return List.of();
            }
            ranges.add(new Range(
                    Math.min(Long.parseLong(one), Long.parseLong(other)),
                    Math.max(Long.parseLong(one), Long.parseLong(other))));
        }
        return ranges;
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty()
                && word.length() <= LONGEST_NUMBER
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether a message was copied; one that was not is gone. */
    public boolean has(long uid) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.from() <= uid && uid <= range.to());
    }
}
