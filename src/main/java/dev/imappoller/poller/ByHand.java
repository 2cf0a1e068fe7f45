package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.LedgerRecord.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What a person does about messages that fail: look at them, have them tried again, or give them up. */
public final class ByHand {
    private final Ledger ledger;
    private final Events events;

    public ByHand(Ledger ledger, Events events) {
        this.ledger = ledger;
        this.events = events;
    }

    /**
     * The messages of a poller that fail, those that are only to be marked left out.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    public List<Ledger.Entry> failed(String pollerId) {
        List<Ledger.Entry> failed = new ArrayList<>();
        ledger.forEach(pollerId, entry -> {
            if (entry.record().state() != State.DELIVERED) {
                failed.add(entry);
            }
        });
        return failed;
    }

    /**
     * Has messages tried again at the next poll, as if they were new.
     *
     * @param uid one message; all of the poller's where it is empty
     * @return how many there were
     * @throws PollerTable.TableException if the table can't be used
     */
    public int retry(String pollerId, OptionalLong uid) {
        List<Ledger.Entry> entries = failed(pollerId).stream()
                .filter(entry -> uid.isEmpty() || entry.record().uid() == uid.getAsLong())
                .toList();
        ledger.write(
                pollerId,
                entries.stream()
                        .map(entry -> Ledger.Change.remove(Ledger.Key.of(entry.uidValidity(), entry.record())))
                        .toList());
        return entries.size();
    }

    /** Marks a message as read without delivering it. */
    Outcome skip(Poller poller, Mailboxes mailboxes, Cutoff cutoff, long uid) {
        try (Mailbox mailbox = mailboxes.open(poller, cutoff)) {
            List<Long> unseen = mailbox.searchUnseen();
            if (!unseen.contains(uid)) {
                return Outcome.note(
                        "There is no unread message " + uid + " in " + poller.folder() + ". Nothing was changed.",
                        unseen.size());
            }
            Optional<String> refused = mark(mailbox, uid);
            if (refused.isPresent()) {
                return Outcome.failed(
                        new Failure(
                                PollerStatus.MAILBOX_ERROR,
                                "Message " + uid + " could not be marked as read: " + refused.get()),
                        Duration.ZERO);
            }
            events.skipped(poller.pollerId(), uid);
            mailbox.uidValidity()
                    .ifPresent(validity -> ledger.write(
                            poller.pollerId(), List.of(Ledger.Change.remove(new Ledger.Key(validity, uid, false)))));
            return Outcome.note("Message " + uid + " is marked as read and will not be delivered.", unseen.size() - 1);
        } catch (MailboxException e) {
            return Outcome.failed(Pass.failureOf(e, poller, cutoff), Duration.ZERO);
        }
    }

    /** Why the server would not; empty if it did. */
    private static Optional<String> mark(Mailbox mailbox, long uid) throws MailboxException {
        Marking marking = new Marking();
        mailbox.markSeen(List.of(uid), marking);
        try {
            return marking.answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the time was up");
        } catch (ExecutionException e) {
            throw (MailboxException) e.getCause();
        }
    }

    private static final class Marking implements Mailbox.Listener {
        private final CompletableFuture<Optional<String>> answer = new CompletableFuture<>();

        @Override
        public void marked(Collection<Long> uids) {
            answer.complete(Optional.empty());
        }

        @Override
        public void markRefused(Collection<Long> uids, Failure failure) {
            answer.complete(Optional.of(failure.detail()));
        }

        @Override
        public void lost(MailboxException cause) {
            answer.completeExceptionally(cause);
        }

        @Override
        public void arrived(long uid, RawMessage message, boolean seen) {
            message.close(); // None was asked for.
        }

        @Override
        public void gone(long uid) {
            // None was asked for.
        }

        @Override
        public void missing(long uid) {
            // None was asked for.
        }

        @Override
        public void unavailable(long uid, Failure failure) {
            // None was asked for.
        }

        @Override
        public void looked(Collection<Long> uids, Set<Long> unseen) {
            // None was asked for.
        }
    }
}
