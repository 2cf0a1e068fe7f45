package dev.imappoller.poller;

import dev.imappoller.poller.LedgerRecord.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * One pass over one mailbox: unseen messages are listed, fetched, posted, and marked as seen if their verdict is final. Nothing but a
 * verdict marks a message, so whatever goes wrong on the way leaves it for the next pass.
 */
final class Pass {
    /** Sizes are asked for in windows of this many messages, so that a huge mailbox doesn't cost more than is delivered. */
    static final int SIZE_WINDOW = 500;

    /** So many times more messages are tried than are delivered at the most, if others fail. */
    private static final int TRIES = 3;

    private final Poller poller;
    private final PollerState before;
    private final Ports ports;
    private final PassContext context;
    private final Tally tally;

    /** What a pass talks to. */
    record Ports(Mailboxes mailboxes, Endpoint endpoint, Ledger ledger, Leases leases, Events events) {}

    /**
     * What a pass begins with.
     *
     * @param answered got their final answer in an earlier pass, and have only to be marked
     * @param toDeliver those never tried first
     */
    private record Chosen(List<Long> answered, List<Listed> toDeliver) {}

    /** @param before what the last pass came to */
    Pass(Poller poller, PollerState before, Ports ports, PassContext context) {
        this.poller = poller;
        this.before = before;
        this.ports = ports;
        this.context = context;
        this.tally = new Tally(poller);
    }

    /** Makes the pass; empty if another run is at it. */
    Optional<Outcome> make() {
        try (Mailbox mailbox = ports.mailboxes().open(poller, context.cutoff())) {
            List<Long> unseen = search(mailbox);
            boolean somethingToForget = before.unread().orElse(0) > 0;
            if ((!unseen.isEmpty() || somethingToForget) && !underLease(mailbox, unseen)) {
                return Optional.empty();
            }
        } catch (MailboxException e) {
            if (context.cutoff().isCut()) {
                tally.timeIsUp();
            }
            tally.failed(failureOf(e, poller, context.cutoff()));
        } catch (PollerTable.TableException e) {
            tally.failed(new Failure(
                    PollerStatus.INTERNAL_ERROR,
                    e.detail() + " Without it messages might be delivered twice, so none was posted; it is tried"
                            + " again at the next poll."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tally.timeIsUp();
            tally.failed(timeIsUp(poller));
        }
        return Optional.of(tally.outcome());
    }

    private List<Long> search(Mailbox mailbox) throws MailboxException {
        List<Long> unseen = mailbox.searchUnseen();
        tally.found(unseen.size());
        return unseen;
    }

    /** The lease is taken late, so that an idle poll doesn't cost one; false if another pass has it. */
    private boolean underLease(Mailbox mailbox, List<Long> found) throws MailboxException, InterruptedException {
        Lease lease = new Lease(poller.pollerId(), ports.leases(), context.clock(), context.nanoTime());
        if (!lease.take()) {
            ports.events().leaseHeld(poller.pollerId());
            return false;
        }
        try {
            History history = history(mailbox, lease);
            try {
                deliver(mailbox, found, history, lease);
            } finally {
                history.writeRest(context.budget().isOver());
            }
        } finally {
            release(lease);
        }
        return true;
    }

    private void deliver(Mailbox mailbox, List<Long> found, History history, Lease lease)
            throws MailboxException, InterruptedException {
        List<Long> unseen = found;
        if (history.hasOthersThan(unseen)) {
            // Another pass may have been at messages that came after the search: only now it can't be.
            unseen = search(mailbox);
            history.keepOnly(unseen);
        }
        Chosen chosen = choose(mailbox, unseen, history);
        if (!chosen.answered().isEmpty() || !chosen.toDeliver().isEmpty()) {
            Breaker breaker = new Breaker(before.status()
                    .filter(PollerStatus.ENDPOINT_FAILING::equals)
                    .isPresent());
            new Transfer(poller, mailbox, ports, context, tally, history, lease, breaker, chosen.toDeliver())
                    .make(chosen.answered());
        }
    }

    private void release(Lease lease) {
        try {
            lease.release();
        } catch (PollerTable.TableException e) {
            ports.events().ledgerFailed(poller.pollerId(), e.detail());
        }
    }

    private History history(Mailbox mailbox, Lease lease) {
        Retries retries = new Retries(() -> ThreadLocalRandom.current().nextDouble());
        return new History(
                poller,
                mailbox.uidValidity(),
                ports.ledger(),
                lease::keep,
                ports.events(),
                retries,
                context.clock(),
                context.now());
    }

    /** The messages of this pass: new ones before those that failed, the oldest first. */
    private Chosen choose(Mailbox mailbox, List<Long> unseen, History history) throws MailboxException {
        List<Long> answered = new ArrayList<>();
        List<Long> candidates = new ArrayList<>();
        for (long uid : history.inOrder(unseen)) {
            history.firstAttemptAt(uid).ifPresent(at -> tally.arrivedBy(uid, at));
            Optional<State> state = history.state(uid);
            if (state.filter(State.DELIVERED::equals).isPresent()) {
                answered.add(uid);
            } else if (state.filter(State.PARKED::equals).isPresent()) {
                tally.parked();
            } else if (history.waits(uid)) {
                tally.waits();
            } else {
                candidates.add(uid);
            }
        }
        return new Chosen(answered, list(mailbox, candidates, unseen, history));
    }

    private List<Listed> list(Mailbox mailbox, List<Long> candidates, List<Long> unseen, History history)
            throws MailboxException {
        List<Listed> chosen = new ArrayList<>();
        long most = (long) TRIES * poller.maxMessages();
        for (int from = 0; from < candidates.size() && chosen.size() < most; from += SIZE_WINDOW) {
            if (context.budget().isOver()) {
                tally.timeIsUp();
                break;
            }
            List<Long> window = candidates.subList(from, Math.min(from + SIZE_WINDOW, candidates.size()));
            Map<Long, Listed> listed = listed(mailbox, window, unseen.get(0));
            for (long uid : window) {
                Optional<Listed> message = Optional.ofNullable(listed.get(uid));
                if (message.isEmpty()) {
                    history.missing(uid);
                    tally.missing(uid);
                } else if (message.get().seen()) {
                    history.done(List.of(uid)); // Someone has read it since the search.
                    tally.gone(uid);
                } else if (message.get().size() > poller.maxMessageBytes()) {
                    tally.tooLarge(history.tooLarge(message.get()));
                } else if (chosen.size() < most) {
                    chosen.add(message.get());
                }
            }
        }
        return chosen;
    }

    /** @param oldest whose age is asked for with the others', since it counts even if it is not tried now */
    private Map<Long, Listed> listed(Mailbox mailbox, List<Long> window, long oldest) throws MailboxException {
        Set<Long> uids = new LinkedHashSet<>(window);
        uids.add(oldest);
        List<Listed> listed = mailbox.list(uids);
        listed.forEach(message -> message.arrivedAt().ifPresent(at -> tally.arrivedBy(message.uid(), at)));
        return listed.stream().collect(Collectors.toMap(Listed::uid, message -> message, (one, other) -> one));
    }

    /** What a lost mailbox means: after the cut, whatever it was, it was the cut. */
    static Failure failureOf(MailboxException e, Poller poller, Cutoff cutoff) {
        return cutoff.isCut() ? timeIsUp(poller) : e.failure();
    }

    private static Failure timeIsUp(Poller poller) {
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                poller.host()
                        + " was still not done when the run's time was up, so the connection was cut. What was not"
                        + " marked as read is tried again at the next poll.");
    }
}
