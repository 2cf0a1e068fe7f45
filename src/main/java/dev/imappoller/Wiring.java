package dev.imappoller;

import dev.imappoller.alert.AlertMailer;
import dev.imappoller.alert.MailedAlerts;
import dev.imappoller.alert.NoAlerts;
import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.log.EmbeddedMetrics;
import dev.imappoller.log.LogEvents;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TargetGuard.HostAndPort;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.page.StatusPage;
import dev.imappoller.poller.Alerts;
import dev.imappoller.poller.ByHand;
import dev.imappoller.poller.Changes;
import dev.imappoller.poller.Credentials;
import dev.imappoller.poller.Endpoints;
import dev.imappoller.poller.Events;
import dev.imappoller.poller.HandOut;
import dev.imappoller.poller.LeasedRotation;
import dev.imappoller.poller.Mailboxes;
import dev.imappoller.poller.PollerTable;
import dev.imappoller.poller.Run;
import dev.imappoller.poller.SegmentRun;
import dev.imappoller.poller.StateTable;
import dev.imappoller.poller.TokenEndpoint;
import dev.imappoller.queue.SqsWorkQueue;
import dev.imappoller.secret.StoredCredentials;
import dev.imappoller.store.DynamoAlertStates;
import dev.imappoller.store.DynamoBackoffs;
import dev.imappoller.store.DynamoLeases;
import dev.imappoller.store.DynamoLedger;
import dev.imappoller.store.DynamoLeftovers;
import dev.imappoller.store.DynamoPollerTable;
import dev.imappoller.webhook.HttpEndpoints;
import dev.imappoller.webhook.HttpTokenEndpoint;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Puts the parts together, from the environment's settings. */
final class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Events events(
            Clock clock,
            @ConfigProperty(name = "METRICS", defaultValue = "false") boolean metrics,
            @ConfigProperty(name = "STACK_NAME", defaultValue = "local") String stack) {
        return new LogEvents(metrics ? EmbeddedMetrics.onStandardOutput(stack, clock) : report -> {});
    }

    @Produces
    @Singleton
    TargetGuard guard(
            @ConfigProperty(name = "ALLOW_PRIVATE_NETWORKS", defaultValue = "false") boolean allowPrivateNetworks,
            @ConfigProperty(name = "ALLOW_HTTP_TARGETS", defaultValue = "false") boolean allowHttp,
            @ConfigProperty(name = "AWS_LAMBDA_RUNTIME_API") Optional<String> runtimeApi) {
        return new TargetGuard(
                new TargetGuard.Rules(allowPrivateNetworks, allowHttp, runtimeApi.flatMap(HostAndPort::parse)),
                TargetGuard.Resolver.SYSTEM);
    }

    @Produces
    @Singleton
    TrustedCertificates trusted(@ConfigProperty(name = "TRUSTED_CA_FILE") Optional<Path> caFile) {
        return TrustedCertificates.load(caFile);
    }

    @Produces
    @Singleton
    PollerTable table(DynamoDbClient client, @ConfigProperty(name = "POLLERS_TABLE") String table) {
        return new DynamoPollerTable(client, table);
    }

    @Produces
    @Singleton
    StateTable state(DynamoDbClient client, @ConfigProperty(name = "STATE_TABLE") String table) {
        return new StateTable(
                new DynamoLedger(client, table),
                new DynamoLeases(client, table),
                new DynamoBackoffs(client, table),
                new DynamoAlertStates(client, table));
    }

    @Produces
    @Singleton
    ByHand byHand(StateTable state, Events events, Clock clock) {
        return new ByHand(state, events, clock, System::nanoTime);
    }

    @Produces
    @Singleton
    Changes changes(
            PollerTable pollers,
            DynamoDbClient client,
            @ConfigProperty(name = "STATE_TABLE") String table,
            Run run,
            Events events,
            Clock clock) {
        return new Changes(pollers, new DynamoLeftovers(client, table, clock), run, events);
    }

    @Produces
    @Singleton
    StatusPage statusPage(PollerTable table, StateTable state, Clock clock) {
        return new StatusPage(table, state.ledger(), clock);
    }

    @Produces
    @Singleton
    Mailboxes mailboxes(
            TargetGuard guard,
            TrustedCertificates trusted,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return new AngusMailboxes(guard, trusted, version);
    }

    @Produces
    @Singleton
    SsmClient ssm() {
        return SsmClient.builder()
                .httpClientBuilder(awsHttp())
                .overrideConfiguration(awsLimits())
                .build();
    }

    @Produces
    @Singleton
    SecretsManagerClient secretsManager() {
        return SecretsManagerClient.builder()
                .httpClientBuilder(awsHttp())
                .overrideConfiguration(awsLimits())
                .build();
    }

    @Produces
    @Singleton
    TokenEndpoint tokenEndpoint(
            Vertx vertx,
            TargetGuard guard,
            TrustedCertificates trusted,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return new HttpTokenEndpoint(vertx, guard, trusted, "imap-poller/" + version);
    }

    /** The clients are made at the first reference, so that a function without any doesn't pay for them. */
    @Produces
    @Singleton
    Credentials credentials(
            @ConfigProperty(name = "SECRET_PREFIX", defaultValue = "imap-poller/") String prefix,
            Instance<SsmClient> ssm,
            Instance<SecretsManagerClient> secretsManager,
            TokenEndpoint endpoint,
            StateTable state,
            Events events,
            Clock clock) {
        return StoredCredentials.of(
                prefix,
                ssm::get,
                secretsManager::get,
                endpoint,
                new LeasedRotation(state.leases(), clock),
                events,
                clock);
    }

    /** As for DynamoDB in application.properties: what takes longer is tried again at the next poll. */
    private static UrlConnectionHttpClient.Builder awsHttp() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(Duration.ofSeconds(3));
    }

    private static ClientOverrideConfiguration awsLimits() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofSeconds(8))
                .build();
    }

    @Produces
    @Singleton
    Endpoints endpoints(
            Vertx vertx,
            TargetGuard guard,
            TrustedCertificates trusted,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "MAX_CONCURRENT_POLLERS", defaultValue = "32") int concurrentPollers,
            @ConfigProperty(name = "POSTS_PER_POLLER", defaultValue = "8") int postsPerPoller) {
        HttpEndpoints.Settings settings =
                new HttpEndpoints.Settings("imap-poller/" + version, concurrentPollers * postsPerPoller);
        return new HttpEndpoints(vertx, guard, trusted, clock, settings);
    }

    @Produces
    @Singleton
    Alerts alerts(
            StateTable state,
            Events events,
            Clock clock,
            @ConfigProperty(name = "ALERT_FROM") Optional<String> from,
            @ConfigProperty(name = "POLL_FUNCTION_NAME") Optional<String> pollFunction,
            @ConfigProperty(name = "AWS_LAMBDA_FUNCTION_NAME", defaultValue = "POLL_FUNCTION") String function) {
        return from.filter(address -> !address.isBlank())
                .<Alerts>map(address -> new MailedAlerts(
                        state.alerts(), new AlertMailer(address.strip()), events, clock, pollFunction.orElse(function)))
                .orElseGet(NoAlerts::new);
    }

    /** Without segments no class of SQS is loaded. */
    @Produces
    @Singleton
    HandOut handOut(
            @ConfigProperty(name = "SEGMENTS", defaultValue = "1") int segments,
            @ConfigProperty(name = "WORK_QUEUE_URL") Optional<String> queueUrl,
            Events events,
            Clock clock) {
        return new HandOut(
                segments,
                queueUrl.filter(any -> segments > 1).map(url -> SqsWorkQueue.at(url, awsHttp(), awsLimits())),
                events,
                clock);
    }

    @Produces
    @Singleton
    SegmentRun segmentRun(
            Run run,
            DynamoDbClient client,
            @ConfigProperty(name = "STATE_TABLE") String table,
            @ConfigProperty(name = "RUN_BUDGET", defaultValue = "45s") Duration budget,
            Events events,
            Clock clock) {
        return new SegmentRun(run::pollDue, DynamoLeases.ofSegments(client, table), budget, events, clock);
    }

    @Produces
    @Singleton
    Run run(
            PollerTable table,
            Mailboxes mailboxes,
            Endpoints endpoints,
            StateTable state,
            Credentials credentials,
            Events events,
            Alerts alerts,
            Clock clock,
            @ConfigProperty(name = "RUN_BUDGET", defaultValue = "45s") Duration budget,
            @ConfigProperty(name = "MAX_CONCURRENT_POLLERS", defaultValue = "32") int concurrentPollers,
            @ConfigProperty(name = "MAX_CONNECTIONS_PER_HOST", defaultValue = "8") int connectionsPerHost,
            @ConfigProperty(name = "POSTS_PER_POLLER", defaultValue = "8") int postsPerPoller) {
        // The rest is for decoding, the AWS SDK, TLS buffers and what the temporary folder holds besides.
        long memory = Runtime.getRuntime().maxMemory() / 4;
        long disk = AngusMailboxes.temporaryFiles().toFile().getUsableSpace() / 4 * 3;
        return new Run(
                new Run.Limits(budget, concurrentPollers, connectionsPerHost, postsPerPoller, memory, disk),
                table,
                mailboxes,
                endpoints,
                state,
                credentials,
                events,
                alerts,
                clock,
                System::nanoTime);
    }
}
