package dev.imappoller.poller;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pass over one mailbox: every unseen message is fetched, posted, and marked as seen if its verdict is final. Nothing but a
 * verdict marks a message, so whatever goes wrong on the way leaves it for the next pass.
 */
final class Pass {
    /** Longer than web apps usually let a request run; an answer that comes later is lost, and its message posted again. */
    static final Duration LONGEST_POST = Duration.ofSeconds(20);

    /** A large message may take longer on its way. */
    private static final long OCTETS_PER_EXTRA_SECOND = 1024 * 1024;

    /** Sizes are asked for in windows of this many messages, so that a huge mailbox doesn't cost more than is delivered. */
    static final int SIZE_WINDOW = 500;

    private final Poller poller;
    private final Ports ports;
    private final Budget budget;
    private final Cutoff cutoff;
    private final Tally tally;
    private final Oversized oversized;

    /** What a pass talks to. */
    record Ports(Mailboxes mailboxes, Endpoint endpoint, Ledger ledger, Events events) {}

    /** @param now when the run began */
    Pass(Poller poller, Ports ports, Budget budget, Cutoff cutoff, Instant now) {
        this.poller = poller;
        this.ports = ports;
        this.budget = budget;
        this.cutoff = cutoff;
        this.tally = new Tally(poller);
        this.oversized = new Oversized(poller, ports.ledger(), ports.events(), now);
    }

    /** Makes the pass. */
    Outcome make() {
        try (Mailbox mailbox = ports.mailboxes().open(poller, cutoff)) {
            deliver(mailbox);
        } catch (MailboxException e) {
            tally.failed(failureOf(e, poller, cutoff));
        }
        return tally.outcome();
    }

    private void deliver(Mailbox mailbox) throws MailboxException {
        List<Long> unseen = mailbox.searchUnseen();
        tally.found(unseen.size());
        for (int from = 0; from < unseen.size() && mayBegin(); from += SIZE_WINDOW) {
            List<Long> window = unseen.subList(from, Math.min(from + SIZE_WINDOW, unseen.size()));
            Map<Long, Long> sizes = mailbox.sizes(window);
            for (long uid : window) {
                if (!mayBegin()) {
                    return;
                }
                Optional<Long> size = Optional.ofNullable(sizes.get(uid));
                if (size.isEmpty()) {
                    tally.gone();
                } else if (size.get() > poller.maxMessageBytes()) {
                    tally.tooLarge();
                    oversized.found(mailbox.uidValidity(), uid, size.get());
                } else {
                    deliver(mailbox, uid, size.get());
                }
            }
        }
    }

    private boolean mayBegin() {
        if (budget.isOver()) {
            tally.timeIsUp();
            return false;
        }
        return tally.begun() < poller.maxMessages() && !tally.mustStop();
    }

    private void deliver(Mailbox mailbox, long uid, long announcedSize) throws MailboxException {
        Optional<RawMessage> fetched;
        try {
            fetched = mailbox.fetch(uid, announcedSize, poller.maxMessageBytes());
        } catch (MessageUnavailableException e) {
            notFetched(uid, e.failure());
            return;
        }
        if (fetched.isEmpty()) {
            tally.gone();
            return;
        }
        try (RawMessage raw = fetched.get()) {
            tally.fetched(raw.size());
            post(mailbox, uid, raw);
        }
    }

    private void notFetched(long uid, Failure failure) {
        tally.notFetched(failure);
        ports.events().fetchRefused(poller, uid, failure.detail());
    }

    private void post(Mailbox mailbox, long uid, RawMessage raw) throws MailboxException {
        String webhookId = WebhookId.of(poller.pollerId(), poller.folder(), mailbox.uidValidity(), uid);
        Delivery delivery;
        try {
            delivery = new Delivery(poller, uid, webhookId, raw, MessageDecoder.decode(raw));
        } catch (IOException e) {
            notFetched(uid, new Failure(PollerStatus.INTERNAL_ERROR, "the temporary file could not be read again"));
            return;
        }
        Duration atMost = shorter(LONGEST_POST.plusSeconds(raw.size() / OCTETS_PER_EXTRA_SECOND), budget.untilCut());
        if (atMost.isZero()) {
            tally.timeIsUp();
            return;
        }
        Answer answer = ports.endpoint().post(delivery, atMost);
        Verdict verdict = Verdict.of(answer, poller.retryStatuses());
        tally.answered(answer, verdict);
        ports.events().delivery(delivery, answer, verdict);
        if (verdict.isFinal()) {
            mark(mailbox, uid);
        }
    }

    private void mark(Mailbox mailbox, long uid) throws MailboxException {
        try {
            mailbox.markSeen(List.of(uid));
            tally.marked();
        } catch (CommandRefusedException e) {
            tally.markRefused(e.detail());
            ports.events().markFailed(poller, 1, e.detail());
        } catch (MailboxException e) {
            ports.events().markFailed(poller, 1, e.failure().detail());
            throw e;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What a lost mailbox means: after the cut, whatever it was, it was the cut. */
    static Failure failureOf(MailboxException e, Poller poller, Cutoff cutoff) {
        if (!cutoff.isCut()) {
            return e.failure();
        }
        return new Failure(
                PollerStatus.CONNECT_FAILED,
                poller.host()
                        + " was still not done when the run's time was up, so the connection was cut. What was not"
                        + " marked as read is tried again at the next poll.");
    }
}
