package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imappoller.http.HttpClients;
import dev.imappoller.http.PostDeadline;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.url.WebUrl;
import dev.imappoller.testing.OctetServer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Web apps that answer whatever octets there are. In the ordinary build they answer what was kept in the resources; with {@code
 * JAZZER_FUZZ=1} in the environment new answers are looked for.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class KeptConnectionFuzzTest {
    /** What the second request is answered with on a connection that is kept: no input has it. */
    private static final int OWN = 598;

    private static final Vertx VERTX = Vertx.vertx();
    private static final TrustedCertificates TRUSTED = TrustedCertificates.load(Optional.empty());
    private static final OctetServer SERVER = OctetServer.start(OctetServer.HTTP);

    @FuzzTest(maxDuration = "1h")
    void noAnswerCountsForTheNextMessage(byte[] octets) throws IOException {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (byte octet : octets) {
            script.write(octet == OctetServer.BETWEEN ? ' ' : octet);
        }
        script.write(OctetServer.BETWEEN);
        script.writeBytes(
                ("HTTP/1.1 " + OWN + " Own\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        SERVER.says(script.toByteArray());
        BugDetectors.allowNetworkConnections((host, port) -> port == SERVER.port());
        try (PinnedClient client = new PinnedClient(HttpClients.open(VERTX, TRUSTED, 1))) {
            PinnedClient.Response first = post(client);
            PinnedClient.Response second = post(client);
            // On a new connection the second request is the first one, also where the first was never heard.
            assertThat(SERVER.connections() > 1
                            || cameTooLate(first)
                            || second.failure().isPresent()
                            || second.status() == OWN)
                    .as("%s, and then %s", first, second)
                    .isTrue();
        }
    }

    private static boolean cameTooLate(PinnedClient.Response response) {
        return response.failure()
                .filter(failure ->
                        failure.cause() == Answer.Cause.NOT_CONNECTED || failure.cause() == Answer.Cause.TIMED_OUT)
                .isPresent();
    }

    /** Not for long: an answer that has no end is waited for in vain. */
    private static PinnedClient.Response post(PinnedClient client) throws IOException {
        return client.post(
                new PinnedClient.Request(
                        WebUrl.parse("http://127.0.0.1:" + SERVER.port() + "/in"),
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.port())),
                        MultiMap.caseInsensitiveMultiMap(),
                        PreparedPayload.of(new Braces(), 2)),
                new PostDeadline(Duration.ofMillis(300)));
    }
}
