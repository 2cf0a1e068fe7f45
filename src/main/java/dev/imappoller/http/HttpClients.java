package dev.imappoller.http;

import dev.imappoller.net.CipherSuites;
import dev.imappoller.net.TrustedCertificates;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes Vert.x HTTP clients with time-outs, limits, and the check of certificates and names. */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Below the 5 s after which common servers close an idle connection, so that no request meets a connection being closed. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    /**
     * What the network may take in before it is sent, in octets: so much of a message may be unsent when it counts as sent. Linux grows
     * this to 4 MiB, which is faster where a round trip takes more than a tenth of a second.
     */
    private static final int SEND_BUFFER = 256 * 1024;

    private HttpClients() {}

    /** One whose connections read answers by {@link AnswerHandler}. */
    public static HttpClient open(Vertx vertx, TrustedCertificates trusted, int connectionsPerHost) {
        return open(vertx, trusted, connectionsPerHost, AnswerHandler::install);
    }

    /** One whose answers are read by Vert.x, with all fields of their headers. */
    public static HttpClient openPlain(Vertx vertx, TrustedCertificates trusted, int connectionsPerHost) {
        return open(vertx, trusted, connectionsPerHost, connection -> {});
    }

    private static HttpClient open(
            Vertx vertx, TrustedCertificates trusted, int connectionsPerHost, Handler<HttpConnection> connected) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setSslHandshakeTimeout(CONNECT_TIMEOUT.toSeconds())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setSendBufferSize(SEND_BUFFER)
                .setVerifyHost(true);
        CipherSuites.offered().forEach(options::addEnabledCipherSuite);
        for (TrustManager manager : trusted.trustManagers().getTrustManagers()) {
            options.setTrustOptions(TrustOptions.wrap(
                    manager instanceof X509ExtendedTrustManager jdk ? new UnderscoreTrust(jdk) : manager));
        }
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(connectionsPerHost))
                .withConnectHandler(connection -> {
                    // A connection that breaks is reported by the request on it; without one it is nobody's loss.
                    connection.exceptionHandler(e -> {});
                    connected.handle(connection);
                })
                .build();
    }
}
