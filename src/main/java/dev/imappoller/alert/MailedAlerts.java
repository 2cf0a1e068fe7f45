package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.alert.AlertPolicy.Step;
import dev.imappoller.poller.AlertKind;
import dev.imappoller.poller.AlertStates;
import dev.imappoller.poller.AlertStates.State;
import dev.imappoller.poller.Alerts;
import dev.imappoller.poller.Events;
import dev.imappoller.poller.Outcome;
import dev.imappoller.poller.PollerEntry;
import dev.imappoller.poller.PollerEntry.Config;
import dev.imappoller.poller.PollerTable;
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

/** Mails alerts beside the passes, so that a mail server that is down costs them nothing. */
public final class MailedAlerts implements Alerts {
    /** For one mail; with more than one mail server in trouble, those that don't make it are tried again in the next run. */
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(3);

    private final AlertStates states;
    private final Mail mail;
    private final Events events;
    private final Clock clock;
    private final String function;
    private final Set<Future<?>> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(MailedAlerts::thread);

    /** The way to send one mail. */
    public interface Mail {
        /**
         * Sends it.
         *
         * @throws NotSentException if it can't have been sent; whatever else is thrown leaves that open
         */
        void send(String to, AlertText text, Duration atMost);
    }

    /** The mail server was not reached, or has refused the mail. */
    public static final class NotSentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotSentException(Throwable cause) {
            super(cause);
        }
    }

    /** @param function the Lambda function's name, for the commands in the mails */
    public MailedAlerts(AlertStates states, Mail mail, Events events, Clock clock, String function) {
        this.states = states;
        this.mail = mail;
        this.events = events;
        this.clock = clock;
        this.function = function;
    }

    @Override
    public void passEnded(PollerEntry entry, Outcome outcome) {
        Optional<String> to = address(entry);
        if (to.isPresent()) {
            Map<AlertKind, Sign> signs = AlertPolicy.signs(entry.state(), outcome);
            signs.forEach(
                    (kind, sign) -> underWay.add(threads.submit(() -> guarded(to.get(), kind, sign, entry, outcome))));
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

    private static Optional<String> address(PollerEntry entry) {
        return entry.config() instanceof Config.Valid valid ? valid.poller().alertEmail() : entry.alertEmail();
    }

    /** Whatever happens to an alert is a line in the log. */
    private void guarded(String to, AlertKind kind, Sign sign, PollerEntry entry, Outcome outcome) {
        try {
            tell(to, kind, sign, entry, outcome);
        } catch (PollerTable.TableException e) {
            events.alertFailed(entry.pollerId(), kind, e.detail());
        } catch (RuntimeException e) {
            events.alertFailed(entry.pollerId(), kind, "the mail was not sent (" + rootOf(e) + ")");
        }
    }

    private void tell(String to, AlertKind kind, Sign sign, PollerEntry entry, Outcome outcome) {
        Instant now = clock.instant();
        State before = states.find(entry.pollerId(), kind);
        Step step = AlertPolicy.step(kind, sign, before, entry.state().lastSuccessAt(), now);
        if (step == Step.NOTHING) {
            return;
        }
        State claim = AlertPolicy.before(step, kind, before, now);
        // Claimed before it is sent: of two runs that want to say the same, one does.
        if (!states.replace(entry.pollerId(), kind, before, claim) || step == Step.WAIT || step == Step.FORGET) {
            return;
        }
        try {
            mail.send(to, AlertText.of(kind, step == Step.CLEAR, entry, outcome, now, function), LONGEST_MAIL);
        } catch (NotSentException e) {
            if (step == Step.RAISE) {
                states.replace(entry.pollerId(), kind, claim, before); // The next run says it.
            }
            throw e;
        }
        events.alerted(entry.pollerId(), kind, step == Step.CLEAR);
        State after = AlertPolicy.after(step, kind, before, now);
        if (!after.equals(claim)) {
            states.replace(entry.pollerId(), kind, claim, after);
        }
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
