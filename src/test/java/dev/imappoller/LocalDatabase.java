package dev.imappoller;

import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.TestCertificates;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives a Quarkus test its tables, and the environment of a function that may reach loopback. */
public final class LocalDatabase implements QuarkusTestResourceLifecycleManager {
    static final String POLLERS = "Pollers";
    static final String STATE = "State";

    private final Map<String, String> extra = new HashMap<>();
    private DynamoDbLocal database;

    @Override
    public void init(Map<String, String> arguments) {
        extra.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        database = DynamoDbLocal.start().createPollersTable(POLLERS).createStateTable(STATE);
        Map<String, String> settings = new HashMap<>(Map.of(
                "POLLERS_TABLE", POLLERS,
                "STATE_TABLE", STATE,
                "ALLOW_PRIVATE_NETWORKS", "true",
                "TRUSTED_CA_FILE", TestCertificates.caFile().toString(),
                "quarkus.dynamodb.endpoint-override", database.endpoint().toString(),
                "quarkus.dynamodb.aws.region", "eu-central-1",
                "quarkus.dynamodb.aws.credentials.type", "static",
                "quarkus.dynamodb.aws.credentials.static-provider.access-key-id", "test",
                "quarkus.dynamodb.aws.credentials.static-provider.secret-access-key", "test"));
        settings.putAll(extra);
        return settings;
    }

    @Override
    public void stop() {
        database.close();
    }
}
