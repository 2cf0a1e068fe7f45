package dev.imappoller.poller.pass;

import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a pass is told of: the answer to a {@link PassEffect}, or something that nobody asked for. */
sealed interface PassEvent {

    /** Says to a pass what it is. */
    void tell(PassListener pass);

    /** The mailbox is open. */
    record Opened(OptionalLong uidValidity) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.opened(this);
        }
    }

    /** These are the unseen messages. */
    record Searched(List<Long> unseen) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.searched(this);
        }
    }

    /** It is known what messages are like that are on record and that the search has not found. */
    record LookedPastFilter(Mailbox.PastFilter found) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.lookedPastFilter(this);
        }
    }

    /** This is what the server announces of messages; one that is gone is left out. */
    record MessagesListed(List<MessageSummary> messages) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.messagesListed(this);
        }
    }

    /**
     * The mailbox could not be opened, searched or listed.
     *
     * @param isCut whether the run's time was up by then
     */
    record MailboxFailed(Failure failure, boolean isCut) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.mailboxFailed(this);
        }
    }

    /** The mailbox is closed. */
    record Closed(List<String> remarks) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.closed(this);
        }
    }

    /** An attempt to take the lease has ended. */
    record LeaseTaken(Leases.Taking taking) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.leaseTaken(this);
        }
    }

    /** @param kept whether the lease is still this pass' */
    record LeaseRenewed(boolean kept) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.leaseRenewed(this);
        }
    }

    /** The lease is given back. */
    record LeaseReleased() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.leaseReleased(this);
        }
    }

    /** What is on record about the mailbox, by UID. */
    record RecordsRead(Map<Long, LedgerRecord> records) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.recordsRead(this);
        }
    }

    /** The records are written. */
    record RecordsWritten() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.recordsWritten(this);
        }
    }

    /** Of the messages that were asked about, these are on record as rejected. */
    record RejectedFound(Set<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.rejectedFound(this);
        }
    }

    /** The State table could not be used: not even whether a write was made is known. */
    record TableFailed(TableCall call, String detail) implements PassEvent {
        /** Records were not written, since the function has stood still and the lease may have ended meanwhile. */
        static TableFailed tooLate() {
            return new TableFailed(
                    TableCall.WRITE_RECORDS,
                    "The function stood still for so long that another one may be at work on the mailbox.");
        }

        @Override
        public void tell(PassListener pass) {
            pass.tableFailed(this);
        }
    }

    /** What a pass asks the State table for. */
    enum TableCall {
        TAKE_LEASE,
        RENEW_LEASE,
        RELEASE_LEASE,
        READ_RECORDS,
        WRITE_RECORDS,
        FIND_REJECTED
    }

    /**
     * A message is here, and stays where it is until it is posted or dropped.
     *
     * @param size in octets
     * @param seen whether it came with {@code \Seen}
     * @param flagsAt when it came, as {@link System#nanoTime()}
     */
    record Arrived(long uid, long size, boolean seen, long flagsAt) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.arrived(this);
        }
    }

    /** A message was marked as seen by someone else, or is no longer there. */
    record Gone(long uid) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.gone(this);
        }
    }

    /** The server has nothing of a message. */
    record Missing(long uid) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.missing(this);
        }
    }

    /** The server doesn't hand a message over whole. */
    record Unavailable(long uid, Failure failure) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.unavailable(this);
        }
    }

    /** Of the messages that were looked at, these are still there and unseen. */
    record UnseenChecked(Collection<Long> uids, Set<Long> unseen) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.unseenChecked(this);
        }
    }

    /** The messages are marked as seen. */
    record Marked(Collection<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.marked(this);
        }
    }

    /** The server refuses to mark messages. */
    record MarkRefused(Collection<Long> uids, Failure failure) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.markRefused(this);
        }
    }

    /** The messages are not marked as seen any more. */
    record Unmarked(Collection<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.unmarked(this);
        }
    }

    /** The server refuses to take the mark away. */
    record UnmarkRefused(Collection<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.unmarkRefused(this);
        }
    }

    /** The messages are filed away. */
    record FiledAway(Collection<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.filedAway(this);
        }
    }

    /** The messages are copied, and still to be removed. */
    record Copied(Collection<Long> uids) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.copied(this);
        }
    }

    /** The server refuses to file messages away. */
    record FilingRefused(Collection<Long> uids, Failure failure) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.filingRefused(this);
        }
    }

    /**
     * The connection is lost, and with it all that was under way.
     *
     * @param isCut whether the run's time was up by then
     */
    record ConnectionLost(Failure failure, boolean isCut) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.connectionLost(this);
        }
    }

    /** A message was posted, or could not be. */
    record Posted(long uid, Sender.Result result) implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.posted(this);
        }
    }

    /** The run's time is up, and what is open has been cut. */
    record Cut() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.cut(this);
        }
    }

    /** The run has ended without this pass. */
    record Interrupted() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.interrupted(this);
        }
    }

    /** An error in this program: whatever was asked for may have been done or not. */
    record Broken() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.broken(this);
        }
    }

    /** Nothing happened, but that time went by. */
    record TimePassed() implements PassEvent {
        @Override
        public void tell(PassListener pass) {
            pass.timePassed(this);
        }
    }
}
