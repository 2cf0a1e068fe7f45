package dev.imappoller.s3;

import static dev.imappoller.testing.TestMail.withAttachments;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.url.WebUrl;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Attachments on their way into a store that checks signatures, digests and parts, and into one that does what it likes. */
class S3AttachmentStoreTest {
    private static final String FIRST_KEY = "imap-poller/" + StoreRig.WEBHOOK_ID + "/1-report.pdf";
    private static final byte[] REPORT = "the report".getBytes(StandardCharsets.UTF_8);

    private final Receiver app = Receiver.http();
    private final S3Server s3 = S3Server.http(StoreRig.BUCKET);
    private final StoreRig rig = new StoreRig();
    private final Map<String, Object> store = StoreRig.store("http://127.0.0.1:" + s3.port());

    @AfterEach
    void closeAll() {
        rig.close();
        s3.close();
        app.close();
    }

    @Test
    void anAttachmentIsInTheStoreAndItsUrlInThePayload() throws IOException {
        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", REPORT)))
                .isTrue();

        assertThat(s3.objects()).containsOnlyKeys(FIRST_KEY);
        S3Server.Stored object = s3.objects().get(FIRST_KEY);
        assertThat(object.content()).isEqualTo(REPORT);
        assertThat(object.contentType()).isEqualTo("application/pdf");
        assertThat(object.disposition()).isEqualTo("attachment");
        JsonNode attachment = payload().get("attachments").get(0);
        assertThat(attachment.has("content")).isFalse();
        assertThat(attachment.get("url").textValue()).isEqualTo("s3://acme-mail/" + FIRST_KEY);
        assertThat(attachment.get("file_name").textValue()).isEqualTo("report.pdf");
        assertThat(attachment.get("content_type").textValue()).isEqualTo("application/pdf");
        assertThat(attachment.get("size").textValue()).isEqualTo("10");
        assertThat(attachment.get("disposition").textValue()).isEqualTo("attachment");
    }

    @Test
    void aFormHasTheUrlAsAField() throws IOException {
        store.put("minBytes", BigDecimal.valueOf(10));
        assertThat(delivered(
                        "multipart",
                        withAttachments(
                                "report.pdf",
                                "application/pdf",
                                REPORT,
                                "note.txt",
                                "text/plain",
                                "small".getBytes(StandardCharsets.UTF_8))))
                .isTrue();

        String form = app.requests().get(0).text();
        assertThat(form)
                .contains("name=\"attachments[0][url]\"\r\n\r\ns3://acme-mail/" + FIRST_KEY + "\r\n")
                .contains("name=\"attachments[0][file_name]\"\r\n\r\nreport.pdf\r\n")
                .contains("name=\"attachments[0][content_type]\"\r\n\r\napplication/pdf\r\n")
                .contains("name=\"attachments[0][size]\"\r\n\r\n10\r\n")
                .contains(
                        "name=\"attachments[1][content]\"; filename=\"note.txt\"\r\nContent-Type: text/plain\r\n\r\nsmall\r\n")
                .doesNotContain("attachments[]", "the report");
        assertThat(s3.objects()).containsOnlyKeys(FIRST_KEY);
    }

    @Test
    void smallAttachmentsStayInThePayload() throws IOException {
        store.put("minBytes", BigDecimal.valueOf(11));
        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", REPORT)))
                .isTrue();

        assertThat(payload().get("attachments").get(0).get("content").binaryValue())
                .isEqualTo(REPORT);
        assertThat(s3.log()).isEmpty();
    }

    @Test
    void theRawFormatIsPostedAsItIs() throws IOException {
        assertThat(delivered("raw", withAttachments("report.pdf", "application/pdf", REPORT)))
                .isTrue();

        assertThat(app.requests().get(0).text()).contains(Base64.getEncoder().encodeToString(REPORT));
        assertThat(s3.log()).isEmpty();
        assertThat(rig.opened).as("stores opened").isZero();
    }

