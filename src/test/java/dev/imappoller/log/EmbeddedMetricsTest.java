package dev.imappoller.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.run.FleetStatus;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.EmbeddedMetricFormat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final FleetStatus ALL_WELL = new FleetStatus(0, 0, 0, Optional.empty());

    private final List<String> written = new ArrayList<>();
    private final EmbeddedMetrics metrics = new EmbeddedMetrics(
            "mail-stack",
            Clock.fixed(NOW, ZoneOffset.UTC),
            line -> written.add(new String(line, StandardCharsets.UTF_8)));

    @Test
    void anIdleRunOfManyPollersIsOneLineThatHasEveryFigureButTheDistribution() {
        publish(ALL_WELL, IntStream.range(0, 200).mapToObj(i -> idle("p" + i)).toArray(PassReport[]::new));

        Map<String, List<Double>> published = published();
        assertThat(written).singleElement().asString().endsWith("}\n").hasSizeLessThan(1200);
        assertThat(published)
                .containsEntry("Runs", List.of(1.0))
                .containsEntry("Polls", List.of(200.0))
                .containsEntry("RunMillis", List.of(345.0));
        assertThat(published)
                .hasSize(Metric.values().length - 1)
                .doesNotContainKey("DeliveryMillis")
                .allSatisfy((name, values) -> assertThat(values)
                        .hasSize(1)
                        .allMatch(value -> value == 0.0
                                || List.of("Runs", "Polls", "RunMillis").contains(name)));
    }

    @Test
    void whatBecameOfMessagesIsInTheLinesOfTheirPollersAloneSoThatSumsAreRight() {
        publish(
                new FleetStatus(1, 0, 9, Optional.of(NOW.minusSeconds(4000))),
                did("a", new MessageCounts(2, 1, 1, 5, 0, 100), 1, 10, 20, 30, 40),
                idle("b"),
                did("c", new MessageCounts(1, 0, 0, 0, 0, 100), 0, 50));

        assertThat(written).hasSize(3);
        assertThat(published())
                .containsEntry("Delivered", List.of(2.0, 1.0))
                .containsEntry("Rejected", List.of(1.0, 0.0))
                .containsEntry("Deferred", List.of(1.0, 0.0))
                .containsEntry("Parked", List.of(1.0, 0.0))
                .containsEntry("DeliveryMillis", List.of(10.0, 20.0, 30.0, 40.0, 50.0))
                .containsEntry("Runs", List.of(1.0))
                .containsEntry("Polls", List.of(3.0))
                .containsEntry("PollersFailing", List.of(1.0))
                .containsEntry("AuthFailing", List.of(0.0))
                .containsEntry("Unread", List.of(9.0))
                .containsEntry("OldestUnreadSeconds", List.of(4000.0));
    }

    @Test
    void theOnlyDimensionIsTheStackAndTheTimeIsThatOfTheRunsEnd() {
        publish(ALL_WELL, did("a", new MessageCounts(1, 0, 0, 0, 0, 100), 0, 10));

        assertThat(EmbeddedMetricFormat.metrics(lines()).keySet()).allSatisfy(metric -> {
            assertThat(metric.namespace()).isEqualTo("ImapPoller");
            assertThat(metric.dimensions()).isEqualTo(Map.of("Stack", "mail-stack"));
        });
        assertThat(lines())
                .allSatisfy(
                        line -> assertThat(line.at("/_aws/Timestamp").asLong()).isEqualTo(NOW.toEpochMilli()));
    }

    @Test
    void aPollersLineCanBeGroupedByItsId() {
        publish(ALL_WELL, did("a\n\"b\u00e9", new MessageCounts(1, 0, 0, 0, 0, 100), 0, 10), failed("down"));

        assertThat(written).allSatisfy(line -> assertThat(line.strip()).doesNotContain("\n"));
        assertThat(lines().get(0).get("pollerId").asText()).isEqualTo("a\n\"b\u00e9");
        assertThat(lines().get(0).get("status").asText()).isEqualTo("OK");
        assertThat(lines().get(0).get("unread").asInt()).isEqualTo(2);
        assertThat(lines().get(1).get("pollerId").asText()).isEqualTo("down");
        assertThat(lines().get(1).get("status").asText()).isEqualTo("CONNECT_FAILED");
        assertThat(lines().get(1).has("unread")).isFalse();
        assertThat(lines().get(2).has("pollerId")).isFalse();
    }

    @Test
    void messagesThatAreNotTriedAgainAreNoNews() {
        publish(ALL_WELL, did("parked", new MessageCounts(0, 0, 0, 3, 2, 0), 0));

        assertThat(written).hasSize(1);
        assertThat(published()).containsEntry("Parked", List.of(0.0));
    }

    @Test
    void splitsMoreValuesThanALineMayHold() {
        publish(
                ALL_WELL,
                did(
                        "busy",
                        new MessageCounts(250, 0, 0, 0, 0, 100),
                        0,
                        IntStream.rangeClosed(1, 250).toArray()));

        assertThat(written).hasSize(4);
        assertThat(published())
                .containsEntry("Delivered", List.of(250.0))
                .hasEntrySatisfying(
                        "DeliveryMillis",
                        values ->
                                assertThat(values).hasSize(250).startsWith(1.0).endsWith(250.0));
    }

    @Test
    void aRunThatLookedAtOnePollerAloneSaysNothingOfTheOthers() {
        metrics.accept(RunReport.of(List.of(idle("a")), 0, Duration.ofMillis(345)));

        assertThat(published())
                .containsKeys("Runs", "Polls", "Delivered", "BudgetExhausted")
                .doesNotContainKeys("PollersFailing", "AuthFailing", "Unread", "OldestUnreadSeconds");
    }

    @Test
    void saysWhenTheTimeWasUp() {
        metrics.accept(new RunReport(
                0, 1, 0, MessageCounts.NONE, List.of(), Duration.ofMillis(345), true, Optional.of(ALL_WELL)));

        assertThat(published()).containsEntry("BudgetExhausted", List.of(1.0));
    }

    @Test
    void aMailServerWhoseClockIsAheadMakesNoMessageYoungerThanNow() {
        publish(new FleetStatus(0, 0, 1, Optional.of(NOW.plusSeconds(60))));

        assertThat(published()).containsEntry("OldestUnreadSeconds", List.of(0.0));
    }

    @Test
    void writesEveryMetricWithItsUnit() {
        assertThat(LogKeys.metrics()).hasSameSizeAs(Metric.values());
        for (Metric metric : Metric.values()) {
            assertThat(LogKeys.metrics())
                    .containsEntry(metric.title(), metric.unit().title());
        }
    }

    private void publish(FleetStatus fleet, PassReport... passes) {
        RunReport sums = RunReport.of(List.of(passes), 0, Duration.ofMillis(345));
        metrics.accept(new RunReport(
                sums.polled(),
                sums.skipped(),
                sums.failed(),
                sums.counts(),
                sums.passes(),
                sums.took(),
                sums.outOfTime(),
                Optional.of(fleet)));
    }

    private List<JsonNode> lines() {
        return EmbeddedMetricFormat.linesOf(String.join("", written));
    }

    private Map<String, List<Double>> published() {
        assertThat(lines()).hasSameSizeAs(written);
        return EmbeddedMetricFormat.byName(EmbeddedMetricFormat.metrics(lines()));
    }

    private static PassReport idle(String pollerId) {
        return new PassReport(
                pollerId,
                new Outcome(PollerStatus.OK, "Idle.", MessageCounts.NONE, OptionalInt.of(0), Duration.ofMillis(90)));
    }

    private static PassReport failed(String pollerId) {
        return new PassReport(
                pollerId, Outcome.failed(new Failure(PollerStatus.CONNECT_FAILED, "Down."), Duration.ofMillis(90)));
    }

    private static PassReport did(String pollerId, MessageCounts counts, int newlyParked, int... millis) {
        List<Duration> posts =
                Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
        return new PassReport(
                pollerId,
                new Outcome(
                        PollerStatus.OK,
                        "Done.",
                        counts,
                        OptionalInt.of(2),
                        Duration.ofMillis(90),
                        Optional.empty(),
                        new PassMeasurements(posts, Optional.empty(), false, newlyParked, 0)));
    }
}
