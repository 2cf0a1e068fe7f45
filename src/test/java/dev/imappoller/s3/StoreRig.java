package dev.imappoller.s3;

import dev.imappoller.http.GuardedRequests;
import dev.imappoller.http.HttpClients;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.testing.S3Server;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.webhook.HttpEndpoints;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Posts messages as a run does, by the real clients, to a web app and a store on this machine. All names are of this machine. */
final class StoreRig implements AutoCloseable {
    static final String BUCKET = "acme-mail";
    static final String WEBHOOK_ID = "id-of-message-1";

    private final Vertx vertx = Vertx.vertx();
    private final HttpEndpoints endpoints;
    private Endpoint endpoint;
    int opened;

    StoreRig() {
        this(true);
    }

    StoreRig(boolean privateNetworks) {
        TargetGuard guard = new TargetGuard(
                new TargetGuard.Rules(privateNetworks, true, Optional.empty()),
                host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})));
        TrustedCertificates trusted = TrustedCertificates.load(Optional.of(TestCertificates.caFile()));
        HttpEndpoints.Settings settings = new HttpEndpoints.Settings("imap-poller/1.2.3", 8);
        AwsCredentialsIdentity role = AwsSessionCredentialsIdentity.create(
                S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY, "session-token");
        endpoints = new HttpEndpoints(vertx, guard, trusted, Clock.systemUTC(), settings, () -> {
            opened++;
            return new S3AttachmentStore(
                    new GuardedRequests(
                            HttpClients.openPlain(vertx, trusted, settings.connectionsPerHost()),
                            guard,
                            settings.userAgent()),
                    () -> role,
                    "eu-west-1",
                    Clock.systemUTC(),
                    System::nanoTime);
        });
        endpoint = endpoints.open();
    }

    /** The next run. */
    void reopen() {
        endpoint.close();
        endpoint = endpoints.open();
    }

    Answer post(Poller poller, byte[] message) throws IOException {
        return post(poller, RawMessage.of(message), Duration.ofSeconds(20));
    }

    Answer post(Poller poller, RawMessage raw, Duration atMost) throws IOException {
        return endpoint.post(new Delivery(poller, 1, WEBHOOK_ID, raw, MessageDecoder.decode(raw)), atMost);
    }

    @Override
    public void close() {
        endpoint.close();
        vertx.close();
    }

    /** A store at an endpoint of its own. */
    static Map<String, Object> store(String endpoint) {
        return new HashMap<>(Map.of(
                "bucket",
                BUCKET,
                "endpoint",
                endpoint,
                "accessKeyId",
                S3Server.ACCESS_KEY_ID,
                "secretAccessKey",
                S3Server.SECRET_ACCESS_KEY));
    }

    static Poller poller(String url, String format, Map<String, Object> store) {
        Map<String, Object> item = Map.of(
                "host",
                "imap.example.com",
                "username",
                "a@example.com",
                "password",
                "secret",
                "format",
                format,
                "url",
                url,
                "maxMessageBytes",
                BigDecimal.valueOf(1 << 30),
                "attachmentStore",
                store);
        return ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
    }
}
