package dev.imappoller.poller.mailbox;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.status.Failure;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A selected mailbox (RFC 9051). Messages are named by UID alone. No flag but {@code \Seen} is changed and nothing is expunged, except
 * when delivered messages are filed away.
 *
 * <p>The methods that list the mailbox wait for the answer, and are called first. The methods that move messages don't wait: several
 * commands are under way at the same time, and a {@link Listener} hears of their results as they arrive.
 */
public interface Mailbox extends AutoCloseable {
    /**
     * The mailbox's UIDVALIDITY, from 1 to 4294967295: with it a UID names a message for ever (RFC 9051, section 2.3.1.1). Empty if the
     * server tells none. Then its UIDs name messages for this session only.
     */
    OptionalLong uidValidity();

    /**
     * The UIDs of all messages that are neither seen nor deleted and match the poller's filter, in ascending order.
     *
     * @throws MailboxException if they can't be listed, or the connection is lost
     */
    List<Long> searchUnseen() throws MailboxException;

    /**
     * How many messages are neither seen nor deleted, whether they match the filter or not.
     *
     * @throws MailboxException if they can't be listed, or the connection is lost
     */
    int countUnseen() throws MailboxException;

    /**
     * Looks at messages that are on record, but were not found by a search with the filter.
     *
     * @throws MailboxException if that can't be told, or the connection is lost
     */
    PastFilter lookPastFilter(Collection<Long> uids) throws MailboxException;

    /**
     * What such messages are like.
     *
     * @param unseen those that are neither seen nor deleted
     * @param matching those that match the filter, seen or not
     */
    record PastFilter(Set<Long> unseen, Set<Long> matching) {
        public PastFilter {
            unseen = Set.copyOf(unseen);
            matching = Set.copyOf(matching);
        }

        /** Nothing had to be looked at. */
        public static final PastFilter NOTHING = new PastFilter(Set.of(), Set.of());
    }

    /** Oddities of the server that were handled, but that a person should know: whole sentences, without secrets. */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * What the server announces of these messages, in the order of the UIDs; one that is gone is left out. What other sessions have done
     * before the call is known to it.
     *
     * @throws MailboxException if they can't be listed, or the connection is lost
     */
    List<MessageSummary> list(Collection<Long> uids) throws MailboxException;

    /**
     * The messages with this Message-ID that are seen and not deleted, in ascending order, as far as the server finds them.
     *
     * @throws MailboxException if they can't be looked for, or the connection is lost
     */
    List<Long> withMessageId(MessageId id) throws MailboxException;

    /**
     * From now on each command waits for the answer to the one before it, since the server may break off over commands that are sent ahead.
     */
    default void carefully() {
        // Only implementations that send ahead have to do something.
    }

    /**
     * Reads messages and asks the server to leave their flags as they are. Each is told of once: arrived, gone, missing or unavailable.
     *
     * @param largest the most octets that are taken of a message
     */
    void fetch(List<MessageSummary> messages, long largest, Listener listener);

    /** Looks whether these messages are still unseen. */
    void checkUnseen(Collection<Long> uids, Listener listener);

    /** Sets {@code \Seen} on these messages. */
    void markSeen(Collection<Long> uids, Listener listener);

    /** Takes {@code \Seen} away from these messages. */
    void markUnseen(Collection<Long> uids, Listener listener);

    /**
     * Files messages away. To do so twice does no harm, but a server that can only copy then makes a second copy. So the listener is told as
     * soon as there is a copy.
     */
    void fileAway(Collection<Long> uids, AfterDelivery.Action action, Listener listener);

    /** Logs out without waiting; never fails, and never expunges. Nothing is told of afterwards. */
    @Override
    void close();

    /** Is told what came of commands, by a thread of the mailbox that must not be kept waiting. */
    interface Listener {
        /**
         * A message is here, to be closed by whoever takes it.
         *
         * @param seen whether it came with {@code \Seen}, though it was listed without and the server was asked to leave it so
         */
        void arrived(long uid, RawMessage message, boolean seen);

        /** A message was marked as seen by someone else, or is no longer there. */
        void gone(long uid);

        /** The server has nothing of a message: it was deleted, or the server lists what it doesn't have. */
        void missing(long uid);

        /** The server doesn't hand a message over whole, or it can't be kept; others can be had. */
        void unavailable(long uid, Failure failure);

        /** Of the messages that were looked at, these are still there and unseen. */
        void unseenChecked(Collection<Long> uids, Set<Long> unseen);

        /** The messages are marked as seen. */
        void marked(Collection<Long> uids);

        /**
         * The server refuses to mark messages: none of them may be taken as marked. Where others that were to be marked with them are,
         * that is told first.
         */
        void markRefused(Collection<Long> uids, Failure failure);

        /** The messages are not marked as seen any more. */
        default void unmarked(Collection<Long> uids) {
            // Only listeners that take flags away hear of this.
        }

        /** The server refuses to take {@code \Seen} away: these messages may still have it. */
        default void unmarkRefused(Collection<Long> uids, Failure failure) {
            // Only listeners that take flags away hear of this.
        }

        /** The messages are moved, are deleted, or have their keyword. */
        default void filedAway(Collection<Long> uids) {
            // Only listeners that file messages away hear of this.
        }

        /** The messages are in the other folder by now, and are going to be removed from this one. */
        default void copied(Collection<Long> uids) {
            // Only listeners that file messages away hear of this.
        }

        /** The server refuses to file messages away: these are still there. */
        default void filingRefused(Collection<Long> uids, Failure failure) {
            // Only listeners that file messages away hear of this.
        }

        /** The connection is lost, and with it all that was under way. Nothing else is told of afterwards. */
        void lost(MailboxException cause);
    }
}
