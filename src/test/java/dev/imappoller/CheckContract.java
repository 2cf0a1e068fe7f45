package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code check} explains, end to end: each step with its result, and the one that fails as a pass would say it. */
abstract class CheckContract {
    private static final String CANARY = "?token=canary";

    final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    private Receiver receiver;
    static TestPollers pollers;

    /** The server that holds the mailboxes. */
    abstract ImapServer server();

    /** A server of the same kind with a certificate of choice. */
    abstract ImapServer startWith(Identity identity);

    @BeforeAll
    static void startFunction() {
        pollers = TestPollers.start();
    }

    @AfterAll
    static void stopFunction() {
        pollers.close();
    }

    @BeforeEach
    void open() {
        receiver = Receiver.http();
        pollers.deleteAll();
        server().append(user, "INBOX", TestMail.message("one"), TestMail.message("two"));
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void explainsEachStepOfAPollerThatWorks() {
        JsonPath report = check(Map.of());

        assertThat(steps(report))
                .containsExactly(
                        "item",
                        "target",
                        "dns",
                        "connect",
                        "tls",
                        "greeting",
                        "capabilities",
                        "login",
                        "folder",
                        "seen",
                        "unseen");
        assertThat(report.getList("steps.ok")).containsOnly(true);
        assertThat(report.getList("steps.millis", Long.class)).allMatch(millis -> millis >= 0 && millis < 30_000);
        assertThat(detail(report, "target")).isEqualTo(receiver.uri("/in") + " may be posted to.");
        assertThat(detail(report, "dns")).startsWith("localhost is ").contains("127.0.0.1");
        assertThat(detail(report, "connect")).contains(" port " + server().imapsPort());
        assertThat(detail(report, "tls"))
                .startsWith("TLSv1.3 with TLS_")
                .contains("the certificate is of CN=trusted, issued by CN=ca, and ends on 20")
                .doesNotContain("Warning");
        assertThat(detail(report, "capabilities")).contains("IMAP4rev1");
        assertThat(detail(report, "login")).matches("Logged in as " + user + " by (AUTHENTICATE PLAIN|LOGIN)\\.");
        assertThat(detail(report, "greeting")).startsWith("It said: ").contains("ready");
        assertThat(detail(report, "folder")).isEqualTo("INBOX is selected, read-write.");
        assertThat(detail(report, "unseen")).isEqualTo("2 unread.");
        assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
        assertThat(report.getString("pollers[0].statusDetail")).endsWith("2 unread. Nothing was posted.");
        assertThat(receiver.requests()).isEmpty();
        assertThat(server().unseen(user, "INBOX")).hasSize(2);
        assertThat(pollers.get("p")).doesNotContainKeys("status", "lastPollAt");
    }

    @Test
    void tellsHowManyTheFilterLetsThrough() {
        assertThat(detail(check(Map.of("filter", Map.of("subject", "two"))), "unseen"))
                .isEqualTo("1 unread that filter lets through, of 2 in all.");
        assertThat(detail(check(Map.of("filter", Map.of("since", "2999-12-31"))), "unseen"))
                .isEqualTo("0 unread that filter lets through, of 2 in all.");
        assertThat(detail(check(Map.of("filter", Map.of("body", "Größe"))), "unseen"))
                .isEqualTo("0 unread that filter lets through, of 2 in all.");
    }

    @Test
    void aSampleOfAnySizeTellsOfTheLimitsOfTheWebApp() {
        check(Map.of());
        receiver.on("/in", (request, wire) -> {
            int status = request.body().length > 2_000_000 ? 413 : 200;
            return Answers.status(status).write(request, wire);
        });

        JsonPath small = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\",\"post\":true,\"bytes\":1000000}");
        JsonPath large = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\",\"post\":true,\"bytes\":\"5000000\"}");
        JsonPath none = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\",\"bytes\":5000000}");

        assertThat(detail(small, "post")).contains("of 1000000 bytes", "messages of that size get through");
        assertThat(detail(large, "post")).contains("of 5000000 bytes", "HTTP 413", "raise its limit");
        assertThat(none.getString("error")).contains("bytes must be a number");
    }

    @Test
    void warnsOfACertificateThatEndsSoon() {
        try (ImapServer other = startWith(TestCertificates.expiring())) {
            other.append(user, "INBOX", TestMail.message("one"));

            JsonPath report = check(Map.of("port", other.imapsPort()));

            assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
            assertThat(detail(report, "tls")).contains("CN=expiring", "Warning: that is in 4 days");
        }
    }

    static Stream<Identity> badIdentities() {
        return Stream.of(TestCertificates.untrusted(), TestCertificates.expired(), TestCertificates.wrongName());
    }

    @ParameterizedTest
    @MethodSource("badIdentities")
    void aCertificateThatIsNotAcceptedEndsWithTls(Identity identity) {
        try (ImapServer other = startWith(identity)) {
            failsAt("tls", "TLS_FAILED", check(Map.of("port", other.imapsPort())));
        }
    }

    @Test
    void aWrongPortEndsWithTheConnection() {
        failsAt("connect", "CONNECT_FAILED", check(Map.of("port", Ports.closed())));
    }

    @Test
    void aPlainPortEndsWithTls() {
        failsAt("tls", "TLS_FAILED", check(Map.of("port", server().imapPort())));
    }

    @Test
    void anUnknownHostEndsWithTheDns() {
        JsonPath report = check(Map.of("host", "imap.invalid"));

        failsAt("dns", "CONNECT_FAILED", report);
        assertThat(detail(report, "dns")).contains("imap.invalid has no address in the DNS");
    }

    @Test
    void aWrongPasswordEndsWithTheLogin() {
        JsonPath report = check(Map.of("password", "wrong-canary"));

        failsAt("login", "AUTH_FAILED", report);
        assertThat(detail(report, "login")).contains("refused the login of " + user);
    }

    @Test
    void aMissingFolderIsFollowedByThoseThatThereAre() {
        server().append(user, "Größe", TestMail.message("three"));
        server().append(user, "Archive", TestMail.message("four"));

        JsonPath report = check(Map.of("folder", "Grösse"));

        assertThat(steps(report)).endsWith("login", "folder", "folders");
        assertThat(report.getString("pollers[0].status")).isEqualTo("FOLDER_NOT_FOUND");
        assertThat(status(report, "folder")).isEqualTo("FOLDER_NOT_FOUND");
        assertThat(detail(report, "folder")).isEqualTo(report.getString("pollers[0].statusDetail"));
        assertThat(detail(report, "folders")).isEqualTo("There are: Archive, Größe, INBOX. Did you mean Größe?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest" + CANARY, "http://[fe80::1]/" + CANARY})
    void aTargetThatIsRefusedEndsBeforeTheMailbox(String url) {
        JsonPath report = check(Map.of("url", url));

        assertThat(steps(report)).containsExactly("item", "target");
        failsAt("target", "INVALID_CONFIG", report);
    }

    @Test
    void aTargetWithoutAnAddressDoesNotKeepTheMailboxFromBeingTried() {
        JsonPath report = check(Map.of("url", "https://app.invalid/in" + CANARY));

        assertThat(steps(report)).contains("target", "login", "unseen");
        assertThat(status(report, "target")).isEqualTo("ENDPOINT_FAILING");
        assertThat(report.getString("pollers[0].status")).isEqualTo("ENDPOINT_FAILING");
        assertThat(report.getInt("pollers[0].unreadCount")).isEqualTo(2);
    }

    @Test
    void allThatIsWrongWithAnItemIsSaidAtOnce() {
        pollers.put("p", Map.of("host", 5, "port", "993", "username", user, "url", "ftp://example.com/" + CANARY));

        JsonPath report = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\",\"post\":true}");

        assertThat(steps(report)).containsExactly("item");
        failsAt("item", "INVALID_CONFIG", report);
        assertThat(detail(report, "item"))
                .contains("host must be a string", "port must be", "password is missing", "url has the scheme");
    }

    static Stream<Arguments> posts() {
        return Stream.of("json", "multipart", "raw")
                .flatMap(format -> Stream.of(
                        arguments(format, Answers.status(200), "OK", true, "answered HTTP 200"),
                        arguments(format, Answers.status(422), "OK", false, "marked as read and not tried again"),
                        arguments(format, Answers.close(), "ENDPOINT_FAILING", false, "without an answer")));
    }

    @ParameterizedTest
    @MethodSource("posts")
    void postsASampleThatSaysThatItIsATest(String format, Answer answer, String status, boolean ok, String words) {
        receiver.otherwise(answer);
        putItem(Map.of(
                "format",
                format,
                "signingSecret",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "headers",
                Map.of("X-Tenant", "blue")));

        JsonPath report = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\",\"post\":true}");

        assertThat(steps(report)).endsWith("unseen", "post");
        assertThat(report.getBoolean("steps.find { it.step == 'post' }.ok")).isEqualTo(ok);
        assertThat(detail(report, "post")).contains(receiver.uri("/in").toString(), words, " ms)");
        assertThat(report.getString("pollers[0].status")).isEqualTo(status);
        assertThat(report.prettify()).doesNotContain("canary", "whsec_");
        Request request = receiver.requests().get(0);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(request.query()).isEqualTo("token=canary");
        assertThat(request.header("X-Imap-Poller-Test")).contains("true");
        assertThat(request.header("X-Tenant")).contains("blue");
        assertThat(request.header("webhook-signature").orElseThrow()).startsWith("v1,");
        assertThat(request.text()).contains("Test message from IMAP Poller", "This is a test message.");
        assertThat(server().unseen(user, "INBOX")).hasSize(2);
    }

    JsonPath check(Map<String, Object> extra) {
        putItem(extra);
        JsonPath report = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\"}");
        assertThat(report.prettify()).doesNotContain("canary", ImapServer.PASSWORD + "\"");
        return report;
    }

    /** The step is the last one and says, like the report, what a pass says. */
    void failsAt(String step, String status, JsonPath report) {
        assertThat(steps(report)).as(report.prettify()).last().isEqualTo(step);
        assertThat(report.getList("steps.ok", Boolean.class))
                .containsOnlyOnce(false)
                .last()
                .isEqualTo(false);
        assertThat(status(report, step)).isEqualTo(status);
        assertThat(report.getString("pollers[0].status")).isEqualTo(status);
        assertThat(detail(report, step)).isEqualTo(report.getString("pollers[0].statusDetail"));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo(status);
        assertThat(pollers.statusDetail("p")).startsWith(detail(report, step));
        assertThat(receiver.requests()).isEmpty();
    }

    static List<String> steps(JsonPath report) {
        return report.getList("steps.step");
    }

    static String detail(JsonPath report, String step) {
        return report.getString("steps.find { it.step == '" + step + "' }.detail");
    }

    static String status(JsonPath report, String step) {
        return report.getString("steps.find { it.step == '" + step + "' }.status");
    }

    private void putItem(Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                server().imapsPort(),
                "username",
                user,
                "password",
                ImapServer.PASSWORD,
                "url",
                receiver.uri("/in").toString() + CANARY));
        item.putAll(extra);
        pollers.put("p", item);
    }
}
