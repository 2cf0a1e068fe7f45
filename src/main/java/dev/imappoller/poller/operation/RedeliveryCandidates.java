package dev.imappoller.poller.operation;

import dev.imappoller.poller.credential.Fingerprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Phrases;
import dev.imappoller.poller.wording.MailboxFailures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Finds the messages that somebody wants to have delivered again: on record, and in the mailbox. It changes nothing. */
final class RedeliveryCandidates {
    /** About so many in one call; another call takes the rest. */
    static final int MOST = 5000;

    /** More rejected messages may be on record and gone from the mailbox. */
    private static final int MOST_LOOKED_FOR = 20_000;

    private static final int WINDOW = 500;
    private static final int MOST_NAMED = 10;

    private final Poller poller;
    private final Mailbox mailbox;
    private final long uidValidity;
    private final Ledger ledger;
    private final String fingerprint;
    private final Map<Long, LedgerRecord> unread = new HashMap<>();
    private final Map<Long, LedgerRecord> rejected = new HashMap<>();
    private final NavigableSet<Long> named = new TreeSet<>();
    private final List<RedeliveryCandidate> found = new ArrayList<>();
    private boolean byMessageId;
    private int ofBefore;
    private int gone;
    private int deleted;
    private int askedFor;
    private boolean more;

    /** @param uidValidity the mailbox's */
    RedeliveryCandidates(Poller poller, Mailbox mailbox, long uidValidity, Ledger ledger) {
        this.poller = poller;
        this.mailbox = mailbox;
        this.uidValidity = uidValidity;
        this.ledger = ledger;
        this.fingerprint = Fingerprint.of(poller.host(), poller.username(), poller.folder());
    }

    /** Which account and folder they are of. */
    String fingerprint() {
        return fingerprint;
    }

    /**
     * Finds those that are wanted on record; one that is named and not on record is looked for in the mailbox.
     *
     * @param goesOn asked from time to time whether there is time for more
     */
    void find(RedeliverySelection wanted, BooleanSupplier goesOn) throws MailboxException {
        byMessageId = wanted.messageId().isPresent();
        ledger.forEach(poller.pollerId(), entry -> read(entry, wanted));
        if (named.isEmpty() && byMessageId) {
            named.addAll(mailbox.withMessageId(wanted.messageId().get()));
            ofBefore = 0; // The record says no more than that there is, or was, such a message.
        }
        if (named.isEmpty() && ofBefore == 0) {
            wanted.uid().ifPresent(named::add);
        }
        list(List.copyOf(named), goesOn);
    }

    private void read(Ledger.Entry entry, RedeliverySelection wanted) {
        LedgerRecord record = entry.record();
        boolean isNamed = wanted.names(record);
        if (entry.uidValidity() != uidValidity || !record.isOf(fingerprint)) {
            ofBefore += isNamed ? 1 : 0;
            return;
        }
        boolean isRejected = record.state() == State.REJECTED;
        if (!isRejected) {
            unread.put(record.uid(), record);
        }
        if (isNamed && named.size() < MOST_LOOKED_FOR) {
            named.add(record.uid());
            if (isRejected) {
                rejected.put(record.uid(), record);
            }
        } else {
            more |= isNamed;
        }
    }

    private void list(List<Long> uids, BooleanSupplier goesOn) throws MailboxException {
        for (int from = 0; from < uids.size(); from += WINDOW) {
            if (found.size() >= MOST || !goesOn.getAsBoolean()) {
                more = true;
                return;
            }
            List<Long> window = uids.subList(from, Math.min(from + WINDOW, uids.size()));
            Collection<Long> some = matching(window);
            List<MessageSummary> listed = some.isEmpty() ? List.of() : mailbox.list(some);
            leaveUnread(listed.stream().filter(MessageSummary::deleted));
            listed.forEach(this::add);
            gone += window.size() - listed.size();
        }
    }

    /** No pass would find one that doesn't match the filter, so it would only be unread. */
    private Collection<Long> matching(List<Long> uids) throws MailboxException {
        if (poller.filter().isEmpty()) {
            return uids;
        }
        Set<Long> matching = mailbox.lookPastFilter(uids).matching();
        return uids.stream().filter(matching::contains).toList();
    }

