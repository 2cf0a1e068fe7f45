package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.operation.FailingMessages;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.PollerStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An answer is never larger than Lambda takes, whatever it is made from. */
class ReportTest {
    private static final int MOST_OCTETS = 6_000_000;

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    @Test
    void aRunOverThousandsOfPollersNamesThoseThatFailedFirst() throws JsonProcessingException {
        List<PassReport> passes = IntStream.range(0, 20_000)
                .mapToObj(i -> pass("poller-%05d".formatted(i), i % 1000 == 999, "fine ".repeat(60)))
                .toList();

        Report report = Report.of(RunReport.of(passes, 0, Duration.ZERO));

        assertThat(octets(report)).isLessThan(MOST_OCTETS);
        assertThat(report.polled()).isEqualTo(20_000);
        assertThat(report.failed()).isEqualTo(20);
        assertThat(report.pollers())
                .filteredOn(line -> !line.status().equals("OK"))
                .hasSize(20);
        assertThat(report.leftOut()).hasValue(20_000 - report.pollers().size());
        assertThat(report.pollers()).extracting(Report.Line::pollerId).isSorted();
    }

    @Test
    void textsThatAreMadeToBeLargeInJsonAreCut() throws JsonProcessingException {
        List<PassReport> passes = IntStream.range(0, 300)
                .mapToObj(i -> pass("\u0001".repeat(2000) + i, true, "\u0001".repeat(500_000)))
                .toList();

        Report report = Report.of(RunReport.of(passes, 0, Duration.ZERO));

        assertThat(octets(report)).isLessThan(MOST_OCTETS);
        assertThat(report.pollers()).isNotEmpty();
    }

    @Test
    void aRunOfOrdinarySizeLeavesNobodyOut() {
        Report report = Report.of(RunReport.of(List.of(pass("a", false, ""), pass("b", true, "")), 0, Duration.ZERO));

        assertThat(report.leftOut()).isEmpty();
        assertThat(report.pollers()).hasSize(2);
    }

    @Test
    void aPageOfFailingMessagesFits() throws JsonProcessingException {
        List<Ledger.Entry> entries = LongStream.rangeClosed(1, 300)
                .mapToObj(uid -> new Ledger.Entry(7, failing(uid)))
                .toList();

        Report report = OperationReports.failed(
                "support",
                new FailingMessages(entries, Map.of(State.DEFERRED, 200, State.REJECTED, 9000), Optional.of("x")));

        assertThat(octets(report)).isLessThan(MOST_OCTETS);
        assertThat(report.done().orElseThrow())
                .startsWith("200 message(s) of support fail.")
                .contains("9000 were rejected", "ask for the others with \"next\"");
        assertThat(report.next()).contains("x");
    }

    private static PassReport pass(String pollerId, boolean failed, String detail) {
        PollerStatus status = failed ? PollerStatus.CONNECT_FAILED : PollerStatus.OK;
        return new PassReport(
                pollerId, new Outcome(status, detail, MessageCounts.NONE, OptionalInt.of(0), Duration.ofMillis(5)));
    }

    private static LedgerRecord failing(long uid) {
        return new LedgerRecord(
                uid,
                State.DEFERRED,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.of(500),
                "\u0001".repeat(500), // As long as a record's may be.
                Optional.of("\u0001".repeat(250)),
                1,
                "");
    }

    private static int octets(Report report) throws JsonProcessingException {
        return JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8).length;
    }
}