    @Test
    void aUrlThatIsSignedIsGoodForAnyone() throws Exception {
        store.put("urlExpiryMinutes", BigDecimal.valueOf(90));
        store.put("prefix", "mail/a-b");
        assertThat(delivered("json", withAttachments("Ünïcode + 100%.pdf", "application/pdf", REPORT)))
                .isTrue();

        String url = payload().get("attachments").get(0).get("url").textValue();
        assertThat(url)
                .startsWith("http://127.0.0.1:" + s3.port() + "/acme-mail/mail/a-b/")
                .contains("X-Amz-Expires=5400");
        HttpClient client = HttpClient.newHttpClient();
        assertThat(client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(REPORT);
        URI forged = URI.create(url.replace("X-Amz-Expires=5400", "X-Amz-Expires=5401"));
        assertThat(client.send(HttpRequest.newBuilder(forged).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aLargeAttachmentGoesInParts() throws IOException {
        byte[] large = random(20 * 1024 * 1024 + 17);
        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", large)))
                .isTrue();

        assertThat(s3.log()).containsExactly("POST begin", "PUT part 1", "PUT part 2", "PUT part 3", "POST complete");
        assertThat(s3.objects().get(FIRST_KEY).content()).isEqualTo(large);
        assertThat(s3.objects().get(FIRST_KEY).contentType()).isEqualTo("application/pdf");
        assertThat(s3.openUploads()).isZero();
    }

    @Test
    void overTlsToo() throws IOException {
        try (S3Server secure = S3Server.https(StoreRig.BUCKET)) {
            Map<String, Object> there = StoreRig.store("https://localhost:" + secure.port());
            Answer answer = rig.post(poller("json", there), withAttachments("report.pdf", "application/pdf", REPORT));

            assertThat(answer).isInstanceOf(Answer.Http.class);
            assertThat(secure.objects()).containsOnlyKeys(FIRST_KEY);
        }
    }

    /** Content that is no sound base64 is decoded; an empty one is stored as well. */
    @Test
    void everyAttachmentHasANumberOfItsOwn() throws IOException {
        assertThat(delivered(
                        "json",
                        withAttachments(
                                "a.txt",
                                "text/plain",
                                new byte[0],
                                "a.txt",
                                "text/plain",
                                REPORT,
                                "",
                                "image/png",
                                REPORT)))
                .isTrue();

        assertThat(s3.objects().keySet())
                .hasSize(3)
                .anyMatch(key -> key.endsWith("/1-a.txt"))
                .anyMatch(key -> key.endsWith("/2-a.txt"))
                .anyMatch(key -> key.contains("/3-"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | AccessDenied | allow the access key s3:PutObject and s3:AbortMultipartUpload on acme-mail/imap-poller/*",
                "403 | SignatureDoesNotMatch | correct attachmentStore.accessKeyId and its secret",
                "404 | NoSuchBucket | correct attachmentStore.bucket, or make the bucket",
                "301 | PermanentRedirect | it is in eu-central-1: write that into attachmentStore.region",
                "307 | TemporaryRedirect | it is in eu-central-1: write that into attachmentStore.region",
                "400 | AuthorizationHeaderMalformed | it is in eu-central-1: write that into attachmentStore.region",
                "400 | InvalidRequest | look at the bucket's settings",
                "500 | InternalError | if that lasts, look at the store",
                "503 | SlowDown | if that lasts, look at the store",
                "200 | InternalError | if that lasts, look at the store",
            })
    void aBucketThatRefusesDefersTheMessageAndSaysWhatToDo(int status, String code, String advice) throws IOException {
        boolean region = advice.contains("eu-central-1");
        s3.instead(request -> Optional.of(
                region
                        ? S3Server.error(
                                status, code, "x-amz-bucket-region: eu-central-1", "Location: http://127.0.0.1:1/")
                        : S3Server.error(status, code)));

        Answer answer = rig.post(poller("json", store), withAttachments("report.pdf", "application/pdf", large()));

        assertNotStored(answer);
        assertThat(answer.words())
                .startsWith(
                        "was not sent the message: its attachment 1 could not be stored: the bucket acme-mail at 127.0.0.1:")
                .contains("answered HTTP " + status, code)
                .contains(status == 200 ? "look at" : advice);
        assertThat(answer.storeFailure().orElseThrow().detail()).contains("wait unread");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void aMomentsTroubleIsOvercome(int status) throws IOException {
        AtomicInteger times = new AtomicInteger();
        s3.instead(request ->
                times.getAndIncrement() < 2 ? Optional.of(S3Server.error(status, "SlowDown")) : Optional.empty());

        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", REPORT)))
                .isTrue();
        assertThat(s3.objects().get(FIRST_KEY).content()).isEqualTo(REPORT);
    }

    @Test
    void aPartThatIsLostIsSentAgain() throws IOException {
        byte[] large = random(20 * 1024 * 1024);
        AtomicInteger times = new AtomicInteger();
        s3.instead(request -> request.query().contains("partNumber=2") && times.getAndIncrement() < 2
                ? Optional.of(Answers.reset())
                : Optional.empty());

        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", large)))
                .isTrue();
        assertThat(s3.objects().get(FIRST_KEY).content()).isEqualTo(large);
    }

    @Test
    void anUploadThatFailsIsAbortedAndTheNextAttemptTakesTheSameKey() throws IOException {
        byte[] mail = withAttachments("report.pdf", "application/pdf", large());
        s3.instead(
                request -> request.query().contains("partNumber=1") ? Optional.of(Answers.reset()) : Optional.empty());
        assertNotStored(rig.post(poller("json", store), mail));
        assertThat(s3.log()).contains("DELETE");
        assertThat(s3.openUploads()).isZero();
        assertThat(s3.objects()).isEmpty();

        s3.heal();
        assertThat(delivered("json", mail)).isTrue();
        assertThat(delivered("json", mail)).isTrue();

        assertThat(s3.objects()).containsOnlyKeys(FIRST_KEY);
        assertThat(s3.objects().get(FIRST_KEY).content()).isEqualTo(large());
        assertThat(s3.openUploads()).isZero();
    }

    @Test
    void aCompletionThatFailsInItsBodyIsAFailure() throws IOException {
        s3.instead(request -> request.method().equals("POST") && request.query().startsWith("uploadId")
                ? Optional.of(S3Server.error(200, "InternalError"))
                : Optional.empty());

        assertNotStored(rig.post(poller("json", store), withAttachments("report.pdf", "application/pdf", large())));
        assertThat(s3.openUploads()).isZero();
    }

    @Test
    void aBucketThatHangsTakesNoMoreThanTheMessagesTime() throws IOException {
        s3.instead(request -> request.method().equals("DELETE") ? Optional.empty() : Optional.of(Answers.hang()));
        long began = System.nanoTime();

        Answer answer = rig.post(
                poller("json", store),
                RawMessage.of(withAttachments("report.pdf", "application/pdf", REPORT)),
                Duration.ofSeconds(2));

        assertNotStored(answer);
        assertThat(answer.words()).contains("did not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void hostileAnswersAreFailuresToo() throws IOException {
        for (dev.imappoller.testing.Answer hostile : new dev.imappoller.testing.Answer[] {
            Answers.garbage(),
            Answers.endless(200),
            Answers.endlessHeader(200),
            Answers.huge(200, 1L << 40),
            Answers.truncated(200, "half", 100),
            Answers.close(),
            Answers.response(200, "<InitiateMultipartUploadResult><UploadId>a\r\nb</UploadId>"),
            Answers.response(200, "<UploadId>" + "x".repeat(5000) + "</UploadId>"),
            Answers.response(200, ""),
        }) {
            s3.instead(request -> Optional.of(hostile));
            rig.reopen();

            assertNotStored(rig.post(
                    poller("json", store),
                    RawMessage.of(withAttachments("report.pdf", "application/pdf", large())),
                    Duration.ofSeconds(4)));
        }
    }

    /** A store is told the id of the key and a signature, and what it says of an error may hold anything. */
    @Test
    void noSecretIsShown() throws IOException {
        s3.instead(request -> Optional.of(Answers.response(
                403,
                "<Error><Code>" + S3Server.SECRET_ACCESS_KEY.replace("/", "").replace("+", "") + "</Code><Message>"
                        + S3Server.SECRET_ACCESS_KEY + "</Message></Error>",
                "x-amz-bucket-region: " + S3Server.SECRET_ACCESS_KEY)));

        Answer answer = rig.post(poller("json", store), withAttachments("report.pdf", "application/pdf", REPORT));

        assertNotStored(answer);
        assertThat(answer.words()).doesNotContain("wJalr", "K7MDENG", "EXAMPLEKEY");
    }

    @Test
    void aBucketThatFailsAgainAndAgainIsLeftAloneForTheRun() throws IOException {
        s3.instead(request -> Optional.of(S3Server.error(403, "AccessDenied")));
        for (int message = 0; message < 5; message++) {
            assertNotStored(rig.post(poller("json", store), withAttachments("report.pdf", "application/pdf", REPORT)));
        }
        assertThat(s3.log()).hasSize(3);
        assertThat(rig.post(poller("json", store), withAttachments("report.pdf", "application/pdf", REPORT))
                        .words())
                .contains("AccessDenied", "does not try again");

        s3.heal();
        rig.reopen();
        assertThat(delivered("json", withAttachments("report.pdf", "application/pdf", REPORT)))
                .isTrue();
    }

    @Test
    void whatTheGuardRefusesIsNotConnectedTo() throws IOException {
        try (StoreRig guarded = new StoreRig(false)) {
            Answer answer =
                    guarded.post(poller("json", store), withAttachments("report.pdf", "application/pdf", REPORT));

            assertNotStored(answer);
            assertThat(answer.words()).contains("loopback", "correct attachmentStore.endpoint");
            assertThat(s3.log()).isEmpty();
        }
    }

    @Test
    void theRolesSessionTokenIsSignedAlong() {
        RequestSigner signer = new RequestSigner(
                AwsSessionCredentialsIdentity.create("id", "secret", "token"), "eu-west-1", Clock.systemUTC());
        Map<String, String> fields = signer.sign(
                "PUT",
                WebUrl.parse("https://acme-mail.s3.eu-west-1.amazonaws.com/key"),
                Map.of(),
                Map.of(),
                InputStream::nullInputStream);

        assertThat(fields).containsEntry("X-Amz-Security-Token", "token");
        assertThat(fields.get("Authorization")).contains("/eu-west-1/s3/aws4_request", "x-amz-security-token");
    }

    private boolean delivered(String format, byte[] mail) throws IOException {
        Answer answer = rig.post(poller(format, store), mail);
        assertThat(answer).as(answer.words()).isInstanceOf(Answer.Http.class);
        return ((Answer.Http) answer).status() == 200;
    }

    private JsonNode payload() throws IOException {
        Request last = app.requests().get(app.requests().size() - 1);
        return new ObjectMapper().readTree(last.body());
    }

    private void assertNotStored(Answer answer) {
        assertThat(answer).as(answer.words()).isInstanceOf(Answer.None.class);
        assertThat(((Answer.None) answer).cause()).isEqualTo(Answer.Cause.NOT_STORED);
        assertThat(app.requests()).as("posts").isEmpty();
    }

    private Poller poller(String format, Map<String, Object> where) {
        return StoreRig.poller(app.uri("/").toString(), format, where);
    }

    private static byte[] large() {
        return random(6 * 1024 * 1024);
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(7).nextBytes(octets);
        return octets;
    }
}