    private void add(MessageSummary message) {
        if (message.deleted()) {
            deleted++; // No pass would find it, so it would only be unread.
            return;
        }
        RedeliveryCandidate candidate = new RedeliveryCandidate(
                uidValidity,
                message,
                Optional.ofNullable(unread.get(message.uid())),
                Optional.ofNullable(rejected.get(message.uid())));
        if (candidate.isAskedFor()) {
            askedFor++;
        } else {
            found.add(candidate);
        }
    }

    /** Those that are in the mailbox, the oldest first. */
    List<RedeliveryCandidate> found() {
        return List.copyOf(found);
    }

    /** Whether there are others that were not looked for. */
    boolean areMore() {
        return more;
    }

    /** Whether one was meant, and several have its Message-ID: some programs give the same to all that they send. */
    boolean isAmbiguous() {
        return byMessageId && found.size() + askedFor > 1;
    }

    /** What is to be chosen from. */
    RedeliveryResult choice() {
        List<String> uids = named.stream().map(Object::toString).toList();
        return RedeliveryResult.failed(
                MailboxFailures.severalByMessageId(poller, uids.size(), Phrases.list(uids, MOST_NAMED)), some());
    }

    /** What would be delivered again. */
    RedeliveryResult listed() {
        if (isAmbiguous()) {
            return choice();
        }
        List<String> parts = new ArrayList<>();
        parts.add(
                found.isEmpty()
                        ? "No message of " + poller.pollerId() + " would be delivered again."
                        : found.size() + " message(s) of " + poller.pollerId()
                                + " would be unread again, and be delivered once more, with the same webhook-id.");
        if (found.size() > FailingMessages.MOST) {
            parts.add("The first " + FailingMessages.MOST + " are listed here.");
        }
        parts.addAll(others());
        return RedeliveryResult.listing(String.join(" ", parts), some());
    }

    private List<RedeliveryCandidate> some() {
        return found.stream().limit(FailingMessages.MOST).toList();
    }

    /** Sentences about those that are not among them. */
    List<String> others() {
        List<String> parts = new ArrayList<>();
        if (byMessageId && named.isEmpty()) {
            parts.add("No message that is read has that Message-ID, as far as " + poller.host() + " finds it in "
                    + poller.folder() + ". One that is unread is delivered anyway; any other can be named by its uid.");
        }
        if (askedFor > 0) {
            parts.add(askedFor + " message(s) were asked for before, and wait for the next poll.");
        }
        if (gone > 0) {
            parts.add(gone + " message(s) are not, or no longer, in " + poller.folder()
                    + (poller.filter().isPresent() ? ", or don't match filter, and are left as they are." : "."));
        }
        if (deleted > 0) {
            parts.add(deleted
                    + " message(s) are marked for deletion (\\Deleted), so no poll delivers them: take that mark"
                    + " away in a mail program, then ask once more.");
        }
        if (ofBefore > 0) {
            parts.add(ofBefore
                    + " message(s) are of another mailbox, or of one that was made anew since (its UIDVALIDITY has"
                    + " changed), so it is not known which they are now: name them by messageId.");
        }
        if (more) {
            parts.add("There are more: ask once more for the others, or for those since a later time.");
        }
        return parts;
    }

    /** QUIRK: some servers mark what is listed. What was unread before is unread again. */
    void leaveUnread(Collection<RedeliveryCandidate> candidates) throws MailboxException {
        leaveUnread(candidates.stream().map(RedeliveryCandidate::message));
    }

    private void leaveUnread(Stream<MessageSummary> listed) throws MailboxException {
        List<Long> serverMarked = listed.filter(MessageSummary::serverMarked)
                .map(MessageSummary::uid)
                .toList();
        if (!serverMarked.isEmpty()) {
            FlagChange.of(poller, serverMarked, listener -> mailbox.markUnseen(serverMarked, listener));
        }
    }
}
