package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.run.Backoffs.Backoff;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DynamoBackoffsTest {
    private static final Instant NEXT = Instant.parse("2026-03-01T10:15:00Z");

    private static DynamoDbLocal database;

    private final DynamoBackoffs backoffs = new DynamoBackoffs(database.client(), "State");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void keepsWhatWasWrittenLast() {
        backoffs.put("a", new Backoff(NEXT, PollerStatus.AUTH_FAILED, 2, "00ff00ff"));
        backoffs.put("a", new Backoff(NEXT.plusSeconds(900), PollerStatus.AUTH_FAILED, 3, "00ff00ff"));

        assertThat(backoffs.find("a"))
                .contains(new Backoff(NEXT.plusSeconds(900), PollerStatus.AUTH_FAILED, 3, "00ff00ff"));
        assertThat(backoffs.find("b")).isEmpty();
    }

    @Test
    void removesARecordWhetherItIsThereOrNot() {
        backoffs.put("c", new Backoff(NEXT, PollerStatus.THROTTLED, 1, "00"));

        backoffs.remove("c");
        backoffs.remove("c");

        assertThat(backoffs.find("c")).isEmpty();
    }
}
