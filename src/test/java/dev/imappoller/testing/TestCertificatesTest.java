package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {

    private static final List<Identity> OTHERS =
            List.of(TestCertificates.wrongName(), TestCertificates.expired(), TestCertificates.untrusted());

    @Test
    void trustedOneIsAcceptedByAddressAndName() throws Exception {
        try (Receiver receiver = Receiver.https(TestCertificates.trusted())) {
            assertThat(status(receiver, "127.0.0.1")).isEqualTo(200);
            assertThat(status(receiver, "localhost")).isEqualTo(200);
        }
    }

    @Test
    void theOthersAreRefused() {
        for (Identity identity : OTHERS) {
            try (Receiver receiver = Receiver.https(identity)) {
                assertThatThrownBy(() -> status(receiver, "127.0.0.1"))
                        .as(identity.name())
                        .isInstanceOf(IOException.class);
                assertThat(receiver.requests()).isEmpty();
                assertThat(receiver.connections()).isPositive();
            }
        }
    }

    @Test
    void areMadeOnceAndInPemToo() {
        assertThat(TestCertificates.trusted()).isEqualTo(TestCertificates.trusted());
        assertThat(TestCertificates.caFile()).content().contains("-----BEGIN CERTIFICATE-----");
        assertThat(TestCertificates.trusted().privateKey()).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    private static int status(Receiver receiver, String host) throws Exception {
        var uri = receiver.uri("/").toString().replace("127.0.0.1", host);
        return TestClients.http()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
