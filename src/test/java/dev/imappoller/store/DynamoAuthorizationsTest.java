package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.oauth.PendingAuthorizations;
import dev.imappoller.oauth.PendingAuthorizations.ByBrowser;
import dev.imappoller.oauth.PendingAuthorizations.ByDevice;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAuthorizationsTest {
    private static final Instant UNTIL = Instant.parse("2026-03-01T10:10:00Z");
    private static final ByBrowser BROWSER = new ByBrowser("basis", UNTIL, new Secret("state"), new Secret("verifier"));
    private static final ByDevice DEVICE = new ByDevice(
            "basis", UNTIL, new Secret("device"), "ABCD-1", "https://example.com/device", Duration.ofSeconds(5));

    private static DynamoDbLocal database;

    private final PendingAuthorizations authorizations = new DynamoAuthorizations(database.client(), "State");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void keepsWhatWasBegunLast() {
        authorizations.begin("a", DEVICE);
        assertThat(authorizations.find("a")).contains(DEVICE);

        authorizations.begin("a", BROWSER);
        assertThat(authorizations.find("a")).contains(BROWSER);
        assertThat(authorizations.find("b")).isEmpty();
    }

    @Test
    void theTableForgetsItByItself() {
        authorizations.begin("c", BROWSER);

        assertThat(item("c").get("expiresAt").n()).isEqualTo(Long.toString(UNTIL.getEpochSecond()));
    }

    @Test
    void endsOnceAndOnlyWhatIsMeant() {
        authorizations.begin("d", DEVICE);
        assertThat(authorizations.end("d", BROWSER)).isFalse();
        assertThat(authorizations.find("d")).contains(DEVICE);

        assertThat(authorizations.end("d", DEVICE)).isTrue();
        assertThat(authorizations.end("d", DEVICE)).isFalse();
        assertThat(authorizations.find("d")).isEmpty();
    }

    @Test
    void aRecordThatIsNoneOfOursIsNone() {
        for (Map<String, AttributeValue> odd : List.of(
                Map.<String, AttributeValue>of(),
                Map.of("mark", AttributeValue.fromS("x")),
                Map.of("mark", AttributeValue.fromS("x"), "endsAt", AttributeValue.fromN("1")))) {
            Map<String, AttributeValue> item = new HashMap<>(odd);
            item.putAll(key("e"));
            database.client().putItem(put -> put.tableName("State").item(item));

            assertThat(authorizations.find("e")).isEmpty();
        }
    }

    private static Map<String, AttributeValue> item(String pollerId) {
        return database.client()
                .getItem(get -> get.tableName("State").key(key(pollerId)))
                .item();
    }

    private static Map<String, AttributeValue> key(String pollerId) {
        return Map.of("pk", AttributeValue.fromS("poller#" + pollerId), "sk", AttributeValue.fromS("authorization"));
    }
}
