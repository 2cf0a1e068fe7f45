package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.alert.AllAlerts;
import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.imap.ImpatientMailboxes;
import dev.imappoller.log.LogEvents;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.operation.Operations;
import dev.imappoller.poller.operation.RedeliveryResult;
import dev.imappoller.poller.operation.RedeliverySelection;
import dev.imappoller.poller.operation.RetrySelection;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.run.StateTable;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.store.DynamoAlertStates;
import dev.imappoller.store.DynamoBackoffs;
import dev.imappoller.store.DynamoLeases;
import dev.imappoller.store.DynamoLedger;
import dev.imappoller.store.DynamoPollerTable;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.DynamoProxy;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.NoStore;
import dev.imappoller.testing.Packaging;
import dev.imappoller.testing.Receiver;
import dev.imappoller.webhook.HttpEndpoints;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A mail server, a web app and a database with a proxy before each, and the product over them: as the built function in a process of
 * its own; or, where that was built for the JVM, as runs in this one, with time-outs that suit a test.
 */
final class Rig implements AutoCloseable {
    /** How much more is done than in every build, by {@code -Pfaults}. */
    static final boolean LONG = Boolean.getBoolean("faults.long");

    /** Runs that have to do, once everything works, however things stand. */
    static final int RUNS_TO_DELIVER_ALL = 12;

    /** All at the same time, so that none of those in trouble keeps another from its turn. */
    private static final int MOST_POLLERS = 200;

    /** Of a process that was killed, or a pass that was given up; its last renewal may come late on a busy machine. */
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(30);

