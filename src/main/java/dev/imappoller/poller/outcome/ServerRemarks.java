package dev.imappoller.poller.outcome;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.Phrases;
import dev.imappoller.poller.wording.MailboxFailures;
import dev.imappoller.poller.wording.PassSentences;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sentences about a mail server that a person should read, whatever the result of the pass. */
public final class ServerRemarks {
    private static final int MOST_NAMED = 5;

    private final Poller poller;
    private int missing;
    private List<Long> unkept = List.of();
    private int unfiled;
    private @Nullable Failure whyUnfiled;
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

    /** It refused to file away so many messages that were delivered. */
    public void unfiled(int messages, Failure why) {
        unfiled += messages;
        whyUnfiled = why;
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
        if (!unkept.isEmpty()) {
            return Optional.of(MailboxFailures.marksNotKept(poller, unkept.size(), named()));
        }
        return Optional.ofNullable(whyUnfiled).map(why -> MailboxFailures.notFiled(poller, unfiled, why));
    }

    /**
     * A detail, and what is to be said besides.
     *
     * @param isItsFailure whether it is that of {@link #failure}
     */
    public String with(String detail, boolean isItsFailure) {
        List<String> parts = new ArrayList<>(List.of(detail));
        if (!unkept.isEmpty() && !isItsFailure) {
            parts.add(PassSentences.marksNotKept(poller, unkept.size(), named()));
        }
        if (whyUnfiled != null && !(isItsFailure && unkept.isEmpty())) {
            parts.add(PassSentences.notFiled(poller, unfiled, whyUnfiled.detail()));
        }
        if (missing > 0) {
            parts.add(PassSentences.missing(poller, missing));
        }
        if (withoutUidValidity) {
            parts.add(PassSentences.withoutUidValidity(poller));
        }
        parts.addAll(remarks);
        return String.join(" ", parts);
    }

    private String named() {
        return Phrases.list(unkept.stream().map(Object::toString).toList(), MOST_NAMED);
    }
}
