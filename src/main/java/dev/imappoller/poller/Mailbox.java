package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A selected mailbox (RFC 9051). Messages are named by UID alone, no flag but {@code \Seen} is ever changed, and nothing is expunged.
 * Every method throws {@link MailboxException} when the connection is lost.
 */
public interface Mailbox extends AutoCloseable {
    /** The mailbox's UIDVALIDITY: with it a UID names a message for ever (RFC 9051, section 2.3.1.1). */
    long uidValidity();

    /** The UIDs of all messages that are neither seen nor deleted, in ascending order. */
    List<Long> searchUnseen() throws MailboxException;

    /** The sizes in octets that the server announces for these messages; one that is gone has none. */
    Map<Long, Long> sizes(Collection<Long> uids) throws MailboxException;

    /**
     * Reads a message and leaves its flags as they are.
     *
     * @param announcedSize what {@link #sizes} said
     * @param largest the most octets that are taken
     * @return the message, to be closed by the caller; empty if it is gone
     * @throws MessageUnavailableException if the server doesn't hand it over whole, or it can't be kept
     */
    Optional<RawMessage> fetch(long uid, long announcedSize, long largest)
            throws MailboxException, MessageUnavailableException;

    /**
     * Sets {@code \Seen} on these messages.
     *
     * @throws CommandRefusedException if the server refuses: none of them may be taken as marked
     */
    void markSeen(Collection<Long> uids) throws MailboxException, CommandRefusedException;

    /** Logs out; never fails, and never expunges. */
    @Override
    void close();
}
