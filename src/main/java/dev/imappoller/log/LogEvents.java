package dev.imappoller.log;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.status.PollerStatus;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Every line of the log at INFO and above. The keys are stable, since queries and alarms use them; no line holds a password, a token, a
 * subject, a body or the query of a URL.
 */
public final class LogEvents implements Events {
    private static final Logger LOG = Logger.getLogger("dev.imappoller");
    private static final int FRAMES_SHOWN = 12;

    private final Consumer<RunReport> metrics;

    /**
     * Prepares the log for JSON where that is switched on.
     *
     * @param metrics is given every run's report, and makes metrics of it
     */
    public LogEvents(Consumer<RunReport> metrics) {
        this.metrics = metrics;
        JsonLines.install();
    }

    @Override
    public void delivery(Delivery delivery, Answer answer, Verdict verdict) {
        String pollerId = delivery.poller().pollerId();
        String message = "message " + delivery.uid() + " of " + pollerId;
        String what = answer.words() + " (" + answer.took().toMillis() + " ms)";
        String sentence = switch (verdict) {
            case ACCEPTED -> "Delivered " + message + ": the endpoint " + what;
            case REJECTED -> "Rejected " + message + ", marked as read: the endpoint " + what;
            case DEFERRED -> "Deferred " + message + " to the next poll: the endpoint " + what;
        };
        LogLine line = new LogLine("delivery", sentence)
                .with("pollerId", pollerId)
                .with("uid", delivery.uid())
                .with("webhookId", delivery.webhookId())
                .with("host", delivery.poller().target().url().host())
                .with("verdict", verdict.name())
                .with("durationMs", answer.took().toMillis())
                .with("bytes", delivery.bytes());
        answer.either(
                http -> line.with("httpStatus", http.status()),
                none -> line.with("cause", none.cause().name()));
        if (verdict != Verdict.ACCEPTED) {
            line.with("error", answer.words());
        }
        log(verdict == Verdict.ACCEPTED ? Level.INFO : Level.WARN, line);
    }

    @Override
    public void fetchRefused(Poller poller, long uid, String detail) {
        String sentence = "Message " + uid + " of " + poller.pollerId() + " was not handed over: " + detail;
        log(
                Level.WARN,
                about("fetchRefused", poller.pollerId(), sentence)
                        .with("uid", uid)
                        .with("error", detail));
    }

    @Override
    public void tooLarge(Poller poller, long uid, long size) {
        String sentence = "Message " + uid + " of " + poller.pollerId() + " stays unread: its " + size
                + " octets are above maxMessageBytes (" + poller.maxMessageBytes() + ")";
        log(
                Level.WARN,
                about("tooLarge", poller.pollerId(), sentence).with("uid", uid).with("bytes", size));
    }

    @Override
    public void parked(Poller poller, long uid, int attempts, String detail) {
        String sentence = "Message " + uid + " of " + poller.pollerId() + " is not tried any more after " + attempts
                + " attempts: " + detail;
        log(
                Level.WARN,
                about("parked", poller.pollerId(), sentence)
                        .with("uid", uid)
                        .with("attempts", attempts)
                        .with("error", detail));
    }

    @Override
    public void skipped(String pollerId, long uid) {
        String sentence = "Message " + uid + " of " + pollerId + " was marked as read by hand, undelivered";
        log(Level.WARN, about("skipped", pollerId, sentence).with("uid", uid));
    }

    @Override
    public void redelivered(String pollerId, int messages) {
        String sentence = messages + " message(s) of " + pollerId + " are delivered again, as was asked for by hand";
        log(Level.INFO, about("redelivered", pollerId, sentence).with("messages", messages));
    }

    @Override
    public void leaseHeld(String pollerId) {
        String sentence = "Poller " + pollerId + " is left to another run, which is delivering its messages";
        log(Level.INFO, about("leaseHeld", pollerId, sentence));
    }

    @Override
    public void markFailed(Poller poller, int messages, String detail) {
        notDone("markFailed", poller, messages, "marked as read, which the next pass does: " + detail, detail);
    }

    @Override
    public void filingFailed(Poller poller, int messages, String detail) {
        notDone("filingFailed", poller, messages, "dealt with as afterDelivery says: " + detail, detail);
    }

    private static void notDone(String event, Poller poller, int messages, String what, String detail) {
        String sentence = messages + " delivered message(s) of " + poller.pollerId() + " could not be " + what;
        LogLine line = about(event, poller.pollerId(), sentence);
        log(Level.ERROR, line.with("messages", messages).with("error", detail));
    }

    @Override
    public void pass(String pollerId, Outcome outcome) {
        boolean ok = outcome.status() == PollerStatus.OK;
        if (ok && outcome.counts().equals(MessageCounts.NONE)) {
            return; // An idle poll is not logged.
        }
        LogLine line = ended("pass", pollerId, "Poller " + pollerId + " is ", outcome);
        withCounts(line, outcome.counts());
        outcome.unread().ifPresent(unread -> line.with("unread", unread));
        log(ok ? Level.INFO : Level.WARN, line);
    }

    @Override
    public void checked(String pollerId, Outcome outcome) {
        LogLine line = ended("checked", pollerId, "Checked " + pollerId + ": ", outcome);
        log(outcome.status() == PollerStatus.OK ? Level.INFO : Level.WARN, line);
    }

