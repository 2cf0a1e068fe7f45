package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void passesEverythingOn() throws Exception {
        try (Receiver receiver = Receiver.http().otherwise(Answers.response(200, "x".repeat(1_000_000)));
                TcpProxy proxy = TcpProxy.to(receiver.port())) {
            assertThat(get("http", proxy)).hasSize(1_000_000);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void takesTlsOff() throws Exception {
        try (Receiver receiver = Receiver.http().otherwise(Answers.response(200, "plain"));
                TcpProxy proxy = TcpProxy.tlsTo(receiver.port(), TestCertificates.trusted())) {
            assertThat(get("https", proxy)).isEqualTo("plain");
        }
    }

    @Test
    void cutsWhereItIsTold() {
        try (Receiver receiver = Receiver.http().otherwise(Answers.response(200, "until here and no further"));
                TcpProxy proxy = TcpProxy.to(receiver.port())) {
            proxy.toClient((connection, bytes, onward) -> {
                String text = new String(bytes, StandardCharsets.US_ASCII);
                int cut = text.indexOf("here");
                onward.send(text.substring(0, Math.max(cut, 0)).getBytes(StandardCharsets.US_ASCII));
                return cut < 0;
            });
            assertThatThrownBy(() -> get("http", proxy)).isInstanceOf(IOException.class);
            assertThat(receiver.requests()).isNotEmpty();
        }
    }

    @Test
    void cutsAllThatIsOpen() throws Exception {
        try (Receiver receiver = Receiver.http().otherwise(Answers.hang());
                TcpProxy proxy = TcpProxy.to(receiver.port())) {
            // A POST, since the client would try a GET again by itself.
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port()))
                    .POST(BodyPublishers.noBody())
                    .build();
            var answer = TestClients.http().sendAsync(request, BodyHandlers.discarding());
            receiver.awaitRequests(1, BOUND);
            proxy.cutAll();
            assertThatThrownBy(() -> answer.get(BOUND.toSeconds(), TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    private static String get(String scheme, TcpProxy proxy) throws IOException, InterruptedException {
        var uri = URI.create(scheme + "://127.0.0.1:" + proxy.port());
        return TestClients.http()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
