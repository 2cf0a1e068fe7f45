package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.status.TableException;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoLeftoversTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static DynamoDbLocal database;

    private final DynamoLeftovers leftovers = new DynamoLeftovers(database.client(), "State", CLOCK);

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void removesAllThatIsOfThePollerAndNothingOfAnother() {
        for (String sk : new String[] {"backoff", "alert#FAILING", "message#7#1", "message#7#2"}) {
            put("gone", sk, Map.of());
        }
        put("gone", "lease", leaseUntil(NOW.minusSeconds(1)));
        put("gone-not", "message#7#1", Map.of());

        assertThat(leftovers.remove("gone")).isEqualTo(5);

        assertThat(count("gone")).isZero();
        assertThat(count("gone-not")).isEqualTo(1);
        assertThat(leftovers.remove("gone")).isZero();
    }

    @Test
    void removesMoreThanAPage() {
        String ballast = "x".repeat(300_000); // A page of a query ends at 1 MiB.
        for (int i = 0; i < 8; i++) {
            put("many", "message#7#" + i, Map.of("lastError", AttributeValue.fromS(ballast)));
        }

        assertThat(leftovers.remove("many")).isEqualTo(8);
    }

    @Test
    void leavesALeaseToThePassThatHoldsIt() {
        put("busy", "lease", leaseUntil(NOW.plusSeconds(5)));
        put("busy", "backoff", Map.of());

        assertThat(leftovers.remove("busy")).isEqualTo(1);

        assertThat(count("busy")).isEqualTo(1);
    }

    @Test
    void saysWhichTableIsMissing() {
        assertThatThrownBy(() -> new DynamoLeftovers(database.client(), "Nowhere", CLOCK).remove("a"))
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.detail()).contains("Nowhere").contains("STATE_TABLE"));
    }

    private static Map<String, AttributeValue> leaseUntil(Instant until) {
        return Map.of("leaseUntil", AttributeValue.fromN(Long.toString(until.toEpochMilli())));
    }

    private static void put(String pollerId, String sk, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> item = new HashMap<>(more);
        item.put("pk", AttributeValue.fromS("poller#" + pollerId));
        item.put("sk", AttributeValue.fromS(sk));
        database.client().putItem(request -> request.tableName("State").item(item));
    }

    private static int count(String pollerId) {
        return database.client()
                .query(request -> request.tableName("State")
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("poller#" + pollerId))))
                .count();
    }
}
