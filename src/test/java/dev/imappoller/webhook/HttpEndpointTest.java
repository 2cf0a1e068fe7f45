package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TargetGuard.HostAndPort;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.TargetLookup;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.Target;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.NoStore;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.SilentServer;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);

    private static Vertx vertx;

    private Receiver receiver;
    private Endpoint endpoint;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close();
    }

    @BeforeEach
    void open() {
        receiver = Receiver.http();
        endpoint = endpoints(Optional.empty()).open();
    }

    @AfterEach
    void close() {
        endpoint.close();
        receiver.close();
    }

    @Test
    void postsJsonWithTheFieldsOfStandardWebhooks() {
        assertThat(status(post(receiver.uri("/in?tenant=5").toString()))).isEqualTo(200);

        Request request = receiver.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/in");
        assertThat(request.query()).isEqualTo("tenant=5");
        assertThat(request.header("Content-Type")).contains("application/json");
        assertThat(request.header("Content-Length")).contains(Integer.toString(request.body().length));
        assertThat(request.header("User-Agent")).contains("imap-poller/1.2.3");
        assertThat(request.header("webhook-id")).contains("id-of-message-1");
        assertThat(request.header("webhook-timestamp")).contains(Long.toString(NOW.getEpochSecond()));
        assertThat(request.header("Host")).contains("127.0.0.1:" + receiver.port());
        assertThat(request.text()).startsWith("{").contains("\"subject\":\"one\"");
    }

    @Test
    void derivesPlainFromHtmlOnlyForThePollerThatAsks() {
        byte[] html = "Content-Type: text/html\r\n\r\n<p>Yes</p>".getBytes(StandardCharsets.US_ASCII);
        String url = receiver.uri("/in").toString();

        endpoint.post(delivery(item(url, Map.of("plainFromHtml", true)), html), LONG);
        endpoint.post(delivery(item(url, Map.of()), html), LONG);

        assertThat(receiver.requests().get(0).text()).contains("\"plain\":\"Yes\"", "\"plain_from_html\":true");
        assertThat(receiver.requests().get(1).text()).contains("\"plain\":null").doesNotContain("plain_from_html");
    }

    @Test
    void keepsTheConnectionFromPostToPost() {
        receiver.otherwise(Answers.response(200, "a body that nobody reads"));

        for (int i = 0; i < 5; i++) {
            post(receiver.uri("/in").toString());
        }

        assertThat(receiver.requests()).hasSize(5);
        // One as a rule; a post that comes before the last answer's end was seen takes another.
        assertThat(receiver.connections()).isLessThan(5);
    }

    @Test
    void sendsBasicCredentialsAndTheItemsHeaders() {
        String url = "http://user:p%40ss@127.0.0.1:" + receiver.port() + "/in";

        post(url, Map.of("X-Tenant", "blue"), LONG);

        Request request = receiver.requests().get(0);
        assertThat(request.header("Authorization")).contains("Basic dXNlcjpwQHNz");
        assertThat(request.header("X-Tenant")).contains("blue");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 400, 404, 410, 429, 500, 502, 503, 304, 300, 299})
    void givesTheStatusThatWasAnswered(int status) {
        receiver.otherwise(Answers.status(status));

        assertThat(status(post(receiver.uri("/in").toString()))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsRedirectsWithMethodAndBody(int code) {
        receiver.on("/a", Answers.redirect(code, "/b?x=1"))
                .on("/b", Answers.redirect(code, receiver.uri("/c/d").toString()))
                .on("/c/d", Answers.redirect(code, "e"));

        assertThat(status(post(receiver.uri("/a").toString()))).isEqualTo(200);

        List<Request> requests = receiver.requests();
        assertThat(requests).extracting(Request::path).containsExactly("/a", "/b", "/c/d", "/c/e");
        assertThat(requests).extracting(Request::method).containsOnly("POST");
        assertThat(requests)
                .extracting(Request::text)
                .containsOnly(requests.get(0).text());
        assertThat(requests.get(0).text()).isNotEmpty();
    }

    @Test
    void followsNoFourthRedirect() {
        receiver.otherwise(Answers.redirect(302, "/again"));

        Answer answer = post(receiver.uri("/in").toString());

        assertThat(status(answer)).isEqualTo(302);
        assertThat(((Answer.Http) answer).detail()).contains("more than 3 times");
        assertThat(receiver.requests()).hasSize(4);
    }

    @Test
    void followsNo303SinceAGetWouldLoseTheMessage() {
        receiver.on("/in", Answers.redirect(303, "/ok"));

        assertThat(status(post(receiver.uri("/in").toString()))).isEqualTo(303);
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.com/",
                "http://",
                "http://[",
                "javascript:alert(1)",
                "mailto:a@b.c"
            })
    void followsNoRedirectToWhatIsNoUrl(String location) {
        receiver.on("/in", Answers.redirect(302, location));

        Answer answer = post(receiver.uri("/in").toString());

        assertThat(status(answer)).isEqualTo(302);
        assertThat(((Answer.Http) answer).detail()).contains("usable Location");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void followsNoRedirectWithoutLocation() {
        receiver.on("/in", Answers.status(307));

        assertThat(((Answer.Http) post(receiver.uri("/in").toString())).detail())
                .contains("usable Location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://0.0.0.0/", "http://[fe80::1]/"})
    void followsNoRedirectThatTheGuardRefuses(String location) {
        receiver.on("/in", Answers.redirect(307, location));

        Answer answer = post(receiver.uri("/in").toString());

        assertThat(status(answer)).isEqualTo(307);
        assertThat(((Answer.Http) answer).detail()).contains("where nothing is sent");
    }

    @Test
    void neverReachesTheLambdaRuntimeNotEvenByARedirect() {
        try (Receiver runtime = Receiver.http();
                Endpoint inLambda = endpoints(HostAndPort.parse("127.0.0.1:" + runtime.port()))
                        .open()) {
            receiver.on("/in", Answers.redirect(307, "http://localhost:" + runtime.port() + "/2018-06-01/runtime"));

            Answer answer = inLambda.post(delivery(receiver.uri("/in").toString(), Map.of()), LONG);

            assertThat(status(answer)).isEqualTo(307);
            assertThat(runtime.connections()).isZero();
        }
    }

    @Test
    void sendsCredentialsToNoOtherOrigin() {
        try (Receiver other = Receiver.http()) {
            receiver.on("/in", Answers.redirect(307, "/same"))
                    .on("/same", Answers.redirect(307, other.uri("/x").toString()));

            post("http://user:pass@127.0.0.1:" + receiver.port() + "/in", Map.of("X-Api-Key", "canary"), LONG);

            assertThat(receiver.requests("/same").get(0).header("Authorization"))
                    .isPresent();
            assertThat(other.requests().get(0).header("Authorization")).isEmpty();
            assertThat(other.requests().get(0).header("X-Api-Key")).isEmpty();
            assertThat(other.requests().get(0).header("webhook-id")).contains("id-of-message-1");
        }
    }

    @Test
    void takesNoCredentialsFromARedirect() {
        receiver.on("/in", Answers.redirect(307, "http://evil:canary@127.0.0.1:" + receiver.port() + "/next"));

        post(receiver.uri("/in").toString());

        assertThat(receiver.requests("/next").get(0).header("Authorization")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000_000})
    void signsSoThatTheOfficialLibraryAgrees(int size) throws Exception {
        byte[] message = message(size);

        Poller poller = item(receiver.uri("/in").toString(), Map.of("signingSecret", OLD + " " + NEW));
        try (Endpoint now =
                endpoints(Optional.empty(), Clock.systemUTC()).open()) { // The library checks the time as well.
            assertThat(status(now.post(delivery(poller, message), LONG))).isEqualTo(200);
        }
        Request request = receiver.requests().get(0);
        assertThat(request.body().length).isGreaterThan(size / 2);
        for (String secret : List.of(OLD, NEW)) {
            new Webhook(secret).verify(request.text(), httpHeaders(request));
        }
        assertThatThrownBy(() -> new Webhook(OLD).verify(request.text() + " ", httpHeaders(request)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void signsForNoOtherOrigin() {
        try (Receiver other = Receiver.http()) {
            receiver.otherwise(Answers.redirect(307, other.uri("/x").toString()));

            endpoint.post(
                    delivery(item(receiver.uri("/in").toString(), Map.of("signingSecret", OLD)), message(10)), LONG);

            assertThat(receiver.requests().get(0).header("webhook-signature")).isPresent();
            assertThat(other.requests().get(0).header("webhook-signature")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "multipart", "raw"})
    void sendsLargeMessagesAsAStreamOfKnownLength(String format) {
        receiver.on("/a", Answers.redirect(307, "/b"));
        byte[] message = message(8_000_000);

        Answer answer =
                endpoint.post(delivery(item(receiver.uri("/a").toString(), Map.of("format", format)), message), LONG);

        assertThat(status(answer)).isEqualTo(200);
        assertThat(receiver.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.body().length).isGreaterThan(5_000_000);
            assertThat(request.header("Content-Length")).contains(Integer.toString(request.body().length));
        });
        assertThat(receiver.requests().get(0).body())
                .isEqualTo(receiver.requests().get(1).body());
    }

    @Test
    void takesAnAnswerThatComesBeforeTheBodyIsSent() {
        receiver.on("/early", Answers.status(413).afterBodyBytes(100_000));

        Answer answer =
                endpoint.post(delivery(item(receiver.uri("/early").toString(), Map.of()), message(8_000_000)), LONG);

        // The reset that follows an unread body may overtake the answer; either way nothing hangs, and nothing is taken
        // for accepted.
        if (answer instanceof Answer.Http http) {
            assertThat(http.status()).isEqualTo(413);
        } else {
            assertThat(cause(answer)).isEqualTo(Cause.CONNECTION_LOST);
        }
    }

    @Test
    void givesUpOnALargeBodyThatIsNotTaken() {
        receiver.on("/stuck", Answers.hang().afterBodyBytes(10_000));

        Answer answer = endpoint.post(
                delivery(item(receiver.uri("/stuck").toString(), Map.of()), message(50_000_000)),
                Duration.ofSeconds(2));

        assertThat(cause(answer)).isIn(Cause.TIMED_OUT, Cause.CONNECTION_LOST);
    }

    @Test
    void saysThatAConnectionWasRefused() {
        assertThat(cause(post("http://127.0.0.1:" + Ports.closed() + "/in"))).isEqualTo(Cause.NOT_CONNECTED);
    }

    @Test
    void saysThatAHostIsUnknown() {
        assertThat(cause(post("http://app.invalid/in"))).isEqualTo(Cause.UNKNOWN_HOST);
    }

    @Test
    void saysThatAnAddressIsForbidden() {
        assertThat(cause(post("http://169.254.169.254/in"))).isEqualTo(Cause.FORBIDDEN_ADDRESS);
    }

    @Test
    void saysThatTheConnectionWasClosedOrReset() {
        receiver.on("/close", Answers.close()).on("/reset", Answers.reset());

        assertThat(cause(post(receiver.uri("/close").toString()))).isEqualTo(Cause.CONNECTION_LOST);
        assertThat(cause(post(receiver.uri("/reset").toString()))).isEqualTo(Cause.CONNECTION_LOST);
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() {
        receiver.on("/hang", Answers.hang()).on("/drip", Answers.drip(200, "slow", Duration.ofSeconds(2)));

        assertThat(cause(post(receiver.uri("/hang").toString(), Map.of(), SHORT)))
                .isEqualTo(Cause.TIMED_OUT);
        assertThat(cause(post(receiver.uri("/drip").toString(), Map.of(), SHORT)))
                .isEqualTo(Cause.TIMED_OUT);
    }

    @Test
    void givesUpOnATlsHandshakeThatDoesNotCome() {
        try (SilentServer silent = SilentServer.start()) {
            assertThat(cause(post("https://127.0.0.1:" + silent.port() + "/in", Map.of(), SHORT)))
                    .isEqualTo(Cause.NOT_CONNECTED);
        }
    }

    @Test
    void saysThatAnAnswerIsNoHttp() {
        receiver.on("/in", Answers.garbage());

        assertThat(cause(post(receiver.uri("/in").toString()))).isIn(Cause.NOT_HTTP, Cause.CONNECTION_LOST);
    }

    @Test
    void doesNotReadEndlessBodies() {
        receiver.on("/in", Answers.endless(200));

        assertThat(status(post(receiver.uri("/in").toString()))).isEqualTo(200);
    }

    @Test
    void speaksTlsToTheNameAndChecksTheCertificate() {
        try (Receiver trusted = Receiver.https(TestCertificates.trusted());
                Receiver untrusted = Receiver.https(TestCertificates.untrusted());
                Receiver wrongName = Receiver.https(TestCertificates.wrongName())) {
            assertThat(status(post("https://localhost:" + trusted.port() + "/in")))
                    .isEqualTo(200);
            assertThat(trusted.requests().get(0).header("Host")).contains("localhost:" + trusted.port());
            assertThat(cause(post("https://localhost:" + untrusted.port() + "/in")))
                    .isEqualTo(Cause.TLS);
            assertThat(cause(post("https://localhost:" + wrongName.port() + "/in")))
                    .isEqualTo(Cause.TLS);
            assertThat(untrusted.requests()).isEmpty();
            assertThat(wrongName.requests()).isEmpty();
        }
    }

    @Test
    void saysThatAPlainPortSpeaksNoTls() {
        assertThat(cause(post("https://127.0.0.1:" + receiver.port() + "/in"))).isEqualTo(Cause.TLS);
    }

    @Test
    void namesATargetThatMustNotBePostedTo() {
        assertThat(endpoints(Optional.empty()).resolve(Target.parse("http://169.254.169.254/")))
                .isInstanceOf(TargetLookup.Refused.class);
        assertThat(endpoints(Optional.empty()).resolve(Target.parse("http://127.0.0.1/")))
                .isEqualTo(new TargetLookup.Found(List.of("127.0.0.1")));
        assertThat(endpoints(Optional.empty()).resolve(Target.parse("http://app.invalid/")))
                .isEqualTo(new TargetLookup.Unknown());
    }

    private Answer post(String url) {
        return post(url, Map.of(), LONG);
    }

    private Answer post(String url, Map<String, String> headers, Duration atMost) {
        return endpoint.post(delivery(url, headers), atMost);
    }

    private static int status(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Http.class);
        return ((Answer.Http) answer).status();
    }

    private static Cause cause(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.None.class);
        return ((Answer.None) answer).cause();
    }

    @Test
    void postsAsManyAtTheSameTimeAsItIsToldTo() throws Exception {
        CountDownLatch allThere = new CountDownLatch(8);
        receiver.on("/together", (request, wire) -> {
            allThere.countDown();
            return Answers.when(allThere, Answers.status(200)).write(request, wire);
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Endpoint endpoint = endpoints(Optional.empty()).open()) {
            String url = receiver.uri("/together").toString();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> endpoint.post(delivery(url, Map.of()), Duration.ofSeconds(30))));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get())
                        .isInstanceOfSatisfying(
                                Answer.Http.class,
                                http -> assertThat(http.status()).isEqualTo(200));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpEndpoints endpoints(Optional<HostAndPort> runtimeApi) {
        return endpoints(runtimeApi, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static HttpEndpoints endpoints(Optional<HostAndPort> runtimeApi, Clock clock) {
        return new HttpEndpoints(
                vertx,
                new TargetGuard(new TargetGuard.Rules(true, false, runtimeApi), TargetGuard.Resolver.SYSTEM),
                TrustedCertificates.load(Optional.of(TestCertificates.caFile())),
                clock,
                new HttpEndpoints.Settings("imap-poller/1.2.3", 8),
                NoStore::open);
    }

    private static Delivery delivery(String url, Map<String, String> headers) {
        return delivery(item(url, Map.of("headers", headers)), TestMail.message("one"));
    }

    private static Delivery delivery(Poller poller, byte[] message) {
        RawMessage raw = RawMessage.of(message);
        try {
            return new Delivery(poller, 1, "id-of-message-1", raw, MessageDecoder.decode(raw));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Poller item(String url, Map<String, Object> extra) {
        Map<String, Object> item = new HashMap<>(
                Map.of("host", "imap.example.com", "username", "a@example.com", "password", "secret", "url", url));
        item.putAll(extra);
        return ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
    }

    /** A message of about that size, most of it an attachment. */
    private static byte[] message(int size) {
        String line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
        return ("Subject: large\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + line.repeat(size / line.length() + 1))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpHeaders httpHeaders(Request request) {
        return HttpHeaders.of(request.headers(), (name, value) -> true);
    }
}
