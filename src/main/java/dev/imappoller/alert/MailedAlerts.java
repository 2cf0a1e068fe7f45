package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.alert.AlertPolicy.Step;
import dev.imappoller.alert.Claims.Known;
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

/** Mails alerts beside the passes, so that a mail server that is down costs them nothing. */
public final class MailedAlerts implements Alerts {
    /** For one mail; with more than one mail server in trouble, those that don't make it are tried again in the next run. */
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(3);

    private final Claims claims;
    private final Unsaid unsaid = new Unsaid();
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
        this.claims = new Claims(states);
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
            Stream<News> news =
                    signs.entrySet().stream().map(sign -> new News(sign.getKey(), sign.getValue(), entry, outcome));
            unsaid.with(news.toList(), entry, outcome)
                    .forEach(one -> underWay.add(threads.submit(() -> guarded(to.get(), one))));
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
        return entry.poller().map(Poller::alertEmail).orElseGet(entry::alertEmail);
    }

    /** Whatever happens to an alert is a line in the log. */
    private void guarded(String to, News news) {
        try {
            tell(to, news);
        } catch (TableException e) {
            unsaid.add(news);
            events.alertFailed(news.pollerId(), news.kind(), e.detail());
        } catch (RuntimeException | Error e) {
            events.internalError(news.pollerId(), e);
        }
    }

    private void tell(String to, News news) {
        Instant now = clock.instant();
        AlertKind kind = news.kind();
        Known known = claims.find(news.pollerId(), kind);
        State before = known.truth();
        Step step =
                AlertPolicy.step(kind, news.sign(), before, news.entry().state().lastSuccessAt(), now);
        if (step == Step.NOTHING) {
            return;
        }
        // Claimed before it is sent: of two runs that want to say the same, one does.
        Optional<State> claim = claims.take(news.pollerId(), kind, known, AlertPolicy.before(step, kind, before, now));
        if (claim.isEmpty() || step == Step.WAIT || step == Step.FORGET) {
            return;
        }
        boolean cleared = step == Step.CLEAR;
        AlertText text = AlertText.of(kind, cleared, news.entry(), news.outcome(), now, function);
        try {
            mail.send(to, text, LONGEST_MAIL);
        } catch (NotSentException e) {
            claims.settle(news.pollerId(), kind, claim.get(), before);
            unsaid.add(news); // The next run says it.
            failed(news, e);
            return;
        } catch (RuntimeException e) { // As of a mail server that gave no answer.
            failed(news, e);
            return;
        }
        events.alerted(news.pollerId(), kind, cleared);
        claims.settle(news.pollerId(), kind, claim.get(), AlertPolicy.after(step, kind, before, now));
    }

    private void failed(News news, RuntimeException e) {
        events.alertFailed(news.pollerId(), news.kind(), "the mail was not sent (" + rootOf(e) + ")");
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
