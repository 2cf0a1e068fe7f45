package dev.imappoller;

import dev.imappoller.http.GuardedRequests;
import dev.imappoller.http.HttpClients;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.oauth.AccessTokens;
import dev.imappoller.oauth.Assertions;
import dev.imappoller.oauth.AuthorizeByBrowser;
import dev.imappoller.oauth.AuthorizeByDevice;
import dev.imappoller.oauth.AuthorizeOperation;
import dev.imappoller.oauth.Exchanges;
import dev.imappoller.oauth.HttpTokenEndpoint;
import dev.imappoller.oauth.PendingAuthorizations;
import dev.imappoller.oauth.RefreshTokens;
import dev.imappoller.oauth.TokenEndpoint;
import dev.imappoller.poller.lease.LeasedRotation;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.StateTable;
import dev.imappoller.secret.SecretReader;
import dev.imappoller.secret.StoredCredentials;
import dev.imappoller.store.DynamoAuthorizations;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Puts the parts together that logins are made of: secrets, access tokens, and how they are granted. */
final class OAuthWiring {
    @Produces
    @Singleton
    SsmClient ssm() {
        return SsmClient.builder()
                .httpClientBuilder(Wiring.awsHttp())
                .overrideConfiguration(Wiring.awsLimits())
                .build();
    }

    @Produces
    @Singleton
    SecretsManagerClient secretsManager() {
        return SecretsManagerClient.builder()
                .httpClientBuilder(Wiring.awsHttp())
                .overrideConfiguration(Wiring.awsLimits())
                .build();
    }

    @Produces
    @Singleton
    TokenEndpoint tokenEndpoint(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Settings settings) {
        String userAgent = "imap-poller/" + settings.version();
        return new HttpTokenEndpoint(() -> new GuardedRequests(HttpClients.open(vertx, trusted, 1), guard, userAgent));
    }

    /** The clients are made at the first reference, so that a function without any doesn't pay for them. */
    @Produces
    @Singleton
    SecretReader secrets(
            Settings settings,
            Instance<SsmClient> ssm,
            Instance<SecretsManagerClient> secretsManager,
            Events events,
            Clock clock) {
        return SecretReader.of(settings.secretPrefix(), ssm::get, secretsManager::get, events, clock);
    }

    @Produces
    @Singleton
    RefreshTokens refreshTokens(SecretReader secrets, StateTable state, Clock clock) {
        return new RefreshTokens(secrets, new LeasedRotation(state.leases(), clock));
    }

    @Produces
    @Singleton
    AccessTokens accessTokens(
            SecretReader secrets, RefreshTokens refreshTokens, TokenEndpoint endpoint, Events events, Clock clock) {
        return new AccessTokens(secrets, refreshTokens, endpoint, events, clock);
    }

    @Produces
    @Singleton
    Credentials credentials(SecretReader secrets, AccessTokens tokens) {
        return new StoredCredentials(secrets, tokens);
    }

    @Produces
    @Singleton
    AuthorizeOperation authorization(
            TokenEndpoint endpoint,
            AccessTokens tokens,
            SecretReader secrets,
            RefreshTokens refreshTokens,
            DynamoDbClient client,
            Settings settings,
            Clock clock) {
        Exchanges exchanges = new Exchanges(endpoint, tokens, secrets, refreshTokens, new Assertions(clock));
        PendingAuthorizations underWay = new DynamoAuthorizations(client, settings.stateTable());
        return new AuthorizeOperation(
                new AuthorizeByBrowser(exchanges, underWay, new SecureRandom(), clock),
                // The check that follows has as much time as a run; together they stay below the function's time-out.
                new AuthorizeByDevice(
                        exchanges,
                        underWay,
                        settings.runBudget().dividedBy(4),
                        pause -> LockSupport.parkNanos(pause.toNanos()),
                        clock));
    }
}
