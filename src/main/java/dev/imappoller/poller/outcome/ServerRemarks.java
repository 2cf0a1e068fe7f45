package dev.imappoller.poller.outcome;

import static dev.imappoller.poller.status.Phrases.messages;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.Phrases;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sentences about a mail server that a person should read, whatever the result of the pass. */
public final class ServerRemarks {
    private static final int MOST_NAMED = 5;

    private final Poller poller;
    private int missing;
    private List<Long> unkept = List.of();
    private boolean withoutUidValidity;
    private final Set<String> remarks = new LinkedHashSet<>();

    public ServerRemarks(Poller poller) {
        this.poller = poller;
    }

    /** It lists one more message as unread and has nothing of it. */
    public void missing() {
        missing++;
    }

    /** It said that it had marked these messages, and lists them as unread again. */
    public void unkept(List<Long> uids) {
        unkept = List.copyOf(uids);
    }

    /** It does not tell the mailbox's UIDVALIDITY. */
    public void withoutUidValidity() {
        withoutUidValidity = true;
    }

    /** What the mailbox has to say of it, as {@link Mailbox#remarks}. */
    public void remarks(List<String> sentences) {
        remarks.addAll(sentences);
    }

    /** What has to be done about it, even if all else went well. */
    public Optional<Failure> failure() {
        return unkept.isEmpty() ? Optional.empty() : Optional.of(new Failure(PollerStatus.MAILBOX_ERROR, lostMarks()));
    }

    /** A detail, and what is to be said besides. */
    public String with(String detail) {
        List<String> parts = new ArrayList<>(List.of(detail));
        if (!unkept.isEmpty() && !detail.equals(lostMarks())) {
            parts.add(lostMarks());
        }
        if (missing > 0) {
            parts.add(messages(missing) + " that " + poller.host() + " lists as unread and has nothing of "
                    + (missing == 1 ? "is" : "are") + " left out; if that stays so, look at " + poller.folder()
                    + " in a mail program.");
        }
        if (withoutUidValidity) {
            parts.add(poller.host() + " does not tell the UIDVALIDITY of " + poller.folder()
                    + ", so UIDs may name other messages the next time: no records of messages were used or written in"
                    + " this pass. Ask who runs the server.");
        }
        parts.addAll(remarks);
        return String.join(" ", parts);
    }

    private String lostMarks() {
        String uids = Phrases.list(unkept.stream().map(Object::toString).toList(), MOST_NAMED);
        return poller.host() + " said that it had marked messages as read, and lists " + messages(unkept.size())
                + " as unread again (uid " + uids + "). They were delivered, and are not posted again; they are marked"
                + " again at each poll. If somebody marked them as unread to have them delivered again, use op retry"
                + " with the uid; else ask who runs the server.";
    }
}
