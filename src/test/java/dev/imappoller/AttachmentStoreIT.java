package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.S3Server;
import dev.imappoller.testing.Schemas;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestClients;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** End to end: attachments go to a store that checks signatures, digests and parts, by a function with less memory than they take. */
@EnabledOnOs(OS.LINUX)
class AttachmentStoreIT {
    private static final String BUCKET = "acme-mail";
    private static final String SECRET = "/imap-poller/store";
    private static final List<String> SMALL_HEAP = List.of("-Xmx24m");

    /** After a function was killed its lease has to end. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(90);

    /** It goes in two parts, and is on its way when the second begins. */
    private static final byte[] REPORT = random(12 * 1024 * 1024);

    private static final byte[] NOTE = "a short note".getBytes(StandardCharsets.UTF_8);

    private static ImapServer server;
    private static AwsSecrets aws;
    private static TestPollers pollers;

    private final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    private final S3Server s3 = S3Server.https(BUCKET);
    private final Receiver app = Receiver.http();
    private final Map<String, Object> store = new HashMap<>(Map.of(
            "bucket",
            BUCKET,
            "endpoint",
            "https://localhost:" + s3.port(),
            "accessKeyId",
            S3Server.ACCESS_KEY_ID,
            "secretAccessKeyRef",
            "ssm:" + SECRET,
            "minBytes",
            1000));

    @BeforeAll
    static void start() {
        server = Dovecot.available()
                ? Dovecot.start(TestCertificates.trusted())
                : MailServer.start(TestCertificates.trusted());
        aws = AwsSecrets.start().parameter(SECRET, S3Server.SECRET_ACCESS_KEY);
        pollers = TestPollers.start(aws.environment(), SMALL_HEAP);
    }

    @AfterAll
    static void stop() {
        pollers.close();
        aws.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        pollers.deleteAll();
    }

    @AfterEach
    void close() {
        assertThat(pollers.output()).doesNotContain(S3Server.SECRET_ACCESS_KEY);
        app.close();
        s3.close();
    }

    @Test
    void aLargeAttachmentIsStoredBeforeTheWebAppGetsItsUrl() throws IOException {
        List<Set<String>> storedAtPost = new CopyOnWriteArrayList<>();
        app.otherwise(request -> {
            storedAtPost.add(s3.objects().keySet());
            return Answers.status(200);
        });
        arrives(TestMail.withAttachments("report.pdf", "application/pdf", REPORT, "note.txt", "text/plain", NOTE));

        polls("json");

        Request request = delivered();
        assertThat(s3.log()).containsExactly("POST begin", "PUT part 1", "PUT part 2", "POST complete");
        assertThat(s3.objects()).containsOnlyKeys(key(request));
        assertThat(storedAtPost).containsExactly(Set.of(key(request)));
        S3Server.Stored object = s3.objects().get(key(request));
        assertThat(object.content()).isEqualTo(REPORT);
        assertThat(object.contentType()).isEqualTo("application/pdf");
        assertThat(object.disposition()).isEqualTo("attachment");
        JsonNode payload = json(request);
        assertThat(Schemas.message().validate(payload)).isEmpty();
        JsonNode report = payload.get("attachments").get(0);
        assertThat(report.get("url").textValue()).isEqualTo("s3://" + BUCKET + "/" + key(request));
        assertThat(report.has("content")).isFalse();
        assertThat(report.get("size").textValue()).isEqualTo(Integer.toString(REPORT.length));
        assertThat(payload.get("attachments").get(1).get("content").binaryValue())
                .isEqualTo(NOTE);
    }

    @Test
    void aFormHasTheUrlAsAField() {
        arrives(TestMail.withAttachments("report.pdf", "application/pdf", REPORT, "note.txt", "text/plain", NOTE));

        polls("multipart");

        Request request = delivered();
        assertThat(s3.objects().get(key(request)).content()).isEqualTo(REPORT);
        assertThat(request.text())
                .contains("name=\"attachments[0][url]\"\r\n\r\ns3://" + BUCKET + "/" + key(request) + "\r\n")
                .contains("name=\"attachments[0][size]\"\r\n\r\n" + REPORT.length + "\r\n")
                .contains("name=\"attachments[1][content]\"; filename=\"note.txt\"");
        assertThat(request.body().length).isLessThan(10_000);
    }

    @Test
    void theRawFormatIsPostedAsItIsAndNothingIsStored() {
        byte[] mail = TestMail.withAttachments("report.pdf", "application/pdf", random(2000));
        arrives(mail);

        polls("raw");

        assertThat(delivered().text())
                .contains("name=\"message\"\r\n\r\n" + new String(mail, StandardCharsets.US_ASCII) + "\r\n--");
        assertThat(s3.log()).isEmpty();
    }

