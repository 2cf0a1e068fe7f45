package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.MailSet;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.ImapServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function's tables, in DynamoDB Local. */
public final class Tables implements AutoCloseable {
    private static final String POLLERS = "pollers";
    private static final String STATE = "state";

    private final DynamoDbLocal database =
            DynamoDbLocal.start().createPollersTable(POLLERS).createStateTable(STATE);

    /** Leaves one item for each account of the set in the Pollers table, and nothing in the State table. */
    void prepare(Errand errand) {
        clear(POLLERS, "pollerId");
        clear(STATE, "pk", "sk");
        for (int account = 0; account < errand.trial().set().accounts(); account++) {
            Map<String, AttributeValue> item = item(errand, account);
            database.client().putItem(request -> request.tableName(POLLERS).item(item));
        }
    }

    /** The variables by which a function finds them. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("POLLERS_TABLE", POLLERS);
        environment.put("STATE_TABLE", STATE);
        return environment;
    }

    @Override
    public void close() {
        database.close();
    }

    private static Map<String, AttributeValue> item(Errand errand, int account) {
        String user = errand.trial().set().user(account);
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", AttributeValue.fromS(user),
                "host", AttributeValue.fromS("127.0.0.1"),
                "port", AttributeValue.fromN(Integer.toString(errand.imapPort())),
                "username", AttributeValue.fromS(user),
                "password", AttributeValue.fromS(ImapServer.PASSWORD),
                "url", AttributeValue.fromS(errand.target().toString()),
                "intervalMinutes", AttributeValue.fromN("0"),
                "maxMessages", AttributeValue.fromN("10000"),
                "maxMessageBytes", AttributeValue.fromN(Integer.toString(1024 * MailSet.MIB))));
        if (!errand.trial().tls()) {
            item.put("ssl", AttributeValue.fromBool(false));
            item.put("allowPlaintext", AttributeValue.fromBool(true));
        }
        return item;
    }

    private void clear(String table, String... keys) {
        for (Map<String, AttributeValue> item : database.client()
                .scanPaginator(request -> request.tableName(table))
                .items()) {
            Map<String, AttributeValue> key = new HashMap<>(item);
            key.keySet().retainAll(List.of(keys));
            database.client().deleteItem(request -> request.tableName(table).key(key));
        }
    }
}
