package dev.imappoller.log;

import com.fasterxml.jackson.core.JsonFactory;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FleetStatus;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes the metrics of runs as lines that CloudWatch takes numbers from: one for each poller whose pass did something or failed,
 * with what became of its messages, and one for the run. Each figure is in one line only, so that CloudWatch's sums are right.
 */
public final class EmbeddedMetrics implements Consumer<RunReport> {
    /** More values of one metric are not read from a line. */
    private static final int MOST_VALUES = 100;

    private final JsonFactory json = new JsonFactory();
    private final String stack;
    private final Clock clock;
    private final Consumer<byte[]> out;

    /**
     * @param stack the dimension's value
     * @param out takes a line, its end included
     */
    EmbeddedMetrics(String stack, Clock clock, Consumer<byte[]> out) {
        this.stack = stack;
        this.clock = clock;
        this.out = out;
    }

    /** Metrics on standard output, where the log is too but whatever its level. */
    public static EmbeddedMetrics onStandardOutput(String stack, Clock clock) {
        return new EmbeddedMetrics(stack, clock, line -> {
            // In one write, since Lambda's Java runtime makes a log entry of each.
            System.out.write(line, 0, line.length);
            System.out.flush();
        });
    }

    @Override
    public void accept(RunReport report) {
        List<PassReport> news =
                report.passes().stream().filter(EmbeddedMetrics::isNews).toList();
        for (PassReport pass : news) {
            write(countsOf(pass.outcome()), pass);
            List<Duration> posts = pass.outcome().measurements().posts();
            for (int from = MOST_VALUES; from < posts.size(); from += MOST_VALUES) {
                write(
                        withPosts(new MetricLine(), posts.subList(from, Math.min(from + MOST_VALUES, posts.size()))),
                        pass);
            }
        }
        MetricLine run = new MetricLine()
                .with(Metric.RUNS, 1)
                .with(Metric.POLLS, report.polled())
                .with(Metric.RUN_MILLIS, report.took().toMillis())
                .with(Metric.BUDGET_EXHAUSTED, report.outOfTime() ? 1 : 0);
        report.fleet().ifPresent(fleet -> withFleet(run, fleet));
        if (news.isEmpty()) { // A graph of what is delivered goes down to zero, instead of ending.
            run.with(Metric.DELIVERED, 0)
                    .with(Metric.REJECTED, 0)
                    .with(Metric.DEFERRED, 0)
                    .with(Metric.PARKED, 0);
        }
        write(run);
    }

    /** An idle poll has no line, nor has one that only met messages that are not tried again. */
    private static boolean isNews(PassReport pass) {
        Outcome outcome = pass.outcome();
        return outcome.status() != PollerStatus.OK
                || !outcome.measurements().posts().isEmpty()
                || outcome.counts().deferred() > 0;
    }

    private static MetricLine countsOf(Outcome outcome) {
        List<Duration> posts = outcome.measurements().posts();
        MetricLine line = new MetricLine()
                .with(Metric.DELIVERED, outcome.counts().delivered())
                .with(Metric.REJECTED, outcome.counts().rejected())
                .with(Metric.DEFERRED, outcome.counts().deferred())
                .with(Metric.PARKED, outcome.measurements().newlyParked());
        outcome.unread().ifPresent(unread -> line.with("unread", unread));
        return withPosts(line, posts.subList(0, Math.min(MOST_VALUES, posts.size())));
    }

    private static MetricLine withPosts(MetricLine line, List<Duration> posts) {
        return posts.isEmpty()
                ? line
                : line.with(
                        Metric.DELIVERY_MILLIS,
                        posts.stream().map(Duration::toMillis).toList());
    }

    private void withFleet(MetricLine run, FleetStatus fleet) {
        Instant now = clock.instant();
        long oldest = fleet.oldestUnreadAt()
                .map(at -> Duration.between(at, now).toSeconds())
                .orElse(0L);
        run.with(Metric.POLLERS_FAILING, fleet.failing())
                .with(Metric.AUTH_FAILING, fleet.authFailing())
                .with(Metric.UNREAD, fleet.unread())
                .with(Metric.OLDEST_UNREAD_SECONDS, Math.max(0, oldest)); // A mail server's clock may be ahead.
    }

    private void write(MetricLine line, PassReport pass) {
        write(line.with("pollerId", pass.pollerId())
                .with("status", pass.outcome().status().name()));
    }

    private void write(MetricLine line) {
        out.accept(line.json(json, stack, clock.instant()));
    }
}
