package dev.imappoller.imap.answer;

import dev.imappoller.imap.inflow.ConnectionInput;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are unseen right before they are listed. QUIRK: some servers set {@code \Seen} on what is listed; without this such a
 * message could not be told from one that somebody has read.
 */
public final class StillUnseen implements Untagged {
    private final SearchAnswer answer;
    private boolean isAsked;
    private @Nullable UidList unseen;

    public StillUnseen(ConnectionInput inflow) {
        this.answer = new SearchAnswer(inflow);
    }

    /** What to send ahead of the first listing, so that it costs no round trip; nothing ahead of others. */
    public List<String> commands(Collection<Long> uids) {
        if (isAsked) {
            return List.of();
        }
        isAsked = true;
        return Responses.lines(uids).stream()
                .map(line -> "UID SEARCH UID " + Responses.set(line) + " UNSEEN")
                .toList();
    }

    /** @param results those of the commands */
    public void ended(List<Response> results) {
        if (!results.isEmpty() && results.stream().allMatch(Response::isOK) && answer.isUnderstood()) {
            unseen = answer.uids();
        }
    }

    /** Whether the server says so of a message; never, where it refuses to, or can't be understood. */
    public boolean names(long uid) {
        return unseen != null && unseen.contains(uid);
    }

    /** Whether the server tells. */
    public boolean isAnswered() {
        return unseen != null;
    }

    @Override
    public void take(Response response) throws IOException {
        answer.take(response);
    }

    @Override
    public void unreadable() {
        answer.unreadable();
    }
}