    @Test
    void aUrlThatIsSignedIsGoodForAnyone() throws Exception {
        byte[] content = random(3000);
        store.put("urlExpiryMinutes", 90);
        store.put("prefix", "imap-poller/in");
        arrives(TestMail.withAttachments("Ünïcode + 100%.pdf", "application/pdf", content));

        polls("json");

        String url = json(delivered()).get("attachments").get(0).get("url").textValue();
        assertThat(url)
                .startsWith("https://localhost:" + s3.port() + "/" + BUCKET + "/imap-poller/in/")
                .contains("X-Amz-Expires=5400");
        assertThat(read(url).body()).isEqualTo(content);
        assertThat(read(url.replace("X-Amz-Expires=5400", "X-Amz-Expires=5401")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aRepeatPutsNothingBesideWhatThereIs() {
        app.otherwise(Answers.inTurn(Answers.status(503), Answers.status(200)));
        arrives(TestMail.withAttachments("report.pdf", "application/pdf", REPORT));

        polls("json");
        assertThat(pollers.status("p")).isEqualTo("ENDPOINT_FAILING");
        assertThat(s3.objects()).hasSize(1);
        pollers.poll("p");

        assertThat(app.requests()).hasSize(2);
        assertThat(app.requests())
                .extracting(AttachmentStoreIT::key)
                .containsOnly(key(app.requests().get(0)));
        assertThat(s3.objects()).containsOnlyKeys(key(app.requests().get(0)));
        assertThat(s3.openUploads()).isZero();
        assertThat(server.unseen(user, "INBOX")).isEmpty();
    }

    @Test
    void aBucketThatFailsDefersItsMessageAndNoOther() {
        s3.instead(request -> Optional.of(S3Server.error(403, "AccessDenied")));
        arrives(TestMail.message("plain"), TestMail.withAttachments("report.pdf", "application/pdf", REPORT));

        JsonPath report = polls("json");

        assertThat(report.getInt("delivered")).isEqualTo(1);
        assertThat(report.getInt("deferred")).isEqualTo(1);
        assertThat(app.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.text()).contains("plain"));
        assertThat(server.unseen(user, "INBOX")).hasSize(1);
        assertThat(pollers.status("p")).isEqualTo("STORE_FAILING");
        assertThat(pollers.statusDetail("p"))
                .contains("the bucket " + BUCKET + " at localhost:" + s3.port(), "AccessDenied")
                .contains("s3:PutObject");
        assertThat(pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\"}").prettify())
                .contains("could not be stored", "AccessDenied");

        s3.heal();
        pollers.poll("p");

        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(app.requests()).hasSize(2);
        assertThat(s3.objects()).containsOnlyKeys(key(app.requests().get(1)));
        assertThat(server.unseen(user, "INBOX")).isEmpty();
    }

    @Test
    void whatAFunctionWasKilledOverIsStoredUnderTheSameKeyByTheNext() {
        List<String> begun = new CopyOnWriteArrayList<>();
        s3.instead(request -> killsAtTheSecondPart(request, begun));
        arrives(TestMail.withAttachments("report.pdf", "application/pdf", REPORT));
        put("json");

        pollers.pollToTheEnd("p");
        assertThat(s3.log()).containsExactly("POST begin", "PUT part 1", "PUT part 2");
        assertThat(app.requests()).isEmpty();
        assertThat(server.unseen(user, "INBOX")).hasSize(1);
        pollers.startAnother();
        Await.until(TAKEN_OVER, () -> pollers.statusDetail("p"), () -> {
            pollers.poll("p");
            return !app.requests().isEmpty();
        });

        Request request = delivered();
        assertThat(begun).hasSize(2).containsOnly("/" + BUCKET + "/" + key(request));
        assertThat(s3.objects()).containsOnlyKeys(key(request));
        assertThat(s3.objects().get(key(request)).content()).isEqualTo(REPORT);
        assertThat(s3.openUploads()).as("what a lifecycle rule takes away").isEqualTo(1);
    }

    private static Optional<Answer> killsAtTheSecondPart(Request request, List<String> begun) {
        if (request.method().equals("POST") && request.query().startsWith("uploads")) {
            begun.add(request.path());
        }
        if (begun.size() > 1 || !request.query().contains("partNumber=2")) {
            return Optional.empty();
        }
        pollers.kill();
        return Optional.of(Answers.close());
    }

    private void arrives(byte[]... messages) {
        server.append(user, "INBOX", messages);
    }

    private JsonPath polls(String format) {
        put(format);
        return pollers.poll("p");
    }

    private void put(String format) {
        pollers.put(
                "p",
                Map.of(
                        "host",
                        "localhost",
                        "port",
                        server.imapsPort(),
                        "username",
                        user,
                        "password",
                        ImapServer.PASSWORD,
                        "url",
                        app.uri("/in").toString(),
                        "format",
                        format,
                        "attachmentStore",
                        store));
    }

    /** The one request that the web app got, and took. */
    private Request delivered() {
        assertThat(pollers.status("p")).as(pollers.statusDetail("p")).isEqualTo("OK");
        assertThat(app.requests()).hasSize(1);
        assertThat(server.unseen(user, "INBOX")).isEmpty();
        return app.requests().get(0);
    }

    private static String key(Request request) {
        return "imap-poller/" + request.header("webhook-id").orElseThrow() + "/1-report.pdf";
    }

    private static JsonNode json(Request request) throws IOException {
        return new ObjectMapper().readTree(request.body());
    }

    private static HttpResponse<byte[]> read(String url) throws Exception {
        return TestClients.http().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(7).nextBytes(octets);
        return octets;
    }
}
