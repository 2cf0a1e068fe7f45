package dev.imappoller.oauth;

import dev.imappoller.http.GuardedRequests;
import dev.imappoller.http.HttpClients;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.secret.Fixture;
import dev.imappoller.testing.OAuthServer;
import dev.imappoller.testing.TestCertificates;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authorization and access tokens over HTTPS, against an authorization server and AWS's services for secrets of the tests. */
final class OAuthWorld implements AutoCloseable {
    final Fixture fixture = new Fixture();
    final OAuthServer server = new OAuthServer(fixture.clock);
    final FakeAuthorizations authorizations = new FakeAuthorizations();
    final List<Duration> pauses = new ArrayList<>();
    Runnable whilePausing = () -> {};
    final AuthorizeByBrowser authorize;
    final AuthorizeByDevice byDevice;

    private final Vertx vertx = Vertx.vertx();

    OAuthWorld() {
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        TrustedCertificates trusted = TrustedCertificates.load(Optional.of(TestCertificates.caFile()));
        fixture.real = Optional.of(new HttpTokenEndpoint(
                () -> new GuardedRequests(HttpClients.open(vertx, trusted, 1), guard, "imap-poller/test")));
        Exchanges exchanges = new Exchanges(
                fixture.endpoint,
                fixture.accessTokens,
                fixture.secrets,
                fixture.refreshTokens,
                new Assertions(fixture.clock));
        authorize = new AuthorizeByBrowser(exchanges, authorizations, new SecureRandom(), fixture.clock);
        byDevice = new AuthorizeByDevice(exchanges, authorizations, Duration.ofSeconds(11), this::pause, fixture.clock);
    }

    /** A poller whose oauth map leads to the server, with more in it. */
    Poller poller(Map<String, Object> more) {
        Map<String, Object> oauth =
                new HashMap<>(Map.of("tokenUrl", server.uri("/token").toString(), "scope", "mail offline_access"));
        oauth.putAll(more);
        return PollerItem.read(
                        "p",
                        Map.of(
                                "host", "imap.example.com",
                                "username", "user@example.com",
                                "url", "https://example.com/inbound",
                                "oauth", oauth))
                .poller()
                .orElseThrow();
    }

    /** One that a person is to grant access to. */
    Poller grantee(Map<String, Object> more) {
        Map<String, Object> oauth = new HashMap<>(Map.of(
                "clientId",
                OAuthServer.CLIENT,
                "refreshTokenRef",
                "ssm:/imap-poller/token",
                "authorizationUrl",
                server.uri("/authorize").toString(),
                "deviceAuthorizationUrl",
                server.uri("/devicecode").toString()));
        oauth.putAll(more);
        return poller(oauth);
    }

    @Override
    public void close() {
        server.close();
        fixture.close();
        vertx.close();
    }

    private void pause(Duration time) {
        pauses.add(time);
        fixture.clock.advance(time);
        whilePausing.run();
    }
}