    private static LogLine ended(String event, String pollerId, String what, Outcome outcome) {
        LogLine line = about(event, pollerId, what + outcome.status() + ": " + outcome.detail())
                .with("status", outcome.status().name())
                .with("durationMs", outcome.took().toMillis());
        return outcome.status() == PollerStatus.OK ? line : line.with("error", outcome.detail());
    }

    @Override
    public void forgotten(String pollerId, int records) {
        String sentence = "Poller " + pollerId + " was deleted, and its " + records + " record(s) with it";
        log(Level.INFO, about("forgotten", pollerId, sentence).with("records", records));
    }

    @Override
    public void internalError(String pollerId, Throwable error) {
        String kinds = Stream.iterate(Optional.of(error), Optional::isPresent, e -> e.map(Throwable::getCause))
                .map(e -> e.get().getClass().getName())
                .collect(Collectors.joining(" caused by "));
        String place = Stream.of(error.getStackTrace())
                .limit(FRAMES_SHOWN)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        String sentence =
                "The pass over " + pollerId + " broke off by an error in IMAP Poller: " + kinds + " at " + place;
        log(
                Level.ERROR,
                about("internalError", pollerId, sentence).with("error", kinds).with("at", place));
    }

    @Override
    public void statusNotWritten(String pollerId, String detail) {
        String sentence = "The status of " + pollerId + " could not be written: " + detail;
        log(Level.ERROR, about("statusNotWritten", pollerId, sentence).with("error", detail));
    }

    @Override
    public void ledgerFailed(String pollerId, String detail) {
        String sentence = "The messages on record for " + pollerId + " are not known: " + detail;
        log(Level.ERROR, about("ledgerFailed", pollerId, sentence).with("error", detail));
    }

    @Override
    public void alerted(String pollerId, AlertKind kind, boolean cleared) {
        String sentence = "Sent an alert about " + pollerId + ": " + kind + (cleared ? " has ended" : "");
        log(
                Level.INFO,
                about("alerted", pollerId, sentence)
                        .with("alert", kind.name())
                        .with("cleared", Boolean.toString(cleared)));
    }

    @Override
    public void alertFailed(String pollerId, AlertKind kind, String detail) {
        String sentence = "No alert could be sent about " + pollerId + " (" + kind + "): " + detail;
        log(
                Level.ERROR,
                about("alertFailed", pollerId, sentence)
                        .with("alert", kind.name())
                        .with("error", detail));
    }

    @Override
    public void secretStale(SecretReference reference, String detail) {
        log(
                Level.WARN,
                new LogLine("secretStale", "The secret " + reference + " is used as it was before: " + detail)
                        .with("secret", reference.toString())
                        .with("error", detail));
    }

    @Override
    public void refreshTokenNotSaved(String pollerId, @Nullable SecretReference reference, String detail) {
        String sentence =
                "The new refresh token of " + pollerId + " could not be written down, and may be lost: " + detail;
        LogLine line = about("refreshTokenNotSaved", pollerId, sentence).with("error", detail);
        if (reference != null) {
            line.with("secret", reference.toString());
        }
        log(Level.ERROR, line);
    }

    @Override
    public void run(RunReport report) {
        MessageCounts counts = report.counts();
        LogLine line = new LogLine(
                        "run",
                        "Polled " + report.polled() + ", skipped " + report.skipped() + ", failed " + report.failed()
                                + "; delivered "
                                + counts.delivered() + ", rejected " + counts.rejected() + ", deferred "
                                + counts.deferred() + " ("
                                + report.took().toMillis() + " ms)")
                .with("polled", report.polled())
                .with("skipped", report.skipped())
                .with("failed", report.failed())
                .with("durationMs", report.took().toMillis());
        withCounts(line, counts);
        log(Level.INFO, line);
        metrics.accept(report);
    }

    @Override
    public void handedOut(int segments) {
        String sentence = "Handed out " + segments + " segments of the Pollers table";
        log(Level.INFO, new LogLine("handedOut", sentence).with("segments", segments));
    }

    @Override
    public void handOutFailed(int segments, String detail) {
        String sentence = segments + " segment(s) could not be handed out: " + detail;
        log(
                Level.ERROR,
                new LogLine("handOutFailed", sentence)
                        .with("segments", segments)
                        .with("error", detail));
    }

    @Override
    public void segmentHeld(int segment) {
        String sentence = "Segment " + segment + " is left to another function, which is polling it";
        log(Level.INFO, new LogLine("segmentHeld", sentence).with("segment", segment));
    }

    @Override
    public void runFailed(String detail) {
        log(Level.ERROR, new LogLine("runFailed", detail).with("error", detail));
    }

    private static LogLine about(String event, String pollerId, String sentence) {
        return new LogLine(event, sentence).with("pollerId", pollerId);
    }

    private static void withCounts(LogLine line, MessageCounts counts) {
        line.with("delivered", counts.delivered())
                .with("rejected", counts.rejected())
                .with("deferred", counts.deferred())
                .with("parked", counts.parked())
                .with("tooLarge", counts.tooLarge())
                .with("bytes", counts.bytes());
    }

    /** The line is the format's only parameter, where {@link JsonLines} finds it. */
    private static void log(Level level, LogLine line) {
        LOG.logf(level, "%s", line);
    }
}
