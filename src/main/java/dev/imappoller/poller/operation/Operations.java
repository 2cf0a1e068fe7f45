package dev.imappoller.poller.operation;

import dev.imappoller.poller.credential.Fingerprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.wording.MailboxFailures;
import dev.imappoller.poller.wording.PassFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a person does about messages that did not get through: look at them, have them posted again, or give them up. */
public final class Operations {
    private final Ledger ledger;
    private final Leases leases;
    private final OperationEvents events;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime()} */
    public Operations(Ledger ledger, Leases leases, OperationEvents events, Clock clock, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.leases = leases;
        this.events = events;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * A page of the messages of a poller that fail or were rejected.
     *
     * @param state the state to list; null for all states but DELIVERED
     * @param after the last one of the page before, if there is one
     * @throws TableException if the table can't be read
     */
    public FailingMessages failed(String pollerId, @Nullable State state, FailingMessages.@Nullable Place after) {
        return FailingMessages.read(
                ledger,
                pollerId,
                record -> state == null ? record.state() != State.DELIVERED : record.state() == state,
                after);
    }

    /**
     * Has messages that are unread tried again at the next poll, as if they were new.
     *
     * @return what came of it; empty if a pass is under way, whose records are newer
     * @throws TableException if the table can't be used
     */
    public Optional<Retried> retry(String pollerId, RetrySelection wanted, Budget budget) {
        Lease lease = new Lease(pollerId, leases, clock, nanoTime);
        if (!lease.take()) {
            return Optional.empty();
        }
        try {
            return Optional.of(retry(pollerId, wanted, budget, lease));
        } finally {
            lease.release();
        }
    }

    private Retried retry(String pollerId, RetrySelection wanted, Budget budget, Lease lease) {
        List<Ledger.Change> changes = new ArrayList<>();
        int[] rejected = {0};
        ledger.forEach(pollerId, entry -> {
            rejected[0] += entry.record().state() == State.REJECTED ? 1 : 0;
            if (wanted.names(entry.record())) {
                Ledger.Key key = Ledger.Key.of(entry.uidValidity(), entry.record());
                changes.add(new Ledger.Change(key, entry.record().asNew()));
            }
        });
        int done = 0;
        while (done < changes.size() && lease.keep() && !budget.isOver()) {
            int next = Math.min(done + Ledger.AT_ONCE, changes.size());
            ledger.write(pollerId, changes.subList(done, next));
            done = next;
        }
        return new Retried(done, changes.size() - done, rejected[0]);
    }

    /** Does the same for several pollers, one after another, for as long as there is time. */
    public RetriedPollers retry(List<String> pollerIds, RetrySelection wanted, Budget budget) {
        return new RetryRound(this, wanted, budget).over(pollerIds);
    }

    /** Whether there are such messages, without the lease. */
    boolean isAny(String pollerId, RetrySelection wanted) {
        boolean[] any = {false};
        ledger.forEachUnread(pollerId, entry -> any[0] |= wanted.names(entry.record()));
        return any[0];
    }

    /** Why nothing was done. */
    public static String underWay(String pollerId) {
        return "A pass of " + pollerId + " is under way. Ask again in a minute.";
    }

    /**
     * Has messages delivered again that are marked as read: the rejected ones, or one that is named. Under the lease even where they are only
     * listed: the flag may have to be taken away that the server sets on what is listed, and it could be one that a pass has just set.
     */
    public RedeliveryResult redeliver(
            Poller poller, Mailboxes mailboxes, Cutoff cutoff, Budget budget, RedeliverySelection wanted) {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff)) {
            OptionalLong uidValidity = mailbox.uidValidity();
            if (uidValidity.isEmpty()) {
                return RedeliveryResult.failed(MailboxFailures.withoutUidValidity(poller));
            }
            RedeliveryCandidates candidates =
                    new RedeliveryCandidates(poller, mailbox, uidValidity.getAsLong(), ledger);
            Lease lease = new Lease(poller.pollerId(), leases, clock, nanoTime);
            if (!lease.take()) {
                return RedeliveryResult.failed(MailboxFailures.operation(underWay(poller.pollerId())));
            }
            try {
                candidates.find(wanted, () -> lease.keep() && !budget.isOver());
                if (wanted.dryRun()) {
                    candidates.leaveUnread(candidates.found());
                    return candidates.listed();
                }
                return redeliver(
                        poller.pollerId(),
                        candidates,
                        new Redelivery(poller, mailbox, ledger, lease, budget, clock.instant()));
            } finally {
                lease.release();
            }
        } catch (MailboxException e) {
            return RedeliveryResult.failed(cutoff.orElse(e.failure(), poller));
        } catch (TableException e) {
            return RedeliveryResult.failed(PassFailures.table(e.detail()));
        }
    }

    private RedeliveryResult redeliver(String pollerId, RedeliveryCandidates candidates, Redelivery redelivery)
            throws MailboxException {
        if (candidates.isAmbiguous()) {
            candidates.leaveUnread(candidates.found());
            return candidates.choice();
        }
        try {
            return redelivery.of(candidates);
        } finally {
            if (redelivery.again() > 0) {
                events.redelivered(pollerId, redelivery.again());
            }
        }
    }

    /** Marks a message as read without delivering it. */
    public Outcome skip(Poller poller, Mailboxes mailboxes, Cutoff cutoff, long uid) {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff)) {
            List<Long> unseen = mailbox.searchUnseen();
            if (unseen.contains(uid)) {
                return skip(poller, mailbox, uid, unseen.size());
            }
            return isHidden(poller, mailbox, uid)
                    ? skipHidden(poller, mailbox, uid, unseen.size())
                    : Outcome.note(
                            "There is no unread message " + uid + " in " + poller.folder()
                                    + (poller.filter().isPresent() ? " that matches filter" : "")
                                    + ". Nothing was changed.",
                            unseen.size());
        } catch (MailboxException e) {
            return Outcome.failed(cutoff.orElse(e.failure(), poller), Duration.ZERO);
        } catch (TableException e) {
            return Outcome.failed(PassFailures.table(e.detail()), Duration.ZERO);
        }
    }

    /** The server has marked the message by itself, so only its record says that it is unread. A pass may be writing that record now. */
    private Outcome skipHidden(Poller poller, Mailbox mailbox, long uid, int unseen) throws MailboxException {
        Lease lease = new Lease(poller.pollerId(), leases, clock, nanoTime);
        if (!lease.take()) {
            return refused(underWay(poller.pollerId()));
        }
        try {
            if (mailbox.list(List.of(uid)).isEmpty()) {
                mailbox.uidValidity().ifPresent(validity -> forget(poller.pollerId(), validity, uid));
                return Outcome.note(
                        "Message " + uid + " is no longer in " + poller.folder() + ", and not on record any more.",
                        unseen);
            }
            return skip(poller, mailbox, uid, unseen + 1);
        } finally {
            lease.release();
        }
    }

    private Outcome skip(Poller poller, Mailbox mailbox, long uid, int unread) throws MailboxException {
        FlagChange change = FlagChange.of(poller, List.of(uid), listener -> mailbox.markSeen(List.of(uid), listener));
        if (change.refusal().isPresent()) {
            return refused("Message " + uid + " could not be marked as read: "
                    + change.refusal().get().detail());
        }
        events.skipped(poller.pollerId(), uid);
        mailbox.uidValidity().ifPresent(validity -> forget(poller.pollerId(), validity, uid));
        return Outcome.note("Message " + uid + " is marked as read and will not be delivered.", unread - 1);
    }

    private boolean isHidden(Poller poller, Mailbox mailbox, long uid) {
        if (mailbox.uidValidity().isEmpty()) {
            return false;
        }
        String fingerprint = Fingerprint.of(poller.host(), poller.username(), poller.folder());
        long validity = mailbox.uidValidity().getAsLong();
        return Optional.ofNullable(ledger.records(poller.pollerId(), validity).get(uid))
                .filter(record -> record.isOf(fingerprint) && record.mayBeHidden())
                .isPresent();
    }

    /** A record that the message has its final answer stays, since the message may have to be marked once more. */
    private void forget(String pollerId, long uidValidity, long uid) {
        Optional.ofNullable(ledger.records(pollerId, uidValidity).get(uid))
                .filter(record -> record.state() != State.DELIVERED)
                .ifPresent(record ->
                        ledger.write(pollerId, List.of(Ledger.Change.remove(Ledger.Key.of(uidValidity, record)))));
    }

    private static Outcome refused(String detail) {
        return Outcome.failed(MailboxFailures.operation(detail), Duration.ZERO);
    }
}
