package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.masking.Echoes;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.secret.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTokensTest {
    private static final String KEPT = "secretsmanager:imap-poller/app#refreshToken";

    private final Fixture fixture = new Fixture();
    private final Poller client =
            Fixture.withOAuth(Map.of("grant", "client_credentials", "clientSecret", "s3cret-canary", "scope", "all"));
    private final Poller refreshing = Fixture.withOAuth(Map.of("refreshTokenRef", KEPT));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void asksForTheClientAlone() throws Exception {
        assertThat(fixture.login(client)).isEqualTo("token-canary-1");

        assertThat(fixture.asked)
                .containsExactly(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "app",
                        "client_secret", "s3cret-canary",
                        "scope", "all"));
    }

    @Test
    void aClientThatAsksForItselfAloneKeepsNoRefreshToken() throws Exception {
        fixture.tokens = form -> Fixture.granted("t", "r2");
        fixture.login(client);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.login(client);

        assertThat(fixture.asked)
                .extracting(form -> form.get("grant_type"))
                .containsExactly("client_credentials", "client_credentials");
        assertThat(fixture.events.lines).isEmpty();
    }

    @Test
    void asksWithARefreshToken() throws Exception {
        keep("r1");

        fixture.login(refreshing);

        assertThat(fixture.asked)
                .containsExactly(Map.of("grant_type", "refresh_token", "client_id", "app", "refresh_token", "r1"));
    }

    @Test
    void keepsATokenUntilFiveMinutesBeforeItsEnd() throws Exception {
        fixture.login(client);
        fixture.clock.advance(Duration.ofMinutes(55).minusSeconds(1));
        fixture.login(client);
        assertThat(fixture.asked).hasSize(1);

        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.login(client);

        assertThat(fixture.asked).hasSize(2);
    }

    @Test
    void keepsATokenForAWhileWhoseLifetimeIsNotSaidOrShort() throws Exception {
        fixture.tokens = form -> new Response.Answered(200, "{\"access_token\":\"t\"}");
        fixture.login(client);
        fixture.clock.advance(Duration.ofMinutes(9));
        fixture.login(client);
        assertThat(fixture.asked).hasSize(1);
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.tokens = form -> Fixture.granted("t", 60);
        fixture.login(client);
        fixture.clock.advance(Duration.ofSeconds(29));
        fixture.login(client);

        assertThat(fixture.asked).hasSize(2);
    }

    @Test
    void pollersWithTheSameGrantShareAToken() throws Exception {
        fixture.login(client);
        fixture.login(Fixture.withOAuth(
                Map.of("grant", "client_credentials", "clientSecret", "s3cret-canary", "scope", "all")));
        assertThat(fixture.asked).hasSize(1);

        fixture.login(Fixture.withOAuth(
                Map.of("grant", "client_credentials", "clientSecret", "s3cret-canary", "scope", "other")));

        assertThat(fixture.asked).hasSize(2);
    }

    @Test
    void aRefusedTokenIsReplacedOnceAndNotAtEveryPoll() throws Exception {
        fixture.login(client);
        fixture.tokens = form -> Fixture.granted("token-canary-2", 3600);

        assertThat(fixture.renewed(client, "token-canary-1")).contains("token-canary-2");
        assertThat(fixture.renewed(client, "token-canary-1"))
                .as("another poller's")
                .contains("token-canary-2");
        assertThat(fixture.renewed(client, "token-canary-2")).isEmpty();
        assertThat(fixture.asked).hasSize(2);

        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.tokens = form -> Fixture.granted("token-canary-3", 3600);
        assertThat(fixture.renewed(client, "token-canary-2")).contains("token-canary-3");
    }

    @Test
    void writesARotatedRefreshTokenBackBesideTheOtherKeys() throws Exception {
        fixture.aws.secret("imap-poller/app", "{\"other\":\"kept\",\"refreshToken\":\"r1\"}");
        fixture.tokens = form -> Fixture.granted("t", "r2");

        fixture.login(refreshing);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.tokens = form -> Fixture.granted("t", 3600);
        fixture.login(refreshing);

        assertThat(fixture.aws.secret("imap-poller/app")).isEqualTo("{\"other\":\"kept\",\"refreshToken\":\"r2\"}");
        assertThat(fixture.asked).extracting(form -> form.get("refresh_token")).containsExactly("r1", "r2");
        assertThat(fixture.events.lines).isEmpty();
    }

    @Test
    void writesARotatedRefreshTokenBackIntoAParameterOfTheSameType() throws Exception {
        fixture.aws.parameter("/imap-poller/r", "SecureString", "r1").parameter("/imap-poller/s", "String", "r1");
        fixture.tokens = form -> Fixture.granted("t", "r2");

        fixture.login(Fixture.withOAuth(Map.of("refreshTokenRef", "ssm:/imap-poller/r")));
        fixture.login(Fixture.withOAuth(Map.of("refreshTokenRef", "ssm:/imap-poller/s")));

        assertThat(fixture.aws.parameter("/imap-poller/r")).isEqualTo("r2");
        assertThat(fixture.aws.type("/imap-poller/r")).isEqualTo("SecureString");
        assertThat(fixture.aws.type("/imap-poller/s")).isEqualTo("String");
    }

    @Test
    void aRotationAsksForNoSecondToken() throws Exception {
        keep("r1");
        fixture.tokens = form -> Fixture.granted("t", "r2");
        fixture.login(refreshing);
        fixture.clock.advance(Duration.ofMinutes(6));

        fixture.login(refreshing);

        assertThat(fixture.asked).hasSize(1);
    }

    @Test
    void carriesOnWithARefreshTokenThatCouldNotBeWrittenBackAndTriesAgain() throws Exception {
        fixture.aws.parameter("/imap-poller/r", "r1");
        Poller poller = Fixture.withOAuth(Map.of("refreshTokenRef", "ssm:/imap-poller/r"));
        fixture.tokens = form -> {
            fixture.aws.deny("/imap-poller/r");
            return Fixture.granted("t", "r2-canary");
        };

        assertThat(fixture.login(poller)).isEqualTo("t");

        assertThat(fixture.events.lines)
                .singleElement()
                .asString()
                .contains("refreshTokenNotSaved", "p", "ssm:/imap-poller/r", "access is denied")
                .doesNotContain("canary");
        fixture.aws.clear();
        fixture.aws.parameter("/imap-poller/r", "r1");
        fixture.clock.advance(Duration.ofHours(1));
        fixture.tokens = form -> Fixture.granted("t", 3600);
        fixture.login(poller);
        assertThat(fixture.asked).extracting(form -> form.get("refresh_token")).containsExactly("r1", "r2-canary");
        assertThat(fixture.aws.parameter("/imap-poller/r")).isEqualTo("r2-canary");
    }

    @Test
    void saysThatARefreshTokenInTheItemCannotBeReplaced() throws Exception {
        Poller poller = Fixture.withOAuth(Map.of("refreshToken", "r1"));
        fixture.tokens = form -> Fixture.granted("t", "r2");
        fixture.login(poller);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.login(poller);

        assertThat(fixture.asked).extracting(form -> form.get("refresh_token")).containsExactly("r1", "r2");
        assertThat(fixture.events.lines).first().asString().contains("use refreshTokenRef");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, REAUTH_REQUIRED, op authorize",
        "400, interaction_required, REAUTH_REQUIRED, op authorize",
        "401, invalid_client, AUTH_FAILED, Check clientId",
        "400, unauthorized_client, AUTH_FAILED, Check clientId",
        "400, invalid_scope, INVALID_CONFIG, Correct scope",
        "404, '', INVALID_CONFIG, Check tokenUrl",
        "302, '', INVALID_CONFIG, Check tokenUrl",
        "200, '', INVALID_CONFIG, Check tokenUrl",
        "429, '', THROTTLED, tried again at the next poll",
        "503, temporarily_unavailable, CONNECT_FAILED, tried again at the next poll",
        "500, '', CONNECT_FAILED, tried again at the next poll"
    })
    void saysWhatARefusalMeans(int status, String error, PollerStatus meaning, String todo) {
        keep("r1");
        fixture.tokens = form -> Fixture.error(status, error);

        Failure failure = fixture.failure(refreshing);

        assertThat(failure.status()).isEqualTo(meaning);
        assertThat(failure.detail())
                .contains("login.example.com", "HTTP " + status, "AADSTS1", todo)
                .doesNotContain("because");
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void saysWhenThereIsNoAnswer(Cause cause) {
        fixture.tokens = form -> new Response.Unanswered(cause, "did something odd");

        assertThat(fixture.failure(client).detail()).contains("login.example.com did something odd");
        assertThat(fixture.failure(client).status())
                .isEqualTo(
                        cause == Cause.FORBIDDEN_ADDRESS
                                ? PollerStatus.INVALID_CONFIG
                                : cause == Cause.TLS ? PollerStatus.TLS_FAILED : PollerStatus.CONNECT_FAILED);
    }

    @Test
    void neverRepeatsASecretThatTheEndpointRepeatsInWhateverForm() {
        ObjectMapper json = new ObjectMapper();
        for (String secret : List.of("s3cret-canary", "r1-canary")) {
            Echoes.of("app", secret).forEach((name, echo) -> {
                for (List<String> said : List.of(
                        List.of("invalid_client", echo),
                        List.of("invalid_client " + echo, ""),
                        List.of(echo, "AADSTS7000215: Invalid client secret provided. " + echo))) {
                    fixture.tokens = form -> new Response.Answered(
                            400,
                            json.createObjectNode()
                                    .put("error", said.get(0))
                                    .put("error_description", said.get(1))
                                    .toString());
                    Poller another = Fixture.withOAuth(Map.of(
                            "clientSecret", "s3cret-canary",
                            "refreshToken", "r1-canary",
                            "scope", "s" + fixture.asked.size()));

                    String detail = fixture.failure(another).detail();

                    assertThat(detail).contains("login.example.com");
                    assertThat(Echoes.leak(detail, echo, "app"))
                            .as(name + ": " + detail)
                            .isEmpty();
                }
            });
        }
    }

    @Test
    void showsWhatIsKnownOfARefusal() {
        fixture.tokens = form -> new Response.Answered(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided. Ensure x\"}");

        assertThat(fixture.failure(client).detail())
                .contains("(HTTP 401, it said: invalid_client AADSTS7000215 Invalid client secret provided)");
    }

    @Test
    void aTokenThatIsSaidToLastForEverIsAToken() throws Exception {
        fixture.tokens =
                form -> new Response.Answered(200, "{\"access_token\":\"t\",\"expires_in\":" + Long.MAX_VALUE + "}");

        assertThat(fixture.login(client)).isEqualTo("t");
    }

    @Test
    void anAnswerThatWasMadeToTakeLongTakesNoTime() {
        for (String piece : List.of(".", ". ", "AADSTS", "[", "{", "\\u0000", "\u0001")) {
            String made = piece.repeat(200_000 / piece.length());
            fixture.tokens = form ->
                    new Response.Answered(400, "{\"error\":\"" + made + "\",\"error_description\":\"" + made + "x\"}");
            fixture.clock.advance(Duration.ofHours(1));

            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> fixture.failure(client), "within a second, usually at once");
        }
    }

    @Test
    void asksNoMoreForAWhileOnceAccessHasEndedUntilTheSecretChanges() throws Exception {
        keep("r1");
        fixture.tokens = form -> Fixture.error(400, "invalid_grant");
        fixture.failure(refreshing);
        fixture.clock.advance(Duration.ofMinutes(14));
        assertThat(fixture.failure(refreshing).status()).isEqualTo(PollerStatus.REAUTH_REQUIRED);
        assertThat(fixture.asked).hasSize(1);
        keep("r2");
        fixture.tokens = form -> Fixture.granted("t", 3600);

        fixture.clock.advance(Duration.ofMinutes(5));

        assertThat(fixture.login(refreshing)).isEqualTo("t");
    }

    @Test
    void aSecretThatWasReplacedIsTriedAtOnce() throws Exception {
        keep("r1");
        fixture.login(refreshing);
        fixture.clock.advance(Duration.ofMinutes(55).minusSeconds(5));
        fixture.credentials.prepare(List.of(refreshing));
        fixture.login(refreshing);
        keep("r2");
        fixture.clock.advance(Duration.ofSeconds(5)); // The text is held to be fresh, the token has ended.
        fixture.tokens = form -> form.get("refresh_token").equals("r2")
                ? Fixture.granted("t2", 3600)
                : Fixture.error(400, "invalid_grant");

        assertThat(fixture.login(refreshing)).isEqualTo("t2");
    }

    @Test
    void aRefusedClientIsAskedForAgainLater() throws Exception {
        fixture.tokens = form -> Fixture.error(401, "invalid_client");
        fixture.failure(client);
        fixture.clock.advance(Duration.ofMinutes(14));
        fixture.failure(client);
        assertThat(fixture.asked).hasSize(1);
        fixture.tokens = form -> Fixture.granted("t", 3600);

        fixture.clock.advance(Duration.ofMinutes(1));

        assertThat(fixture.login(client)).isEqualTo("t");
    }

    @Test
    void aPassingTroubleIsTriedAgainAtTheNextPoll() throws Exception {
        fixture.tokens = form -> Fixture.error(503, "");
        fixture.failure(client);
        fixture.failure(client);
        assertThat(fixture.asked).hasSize(1);
        fixture.tokens = form -> Fixture.granted("t", 3600);

        fixture.clock.advance(Duration.ofSeconds(5));

        assertThat(fixture.login(client)).isEqualTo("t");
    }

    @Test
    void spendsARefreshTokenUnderTheLeaseAlone() throws Exception {
        keep("r1");
        List<String> order = new ArrayList<>();
        fixture.lease = reference -> {
            order.add("take " + reference);
            return Optional.of(() -> order.add("give back, " + fixture.aws.secret("imap-poller/app")));
        };
        fixture.tokens = form -> {
            order.add("ask");
            return Fixture.granted("t", "r2");
        };

        fixture.login(refreshing);

        assertThat(order)
                .containsExactly(
                        "take " + KEPT,
                        "ask",
                        "take secretsmanager:imap-poller/app",
                        "give back, {\"refreshToken\":\"r2\"}",
                        "give back, {\"refreshToken\":\"r2\"}");
        fixture.lease = reference -> Optional.empty();
        fixture.clock.advance(Duration.ofHours(1));
        assertThat(fixture.failure(refreshing).detail()).contains("Another run");
        assertThat(order).hasSize(5);
    }

    @Test
    void waitsWithWritingUntilAnotherRunHasWrittenToTheSameSecret() throws Exception {
        fixture.aws.secret("imap-poller/app", "{\"other\":\"o1\",\"refreshToken\":\"r1\"}");
        AtomicInteger tries = new AtomicInteger();
        fixture.lease = reference -> {
            if (reference.jsonKey().isEmpty() && tries.incrementAndGet() < 3) {
                return Optional.empty();
            }
            if (reference.jsonKey().isEmpty()) {
                fixture.aws.secret("imap-poller/app", "{\"other\":\"o2\",\"refreshToken\":\"r1\"}");
            }
            return RotationLease.ALONE.take(reference);
        };
        fixture.tokens = form -> Fixture.granted("t", "r2");

        fixture.login(refreshing);

        assertThat(tries).hasValue(3);
        assertThat(fixture.aws.secret("imap-poller/app")).isEqualTo("{\"other\":\"o2\",\"refreshToken\":\"r2\"}");
    }

    @Test
    void aRunThatHangsWithTheSameSecretDoesNotCostTheNewRefreshToken() throws Exception {
        keep("r1");
        fixture.lease =
                reference -> reference.jsonKey().isEmpty() ? Optional.empty() : RotationLease.ALONE.take(reference);
        fixture.tokens = form -> Fixture.granted("t", "r2");

        fixture.login(refreshing);

        assertThat(fixture.aws.secret("imap-poller/app")).isEqualTo("{\"refreshToken\":\"r2\"}");
    }

    @Test
    void aTableInTroubleDoesNotCostTheNewRefreshToken() throws Exception {
        keep("r1");
        fixture.lease = reference -> {
            if (reference.jsonKey().isEmpty()) {
                throw new TableException("The table can't be used.", new IllegalStateException());
            }
            return RotationLease.ALONE.take(reference);
        };
        fixture.tokens = form -> Fixture.granted("t", "r2");

        assertThat(fixture.login(refreshing)).isEqualTo("t");
        assertThat(fixture.aws.secret("imap-poller/app")).isEqualTo("{\"refreshToken\":\"r2\"}");
    }

    @Test
    void usesTheRefreshTokenThatAnotherFunctionHasWrittenMeanwhile() throws Exception {
        keep("r1");
        fixture.credentials.prepare(List.of(refreshing));
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.lease = reference -> {
            keep("r2");
            return RotationLease.ALONE.take(reference);
        };

        fixture.login(refreshing);

        assertThat(fixture.asked).extracting(form -> form.get("refresh_token")).containsExactly("r2");
    }

    private void keep(String refreshToken) {
        fixture.aws.secret("imap-poller/app", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }
}
