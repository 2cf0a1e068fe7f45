package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.run.WorkQueue.Unsent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentDispatcherTest {
    private final FakeEvents events = new FakeEvents();
    private final List<Segment> sent = new ArrayList<>();
    private final Set<String> turns = new LinkedHashSet<>();
    private final List<Unsent> refused = new ArrayList<>();

    @Test
    void sendsEachSegmentOnce() {
        SegmentDispatcher.Result result = dispatcher(4, "2026-03-01T10:00:30Z").make();

        assertThat(sent).containsExactlyElementsOf(Segment.allOf(4));
        assertThat(result).isEqualTo(new SegmentDispatcher.Result(4, Optional.empty()));
        assertThat(events.lines).containsExactly("handedOut 4");
    }

    @Test
    void twoTicksOfOneMinuteAreOneTurnAndThoseOfTheNextAreAnother() {
        dispatcher(2, "2026-03-01T10:00:00Z").make();
        dispatcher(2, "2026-03-01T10:00:59.999Z").make();
        assertThat(turns).hasSize(1);

        dispatcher(2, "2026-03-01T10:01:00Z").make();
        assertThat(turns).hasSize(2);

        dispatcher(2, "2026-03-02T10:01:00Z").make();
        assertThat(turns).hasSize(3);
    }

    @Test
    void saysHowManyCouldNotBeSentAndEachReasonOnce() {
        refused.add(new Unsent(new Segment(1, 4), "The queue is full."));
        refused.add(new Unsent(new Segment(2, 4), "The queue is full."));

        SegmentDispatcher.Result result = dispatcher(4, "2026-03-01T10:00:00Z").make();

        assertThat(result.sent()).isEqualTo(2);
        assertThat(result.problem().orElseThrow())
                .startsWith("2 of 4 segments could not be handed out")
                .containsOnlyOnce("The queue is full.");
        assertThat(events.lines).containsExactly("handOutFailed 2");
    }

    @Test
    void saysThatThereIsNoQueue() {
        SegmentDispatcher.Result result = new SegmentDispatcher(4, null, events, clock("2026-03-01T10:00:00Z")).make();

        assertThat(result.sent()).isZero();
        assertThat(result.problem().orElseThrow()).contains("SEGMENTS is 4", "WORK_QUEUE_URL");
        assertThat(events.lines).containsExactly("handOutFailed 4");
    }

    @Test
    void isForMoreThanOneSegment() {
        assertThat(dispatcher(1, "2026-03-01T10:00:00Z").isNeeded()).isFalse();
        assertThat(dispatcher(2, "2026-03-01T10:00:00Z").isNeeded()).isTrue();
    }

    private SegmentDispatcher dispatcher(int segments, String now) {
        WorkQueue queue = (all, turn) -> {
            sent.addAll(all);
            turns.add(turn);
            return refused;
        };
        return new SegmentDispatcher(segments, queue, events, clock(now));
    }

    private static Clock clock(String now) {
        return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    }
}
