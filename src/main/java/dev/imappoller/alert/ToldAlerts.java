package dev.imappoller.alert;

import dev.imappoller.alert.AlertClaims.Known;
import dev.imappoller.alert.AlertPolicy.Action;
import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates;
import dev.imappoller.poller.run.AlertStates.State;
import dev.imappoller.poller.run.Alerts;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells alerts by one channel, beside the passes, so that a server that is down costs them nothing. */
public final class ToldAlerts implements Alerts {
    /** For one alert; with more than one server in trouble, those that don't make it are tried again in the next run. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final AlertClaims claims;
    private final PendingAlerts pending = new PendingAlerts();
    private final Channel channel;
    private final Events events;
    private final Clock clock;
    private final String function;
    private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(ToldAlerts::thread);

    /** A way to tell somebody. */
    public interface Channel {
        /** Whether there is somebody to be told. */
        boolean isFor(PollerEntry entry);

        /**
         * Tells.
         *
         * @throws NotSentException if it can't have been told; whatever else is thrown leaves that open
         */
        void send(PollerEntry entry, AlertText text, Duration atMost);
    }

    /** By mail. */
    public interface Mail extends Channel {
        /** Sends a mail, as {@link Channel#send}. */
        void send(String to, AlertText text, Duration atMost);

        @Override
        default boolean isFor(PollerEntry entry) {
            return address(entry).isPresent();
        }

        @Override
        default void send(PollerEntry entry, AlertText text, Duration atMost) {
            address(entry).ifPresent(to -> send(to, text, atMost));
        }

        private static Optional<String> address(PollerEntry entry) {
            return entry.poller().map(Poller::alertEmail).orElseGet(entry::alertEmail);
        }
    }

    /** An alert did not get through, as far as is known. */
    public abstract static class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String detail;

        private FailedException(String detail) {
            super(detail);
            this.detail = detail;
        }

        private FailedException(Throwable cause) {
            super(cause);
            this.detail = "the mail was not sent (" + rootOf(cause) + ")";
        }

        /** Why, for people and without secrets. */
        final String detail() {
            return detail;
        }
    }

    /** The server was not reached, or has refused the alert. */
    public static final class NotSentException extends FailedException {
        private static final long serialVersionUID = 1;

        public NotSentException(Throwable cause) {
            super(cause);
        }

        /** @param detail for people, without secrets */
        public NotSentException(String detail) {
            super(detail);
        }
    }

    /** It is not known what came of it. */
    public static final class UncertainException extends FailedException {
        private static final long serialVersionUID = 1;

        /** @param detail for people, without secrets */
        public UncertainException(String detail) {
            super(detail);
        }
    }

    /** @param function the Lambda function's name, for the commands in the alerts */
    public ToldAlerts(AlertStates states, Channel channel, Events events, Clock clock, String function) {
        this.claims = new AlertClaims(states);
        this.channel = channel;
        this.events = events;
        this.clock = clock;
        this.function = function;
    }

    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        if (channel.isFor(entry)) {
            Instant now = clock.instant();
            Map<AlertKind, Sign> signs = AlertPolicy.signs(entry.state(), outcome);
            Stream<AlertSignal> signals = signs.entrySet().stream()
                    .map(sign -> new AlertSignal(sign.getKey(), sign.getValue(), entry, outcome, now));
            pending.with(signals.toList(), entry, outcome)
                    .forEach(one -> underWay.add(threads.submit(() -> guarded(one))));
        }
    }

    @Override
    public void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (Future<?> one : underWay) {
            try {
                one.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                one.cancel(true);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause()); // Everything is caught where it happens.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                one.cancel(true);
            }
        }
        underWay.clear();
    }

    /** Whatever happens to an alert is a line in the log. */
    private void guarded(AlertSignal signal) {
        try {
            tell(signal);
        } catch (TableException e) {
            pending.add(signal);
            events.alertFailed(signal.pollerId(), signal.kind(), e.detail());
        } catch (RuntimeException | Error e) {
            events.internalError(signal.pollerId(), e);
        }
    }

    private void tell(AlertSignal signal) {
        Instant now = clock.instant();
        AlertKind kind = signal.kind();
        Known known = claims.find(signal.pollerId(), kind);
        State before = known.truth();
        Action action = AlertPolicy.action(
                kind,
                signal.sign(),
                before,
                signal.entry().state().lastSuccessAt().orElse(null),
                now);
        if (action == Action.NOTHING) {
            return;
        }
        Instant since = AlertPolicy.since(action, signal, before);
        // Claimed before it is sent: of two runs that want to say the same, one does.
        Optional<State> claim =
                claims.take(signal.pollerId(), kind, known, AlertPolicy.before(action, kind, before, since, now));
        if (claim.isEmpty() || action == Action.WAIT || action == Action.FORGET) {
            return;
        }
        boolean cleared = action == Action.CLEAR;
        AlertText text = AlertText.of(kind, cleared, signal.entry(), signal.outcome(), since, function);
        try {
            channel.send(signal.entry(), text, LONGEST);
        } catch (NotSentException e) {
            claims.settle(signal.pollerId(), kind, claim.get(), AlertPolicy.notSent(action, before, since));
            pending.add(signal); // The next run says it.
            failed(signal, e);
            return;
        } catch (RuntimeException e) { // As of a server that gave no answer.
            failed(signal, e);
            return;
        }
        events.alerted(signal.pollerId(), kind, cleared);
        claims.settle(signal.pollerId(), kind, claim.get(), AlertPolicy.after(action, kind, before, since, now));
    }

    private void failed(AlertSignal signal, RuntimeException e) {
        events.alertFailed(signal.pollerId(), signal.kind(), why(e));
    }

    private static String why(RuntimeException e) {
        return e instanceof FailedException failed ? failed.detail() : "the mail was not sent (" + rootOf(e) + ")";
    }

    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "alert");
        thread.setDaemon(true);
        return thread;
    }
}
