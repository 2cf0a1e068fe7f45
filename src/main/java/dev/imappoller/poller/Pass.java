package dev.imappoller.poller;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One pass over one mailbox: unseen messages are listed, fetched, posted, and marked as seen if their verdict is final. Nothing but a
 * verdict marks a message, so whatever goes wrong on the way leaves it for the next pass.
 */
final class Pass {
    /** Sizes are asked for in windows of this many messages, so that a huge mailbox doesn't cost more than is delivered. */
    static final int SIZE_WINDOW = 500;

    private final Poller poller;
    private final Ports ports;
    private final PassContext context;
    private final Tally tally;
    private final Oversized oversized;

    /** What a pass talks to. */
    record Ports(Mailboxes mailboxes, Endpoint endpoint, Ledger ledger, Events events) {}

    Pass(Poller poller, Ports ports, PassContext context) {
        this.poller = poller;
        this.ports = ports;
        this.context = context;
        this.tally = new Tally(poller);
        this.oversized = new Oversized(poller, ports.ledger(), ports.events(), context.now());
    }

    /** Makes the pass. */
    Outcome make() {
        try (Mailbox mailbox = ports.mailboxes().open(poller, context.cutoff())) {
            List<Long> unseen = mailbox.searchUnseen();
            tally.found(unseen.size());
            List<Listed> messages = choose(mailbox, unseen);
            if (!messages.isEmpty()) {
                new Transfer(poller, mailbox, ports, context, tally, messages).make();
            }
        } catch (MailboxException e) {
            tally.failed(failureOf(e, poller, context.cutoff()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tally.failed(timeIsUp(poller));
        }
        return tally.outcome();
    }

    /** The oldest messages that are not too large, as many as a pass delivers. */
    private List<Listed> choose(Mailbox mailbox, List<Long> unseen) throws MailboxException {
        List<Listed> chosen = new ArrayList<>();
        for (int from = 0; from < unseen.size() && chosen.size() < poller.maxMessages(); from += SIZE_WINDOW) {
            if (context.budget().isOver()) {
                tally.timeIsUp();
                break;
            }
            List<Long> window = unseen.subList(from, Math.min(from + SIZE_WINDOW, unseen.size()));
            List<Listed> listed = mailbox.list(window);
            Set<Long> there = listed.stream().map(Listed::uid).collect(Collectors.toSet());
            window.stream().filter(uid -> !there.contains(uid)).forEach(uid -> tally.gone());
            for (Listed message : listed) {
                if (message.size() > poller.maxMessageBytes()) {
                    tally.tooLarge();
                    oversized.found(mailbox.uidValidity(), message.uid(), message.size());
                } else if (chosen.size() < poller.maxMessages()) {
                    chosen.add(message);
                }
            }
        }
        return chosen;
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
