package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.outcome.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps events as short texts. */
public final class FakeEvents implements Events {
    public final List<String> lines = new CopyOnWriteArrayList<>();
    public Runnable onDelivery = () -> {};

    public Runnable onLedgerFailed = () -> {};

    @Override
    public void delivery(Delivery delivery, Answer answer, Verdict verdict) {
        lines.add("delivery " + delivery.uid() + " " + verdict);
        onDelivery.run();
    }

    @Override
    public void fetchRefused(Poller poller, long uid, String detail) {
        lines.add("fetchRefused " + uid);
    }

    @Override
    public void tooLarge(Poller poller, long uid, long size) {
        lines.add("tooLarge " + uid + " " + size);
    }

    @Override
    public void parked(Poller poller, long uid, int attempts, String detail) {
        lines.add("parked " + uid + " " + attempts);
    }

    @Override
    public void skipped(String pollerId, long uid) {
        lines.add("skipped " + uid);
    }

    @Override
    public void redelivered(String pollerId, int messages) {
        lines.add("redelivered " + messages);
    }

    @Override
    public void leaseHeld(String pollerId) {
        lines.add("leaseHeld " + pollerId);
    }

    @Override
    public void markFailed(Poller poller, int messages, String detail) {
        lines.add("markFailed " + messages);
    }

    @Override
    public void filingFailed(Poller poller, int messages, String detail) {
        lines.add("filingFailed " + messages);
    }

    @Override
    public void pass(String pollerId, Outcome outcome) {
        lines.add("pass " + pollerId + " " + outcome.status());
    }

    @Override
    public void checked(String pollerId, Outcome outcome) {
        lines.add("checked " + pollerId + " " + outcome.status());
    }

    @Override
    public void forgotten(String pollerId, int records) {
        lines.add("forgotten " + pollerId + " " + records);
    }

    @Override
    public void internalError(String pollerId, Throwable error) {
        lines.add("internalError " + pollerId);
    }

    @Override
    public void statusNotWritten(String pollerId, String detail) {
        lines.add("statusNotWritten " + pollerId);
    }

    @Override
    public void ledgerFailed(String pollerId, String detail) {
        lines.add("ledgerFailed " + pollerId);
        onLedgerFailed.run();
    }

    @Override
    public void alerted(String pollerId, AlertKind kind, boolean cleared) {
        lines.add("alerted " + pollerId + " " + kind + (cleared ? " cleared" : ""));
    }

    @Override
    public void alertFailed(String pollerId, AlertKind kind, String detail) {
        lines.add("alertFailed " + pollerId + " " + kind);
    }

    @Override
    public void secretStale(SecretReference reference, String detail) {
        lines.add("secretStale " + reference);
    }

    @Override
    public void refreshTokenNotSaved(String pollerId, @Nullable SecretReference reference, String detail) {
        lines.add("refreshTokenNotSaved " + pollerId);
    }

    @Override
    public void run(RunReport report) {
        lines.add("run " + report.polled());
    }

    @Override
    public void handedOut(int segments) {
        lines.add("handedOut " + segments);
    }

    @Override
    public void handOutFailed(int segments, String detail) {
        lines.add("handOutFailed " + segments);
    }

    @Override
    public void segmentHeld(int segment) {
        lines.add("segmentHeld " + segment);
    }

    @Override
    public void runFailed(String detail) {
        lines.add("runFailed");
    }
}
