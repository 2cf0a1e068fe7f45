package dev.imappoller;

import dev.imappoller.alert.AlertMailer;
import dev.imappoller.alert.MailedAlerts;
import dev.imappoller.alert.NoAlerts;
import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.log.EmbeddedMetrics;
import dev.imappoller.log.LogEvents;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.page.StatusPage;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.TokenEndpoint;
import dev.imappoller.poller.lease.LeasedRotation;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.operation.ByHand;
import dev.imappoller.poller.run.Alerts;
import dev.imappoller.poller.run.Changes;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.HandOut;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.SegmentRun;
import dev.imappoller.poller.run.StateTable;
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
import java.time.Clock;
import java.time.Duration;
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
    Events events(Clock clock, Settings settings) {
        return new LogEvents(
                settings.metrics() ? EmbeddedMetrics.onStandardOutput(settings.stackName(), clock) : report -> {});
    }

    @Produces
    @Singleton
    TargetGuard guard(Settings settings) {
        return new TargetGuard(
                new TargetGuard.Rules(
                        settings.privateNetworksAllowed(), settings.httpTargetsAllowed(), settings.runtimeApi()),
                TargetGuard.Resolver.SYSTEM);
    }

    @Produces
    @Singleton
    TrustedCertificates trusted(Settings settings) {
        return TrustedCertificates.load(settings.trustedCaFile());
    }

    @Produces
    @Singleton
    PollerTable table(DynamoDbClient client, Settings settings) {
        return new DynamoPollerTable(client, settings.pollersTable());
    }

    @Produces
    @Singleton
    StateTable state(DynamoDbClient client, Settings settings) {
        String table = settings.stateTable();
        return new StateTable(
                new DynamoLedger(client, table),
                new DynamoLeases(client, table),
                new DynamoBackoffs(client, table),
                new DynamoAlertStates(client, table));
    }

    @Produces
    @Singleton
    ByHand byHand(StateTable state, Events events, Clock clock) {
        return new ByHand(state.ledger(), state.leases(), events, clock, System::nanoTime);
    }

    @Produces
    @Singleton
    Changes changes(
            PollerTable pollers, DynamoDbClient client, Settings settings, Run run, Events events, Clock clock) {
        return new Changes(pollers, new DynamoLeftovers(client, settings.stateTable(), clock), run, events);
    }

    @Produces
    @Singleton
    StatusPage statusPage(PollerTable table, StateTable state, Clock clock) {
        return new StatusPage(table, state.ledger(), clock);
    }

    @Produces
    @Singleton
    Mailboxes mailboxes(TargetGuard guard, TrustedCertificates trusted, Settings settings) {
        return new AngusMailboxes(guard, trusted, settings.version());
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
    TokenEndpoint tokenEndpoint(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Settings settings) {
        return new HttpTokenEndpoint(vertx, guard, trusted, "imap-poller/" + settings.version());
    }

    /** The clients are made at the first reference, so that a function without any doesn't pay for them. */
    @Produces
    @Singleton
    Credentials credentials(
            Settings settings,
            Instance<SsmClient> ssm,
            Instance<SecretsManagerClient> secretsManager,
            TokenEndpoint endpoint,
            StateTable state,
            Events events,
            Clock clock) {
        return StoredCredentials.of(
                settings.secretPrefix(),
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
    Endpoints endpoints(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Clock clock, Settings settings) {
        return new HttpEndpoints(
                vertx,
                guard,
                trusted,
                clock,
                new HttpEndpoints.Settings(
                        "imap-poller/" + settings.version(), settings.concurrentPollers() * settings.postsPerPoller()));
    }

    @Produces
    @Singleton
    Alerts alerts(StateTable state, Events events, Clock clock, Settings settings) {
        return settings.alertFrom()
                .<Alerts>map(address -> new MailedAlerts(
                        state.alerts(), new AlertMailer(address), events, clock, settings.pollFunction()))
                .orElseGet(NoAlerts::new);
    }

    /** Without segments no class of SQS is loaded. */
    @Produces
    @Singleton
    HandOut handOut(Settings settings, Events events, Clock clock) {
        int segments = settings.segments();
        return new HandOut(
                segments,
                settings.workQueueUrl()
                        .filter(any -> segments > 1)
                        .map(url -> SqsWorkQueue.at(url, awsHttp(), awsLimits())),
                events,
                clock);
    }

    @Produces
    @Singleton
    SegmentRun segmentRun(Run run, DynamoDbClient client, Settings settings, Events events, Clock clock) {
        return new SegmentRun(
                run::pollDue,
                DynamoLeases.ofSegments(client, settings.stateTable()),
                settings.runBudget(),
                events,
                clock);
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
            Settings settings) {
        // The rest is for decoding, the AWS SDK, TLS buffers and what the temporary folder holds besides.
        long memory = Runtime.getRuntime().maxMemory() / 4;
        long disk = AngusMailboxes.temporaryFiles().toFile().getUsableSpace() / 4 * 3;
        return new Run(
                new Run.Limits(
                        settings.runBudget(),
                        settings.concurrentPollers(),
                        settings.connectionsPerHost(),
                        settings.postsPerPoller(),
                        memory,
                        disk),
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
