package dev.imappoller.imap;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes down what a mailbox tells, in order. */
public final class Told implements Mailbox.Listener {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    public record Arrived(long uid, byte[] octets, boolean seen) {}

    record Gone(long uid) {}

    public record Unavailable(long uid, Failure failure) {}

    record UnseenChecked(Set<Long> unseen) {}

    record Marked(List<Long> uids) {}

    record Refused(Set<Long> uids, Failure failure) {}

    record Unmarked(List<Long> uids) {}

    record UnmarkRefused(List<Long> uids, Failure failure) {}

    record Missing(long uid) {}

    record FiledAway(List<Long> uids) {}

    record Copied(List<Long> uids) {}

    record FilingRefused(List<Long> uids, Failure failure) {}

    record Lost(MailboxException cause) {}

    /** Fetches one message, and says what came of it. */
    static Object fetch(Mailbox mailbox, long uid, long announcedSize, long largest) {
        Told told = new Told();
        mailbox.fetch(List.of(new MessageSummary(uid, announcedSize, Optional.empty(), false)), largest, told);
        return told.next();
    }

    /** Marks messages, and says what came of it. */
    static Object mark(Mailbox mailbox, List<Long> uids) {
        Told told = new Told();
        mailbox.markSeen(uids, told);
        return told.next();
    }

    /** Waits for the next thing that is told. */
    Object next() {
        try {
            return Optional.ofNullable(events.poll(60, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("nothing was told"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void arrived(long uid, RawMessage message, boolean seen) {
        try (message) {
            events.add(new Arrived(uid, message.open(0, message.size()).readAllBytes(), seen));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void gone(long uid) {
        events.add(new Gone(uid));
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        events.add(new Unavailable(uid, failure));
    }

    @Override
    public void unseenChecked(Collection<Long> uids, Set<Long> unseen) {
        events.add(new UnseenChecked(unseen));
    }

    @Override
    public void marked(Collection<Long> uids) {
        events.add(new Marked(List.copyOf(uids)));
    }

    @Override
    public void markRefused(Collection<Long> uids, Failure failure) {
        events.add(new Refused(Set.copyOf(uids), failure));
    }

    @Override
    public void unmarked(Collection<Long> uids) {
        events.add(new Unmarked(List.copyOf(uids)));
    }

    @Override
    public void unmarkRefused(Collection<Long> uids, Failure failure) {
        events.add(new UnmarkRefused(List.copyOf(uids), failure));
    }

    @Override
    public void filedAway(Collection<Long> uids) {
        events.add(new FiledAway(List.copyOf(uids)));
    }

    @Override
    public void copied(Collection<Long> uids) {
        events.add(new Copied(List.copyOf(uids)));
    }

    @Override
    public void filingRefused(Collection<Long> uids, Failure failure) {
        events.add(new FilingRefused(List.copyOf(uids), failure));
    }

    @Override
    public void missing(long uid) {
        events.add(new Missing(uid));
    }

    @Override
    public void lost(MailboxException cause) {
        events.add(new Lost(cause));
    }
}
