package dev.imappoller.poller.operation;

import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.Step;
import dev.imappoller.poller.status.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Writes down the steps of a check and their times; it can be read at any time, by any thread. */
public final class StepLog implements Steps {
    private final LongSupplier nanoTime;
    private final List<Made> made = new ArrayList<>();
    private Optional<Step> underWay = Optional.empty();
    private long began;

    /**
     * A step that was made.
     *
     * @param status what a pass comes to that fails so; empty where it went well, or where a pass would not fail
     */
    public record Made(Step step, boolean ok, Optional<PollerStatus> status, String detail, Duration took) {}

    /** @param nanoTime as {@link System#nanoTime()} */
    public StepLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void begin(Step step) {
        if (underWay.filter(step::equals).isEmpty()) {
            underWay = Optional.of(step);
            began = nanoTime.getAsLong();
        }
    }

    @Override
    public void done(Supplier<String> detail) {
        String sentence = detail.get(); // Outside the lock, since it may take a while.
        end(true, Optional.empty(), sentence);
    }

    @Override
    public void failed(Failure failure) {
        end(false, Optional.of(failure.status()), failure.detail());
    }

    /** The step under way did not go well, which is nothing that a pass fails by. */
    void warn(String detail) {
        end(false, Optional.empty(), detail);
    }

    /** All is over: if it went wrong, the step under way is where it did. */
    public void ended(Outcome outcome) {
        if (outcome.status() != PollerStatus.OK) {
            end(false, Optional.of(outcome.status()), outcome.detail());
        }
    }

    /** Why messages would not get through, once they are fetched. */
    synchronized Optional<Failure> endpointFailure() {
        return made.stream()
                .filter(step -> step.status()
                        .filter(PollerStatus.ENDPOINT_FAILING::equals)
                        .isPresent())
                .reduce((earlier, later) -> later)
                .map(step -> new Failure(step.status().orElseThrow(), step.detail()));
    }

    /** The steps until now, in the order in which they were made. */
    public synchronized List<Made> made() {
        return List.copyOf(made);
    }

    private synchronized void end(boolean ok, Optional<PollerStatus> status, String detail) {
        underWay.ifPresent(
                step -> made.add(new Made(step, ok, status, detail, Duration.ofNanos(nanoTime.getAsLong() - began))));
        underWay = Optional.empty();
    }
}
