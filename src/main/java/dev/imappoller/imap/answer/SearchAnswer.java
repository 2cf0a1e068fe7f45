package dev.imappoller.imap.answer;

import dev.imappoller.imap.inflow.ConnectionInput;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * What a server answers to UID SEARCH: SEARCH (RFC 9051's predecessor, RFC 3501, section 7.2.5) or ESEARCH (RFC 4731), in one line or in several.
 * QUIRK: some have commas or tabs between the numbers, or say nothing at all where nothing was found.
 */
public final class SearchAnswer implements Untagged {
    private static final long LARGEST = 0xffff_ffffL;

    /** What may come at any time, and says nothing of a search. */
    private static final Set<String> OTHERS = Set.of(
            "EXISTS",
            "RECENT",
            "EXPUNGE",
            "FETCH",
            "VANISHED",
            "FLAGS",
            "CAPABILITY",
            "ENABLED",
            "ID",
            "LIST",
            "LSUB",
            "STATUS",
            "NAMESPACE");

    private final UidList.Builder uids;
    private boolean answered;
    private boolean strange;
    private int unread;

    /** An answer, and the tagged response behind it. */
    public record Ended(SearchAnswer answer, Response result) {}

    public SearchAnswer(ConnectionInput inflow) {
        this.uids = new UidList.Builder(inflow);
    }

    @Override
    public void take(Response response) throws IOException {
        String key = response instanceof IMAPResponse news && news.getKey() != null
                ? news.getKey().toUpperCase(Locale.ROOT)
                : "";
        String text = response.toString();
        if (key.equals("SEARCH")) {
            answered = true;
            numbers(text.substring(text.toUpperCase(Locale.ROOT).indexOf("SEARCH") + "SEARCH".length()));
        } else if (key.equals("ESEARCH")) {
            answered = true;
            extended(text.substring(text.toUpperCase(Locale.ROOT).indexOf("ESEARCH") + "ESEARCH".length()));
        } else {
            boolean status = response.isOK() || response.isNO() || response.isBAD();
            strange |= !status && !OTHERS.contains(key);
        }
    }

    @Override
    public void unreadable() {
        strange = true;
    }

    /** Whether the answer says which messages there are. What can't be read is no proof that there are none. */
    public boolean isUnderstood() {
        return answered ? unread == 0 || !uids.isEmpty() : !strange;
    }

    /** Whether it says so in words. */
    boolean isTold() {
        return answered && isUnderstood();
    }

    /** Whether nothing came that could have been an answer. */
    boolean isSilent() {
        return !answered && !strange;
    }

    /** How many words of it were no numbers that a message can have. */
    public int unread() {
        return unread;
    }

    /** The UIDs that were listed. */
    public UidList uids() {
        return uids.build();
    }

    /** Numbers, which a MODSEQ in parentheses may follow (RFC 7162, section 3.1.5). */
    private void numbers(String text) throws IOException {
        StringTokenizer words = new StringTokenizer(text, " \t\r\n,()");
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.equalsIgnoreCase("MODSEQ")) {
                break;
            }
            add(word);
        }
    }

    private void extended(String text) throws IOException {
        String data = text.strip();
        StringTokenizer words =
                new StringTokenizer(data.startsWith("(") ? data.substring(data.indexOf(')') + 1) : data, " \t");
        boolean all = false;
        boolean some = false;
        while (words.hasMoreTokens()) {
            String name = words.nextToken().toUpperCase(Locale.ROOT);
            if (name.equals("ALL") && words.hasMoreTokens()) {
                all = true;
                numbers(words.nextToken());
            } else if (!name.equals("UID") && words.hasMoreTokens()) {
                some |= !words.nextToken().equals("0") && !name.equals("MODSEQ");
            }
        }
        if (some && !all) {
            unread++; // It says that there are some, and not which.
        }
    }

    /** A number, or a range in any order. */
    private void add(String word) throws IOException {
        int colon = word.indexOf(':');
        long one = number(colon < 0 ? word : word.substring(0, colon));
        long other = colon < 0 ? one : number(word.substring(colon + 1));
        if (one == 0 || other == 0) {
            unread++;
            return;
        }
        for (long uid = Math.min(one, other); uid <= Math.max(one, other); uid++) {
            uids.add(uid);
        }
    }

    /** @return 0 for what is no UID */
    private static long number(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = number ? Long.parseLong(digits) : 0;
        return value <= LARGEST ? value : 0;
    }
}
