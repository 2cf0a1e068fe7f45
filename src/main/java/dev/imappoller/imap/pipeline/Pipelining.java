package dev.imappoller.imap.pipeline;

import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.poller.item.NoPipelining;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server takes commands that are sent before those ahead of them are answered (RFC 9051, section 5.5). QUIRK: some drop them, refuse
 * them, close the connection or say nothing more; these get one command at a time. After some time they are tried anew.
 */
public final class Pipelining {
    /** For weak evidence: any server goes down now and then. If there is more once that is over, it counts for longer. */
    private static final Duration SHORTEST = Duration.ofMinutes(30);

    private static final int TIMES_LONGER = 4;

    private final String server;
    private final Clock clock;
    private @Nullable NoPipelining known;

    /** @param server as {@link NoPipelining#server} names it */
    Pipelining(String server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** How many commands may be under way at the same time. */
    public synchronized int depth() {
        return isOneByOne() ? 1 : Integer.MAX_VALUE;
    }

    /** What is known against it; empty where nothing is, or only of long ago. */
    public synchronized Optional<NoPipelining> known() {
        Optional<NoPipelining> still = Optional.ofNullable(known)
                .filter(this::isCredible)
                .filter(any -> now().isBefore(any.until().plus(any.length())));
        known = still.orElse(null);
        return still;
    }

    /** An earlier pass has found that out, perhaps in another process. */
    public synchronized void recall(NoPipelining told) {
        boolean isNews =
                known().filter(own -> !own.until().isBefore(told.until())).isEmpty();
        if (told.server().equals(server) && isCredible(told) && isNews) {
            known = told;
        }
    }

    /** Anybody may write into an item, and a clock may be set back. */
    private boolean isCredible(NoPipelining told) {
        return !told.until().isAfter(now().plus(NoPipelining.LONGEST));
    }

    /** A command was dropped or refused for no other reason than that it was sent ahead. */
    synchronized void refused() {
        boolean isLongKnown = isOneByOne() && known != null && known.length().equals(NoPipelining.LONGEST);
        if (!isLongKnown) {
            oneByOne(NoPipelining.LONGEST);
        }
    }

    /**
     * The connection was lost, nothing more was heard, or what was said belonged elsewhere, while commands were under way that others were sent
     * ahead of. That may be why.
     */
    synchronized void suspected() {
        if (isOneByOne()) {
            return; // It is another connection, which began before that.
        }
        Duration length = known().map(before -> before.length().multipliedBy(TIMES_LONGER))
                .orElse(SHORTEST);
        oneByOne(length.compareTo(NoPipelining.LONGEST) < 0 ? length : NoPipelining.LONGEST);
    }

    /** Whether a connection that is lost so may be lost over commands that were sent ahead: not where another reason shows. */
    static boolean mayBeWhy(Throwable loss) {
        if (loss instanceof ConnectionException bye) {
            return Optional.ofNullable(bye.getResponse())
                    .filter(Responses::isThrottling)
                    .isEmpty();
        }
        return loss instanceof IOException && !(loss instanceof FloodException);
    }

    private void oneByOne(Duration length) {
        Instant since = now().truncatedTo(ChronoUnit.SECONDS);
        known = new NoPipelining(server, since, since.plus(length));
    }

    private boolean isOneByOne() {
        return known().filter(any -> now().isBefore(any.until())).isPresent();
    }

    private Instant now() {
        return clock.instant();
    }
}
