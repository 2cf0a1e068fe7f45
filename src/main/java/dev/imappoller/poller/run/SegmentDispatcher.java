package dev.imappoller.poller.run;

import dev.imappoller.poller.run.WorkQueue.Unsent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Handles a tick when there are several segments: it sends each to the work queue, instead of polling. */
public final class SegmentDispatcher {
    private final int segments;
    private final @Nullable WorkQueue queue;
    private final Events events;
    private final Clock clock;

    /**
     * @param segments into how many the table is split
     * @param queue null if there is none; it is needed for more than one
     */
    public SegmentDispatcher(int segments, @Nullable WorkQueue queue, Events events, Clock clock) {
        this.segments = segments;
        this.queue = queue;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param sent segments that are in the queue
     * @param problem why others are not
     */
    public record Result(int sent, Optional<String> problem) {}

    /** Whether there is more than one segment. */
    public boolean isNeeded() {
        return segments > 1;
    }

    /** Puts each segment into the queue, named by the current minute. So a tick that is delivered twice is handed out once. */
    public Result make() {
        List<Unsent> unsent = queue == null
                ? all("SEGMENTS is " + segments + ", but WORK_QUEUE_URL names no queue.")
                : queue.send(Segment.allOf(segments), turn());
        int sent = segments - unsent.size();
        if (unsent.isEmpty()) {
            events.handedOut(sent);
            return new Result(sent, Optional.empty());
        }
        String reasons = unsent.stream().map(Unsent::reason).distinct().collect(Collectors.joining(" "));
        events.handOutFailed(unsent.size(), reasons);
        return new Result(
                sent,
                Optional.of(unsent.size() + " of " + segments
                        + " segments could not be handed out, so their pollers wait for the next tick. " + reasons));
    }

    private String turn() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private List<Unsent> all(String reason) {
        return Segment.allOf(segments).stream()
                .map(segment -> new Unsent(segment, reason))
                .toList();
    }
}
