package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Takes in, from any thread, what the mailbox and the senders have to tell, and has the pass' own thread do it one after the other. */
final class Inbox implements Mailbox.Listener {
    private final BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Mailbox.Listener pass;
    private final Arrivals arrivals;
    private final LongSupplier nanoTime;

    /**
     * @param pass is told by its own thread
     * @param arrivals gets each message at once, so that none is forgotten when the pass ends
     * @param nanoTime as {@link System#nanoTime()}
     */
    Inbox(Mailbox.Listener pass, Arrivals arrivals, LongSupplier nanoTime) {
        this.pass = pass;
        this.arrivals = arrivals;
        this.nanoTime = nanoTime;
    }

    void tell(Runnable news) {
        told.add(news);
    }

    /** Waits for something to do, no longer than this, and does it and all that has come with it. */
    void await(Duration patience) throws InterruptedException {
        Optional.ofNullable(told.poll(patience.toNanos(), TimeUnit.NANOSECONDS)).ifPresent(Runnable::run);
        drain();
    }

    /** Does all that is there. */
    void drain() {
        for (Runnable news = told.poll(); news != null; news = told.poll()) {
            news.run();
        }
    }

    @Override
    public void arrived(long uid, RawMessage message, boolean seen) {
        // The flags came with it, however late the pass takes it up.
        if (arrivals.add(uid, message, nanoTime.getAsLong())) {
            tell(() -> pass.arrived(uid, message, seen));
        }
    }

    @Override
    public void gone(long uid) {
        tell(() -> pass.gone(uid));
    }

    @Override
    public void missing(long uid) {
        tell(() -> pass.missing(uid));
    }

    @Override
    public void unavailable(long uid, Failure failure) {
        tell(() -> pass.unavailable(uid, failure));
    }

    @Override
    public void looked(Collection<Long> uids, Set<Long> unseen) {
        tell(() -> pass.looked(uids, unseen));
    }

    @Override
    public void marked(Collection<Long> uids) {
        tell(() -> pass.marked(uids));
    }

    @Override
    public void markRefused(Collection<Long> uids, Failure failure) {
        tell(() -> pass.markRefused(uids, failure));
    }

    @Override
    public void unmarked(Collection<Long> uids) {
        tell(() -> pass.unmarked(uids));
    }

    @Override
    public void unmarkRefused(Collection<Long> uids, Failure failure) {
        tell(() -> pass.unmarkRefused(uids, failure));
    }

    @Override
    public void lost(MailboxException cause) {
        tell(() -> pass.lost(cause));
    }
}
