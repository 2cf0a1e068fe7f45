package dev.imappoller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.AwsSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredSecretsTest {
    private static final String SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Fixture fixture = new Fixture();
    private final AwsSecrets aws = fixture.aws;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void readsFromBothServices() throws Exception {
        aws.parameter("/imap-poller/a", "one")
                .secret("imap-poller/b", "two\n")
                .secret("imap-poller/c", "{\"p\":\"three\"}");

        assertThat(fixture.login(Fixture.withPassword("a", "ssm:/imap-poller/a")))
                .isEqualTo("one");
        assertThat(fixture.login(Fixture.withPassword("b", "secretsmanager:imap-poller/b")))
                .isEqualTo("two");
        assertThat(fixture.login(Fixture.withPassword("c", "secretsmanager:imap-poller/c#p")))
                .isEqualTo("three");
    }

    @Test
    void makesNoClientWithoutAReference() throws Exception {
        Poller poller = Fixture.poller("a", Map.of("password", "plain", "signingSecret", SIGNING));

        fixture.credentials.prepare(List.of(poller));

        assertThat(fixture.login(poller)).isEqualTo("plain");
        assertThat(fixture.credentials.signingSecrets(poller)).hasSize(1);
        assertThat(fixture.clients).hasValue(0);
    }

    @Test
    void fetchesParametersTenAtATimeBeforeTheyAreAskedFor() throws Exception {
        List<Poller> pollers = IntStream.range(0, 23)
                .mapToObj(i -> Fixture.withPassword("p" + i, "ssm:/imap-poller/" + i))
                .toList();
        IntStream.range(0, 23).forEach(i -> aws.parameter("/imap-poller/" + i, "password-" + i));

        fixture.credentials.prepare(pollers);
        for (int i = 0; i < 23; i++) {
            assertThat(fixture.login(pollers.get(i))).isEqualTo("password-" + i);
        }

        assertThat(aws.calls()).hasSize(3).allSatisfy(call -> assertThat(call).startsWith("GetParameters "));
    }

    @Test
    void fetchesASecretOnceForAllThatWantIt() throws Exception {
        aws.secret("imap-poller/app", "{\"a\":\"1\",\"b\":\"2\"}");
        CountDownLatch gate = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> logins = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Poller poller = Fixture.withPassword("p" + i, "secretsmanager:imap-poller/app#" + (i % 2 == 0 ? "a" : "b"));
            logins.add(threads.submit(() -> {
                gate.await();
                return fixture.login(poller);
            }));
        }

        gate.countDown();

        for (int i = 0; i < 8; i++) {
            assertThat(logins.get(i).get()).isEqualTo(i % 2 == 0 ? "1" : "2");
        }
        threads.shutdown();
        assertThat(aws.calls()).containsExactly("GetSecretValue imap-poller/app");
    }

    @Test
    void keepsASecretForFiveMinutes() throws Exception {
        Poller poller = Fixture.withPassword("a", "ssm:/imap-poller/a");
        aws.parameter("/imap-poller/a", "old");
        assertThat(fixture.login(poller)).isEqualTo("old");
        aws.parameter("/imap-poller/a", "new");

        fixture.clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(fixture.login(poller)).isEqualTo("old");
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.login(poller)).isEqualTo("new");

        assertThat(aws.calls()).hasSize(2);
    }

    @Test
    void aRefusedPasswordIsFetchedOnceMore() throws Exception {
        Poller poller = Fixture.withPassword("a", "ssm:/imap-poller/a");
        aws.parameter("/imap-poller/a", "old");
        fixture.login(poller);
        assertThat(fixture.renewed(poller, "old")).isEmpty();
        aws.parameter("/imap-poller/a", "new");

        assertThat(fixture.renewed(poller, "old")).contains("new");
        assertThat(fixture.login(poller)).isEqualTo("new");
    }

    @Test
    void oneBadParameterHurtsNoOther() throws Exception {
        aws.parameter("/imap-poller/good", "good")
                .parameter("/imap-poller/denied", "x")
                .deny("/imap-poller/denied");
        Poller good = Fixture.withPassword("good", "ssm:/imap-poller/good");
        Poller denied = Fixture.withPassword("denied", "ssm:/imap-poller/denied");
        Poller missing = Fixture.withPassword("missing", "ssm:/imap-poller/missing");

        fixture.credentials.prepare(List.of(denied, missing, good));

        assertThat(fixture.login(good)).isEqualTo("good");
        assertThat(fixture.failure(denied).detail()).contains("ssm:/imap-poller/denied", "access is denied");
        assertThat(fixture.failure(missing).detail())
                .contains("ssm:/imap-poller/missing", "there is none of that name");
    }

    @Test
    void aSecretThatWasMissingIsFoundSoonAfterItIsThere() throws Exception {
        Poller poller = Fixture.withPassword("a", "ssm:/imap-poller/a");
        fixture.failure(poller);
        fixture.failure(poller);
        assertThat(aws.calls()).hasSize(1);
        aws.parameter("/imap-poller/a", "here");

        fixture.clock.advance(Duration.ofSeconds(5));

        assertThat(fixture.login(poller)).isEqualTo("here");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, AWS asks to come back later",
        "500, InternalServerError, AWS could not be asked",
        "400, AccessDeniedException, access is denied",
        "400, InvalidRequestException, marked for deletion",
        "400, DecryptionFailure, access is denied",
        "400, OddException, refused it with OddException"
    })
    void saysWhyAndRepeatsNoWordOfAws(int status, String code, String why) {
        aws.trouble(Optional.of(AwsSecrets.error(status, code)));

        Failure failure = fixture.failure(Fixture.withPassword("a", "secretsmanager:imap-poller/a#k"));

        assertThat(failure.status()).isEqualTo(PollerStatus.SECRET_UNAVAILABLE);
        assertThat(failure.detail())
                .contains("secretsmanager:imap-poller/a#k", why)
                .endsWith(".")
                .doesNotContain("canary");
    }

    @Test
    void saysWhenAwsDoesNotAnswer() {
        aws.trouble(Optional.of(Answers.hang()));
        assertThat(fixture.failure(Fixture.withPassword("a", "ssm:/imap-poller/a"))
                        .detail())
                .contains("did not answer in time");

        aws.trouble(Optional.of(Answers.close()));
        assertThat(fixture.failure(Fixture.withPassword("b", "ssm:/imap-poller/b"))
                        .detail())
                .contains("could not be asked");
    }

    @Test
    void saysWhatIsWrongWithTheText() {
        aws.binarySecret("imap-poller/binary")
                .secret("imap-poller/plain", "canary")
                .secret("imap-poller/json", "{\"p\":5,\"q\":\"\"}")
                .parameter("/imap-poller/lines", "canary\ncanary");

        assertThat(detail("secretsmanager:imap-poller/binary")).contains("binary data");
        assertThat(detail("secretsmanager:imap-poller/plain#p")).contains("no JSON object", "no key p");
        assertThat(detail("secretsmanager:imap-poller/json#missing")).contains("no key missing");
        assertThat(detail("secretsmanager:imap-poller/json#p")).contains("no key p with a string");
        assertThat(detail("secretsmanager:imap-poller/json#q")).contains("it is empty");
        assertThat(detail("ssm:/imap-poller/lines")).contains("more than one line");
    }

    @Test
    void usesAnOlderTextWhileAwsIsInTrouble() throws Exception {
        Poller poller = Fixture.withPassword("a", "ssm:/imap-poller/a");
        aws.parameter("/imap-poller/a", "password-canary");
        fixture.login(poller);
        aws.trouble(Optional.of(AwsSecrets.error(400, "ThrottlingException")));
        fixture.clock.advance(Duration.ofHours(1));

        assertThat(fixture.login(poller)).isEqualTo("password-canary");
        assertThat(fixture.events.lines)
                .singleElement()
                .asString()
                .contains("secretStale", "ssm:/imap-poller/a")
                .doesNotContain("canary");
        aws.trouble(Optional.empty()).parameter("/imap-poller/a", "new");
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(fixture.login(poller)).isEqualTo("new");
    }

    @Test
    void doesNotUseAnOlderTextOfASecretThatIsGone() throws Exception {
        Poller poller = Fixture.withPassword("a", "ssm:/imap-poller/a");
        aws.parameter("/imap-poller/a", "old");
        fixture.login(poller);
        aws.clear();
        fixture.clock.advance(Duration.ofHours(1));

        assertThat(fixture.failure(poller).detail()).contains("there is none of that name");
    }

    @Test
    void readsNothingOutsideItsPrefix() {
        aws.parameter("/other/a", "canary").secret("imap-poller-other/a", "canary");

        for (String reference : List.of("ssm:/other/a", "secretsmanager:imap-poller-other/a")) {
            Poller poller = Fixture.withPassword("a", reference);
            fixture.credentials.prepare(List.of(poller));
            assertThat(fixture.failure(poller).status()).isEqualTo(PollerStatus.INVALID_CONFIG);
            assertThat(fixture.failure(poller).detail()).contains(reference, "imap-poller/", "SECRET_PREFIX");
        }
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void readsSigningSecrets() throws Exception {
        aws.parameter("/imap-poller/sign", SIGNING + " " + SIGNING).parameter("/imap-poller/odd", "canary");
        Poller poller = Fixture.poller("a", Map.of("password", "x", "signingSecretRef", "ssm:/imap-poller/sign"));
        Poller odd = Fixture.poller("a", Map.of("password", "x", "signingSecretRef", "ssm:/imap-poller/odd"));

        assertThat(fixture.credentials.signingSecrets(poller)).hasSize(2);
        assertThatThrownBy(() -> fixture.credentials.signingSecrets(odd))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("must begin with whsec_")
                .hasMessageNotContaining("canary");
    }

    @Test
    void readsTheSecretOfAnAttachmentStore() throws Exception {
        aws.parameter("/imap-poller/store", "canary");
        Poller kept = Fixture.poller(
                "a",
                Map.of(
                        "password",
                        "x",
                        "attachmentStore",
                        Map.of("bucket", "acme", "accessKeyId", "id", "secretAccessKeyRef", "ssm:/imap-poller/store")));

        assertThat(fixture.credentials.storeSecret(kept)).contains(new Secret("canary"));
        assertThat(fixture.credentials.storeSecret(Fixture.poller("a", Map.of("password", "x"))))
                .isEmpty();
    }

    private String detail(String reference) {
        Failure failure = fixture.failure(Fixture.withPassword("a", reference));
        assertThat(failure.status()).isEqualTo(PollerStatus.SECRET_UNAVAILABLE);
        assertThat(failure.detail()).contains(reference).doesNotContain("canary");
        return failure.detail();
    }
}
