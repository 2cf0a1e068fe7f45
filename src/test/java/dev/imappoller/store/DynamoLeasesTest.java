package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.lease.Leases.Taking;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.SilentServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoLeasesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(20);

    private static DynamoDbLocal database;

    private final DynamoLeases leases = new DynamoLeases(database.client(), "State");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void onlyOneOfManyGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Boolean>> takers = IntStream.range(0, 10)
                    .<Callable<Boolean>>mapToObj(
                            i -> () -> leases.take("raced", "owner-" + i, NOW, LATER) == Taking.TAKEN)
                    .toList();
            int taken = 0;
            for (Future<Boolean> result : threads.invokeAll(takers)) {
                taken += result.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isRenewedByItsOwner() {
        assertThat(leases.take("renewed", "a", NOW, LATER)).isEqualTo(Taking.TAKEN);
        assertThat(leases.renew("renewed", "a", LATER.plusSeconds(20))).isTrue();
        assertThat(leases.take("renewed", "b", LATER.plusSeconds(1), LATER.plusSeconds(60)))
                .isEqualTo(Taking.HELD_BY_ANOTHER);
    }

    @Test
    void isNotRenewedOnceAnotherHasHadIt() {
        leases.take("had", "a", NOW, LATER);
        assertThat(leases.renew("had", "a", LATER)).isTrue();

        leases.take("had", "b", LATER.plusMillis(1), LATER.plusSeconds(20));
        assertThat(leases.renew("had", "a", LATER.plusSeconds(30))).isFalse();
        leases.release("had", "b");
        assertThat(leases.renew("had", "a", LATER.plusSeconds(30))).isFalse();
    }

    @Test
    void isTakenOverOnceItHasEnded() {
        assertThat(leases.take("ended", "a", NOW, LATER)).isEqualTo(Taking.TAKEN);
        assertThat(leases.take("ended", "b", LATER.plusMillis(1), LATER.plusSeconds(20)))
                .isEqualTo(Taking.TAKEN_OVER);
        assertThat(leases.take("ended", "a", LATER.plusMillis(2), LATER.plusSeconds(20)))
                .isEqualTo(Taking.HELD_BY_ANOTHER);
    }

    @Test
    void isTakenOverIfItEndsLaterThanAnyThatIsTakenNow() {
        // Its owner's clock was a day ahead, and the process is gone.
        leases.take("ahead", "a", NOW.plus(Duration.ofDays(1)), LATER.plus(Duration.ofDays(1)));
        assertThat(leases.take("ahead", "b", NOW, LATER)).isEqualTo(Taking.TAKEN_OVER);

        // A clock that is half a minute ahead is no reason.
        leases.take("somewhat", "a", NOW.plusSeconds(30), LATER.plusSeconds(30));
        assertThat(leases.take("somewhat", "b", NOW, LATER)).isEqualTo(Taking.HELD_BY_ANOTHER);
    }

    @Test
    void isGivenBackByItsOwnerAlone() {
        leases.take("given", "a", NOW, LATER);
        leases.release("given", "b");
        assertThat(leases.take("given", "b", NOW, LATER)).isEqualTo(Taking.HELD_BY_ANOTHER);

        leases.release("given", "a");
        assertThat(leases.take("given", "b", NOW, LATER)).isEqualTo(Taking.TAKEN);
    }

    @Test
    void aSegmentsLeaseIsAnItemOfItsOwn() {
        DynamoLeases segments = DynamoLeases.ofSegments(database.client(), "State");
        leases.take("3", "a", NOW, LATER);

        assertThat(segments.take("3", "a", NOW, LATER)).isEqualTo(Taking.TAKEN);
        assertThat(segments.take("3", "b", NOW, LATER)).isEqualTo(Taking.HELD_BY_ANOTHER);
        assertThat(database.client()
                        .getItem(request -> request.tableName("State")
                                .key(Map.of(
                                        "pk", AttributeValue.fromS("segment#3"), "sk", AttributeValue.fromS("lease"))))
                        .item()
                        .get("leaseOwner")
                        .s())
                .isEqualTo("a");

        segments.release("3", "a");
        assertThat(segments.take("3", "b", NOW, LATER)).isEqualTo(Taking.TAKEN);
    }

    @Test
    void whatIsAskedForUnderALeaseGivesUpWhileTheLeaseCanStillBeRenewed() {
        try (SilentServer hanging = SilentServer.start();
                DynamoDbClient client = DynamoDbClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + hanging.port()))
                        .region(Region.of(DynamoDbLocal.REGION))
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> new DynamoLeases(client, "State").renew("a", "b", LATER))
                    .isInstanceOf(TableException.class);
            assertThatThrownBy(() -> new DynamoLedger(client, "State")
                            .write("a", List.of(Ledger.Change.remove(new Ledger.Key(7, 1, false)))))
                    .isInstanceOf(TableException.class);

            // A write may hang after 4 seconds without a renewal, and then the renewal too.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void saysWhichTableIsMissing() {
        assertThatThrownBy(() -> new DynamoLeases(database.client(), "Nowhere").take("a", "b", NOW, LATER))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("STATE_TABLE");
    }
}
