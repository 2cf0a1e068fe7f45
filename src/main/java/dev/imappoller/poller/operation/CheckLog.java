package dev.imappoller.poller.operation;

import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down the steps of a check and their times; it can be read at any time, by any thread. */
public final class CheckLog implements CheckListener {
    private final LongSupplier nanoTime;
    private final List<Made> made = new ArrayList<>();
    private @Nullable CheckStep underWay;
    private @Nullable Failure endpointFailure;
    private long began;

    /**
     * A step that was made.
     *
     * @param status the status of a pass that fails at this step; empty if the step went well, or if a pass would not fail at it
     */
    public record Made(CheckStep step, boolean ok, Optional<PollerStatus> status, String detail, Duration took) {}

    /** @param nanoTime as {@link System#nanoTime()} */
    public CheckLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void begin(CheckStep step) {
        if (underWay != step) {
            underWay = step;
            began = nanoTime.getAsLong();
        }
    }

    @Override
    public void done(Supplier<String> detail) {
        String sentence = detail.get(); // Outside the lock, since it may take a while.
        end(true, null, sentence);
    }

    @Override
    public synchronized void failed(Failure failure) {
        boolean ofEndpoint =
                failure.status() == PollerStatus.ENDPOINT_FAILING || failure.status() == PollerStatus.STORE_FAILING;
        if (underWay != null && ofEndpoint) {
            endpointFailure = failure;
        }
        end(false, failure.status(), failure.detail());
    }

    /** The current step did not succeed, but a pass would go on after it. */
    void warn(String detail) {
        end(false, null, detail);
    }

    /** The check has ended. If it failed, the current step is the one that failed. */
    public void ended(Outcome outcome) {
        if (outcome.status() != PollerStatus.OK) {
            end(false, outcome.status(), outcome.detail());
        }
    }

    /** Why messages could not be delivered once they are fetched. */
    synchronized Optional<Failure> endpointFailure() {
        return Optional.ofNullable(endpointFailure);
    }

    /** The steps until now, in the order in which they were made. */
    public synchronized List<Made> made() {
        return List.copyOf(made);
    }

    private synchronized void end(boolean ok, @Nullable PollerStatus status, String detail) {
        if (underWay != null) {
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
            made.add(new Made(underWay, ok, Optional.ofNullable(status), detail, took));
        }
        underWay = null;
    }
}
