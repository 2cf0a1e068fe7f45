package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.ImapConnection;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.Ports;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.TestCertificates;
import dev.imappoller.testing.TestMail;
import dev.imappoller.testing.TestPollers;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function promises, end to end: from a mailbox through the Lambda event endpoint to a web app, and back into the table. */
abstract class PollingContract {
    private static final String SEEN = "\\Seen";

    final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);
    Receiver receiver;
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
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    static Stream<Arguments> answers() {
        Answer redirect = Answers.redirect(302, "/next");
        return Stream.of(
                arguments("200", Answers.status(200), true, 1),
                arguments("201", Answers.status(201), true, 1),
                arguments("204", Answers.status(204), true, 1),
                arguments("400", Answers.status(400), true, 1),
                arguments("401", Answers.status(401), true, 1),
                arguments("404", Answers.status(404), true, 1),
                arguments("422", Answers.status(422), true, 1),
                arguments("429", Answers.status(429), true, 1),
                arguments("500", Answers.status(500), false, 1),
                arguments("502", Answers.status(502), false, 1),
                arguments("503", Answers.status(503), false, 1),
                arguments("closed", Answers.close(), false, 1),
                arguments("reset", Answers.reset(), false, 1),
                arguments("garbage", Answers.garbage(), false, 1),
                arguments("reset in mid-body", Answers.reset().afterBodyBytes(100), false, 1),
                arguments("301", Answers.inTurn(Answers.redirect(301, "/next"), Answers.status(200)), true, 2),
                arguments("302", Answers.inTurn(redirect, Answers.status(200)), true, 2),
                arguments("307", Answers.inTurn(Answers.redirect(307, "/next"), Answers.status(200)), true, 2),
                arguments("308", Answers.inTurn(Answers.redirect(308, "/next"), Answers.status(200)), true, 2),
                arguments(
                        "three redirects", Answers.inTurn(redirect, redirect, redirect, Answers.status(200)), true, 4),
                arguments("redirected to a 404", Answers.inTurn(redirect, Answers.status(404)), true, 2),
                arguments("redirected to a 500", Answers.inTurn(redirect, Answers.status(500)), false, 2),
                arguments("a fourth redirect", redirect, false, 4),
                arguments("303", Answers.redirect(303, "/next"), false, 1),
                arguments("no Location", Answers.status(302), false, 1),
                arguments("file: Location", Answers.redirect(302, "file:///etc/passwd"), false, 1),
                arguments("broken Location", Answers.redirect(302, "http://["), false, 1),
                arguments(
                        "Location of the metadata service", Answers.redirect(302, "http://169.254.169.254/"), false, 1),
                arguments("304", Answers.status(304), false, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void marksAMessageAsReadIfAndOnlyIfTheAnswerIsFinal(String name, Answer answer, boolean read, int requests) {
        List<Long> uids = server().append(user, "INBOX", TestMail.message("one"));
        receiver.otherwise(answer);
        put(Map.of());

        JsonPath report = pollers.poll("p");

        assertThat(server().unseen(user, "INBOX")).isEqualTo(read ? Set.of() : Set.copyOf(uids));
        assertThat(receiver.requests()).hasSize(requests);
        assertThat(receiver.requests()).extracting(Request::method).containsOnly("POST");
        assertThat(pollers.unreadCount("p")).isEqualTo(read ? 0 : 1);
        assertThat(pollers.status("p")).isEqualTo(read ? "OK" : "ENDPOINT_FAILING");
        assertThat(report.getInt("deferred")).isEqualTo(read ? 0 : 1);
        assertThat(report.getInt("delivered") + report.getInt("rejected")).isEqualTo(read ? 1 : 0);
    }

    @Test
    void triesADeferredMessageAgainAtTheNextPollWithTheSameId() {
        server().append(user, "INBOX", TestMail.message("one"));
        receiver.otherwise(Answers.inTurn(Answers.status(503), Answers.status(200)));
        put(Map.of());

        pollers.poll("p");
        pollers.poll("p");
        pollers.poll("p");

        assertThat(server().unseen(user, "INBOX")).isEmpty();
        assertThat(receiver.requests()).hasSize(2);
        assertThat(receiver.requests())
                .extracting(request -> request.header("webhook-id").orElseThrow())
                .containsOnly(receiver.requests().get(0).header("webhook-id").orElseThrow());
    }

    @Test
    void aMessageThatFailsIsListedTriedAgainAndGivenUpByHand() {
        List<Long> uids = server().append(user, "INBOX", TestMail.message("poison"), TestMail.message("other"));
        receiver.otherwise(request -> request.text().contains("poison") ? Answers.status(500) : Answers.status(200));
        put(Map.of("maxAttempts", 1));
        pollers.poll("p");
        pollers.poll("p");

        JsonPath failed = pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\"}");
        assertThat(failed.getList("messages")).hasSize(1);
        assertThat(failed.getLong("messages[0].uid")).isEqualTo(uids.get(0));
        assertThat(failed.getString("messages[0].state")).isEqualTo("PARKED");
        assertThat(failed.getInt("messages[0].attempts")).isEqualTo(1);
        assertThat(failed.getInt("messages[0].lastHttpStatus")).isEqualTo(500);
        assertThat(failed.prettify()).doesNotContain("poison\"");

        pollers.invoke("{\"op\":\"retry\",\"pollerId\":\"p\",\"uid\":" + uids.get(0) + "}");
        pollers.poll("p");
        assertThat(receiver.requests()).hasSize(3);
        assertThat(pollers.invoke("{\"op\":\"retry\"}").getString("done"))
                .isEqualTo("1 parked message(s) of 1 poller(s) will be tried again at the next poll.");
        pollers.poll("p");
        assertThat(receiver.requests()).hasSize(4);

        JsonPath skipped = pollers.invoke("{\"op\":\"skip\",\"pollerId\":\"p\",\"uid\":" + uids.get(0) + "}");
        assertThat(skipped.getString("pollers[0].statusDetail")).contains("marked as read");
        assertThat(server().unseen(user, "INBOX")).isEmpty();
        assertThat(pollers.ledger("p")).isEmpty();
    }

    @Test
    void onlyWhatMatchesTheFilterIsDelivered() {
        List<Long> uids = server().append(
                        user,
                        "INBOX",
                        TestMail.message("Invoice-1"),
                        TestMail.message("Newsletter"),
                        TestMail.message("Invoice-2"),
                        TestMail.message("=?utf-8?q?Gr=C3=B6=C3=9Fe?="));
        String lately = LocalDate.now(ZoneOffset.UTC).minusDays(2).toString();
        Map<String, Object> filter = Map.of(
                "subject",
                List.of("invoice", "Größe"),
                "since",
                lately,
                "smaller",
                100_000,
                "not",
                Map.of("header", Map.of("Message-ID", "Invoice-2@")));
        put(Map.of("filter", filter));

        JsonPath report = pollers.poll("p");

        assertThat(report.getInt("delivered")).isEqualTo(2);
        assertThat(receiver.requests()).extracting(this::subject).containsExactlyInAnyOrder("Invoice-1", "Größe");
        assertThat(server().unseen(user, "INBOX")).containsExactlyInAnyOrder(uids.get(1), uids.get(2));
        assertThat(pollers.unreadCount("p")).isZero();

        put(Map.of("filter", Map.of("not", Map.of("subject", "Newsletter"))));
        pollers.poll("p");

        assertThat(receiver.requests()).hasSize(3);
        assertThat(server().unseen(user, "INBOX")).containsExactly(uids.get(1));
    }

    @Test
    void aRejectedMessageIsListedAndBroughtBackByHand() {
        List<Long> uids = server().append(
                        user, "INBOX", TestMail.message("one"), TestMail.message("two"), TestMail.message("three"));
        receiver.otherwise(Answers.status(404));
        put(Map.of());
        pollers.poll("p");
        assertThat(server().unseen(user, "INBOX")).isEmpty();

        JsonPath failed = pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\"}");
        assertThat(failed.getString("done")).contains("3 were rejected");
        assertThat(failed.getList("messages.state")).containsOnly("REJECTED").hasSize(3);
        assertThat(failed.getList("messages.lastHttpStatus")).containsOnly(404);

        receiver.otherwise(Answers.status(200));
        JsonPath plain = pollers.invoke("{\"op\":\"retry\",\"pollerId\":\"p\"}");
        assertThat(plain.getString("done")).contains("3 rejected ones are not among them");
        JsonPath listed = pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"rejected\":true,\"dryRun\":true}");
        assertThat(listed.getList("messages.uid", Long.class)).containsExactlyElementsOf(uids);
        assertThat(server().unseen(user, "INBOX")).isEmpty();
        JsonPath one = pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"uid\":" + uids.get(1) + "}");
        assertThat(one.getString("done")).contains("1 message(s) of p are unread again");
        assertThat(server().unseen(user, "INBOX")).containsExactly(uids.get(1));
        pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"rejected\":true,\"since\":\"2000-01-01\"}");
        assertThat(server().unseen(user, "INBOX")).hasSize(3);
        pollers.poll("p");

        assertThat(receiver.requests()).hasSize(6);
        assertThat(receiver.requests())
                .extracting(request -> request.header("webhook-id").orElseThrow())
                .hasSameElementsAs(receiver.requests().subList(0, 3).stream()
                        .map(request -> request.header("webhook-id").orElseThrow())
                        .toList());
        assertThat(server().unseen(user, "INBOX")).isEmpty();
        assertThat(pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\"}").getList("messages"))
                .isEmpty();
        assertThat(pollers.status("p")).isEqualTo("OK");
    }

    /** One that was delivered is on record nowhere: the server finds it, even if its Message-ID is made to end the search. */
    @Test
    void aDeliveredMessageIsFoundByItsMessageIdAndDeliveredAgain() {
        server().append(
                        user,
                        "INBOX",
                        TestMail.message("one"),
                        TestMail.message("one-more"),
                        TestMail.message("odd\" ALL\\"),
                        TestMail.message("copy"),
                        TestMail.message("copy"));
        put(Map.of());
        pollers.poll("p");

        JsonPath listed = redeliver("<one@example.org>", ",\"dryRun\":true");
        JsonPath one = redeliver("one@example.org", "");
        JsonPath odd = redeliver("<odd\\\" ALL\\\\@example.org>", "");
        JsonPath copies = redeliver("<copy@example.org>", "");
        pollers.poll("p");

        assertThat(listed.getList("messages")).hasSize(1);
        assertThat(one.getString("done")).startsWith("1 message(s) of p are unread again");
        assertThat(odd.getString("done")).startsWith("1 message(s) of p are unread again");
        assertThat(copies.getString("error")).startsWith("2 messages in INBOX have that Message-ID");
        assertThat(copies.getList("messages")).hasSize(2);
        assertThat(receiver.requests()).hasSize(7);
        assertThat(receiver.requests().subList(5, 7))
                .extracting(this::subject)
                .containsExactlyInAnyOrder("one", "odd\" ALL\\");
        assertThat(server().unseen(user, "INBOX")).isEmpty();
        assertThat(pollers.ledger("p")).isEmpty();
    }

    /** No poll finds it, so nothing is announced that doesn't come. */
    @Test
    void aMessageThatIsMarkedForDeletionIsNotBroughtBack() {
        List<Long> uids = server().append(user, "INBOX", TestMail.message("one"), TestMail.message("two"));
        receiver.otherwise(Answers.status(404));
        put(Map.of());
        pollers.poll("p");
        try (ImapConnection connection = ImapConnection.open(server().imapPort(), user, ImapServer.PASSWORD)) {
            connection.select("INBOX");
            connection.command("UID STORE " + uids.get(0) + " +FLAGS (\\Deleted)");
        }

        receiver.otherwise(Answers.status(200));
        JsonPath all = pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"rejected\":true}");
        pollers.poll("p");

        assertThat(all.getString("done"))
                .startsWith("1 message(s) of p are unread again")
                .contains("1 message(s) are marked for deletion");
        assertThat(receiver.requests()).hasSize(3);
        assertThat(server().unseen(user, "INBOX")).isEmpty();
        assertThat(pollers.status("p")).isEqualTo("OK");
    }

    private JsonPath redeliver(String messageId, String more) {
        return pollers.invoke(
                "{\"op\":\"redeliver\",\"pollerId\":\"p\",\"messageId\":\"" + messageId + "\"" + more + "}");
    }

    @Test
    void tellsWhatIsWrongWithWhatWasAskedForByHand() {
        put(Map.of());

        assertThat(pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\",\"next\":\"x\"}")
                        .getString("error"))
                .contains("next must be");
        assertThat(pollers.invoke("{\"op\":\"failed\",\"pollerId\":\"p\",\"state\":\"x\"}")
                        .getString("error"))
                .contains("DEFERRED", "REJECTED");
        assertThat(pollers.invoke("{\"op\":\"retry\",\"pollerId\":\"p\",\"since\":\"yesterday\"}")
                        .getString("error"))
                .contains("since must be");
        assertThat(pollers.invoke("{\"op\":\"retry\",\"uid\":1}").getString("error"))
                .contains("add \"pollerId\"");
        assertThat(pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\"}").getString("error"))
                .contains("Say which messages");
        assertThat(pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"uid\":1,\"messageId\":\"a\"}")
                        .getString("error"))
                .contains("in one way");
        assertThat(pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"uid\":5.7}")
                        .getString("error"))
                .contains("uid must be");
        assertThat(pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"uid\":4294967296}")
                        .getString("error"))
                .contains("uid must be");
        assertThat(pollers.invoke("{\"op\":\"redeliver\",\"pollerId\":\"p\",\"since\":\"2026-11-01\"}")
                        .getString("error"))
                .contains("since goes with \"rejected\":true");
    }

    @Test
    void aWrongPasswordIsNotTriedAtEveryPoll() {
        put(Map.of("password", "wrong", "intervalMinutes", 0));

        for (int i = 0; i < 6; i++) {
            pollers.invoke("{}");
        }

        assertThat(pollers.get("p").get("consecutiveFailures").n()).isEqualTo("2");
        assertThat(pollers.statusDetail("p")).contains("The next poll is at");
    }

    @Test
    void deliversAWholeMailbox() {
        byte[][] messages =
                Stream.of("a", "b", "c", "d", "e").map(TestMail::message).toArray(byte[][]::new);
        server().append(user, "INBOX", messages);
        put(Map.of());

        JsonPath report = pollers.poll("p");

        assertThat(receiver.requests()).extracting(this::subject).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(report.getInt("delivered")).isEqualTo(5);
        assertThat(report.getInt("pollers[0].delivered")).isEqualTo(5);
        assertThat(report.getString("pollers[0].pollerId")).isEqualTo("p");
        assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
        assertThat(pollers.get("p").get("lastPass").m().get("delivered").n()).isEqualTo("5");
        assertThat(pollers.get("p")).containsKeys("lastPollAt", "lastSuccessAt", "consecutiveFailures");
    }

    @Test
    void changesNoFlagButSeenAndNoUid() {
        List<Long> uids = server().append(
                        user, "INBOX", TestMail.message("ok"), TestMail.message("bad"), TestMail.message("later"));
        receiver.otherwise(request -> switch (subject(request)) {
            case "ok" -> Answers.status(200);
            case "bad" -> Answers.status(400);
            default -> Answers.status(500);
        });
        put(Map.of());

        pollers.poll("p");

        assertThat(server().flags(user, "INBOX"))
                .isEqualTo(Map.of(uids.get(0), Set.of(SEEN), uids.get(1), Set.of(SEEN), uids.get(2), Set.of()));
    }

    @Test
    void movesWhatWasDeliveredAndWhatWasRejectedWhereTheyAreToBe() {
        List<Long> uids = server().append(
                        user, "INBOX", TestMail.message("ok"), TestMail.message("bad"), TestMail.message("later"));
        receiver.otherwise(request -> switch (subject(request)) {
            case "ok" -> Answers.status(200);
            case "bad" -> Answers.status(400);
            default -> Answers.status(500);
        });
        put(Map.of("afterDelivery", Map.of("move", "Erledigt", "rejected", Map.of("move", "Abgewiesen"))));

        pollers.poll("p");

        assertThat(server().flags(user, "INBOX")).isEqualTo(Map.of(uids.get(2), Set.of()));
        assertThat(server().flags(user, "Erledigt").values()).containsExactly(Set.of(SEEN));
        assertThat(server().flags(user, "Abgewiesen").values()).containsExactly(Set.of(SEEN));
        assertThat(pollers.status("p")).isEqualTo("OK");
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void postsBasicCredentialsFromTheUrl() {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("url", "http://app:p%40ss@127.0.0.1:" + receiver.port() + "/in?token=1"));

        pollers.poll("p");

        Request request = receiver.requests().get(0);
        assertThat(request.header("Authorization")).contains("Basic YXBwOnBAc3M=");
        assertThat(request.header("User-Agent").orElseThrow()).startsWith("imap-poller/");
        assertThat(request.header("webhook-id").orElseThrow()).matches("[a-z2-7]{52}");
        assertThat(request.header("webhook-timestamp").orElseThrow()).matches("[0-9]{10}");
        assertThat(request.query()).isEqualTo("token=1");
    }

    @ParameterizedTest
    @CsvSource({
        "json, application/json, '\"plain\":\"Hello, this is one.'",
        "multipart, multipart/form-data, 'name=\"plain\"'",
        "raw, multipart/form-data, 'Content-Type: text/plain; charset=utf-8'"
    })
    void postsInTheFormatThatTheItemAsksFor(String format, String contentType, String part) {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("format", format, "signingSecret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        pollers.poll("p");

        Request request = receiver.requests().get(0);
        assertThat(request.header("Content-Type").orElseThrow()).startsWith(contentType);
        assertThat(request.text()).contains(part);
        assertThat(request.header("webhook-signature").orElseThrow()).startsWith("v1,");
        assertThat(server().unseen(user, "INBOX")).isEmpty();
    }

    @Test
    void leavesAMessageUnreadThatIsTooLargeAndRecordsItOnce() {
        List<Long> uids = server().append(user, "INBOX", new byte[3000], TestMail.message("small"));
        put(Map.of("maxMessageBytes", 2500));

        pollers.poll("p");
        JsonPath report = pollers.poll("p");

        assertThat(report.getInt("tooLarge")).isEqualTo(1);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(server().unseen(user, "INBOX")).containsExactly(uids.get(0));
        assertThat(pollers.status("p")).isEqualTo("OK");
        assertThat(pollers.statusDetail("p")).contains("maxMessageBytes (2500)");
        assertThat(pollers.ledger("p")).singleElement().satisfies(record -> {
            assertThat(record.get("state").s()).isEqualTo("TOO_LARGE");
            assertThat(record.get("sk").s()).endsWith("#" + uids.get(0));
            assertThat(Integer.parseInt(record.get("size").n())).isGreaterThanOrEqualTo(3000);
        });
    }

    @Test
    void postsOverTlsAndChecksTheCertificate() {
        try (Receiver trusted = Receiver.https(TestCertificates.trusted());
                Receiver untrusted = Receiver.https(TestCertificates.untrusted());
                Receiver wrongName = Receiver.https(TestCertificates.wrongName())) {
            server().append(user, "INBOX", TestMail.message("one"));

            for (Receiver refused : List.of(untrusted, wrongName)) {
                put(Map.of("url", "https://localhost:" + refused.port() + "/in"));
                pollers.poll("p");
                assertThat(pollers.status("p")).isEqualTo("ENDPOINT_FAILING");
                assertThat(refused.requests()).isEmpty();
                assertThat(server().unseen(user, "INBOX")).hasSize(1);
            }
            put(Map.of("url", "https://localhost:" + trusted.port() + "/in"));
            pollers.poll("p");

            assertThat(trusted.requests()).hasSize(1);
            assertThat(server().unseen(user, "INBOX")).isEmpty();
        }
    }

    @Test
    void leavesMessagesUnreadForAnEndpointThatCannotBeReached() {
        server().append(user, "INBOX", TestMail.message("one"));

        for (String url : List.of("http://127.0.0.1:" + Ports.closed() + "/in", "http://app.invalid/in")) {
            put(Map.of("url", url));
            pollers.poll("p");
            assertThat(pollers.status("p")).isEqualTo("ENDPOINT_FAILING");
            assertThat(server().unseen(user, "INBOX")).hasSize(1);
        }
        assertThat(pollers.get("p").get("consecutiveFailures").n()).isEqualTo("1");
    }

    @Test
    void connectsByStartTlsAndByPlainTextWhereThatIsAllowed() {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("ssl", false, "allowPlaintext", true, "port", server().imapPort()));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("OK");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void checkConnectsAndCountsAndPostsNothing() {
        server().append(user, "INBOX", TestMail.message("one"), TestMail.message("two"));
        put(Map.of());

        JsonPath report = pollers.invoke("{\"op\":\"check\",\"pollerId\":\"p\"}");

        assertThat(report.getString("pollers[0].status")).isEqualTo("OK");
        assertThat(report.getInt("pollers[0].unreadCount")).isEqualTo(2);
        assertThat(receiver.requests()).isEmpty();
        assertThat(server().unseen(user, "INBOX")).hasSize(2);
    }

    @Test
    void saysThatAPasswordWasRefused() {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("password", "wrong"));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("AUTH_FAILED");
        assertThat(pollers.statusDetail("p")).contains(user).contains("Check username and password");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void saysThatAFolderIsMissing() {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("folder", "Nowhere"));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("FOLDER_NOT_FOUND");
    }

    @Test
    void saysThatAServerCannotBeTrusted() {
        for (var identity : List.of(TestCertificates.untrusted(), TestCertificates.wrongName())) {
            try (ImapServer other = startWith(identity)) {
                other.append(user, "INBOX", TestMail.message("one"));
                put(Map.of("port", other.imapsPort()));

                pollers.poll("p");

                assertThat(pollers.status("p")).isEqualTo("TLS_FAILED");
                assertThat(other.unseen(user, "INBOX")).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap.invalid", "localhost"})
    void saysThatAServerCannotBeReached(String host) {
        put(Map.of("host", host, "port", Ports.closed()));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("CONNECT_FAILED");
    }

    @Test
    void namesWhatIsWrongWithAnItem() {
        pollers.put("p", Map.of("host", 5, "port", "993", "username", user, "url", "ftp://example.com/"));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("INVALID_CONFIG");
        assertThat(pollers.statusDetail("p"))
                .contains(
                        "host must be a string",
                        "port must be a whole number",
                        "password is missing",
                        "url has the scheme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[fe80::1]/"})
    void refusesTargetsThatOnlyTheFunctionCanReach(String url) {
        server().append(user, "INBOX", TestMail.message("one"));
        put(Map.of("url", url));

        pollers.poll("p");

        assertThat(pollers.status("p")).isEqualTo("INVALID_CONFIG");
        assertThat(pollers.statusDetail("p")).startsWith("url");
        assertThat(server().unseen(user, "INBOX")).hasSize(1);
    }

    @Test
    void aRunPollsAllThatAreDueWhateverBecomesOfEach() {
        server().append(user, "INBOX", TestMail.message("one"));
        String other = user + "-other";
        server().append(other, "INBOX", TestMail.message("two"), TestMail.message("three"));
        putAs("good", Map.of());
        putAs("other", Map.of("username", other));
        putAs("auth", Map.of("password", "wrong"));
        putAs("gone", Map.of("port", Ports.closed()));
        putAs("disabled", Map.of("enabled", false));
        putAs("later", Map.of("lastPollAt", "2999-01-01T00:00:00Z", "enabled", false));
        pollers.put("invalid", Map.of("host", "imap.example.com"));

        JsonPath report = pollers.invoke(
                "{\"version\":\"0\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}");

        assertThat(report.getInt("polled")).isEqualTo(5);
        assertThat(report.getInt("skipped")).isEqualTo(2);
        assertThat(report.getInt("failed")).isEqualTo(3);
        assertThat(report.getInt("delivered")).isEqualTo(3);
        assertThat(pollers.status("good")).isEqualTo("OK");
        assertThat(pollers.status("other")).isEqualTo("OK");
        assertThat(pollers.status("auth")).isEqualTo("AUTH_FAILED");
        assertThat(pollers.status("gone")).isEqualTo("CONNECT_FAILED");
        assertThat(pollers.status("invalid")).isEqualTo("INVALID_CONFIG");
        assertThat(pollers.get("disabled")).doesNotContainKey("status");

        JsonPath tooSoon = pollers.invoke("{}");
        assertThat(tooSoon.getInt("polled")).isZero();
        assertThat(tooSoon.getInt("skipped")).isEqualTo(7);
    }

    void put(Map<String, Object> extra) {
        putAs("p", extra);
    }

    void putAs(String pollerId, Map<String, Object> extra) {
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
                receiver.uri("/in").toString()));
        item.putAll(extra);
        pollers.put(pollerId, item);
    }

    private String subject(Request request) {
        return JsonPath.from(new String(request.body(), StandardCharsets.UTF_8)).getString("headers.subject");
    }
}
