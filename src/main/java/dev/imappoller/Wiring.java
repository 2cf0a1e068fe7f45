package dev.imappoller;

import dev.imappoller.alert.AlertMailer;
import dev.imappoller.alert.AlertPoster;
import dev.imappoller.alert.AllAlerts;
import dev.imappoller.alert.ToldAlerts;
import dev.imappoller.http.GuardedRequests;
import dev.imappoller.http.HttpClients;
import dev.imappoller.imap.AngusMailboxes;
import dev.imappoller.log.EmbeddedMetrics;
import dev.imappoller.log.LogEvents;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.page.StatusPage;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.NoticeEndpoint;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.operation.Operations;
import dev.imappoller.poller.run.Alerts;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.PollerChanges;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.SegmentDispatcher;
import dev.imappoller.poller.run.SegmentRun;
import dev.imappoller.poller.run.StateTable;
import dev.imappoller.queue.SqsWorkQueue;
import dev.imappoller.s3.S3AttachmentStore;
import dev.imappoller.store.DynamoAlertStates;
import dev.imappoller.store.DynamoBackoffs;
import dev.imappoller.store.DynamoLeases;
import dev.imappoller.store.DynamoLedger;
import dev.imappoller.store.DynamoLeftovers;
import dev.imappoller.store.DynamoPollerTable;
import dev.imappoller.webhook.HttpEndpoints;
import dev.imappoller.webhook.HttpNoticeEndpoint;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
    Operations byHand(StateTable state, Events events, Clock clock) {
        return new Operations(state.ledger(), state.leases(), events, clock, System::nanoTime);
    }

    @Produces
    @Singleton
    PollerChanges changes(
            PollerTable pollers, DynamoDbClient client, Settings settings, Run run, Events events, Clock clock) {
        return new PollerChanges(pollers, new DynamoLeftovers(client, settings.stateTable(), clock), run, events);
    }

    @Produces
    @Singleton
    StatusPage statusPage(PollerTable table, StateTable state, Clock clock, Settings settings) {
        return new StatusPage(
                table, state.ledger(), clock, settings.pollFunctionArn().orElse(null));
    }

    @Produces
    @Singleton
    Mailboxes mailboxes(TargetGuard guard, TrustedCertificates trusted, Settings settings, Clock clock) {
        return new AngusMailboxes(guard, trusted, settings.version(), clock);
    }

    @Produces
    @Singleton
    NoticeEndpoint noticeEndpoint(
            Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Clock clock, Settings settings) {
        return new HttpNoticeEndpoint(vertx, guard, trusted, clock, "imap-poller/" + settings.version());
    }

    /** As for DynamoDB in application.properties: what takes longer is tried again at the next poll. */
    static UrlConnectionHttpClient.Builder awsHttp() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(Duration.ofSeconds(3));
    }

    static ClientOverrideConfiguration awsLimits() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofSeconds(8))
                .build();
    }

    @Produces
    @Singleton
    Endpoints endpoints(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Clock clock, Settings settings) {
        HttpEndpoints.Settings limits = new HttpEndpoints.Settings(
                "imap-poller/" + settings.version(), settings.concurrentPollers() * settings.postsPerPoller());
        return new HttpEndpoints(
                vertx,
                guard,
                trusted,
                clock,
                limits,
                () -> new S3AttachmentStore(
                        new GuardedRequests(
                                HttpClients.openPlain(vertx, trusted, limits.connectionsPerHost()),
                                guard,
                                limits.userAgent()),
                        DefaultCredentialsProvider.builder().build()::resolveCredentials,
                        settings.region(),
                        clock,
                        System::nanoTime));
    }

    /** What a function does not use of it is not even loaded. */
    @Produces
    @Singleton
    Alerts alerts(
            StateTable state,
            Events events,
            Clock clock,
            Settings settings,
            Instance<NoticeEndpoint> endpoint,
            Credentials credentials,
            DynamoDbClient client) {
        return new AllAlerts(
                settings.alertFrom()
                        .<Alerts>map(address -> new ToldAlerts(
                                state.alerts(), new AlertMailer(address), events, clock, settings.pollFunction()))
                        .orElse(null),
                () -> new ToldAlerts(
                        DynamoAlertStates.ofPosted(client, settings.stateTable()),
                        new AlertPoster(endpoint.get(), credentials, clock),
                        events,
                        clock,
                        settings.pollFunction()));
    }

    /** Without segments no class of SQS is loaded. */
    @Produces
    @Singleton
    SegmentDispatcher segmentDispatcher(Settings settings, Events events, Clock clock) {
        int segments = settings.segments();
        return new SegmentDispatcher(
                segments,
                settings.workQueueUrl()
                        .filter(any -> segments > 1)
                        .map(url -> SqsWorkQueue.at(url, awsHttp(), awsLimits()))
                        .orElse(null),
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
        long heap = Runtime.getRuntime().maxMemory();
        long memory = heap / 4;
        long space = AngusMailboxes.temporaryFiles().toFile().getUsableSpace() / 4 * 3;
        // Lambda gives processor and memory in proportion: the executable gets through so much in some six seconds,
        // whatever the size.
        long disk = Math.min(space, heap / 2);
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
