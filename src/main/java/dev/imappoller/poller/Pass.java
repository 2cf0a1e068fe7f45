package dev.imappoller.poller;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One pass over one mailbox: unseen messages are listed, fetched, posted, and marked as seen if their verdict is final. Nothing but a
 * verdict marks a message, so whatever goes wrong on the way leaves it for the next pass.
 */
final class Pass {
    private final Poller poller;
    private final PollerState before;
    private final Ports ports;
    private final PassContext context;
    private final Tally tally;

    /** What a pass talks to. */
    record Ports(Mailboxes mailboxes, Endpoint endpoint, Ledger ledger, Leases leases, Events events) {}

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
            Memory memory = new Memory(poller, mailbox.uidValidity(), before);
            if (mailbox.uidValidity().isEmpty()) {
                tally.notes().withoutUidValidity();
            }
            boolean somethingToForget = before.unread().orElse(0) > 0;
            if (unseen.isEmpty() && !somethingToForget) {
                tally.remembers(memory.ofNothing());
            } else if (!underLease(mailbox, unseen, memory)) {
                return Optional.empty();
            }
            tally.notes().remarks(mailbox.remarks());
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
    private boolean underLease(Mailbox mailbox, List<Long> found, Memory memory)
            throws MailboxException, InterruptedException {
        Lease lease = new Lease(poller.pollerId(), ports.leases(), context.clock(), context.nanoTime());
        if (!lease.take()) {
            ports.events().leaseHeld(poller.pollerId());
            return false;
        }
        try {
            History history = history(mailbox, memory, lease);
            Unkept unkept = new Unkept(poller, memory, history, tally, ports.events(), context.now());
            try {
                deliver(mailbox, found, history, unkept, lease);
            } finally {
                Uninterrupted.run(() -> history.writeRest(context.budget().isOver()));
                if (lease.keep()) { // Else another pass knows better.
                    tally.remembers(unkept.forTheNext());
                }
            }
        } finally {
            Uninterrupted.run(() -> release(lease));
        }
        return true;
    }

    private void deliver(Mailbox mailbox, List<Long> found, History history, Unkept unkept, Lease lease)
            throws MailboxException, InterruptedException {
        List<Long> unseen = found;
        if (history.hasOthersThan(unseen)) {
            // Another pass may have been at messages that came after the search: only now it can't be.
            unseen = search(mailbox);
            history.keepOnly(unseen);
        }
        unseen = unkept.sortOut(mailbox, unseen);
        Suspects suspects = new Suspects(poller, history, ports.events(), context.clock(), context.now());
        Plan plan = new Planning(poller, before, context, tally, history, suspects)
                .of(mailbox, unseen, lease.isTakenOver());
        if (!plan.isEmpty()) {
            Breaker breaker = new Breaker(before.status()
                    .filter(PollerStatus.ENDPOINT_FAILING::equals)
                    .isPresent());
            Course course = new Course(poller, ports, context, tally, history, suspects, unkept, lease, breaker);
            new Sessions(course).move(mailbox, plan);
        }
    }

    private void release(Lease lease) {
        try {
            lease.release();
        } catch (PollerTable.TableException e) {
            ports.events().ledgerFailed(poller.pollerId(), e.detail());
        }
    }

    private History history(Mailbox mailbox, Memory memory, Lease lease) {
        Retries retries = new Retries(() -> ThreadLocalRandom.current().nextDouble());
        return new History(
                poller,
                mailbox.uidValidity(),
                memory.uidValidity(),
                ports.ledger(),
                lease::keep,
                ports.events(),
                retries,
                context.clock(),
                context.now());
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
