package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.TestCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The built function.zip under AWS's runtime client, with DynamoDB Local for its tables. */
final class FunctionCandidate implements Candidate, AutoCloseable {
    static final String NAME = "IMAP Poller";

    private static final String POLLERS = "pollers";
    private static final String STATE = "state";

    private final List<String> jvmOptions;
    private final Path directory = Directories.temporary("bench-function");
    private final DynamoDbLocal database =
            DynamoDbLocal.start().createPollersTable(POLLERS).createStateTable(STATE);

    FunctionCandidate(List<String> jvmOptions) {
        this.jvmOptions = jvmOptions;
        FunctionProcess.unpack(directory);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takesPart(Trial trial) {
        return true;
    }

    /** It is what all this is about. */
    @Override
    public Duration patience() {
        return Duration.ofDays(1);
    }

    /** Leaves one item for each account of the set in the Pollers table, and nothing in the State table. */
    @Override
    public void prepare(Trial trial, int imapPort, URI target) {
        clear();
        for (int account = 0; account < trial.set().accounts(); account++) {
            Map<String, AttributeValue> item = item(trial.set(), account, imapPort, target);
            database.client().putItem(request -> request.tableName(POLLERS).item(item));
        }
    }

    /** Leaves both tables empty. */
    void clear() {
        clear(POLLERS, "pollerId");
        clear(STATE, "pk", "sk");
    }

    @Override
    public ChildProcess start(LambdaRuntimeApi api, Trial trial, int imapPort, URI target) {
        return start(api, trial.set().jvmOptions());
    }

    /** Starts it with options of the JVM besides those that it always has. */
    ChildProcess start(LambdaRuntimeApi api, List<String> moreOptions) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(moreOptions);
        return FunctionProcess.startUnpacked(directory, options, api, environment());
    }

    @Override
    public String event(Trial trial) {
        return "{}";
    }

    @Override
    public void close() {
        database.close();
        Directories.delete(directory);
    }

    private static Map<String, AttributeValue> item(MailSet set, int account, int imapPort, URI target) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                "pollerId", AttributeValue.fromS(set.user(account)),
                "host", AttributeValue.fromS("127.0.0.1"),
                "port", AttributeValue.fromN(Integer.toString(imapPort)),
                "username", AttributeValue.fromS(set.user(account)),
                "password", AttributeValue.fromS(ImapServer.PASSWORD),
                "url", AttributeValue.fromS(target.toString()),
                "intervalMinutes", AttributeValue.fromN("0"),
                "maxMessages", AttributeValue.fromN("10000"),
                "maxMessageBytes", AttributeValue.fromN(Integer.toString(1024 * MailSet.MIB))));
        if (!set.tls()) {
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

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", POLLERS);
        environment.put("STATE_TABLE", STATE);
        environment.put("RUN_BUDGET", "600s");
        environment.put("MALLOC_ARENA_MAX", "2"); // As the template has it.
        // All accounts are on one host, and 32 of them are polled at once.
        environment.put("MAX_CONNECTIONS_PER_HOST", "32");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", TestCertificates.caFile().toString());
        return environment;
    }
}
