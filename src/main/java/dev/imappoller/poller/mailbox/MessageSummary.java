package dev.imappoller.poller.mailbox;

import java.time.Instant;
import java.util.Optional;

/**
 * What a server announces of a message before it is fetched.
 *
 * @param size in octets (RFC822.SIZE); some servers only estimate it
 * @param arrivedAt when the server got it (INTERNALDATE, RFC 9051, section 2.3.3), where it says so
 * @param seen whether it had the flag {@code \Seen} by then
 * @param serverMarked whether the server has set that flag by itself: right before it was listed, the message was unseen
 * @param deleted whether it had the flag {@code \Deleted}: no search finds such a message
 */
public record MessageSummary(
        long uid, long size, Optional<Instant> arrivedAt, boolean seen, boolean serverMarked, boolean deleted) {
    /** A message in the usual state. */
    public MessageSummary(long uid, long size, Optional<Instant> arrivedAt, boolean seen) {
        this(uid, size, arrivedAt, seen, false, false);
    }

    /** Whether someone else has read it since the search. */
    public boolean isRead() {
        return seen && !serverMarked;
    }
}
