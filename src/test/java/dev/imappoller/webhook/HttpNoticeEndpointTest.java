package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.Notice;
import dev.imappoller.poller.item.Target;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Documents;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.Schemas;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpNoticeEndpointTest {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Notice NOTICE = new Notice(
            "an-id",
            "poller.failing",
            Instant.parse("2026-11-25T06:10:02.114Z"),
            "süpport\n\"\u2028",
            "AUTH_FAILED",
            "What \"happened\" \u0007",
            Instant.parse("2026-11-25T06:09:00Z"),
            "Nothing.",
            "aws");

    private static Vertx vertx;

    private final Receiver receiver = Receiver.http();
    private Duration atMost = Duration.ofSeconds(20);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void postsJsonAsTheSchemaSays() throws Exception {
        receiver.otherwise(Answers.status(202));

        Answer answer = post("http://ops:p%40ss@127.0.0.1:" + receiver.port() + "/hook?token=1", List.of());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Http.class, http -> assertThat(http.status()).isEqualTo(202));
        Request request = receiver.requests().get(0);
        assertThat(request.query()).isEqualTo("token=1");
        assertThat(request.header("Content-Type")).contains("application/json");
        assertThat(request.header("User-Agent")).contains("imap-poller/test");
        assertThat(request.header("Authorization")).contains("Basic b3BzOnBAc3M=");
        assertThat(request.header("webhook-id")).contains("an-id");
        assertThat(request.header("webhook-signature")).isEmpty();
        JsonNode json = new ObjectMapper().readTree(request.body());
        assertThat(Schemas.alert().validate(json)).isEmpty();
        assertThat(json.path("data").path("poller").asText()).isEqualTo("süpport\n\"\u2028");
        assertThat(json.path("data").path("since").asText()).isEqualTo("2026-11-25T06:09:00Z");
    }

    @Test
    void theExampleInTheDocumentsIsAsTheSchemaSays() throws Exception {
        String document = Documents.read("docs/alerts.md");
        String example = document.substring(document.indexOf("```json\n") + 8);

        JsonNode json = new ObjectMapper().readTree(example.substring(0, example.indexOf("```")));

        assertThat(Schemas.alert().validate(json)).isEmpty();
        for (JsonNode type : new ObjectMapper()
                .readTree(Files.readString(Path.of("docs/schema/alert.schema.json")))
                .at("/properties/type/enum")) {
            assertThat(document).contains("`" + type.asText() + "`");
        }
    }

    @Test
    void signsSoThatTheOfficialLibraryAgrees() throws Exception {
        post(receiver.uri("/hook").toString(), List.of(SigningSecret.parse(KEY)));

        Request request = receiver.requests().get(0);
        HttpHeaders headers = HttpHeaders.of(request.headers(), (name, value) -> true);
        new Webhook(KEY).verify(request.text(), headers);
        assertThatThrownBy(() -> new Webhook(KEY).verify(request.text() + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void followsNoRedirect() {
        receiver.on("/hook", Answers.redirect(307, "/elsewhere"));

        assertThat(post(receiver.uri("/hook").toString(), List.of()))
                .isInstanceOfSatisfying(
                        Answer.Http.class, http -> assertThat(http.status()).isEqualTo(307));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void sendsNothingWhereTheGuardForbidsIt() throws Exception {
        InetAddress metadata = InetAddress.getByName("169.254.169.254");
        for (TargetGuard guard :
                List.of(guard(true, host -> List.of(metadata)), guard(false, TargetGuard.Resolver.SYSTEM))) {
            assertThat(cause(post(guard, receiver.uri("/hook").toString(), List.of())))
                    .isEqualTo(Cause.FORBIDDEN_ADDRESS);
        }
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        receiver.on("/close", Answers.close()).on("/garbage", Answers.garbage()).on("/hang", Answers.hang());

        assertThat(cause(post("http://127.0.0.1:" + Ports.closed() + "/", List.of())))
                .isEqualTo(Cause.NOT_CONNECTED);
        assertThat(cause(post(receiver.uri("/close").toString(), List.of()))).isEqualTo(Cause.CONNECTION_LOST);
        assertThat(cause(post(receiver.uri("/garbage").toString(), List.of()))).isEqualTo(Cause.NOT_HTTP);
        atMost = Duration.ofMillis(500);
        assertThat(post(receiver.uri("/hang").toString(), List.of())).isInstanceOf(Answer.None.class);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        receiver.otherwise(Answers.endless(200));

        assertThat(post(receiver.uri("/hook").toString(), List.of())).isInstanceOf(Answer.Http.class);
    }

    private static Cause cause(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.None.class);
        return ((Answer.None) answer).cause();
    }

    private Answer post(String url, List<SigningSecret> keys) {
        return post(guard(true, TargetGuard.Resolver.SYSTEM), url, keys);
    }

    private Answer post(TargetGuard guard, String url, List<SigningSecret> keys) {
        return new HttpNoticeEndpoint(
                        vertx, guard, TrustedCertificates.load(Optional.empty()), Clock.systemUTC(), "imap-poller/test")
                .post(Target.parse(url), keys, NOTICE, atMost);
    }

    private static TargetGuard guard(boolean privateNetworks, TargetGuard.Resolver resolver) {
        return new TargetGuard(new TargetGuard.Rules(privateNetworks, true, Optional.empty()), resolver);
    }
}
