package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbLocalTest {

    @Test
    void holdsItemsInBothTablesAndEndsWhenClosed() {
        DynamoDbLocal dynamoDb = DynamoDbLocal.start();
        try (dynamoDb) {
            dynamoDb.createPollersTable("pollers").createStateTable("state");
            var pollers = Map.of("pollerId", AttributeValue.fromS("one"));
            var state = Map.of("pk", AttributeValue.fromS("poller#one"), "sk", AttributeValue.fromS("lease"));
            dynamoDb.client().putItem(put -> put.tableName("pollers").item(pollers));
            dynamoDb.client().putItem(put -> put.tableName("state").item(state));

            assertThat(dynamoDb.client().scan(scan -> scan.tableName("pollers")).items())
                    .containsExactly(pollers);
            assertThat(dynamoDb.client()
                            .getItem(get -> get.tableName("state").key(state))
                            .item())
                    .isEqualTo(state);
        }
        assertThat(Ports.isOpen(dynamoDb.endpoint().getPort())).isFalse();
    }
}
