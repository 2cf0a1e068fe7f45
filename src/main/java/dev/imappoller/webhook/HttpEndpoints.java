package dev.imappoller.webhook;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.Endpoint;
import dev.imappoller.poller.Endpoints;
import dev.imappoller.poller.Target;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;

/**
 * Opens endpoints over the Vert.x HTTP client, which is what the Quarkus REST client stands on: unlike that, it connects to the address
 * that the target guard has checked.
 */
public final class HttpEndpoints implements Endpoints {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Below the 5 s after which common servers close an idle connection, so that no request meets a connection being closed. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    private static final int LARGEST_RESPONSE_HEADER = 64 * 1024;

    private final Vertx vertx;
    private final TargetGuard guard;
    private final TrustedCertificates trusted;
    private final RequestHeaders headers;

    /** @param connectionsPerHost as many as are posted to at the same time, or one poller would wait for another */
    public record Settings(String userAgent, int connectionsPerHost) {}

    private final Settings settings;

    public HttpEndpoints(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Clock clock, Settings settings) {
        this.vertx = vertx;
        this.guard = guard;
        this.trusted = trusted;
        this.headers = new RequestHeaders(settings.userAgent(), clock);
        this.settings = settings;
    }

    @Override
    public Endpoint open() {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setSslHandshakeTimeout(CONNECT_TIMEOUT.toSeconds())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setMaxHeaderSize(LARGEST_RESPONSE_HEADER)
                .setVerifyHost(true);
        for (TrustManager manager : trusted.trustManagers().getTrustManagers()) {
            options.setTrustOptions(TrustOptions.wrap(manager));
        }
        HttpClient client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(settings.connectionsPerHost()))
                // A connection that breaks is reported by the request on it; without one it is nobody's loss.
                .withConnectHandler(connection -> connection.exceptionHandler(e -> {}))
                .build();
        return new HttpEndpoint(new PinnedClient(client), guard, headers);
    }

    @Override
    public Optional<String> refusal(Target target) {
        try {
            guard.checkUrl(target.uri().getScheme(), target.uri().getHost(), target.port());
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty(); // Perhaps the DNS is down; the POST will tell.
        } catch (TargetGuard.RefusedException e) {
            return Optional.of(e.reason());
        }
    }
}
