package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerWriter;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.PassEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What a pass wants to have done. Each is answered by a {@link PassEvent}, but for those that say otherwise. */
sealed interface PassEffect {

    /** Has it done. */
    void carryOut(PassDoer doer);

    /** Connect, log in and select the mailbox. */
    record Open() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.open(this);
        }
    }

    /** List the unseen messages. */
    record Search() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.search(this);
        }
    }

    /** Look at messages on record that the search has not found: a changed filter may be why. */
    record LookPastFilter(Collection<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.lookPastFilter(this);
        }
    }

    /** List what the server announces of messages. */
    record ListMessages(List<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.listMessages(this);
        }
    }

    /** From now on nothing is sent ahead. Not answered. */
    record Carefully() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.carefully(this);
        }
    }

    /** Log out. */
    record Close() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.close(this);
        }
    }

    record TakeLease() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.takeLease(this);
        }
    }

    record RenewLease() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.renewLease(this);
        }
    }

    record ReleaseLease() implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.releaseLease(this);
        }
    }

    record ReadRecords(long uidValidity) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.readRecords(this);
        }
    }

    /** @param until when another pass may have written since, as {@link System#nanoTime()} */
    record WriteRecords(List<Ledger.Change> changes, long until) implements PassEffect {
        /** Whether the function has stood still since this was decided, so that it may be out of date. */
        boolean isTooLate(long now) {
            return now - until >= 0 && !changes.stream().allMatch(LedgerWriter::isFinal);
        }

        @Override
        public void carryOut(PassDoer doer) {
            doer.writeRecords(this);
        }
    }

    /** Look which of these messages are on record as rejected. */
    record FindRejected(long uidValidity, Collection<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.findRejected(this);
        }
    }

    /** Ask for messages. Each is answered by itself: arrived, gone, missing or unavailable. */
    record Fetch(List<MessageSummary> messages) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.fetch(this);
        }
    }

    /** Look whether messages are still unseen. */
    record CheckUnseen(Collection<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.checkUnseen(this);
        }
    }

    /** Set {@code \Seen}. */
    record MarkSeen(Collection<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.markSeen(this);
        }
    }

    /** Take {@code \Seen} away. */
    record MarkUnseen(Collection<Long> uids) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.markUnseen(this);
        }
    }

    /** File away messages that are marked. */
    record FileAway(Collection<Long> uids, AfterDelivery.Action action) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.fileAway(this);
        }
    }

    /**
     * Post a message that has arrived, which is gone from here then.
     *
     * @param webhookId the same at each attempt
     */
    record Post(long uid, String webhookId, Duration atMost) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.post(this);
        }
    }

    /** Give up a message that has arrived. Not answered. */
    record Drop(long uid) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.drop(this);
        }
    }

    /** A line in the log. Not answered. */
    record Tell(Consumer<PassEvents> line) implements PassEffect {
        @Override
        public void carryOut(PassDoer doer) {
            doer.tell(this);
        }
    }
}
