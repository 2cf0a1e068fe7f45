package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.TcpProxy;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import dev.imappoller.testing.TlsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS between the built function and servers of every kind, in both versions and with keys of each algorithm. */
@EnabledOnOs(OS.LINUX)
class TlsIT {
    private static final int POLLS = 5;

    private final MemoryImapServer mailboxes = MemoryImapServer.start();
    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        smtp.start();
        mailboxes.append("user", "INBOX", TestMail.message("one"));
    }

    @AfterEach
    void stop() {
        smtp.stop();
        mailboxes.close();
    }

    static Stream<Arguments> servers() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.of(
                                TestCertificates.rsa(), TestCertificates.trusted(), TestCertificates.ed25519())
                        .map(identity -> arguments(version, identity)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("servers")
    void isSpokenWithMailServersWebAppsAndThatOfAlerts(String version, Identity identity) {
        try (TcpProxy imaps = TcpProxy.tlsTo(mailboxes.imapPort(), TlsServer.with(identity, version));
                TcpProxy smtps = TcpProxy.tlsTo(smtp.getSmtp().getPort(), TlsServer.with(identity, version));
                Receiver webApp = Receiver.https(TlsServer.with(identity, version));
                TestPollers pollers = TestPollers.start(alerting(smtps))) {
            String url = "https://localhost:" + webApp.port() + "/in";
            pollers.put("fine", item("localhost", imaps, url, Map.of()));
            pollers.put(
                    "refused",
                    item("localhost", imaps, url, Map.of("password", "wrong", "alertEmail", "ops@example.com")));

            assertThat(pollers.invoke("{\"op\":\"check\",\"pollerId\":\"fine\"}")
                            .getString("steps.find { it.step == 'tls' }.detail"))
                    .startsWith(version + " with TLS_")
                    .contains("CN=" + identity.name());
            for (int i = 0; i < POLLS; i++) {
                pollers.poll("fine");
                pollers.poll("refused");
            }

            assertThat(pollers.status("fine"))
                    .as(() -> pollers.statusDetail("fine"))
                    .isEqualTo("OK");
            assertThat(webApp.requests()).hasSize(1);
            assertThat(mailboxes.unseen("user", "INBOX")).isEmpty();
            assertThat(pollers.status("refused")).isEqualTo("AUTH_FAILED");
            assertThat(smtp.getReceivedMessages()).as("alerts").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPollResumesTheSessionOfTheOneBefore(String version) {
        TlsServer tls = TlsServer.with(TestCertificates.trusted(), version);
        try (TcpProxy imaps = TcpProxy.tlsTo(mailboxes.imapPort(), tls);
                Receiver webApp = Receiver.http();
                TestPollers pollers = TestPollers.start()) {
            pollers.put("p", item("localhost", imaps, webApp.uri("/in").toString(), Map.of()));
            for (int i = 0; i < POLLS; i++) {
                pollers.poll("p");
                assertThat(pollers.status("p")).isEqualTo("OK");
            }

            assertThat(imaps.connections()).isEqualTo(POLLS);
            assertThat(tls.fullHandshakes()).isEqualTo(1);
        }
    }

    /** The certificate is for names below elsewhere.example. */
    @Test
    void hostsOfOtherScriptsAreFoundAndTheirCertificatesChecked(@TempDir Path directory) throws IOException {
        Path hosts = directory.resolve("hosts");
        Files.writeString(
                hosts,
                "127.0.0.1 xn--bcher-kva.elsewhere.example xn--80a1acny.elsewhere.example xn--bcher-kva.example\n");
        try (TcpProxy imaps = TcpProxy.tlsTo(mailboxes.imapPort(), TlsServer.with(TestCertificates.wrongName()));
                Receiver webApp = Receiver.https(TestCertificates.wrongName());
                TestPollers pollers = TestPollers.start(Map.of(), List.of("-Djdk.net.hosts.file=" + hosts))) {
            String url = "https://B\u00fccher.elsewhere.example:" + webApp.port() + "/in";
            String host = "\u043f\u043e\u0447\u0442\u0430.elsewhere.example";

            pollers.put("other-name", item("b\u00fccher.example", imaps, url, Map.of()));
            pollers.poll("other-name");
            assertThat(pollers.status("other-name")).isEqualTo("TLS_FAILED");

            pollers.put("p", item(host, imaps, url, Map.of()));
            pollers.poll("p");
            assertThat(pollers.status("p")).as(() -> pollers.statusDetail("p")).isEqualTo("OK");
            assertThat(webApp.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.header("Host"))
                            .contains("xn--bcher-kva.elsewhere.example:" + webApp.port()));
        }
    }

    /** The mailer knows no TRUSTED_CA_FILE: the servers of the field have certificates that everybody trusts. */
    private static Map<String, String> alerting(TcpProxy smtps) {
        return Map.of(
                "ALERT_FROM", "poller@example.com",
                "QUARKUS_MAILER_HOST", "localhost",
                "QUARKUS_MAILER_PORT", Integer.toString(smtps.port()),
                "QUARKUS_MAILER_TLS", "true",
                "QUARKUS_MAILER_TRUST_ALL", "true");
    }

    private static Map<String, Object> item(String host, TcpProxy imaps, String url, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host", host, "port", imaps.port(), "username", "user", "password", ImapServer.PASSWORD, "url", url));
        item.putAll(extra);
        return item;
    }
}
