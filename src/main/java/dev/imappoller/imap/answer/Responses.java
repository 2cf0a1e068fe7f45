package dev.imappoller.imap.answer;

import dev.imappoller.imap.said.ResponseCode;
import dev.imappoller.imap.said.ServerPhrases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/** Reads results, and writes what messages are named by. */
public final class Responses {
    /** Servers need not take longer lines (RFC 7162, section 4, names 8192 octets); some stop at 1,000. A UID takes 11 at the most. */
    private static final int LONGEST_SET = 800;

    private static final int LONGEST_UID = 11;

    private Responses() {}

    /** Messages as a command names them, such as {@code 3:5,9} (RFC 9051, section 9, sequence-set). */
    public static String set(Collection<Long> uids) {
        return UIDSet.toString(UIDSet.createUIDSets(
                uids.stream().mapToLong(Long::longValue).sorted().toArray()));
    }

    /** Messages in ascending order, in as many commands as it takes to keep each line short. */
    public static List<List<Long>> lines(Collection<Long> uids) {
        List<Long> sorted = uids.stream().sorted().toList();
        List<List<Long>> lines = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int to = fitting(sorted, from);
            lines.add(sorted.subList(from, to));
            from = to;
        }
        return lines;
    }

    /** Where a line that begins there ends: runs of UIDs are as long as two. */
    private static int fitting(List<Long> sorted, int from) {
        int octets = LONGEST_UID;
        int to = from + 1;
        while (to < sorted.size()) {
            boolean follows = sorted.get(to) == sorted.get(to - 1) + 1;
            boolean runs = follows && to - from > 1 && sorted.get(to - 1) == sorted.get(to - 2) + 1;
            octets += runs ? 0 : LONGEST_UID;
            if (octets > LONGEST_SET) {
                break;
            }
            to++;
        }
        return to;
    }

    /**
     * Whether a COPY or MOVE is refused since there may be no such mailbox. QUIRK: not all servers say TRYCREATE then (RFC 9051, section
     * 6.4.7), and some give no reason at all.
     */
    public static boolean mayLackMailbox(Response result) {
        return result.isNO()
                && ResponseCode.in(result.getRest())
                        .map(code -> List.of("TRYCREATE", "NONEXISTENT").contains(code.word()))
                        .orElseGet(() -> !isThrottling(result));
    }

    /** Whether it is refused for want of room: a mailbox or an account is full (RFC 9208, section 4.3.1). */
    public static boolean isFull(Response result) {
        return ResponseCode.in(result.getRest())
                .filter(code -> code.word().equals("OVERQUOTA"))
                .isPresent();
    }

    /** Whether a NO or BAD asks for fewer requests, so that asking on would make it worse. */
    public static boolean isThrottling(Response result) {
        return ServerPhrases.isThrottling(result.getRest());
    }
}