    /** Names that tests use, besides those that have no address. */
    private static final List<String> OWN_HOSTS = List.of(
            "localhost", "localhost.", "a_b.test", "a-.test", "3x.test", "xn--bcher-kva.test", "_dmarc.test", "1.test");

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final StaticCredentialsProvider ANYBODY = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(DynamoDbLocal.ACCESS_KEY, DynamoDbLocal.SECRET_KEY));

    /** Shared by all tests, since each takes seconds to start; they end with this process. */
    private static final class Servers {
        static final DynamoDbLocal DATABASE = DynamoDbLocal.shared();
        static final ImapServer MAIL = Dovecot.available() ? Dovecot.startWithoutTls() : MailServer.start();
        static final Vertx VERTX = Vertx.vertx();
    }

    private final int number = NUMBERS.incrementAndGet();
    private final String pollers = "pollers-" + number;
    private final String state = "state-" + number;
    private final List<Account> accounts = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    final Receiver receiver = Receiver.http();
    final DynamoProxy dynamo = DynamoProxy.to(Servers.DATABASE.endpoint());
    Clock clock = Clock.systemUTC();
    Duration budget = Duration.ofSeconds(20);
    Optional<Duration> patience = Optional.empty();
    int pollersAtATime = MOST_POLLERS;
    Duration databasePatience = Duration.ofMillis(500);
    private final boolean isNative = Packaging.ofTheBuild() == Packaging.NATIVE;
    private Optional<Function> executable = Optional.empty();

    Rig() {
        Servers.DATABASE.createPollersTable(pollers).createStateTable(state);
    }

    /** A poller with a mailbox of its own. */
    Account account(String name) {
        return account(name, Map.of());
    }

    /** A poller whose web app is on a server of its own: the others share one, and its kept connections. */
    Account accountApart(String name) {
        Receiver own = Receiver.http();
        toClose.add(own);
        return account(name, Map.of(), own);
    }

    /** A poller with more attributes. */
    Account account(String name, Map<String, AttributeValue> extra) {
        return account(name, extra, receiver);
    }

    /** A poller whose mail server is one of its own, in memory, and whose web app is too. */
    Account accountAlone(String name, Map<String, AttributeValue> extra) {
        MemoryImapServer server = MemoryImapServer.start();
        Receiver own = Receiver.http();
        toClose.add(server);
        toClose.add(own);
        return add(Account.over(server, "r" + number + "-" + name, own), extra);
    }

    private Account account(String name, Map<String, AttributeValue> extra, Receiver webApp) {
        return add(new Account("r" + number + "-" + name, Servers.MAIL, webApp), extra);
    }

    private Account add(Account account, Map<String, AttributeValue> extra) {
        accounts.add(account);
        put(account, extra);
        return account;
    }

    /** Writes its item, as the account is now. */
    void put(Account account, Map<String, AttributeValue> extra) {
        Map<String, AttributeValue> item = new HashMap<>(account.item());
        item.putAll(extra);
        Servers.DATABASE.client().putItem(put -> put.tableName(pollers).item(item));
    }

    List<Account> accounts() {
        return List.copyOf(accounts);
    }

    /** What the tables have to say about a poller. */
    Map<String, AttributeValue> item(Account account) {
        return Servers.DATABASE
                .client()
                .getItem(get -> get.tableName(pollers).key(Map.of("pollerId", AttributeValue.fromS(account.id))))
                .item();
    }

    String status(Account account) {
        return item(account)
                .getOrDefault("status", AttributeValue.fromS("none"))
                .s();
    }

    /** Has messages of an account delivered again, by hand. */
    RedeliveryResult redeliver(Account account, RedeliverySelection wanted) {
        PollerEntry entry = new DynamoPollerTable(Servers.DATABASE.client(), pollers)
                .find(account.id)
                .orElseThrow();
        return newRun().redeliver(entry, wanted);
    }

    /** Has messages of all accounts tried again that are not tried any more, as a person does who has mended what was wrong. */
    void tryAllAgain() {
        StateTable table = stateTable(Servers.DATABASE.client());
        Operations byHand =
                new Operations(table.ledger(), table.leases(), new LogEvents(report -> {}), clock, System::nanoTime);
        Await.until(
                LONGEST_LEASE,
                "the lease of a pass that was killed does not end",
                () -> accounts.stream()
                        .allMatch(account -> byHand.retry(
                                        account.id, RetrySelection.FAILING, Budget.starting(System::nanoTime, budget))
                                .isPresent()));
        accounts.forEach(this::marksAgain);
    }

    /** A delivered message over whose mark connections were cut again and again waits for an hour, and no operation shortens that. */
    private void marksAgain(Account account) {
        state(account).stream()
                .filter(record -> record.containsKey("nextAttemptAt"))
                .forEach(record -> Servers.DATABASE
                        .client()
                        .updateItem(update -> update.tableName(state)
                                .key(Map.of("pk", record.get("pk"), "sk", record.get("sk")))
                                .updateExpression("REMOVE nextAttemptAt")));
    }

    /** The sort keys of a poller's records. */
    List<String> records(Account account) {
        return state(account).stream().map(item -> item.get("sk").s()).toList();
    }

    /** Until when each message of a poller waits that does. */
    List<Instant> nextAttempts(Account account) {
        return state(account).stream()
                .filter(item -> item.containsKey("nextAttemptAt"))
                .map(item -> Instant.parse(item.get("nextAttemptAt").s()))
                .toList();
    }

    private List<Map<String, AttributeValue>> state(Account account) {
        return Servers.DATABASE
                .client()
                .query(query -> query.tableName(state)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("poller#" + account.id))))
                .items();
    }

    /** Whether the executable was built, which makes the runs then. */
    boolean isNative() {
        return isNative;
    }

    /** Runs over all pollers, once; false if the table can't be read. */
    boolean run() {
        if (isNative()) {
            return !runNatively().body().contains("\"error\"");
        }
        try {
            newRun().pollDue(Segment.ALL);
            return true;
        } catch (TableException e) {
            return false;
        }
    }

    private LambdaRuntimeApi.Reply runNatively() {
        if (executable.isEmpty()) {
            Path hosts = Directories.temporary("hosts").resolve("hosts");
            toClose.add(() -> Directories.delete(hosts.getParent()));
            String names =
                    OWN_HOSTS.stream().map(host -> "127.0.0.1 " + host + "\n").collect(Collectors.joining());
            write(hosts, names);
            Function started = functionWith(
                    List.of("-Xmx400m", "-Djdk.net.hosts.file=" + hosts),
                    Map.of(
                            "RUN_BUDGET", budget.toSeconds() + "s",
                            "MAX_CONCURRENT_POLLERS", Integer.toString(pollersAtATime),
                            "MAX_CONNECTIONS_PER_HOST", Integer.toString(MOST_POLLERS)));
            toClose.add(started);
            executable = Optional.of(started);
        }
        return executable.get().begin("{}").join();
    }

    /** Another process' worth of the product, with everything of its own but what is shared by processes. */
    Run newRun() {
        DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(dynamo.endpoint())
                .region(Region.of(DynamoDbLocal.REGION))
                .credentialsProvider(ANYBODY)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(databasePatience))
                .overrideConfiguration(limits -> limits.apiCallTimeout(databasePatience.multipliedBy(3)))
                .build();
        toClose.add(client);
        TargetGuard guard = new TargetGuard(new TargetGuard.Rules(true, true, Optional.empty()), Rig::resolve);
        TrustedCertificates trusted = TrustedCertificates.load(Optional.empty());
        return new Run(
                new Run.Limits(budget, pollersAtATime, MOST_POLLERS, 8, 100_000_000, 500_000_000),
                new DynamoPollerTable(client, pollers),
                patience.map(time -> ImpatientMailboxes.waiting(time, guard, trusted))
                        .orElseGet(() -> new AngusMailboxes(guard, trusted)),
                new HttpEndpoints(
                        Servers.VERTX,
                        guard,
                        trusted,
                        clock,
                        new HttpEndpoints.Settings("imap-poller/test", MOST_POLLERS * 8),
                        NoStore::open),
                stateTable(client),
                new TypedPasswords(),
                new LogEvents(report -> {}),
                new AllAlerts(null, () -> {
                    throw new IllegalStateException("no poller here has an alertUrl");
                }),
                clock,
                System::nanoTime);
    }

    private StateTable stateTable(DynamoDbClient client) {
        return new StateTable(
                new DynamoLedger(client, state),
                new DynamoLeases(client, state),
                new DynamoBackoffs(client, state),
                new DynamoAlertStates(client, state));
    }

    /** What was logged so far by the process that runs are made in; nothing where that is this one. */
    Stream<String> nativeLog() {
        return executable.stream()
                .flatMap(function -> function.process().output().lines());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the test's own lead to where its servers are. */
    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        boolean own = host.endsWith(".test") || host.endsWith(".test.") || host.equals("localhost.");
        return own ? List.of(InetAddress.getLoopbackAddress()) : TargetGuard.Resolver.SYSTEM.resolve(host);
    }

    /** Has all histories look at their mailboxes. */
    void look() {
        accounts.forEach(Account::look);
    }

    /** Everything works again; runs until all is delivered, and checks all that ever happened. */
    void deliversTheRest() {
        dynamo.reactions(call -> DynamoProxy.Reaction.PASS);
        accounts.forEach(Account::heal);
        long leasesEnd = System.nanoTime() + LONGEST_LEASE.toNanos();
        for (int i = 0; !accounts.stream().allMatch(Account::isDone); i++) {
            if (i >= RUNS_TO_DELIVER_ALL && System.nanoTime() - leasesEnd > 0) {
                break;
            }
            run();
        }
        isAsPromised();
    }

    /** Checks all histories; nothing may be left. */
    void isAsPromised() {
        for (Account account : accounts) {
            account.look();
            String about = account.id + ", whose item is " + item(account) + " and records are " + records(account);
            assertThat(account.history.violations()).as(about).isEmpty();
            assertThat(account.history.open()).as(about).isEmpty();
        }
    }

    /** The built function, in a process of its own. */
    Function function(Map<String, String> extra, String... launcher) {
        LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
        return new Function(runtime, FunctionProcess.start(runtime, environment(extra), List.of(launcher)));
    }

    /** The same, with options of the JVM or of the executable. */
    Function functionWith(List<String> options, Map<String, String> extra) {
        LambdaRuntimeApi runtime = LambdaRuntimeApi.start();
        return new Function(runtime, FunctionProcess.startWith(options, runtime, environment(extra)));
    }

    private Map<String, String> environment(Map<String, String> extra) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("POLLERS_TABLE", pollers);
        environment.put("STATE_TABLE", state);
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("AWS_ENDPOINT_URL", dynamo.endpoint().toString());
        environment.put("AWS_REGION", DynamoDbLocal.REGION);
        environment.put("AWS_ACCESS_KEY_ID", DynamoDbLocal.ACCESS_KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", DynamoDbLocal.SECRET_KEY);
        environment.putAll(extra);
        return environment;
    }

    @Override
    public void close() {
        accounts.forEach(Account::close);
        receiver.close();
        dynamo.close();
        for (AutoCloseable each : toClose) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Passwords as they stand in the items. */
    private static final class TypedPasswords implements Credentials {
        @Override
        public void prepare(List<Poller> some) {
            // Nothing is kept elsewhere.
        }

        @Override
        public Login.Presented login(Poller poller) {
            return poller.presentedLogin();
        }

        @Override
        public List<Secret> loginSecrets(Poller poller) {
            return List.of(login(poller).secret());
        }

        @Override
        public Optional<Login.Presented> renewed(Poller poller, Login.Presented refused) {
            return Optional.empty();
        }

        @Override
        public List<SigningSecret> signingSecrets(Poller poller) {
            return poller.signingSecrets();
        }

        @Override
        public Optional<Secret> storeSecret(Poller poller) {
            return Optional.empty();
        }
    }
}
