package dev.imappoller.alert;

import static dev.imappoller.alert.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.Notice;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates;
import dev.imappoller.poller.run.FakeCredentials;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is posted to alertUrl, and what becomes of what could not be. */
class AlertPosterTest {
    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Map<AlertKind, AlertStates.State> states = new ConcurrentHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<List<SigningSecret>> keys = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final Map<String, Object> item = new HashMap<>(Map.of(
            "host", "imap.example.com",
            "username", "support",
            "password", "secret",
            "url", "https://example.com/in",
            "alertUrl", "https://ops:pass@alerts.example.com/hook?token=1"));
    private Answer answer = new Answer.Http(204, "", Duration.ZERO);
    private final ToldAlerts alerts = new ToldAlerts(
            new States(),
            new AlertPoster(
                    (target, signedWith, notice, atMost) -> {
                        notices.add(notice);
                        keys.add(signedWith);
                        return answer;
                    },
                    new FakeCredentials(),
                    clock),
            AlertEvents.takingDown(failures),
            clock,
            "poll");

    @Test
    void tellsOfAChangeForTheWorseAndForTheBetterOnce() {
        pass(5, PollerStatus.CONNECT_FAILED);
        pass(3, PollerStatus.OK);

        assertThat(notices).extracting(Notice::type).containsExactly("poller.failing", "poller.recovered");
        assertThat(notices.get(0)).satisfies(notice -> {
            assertThat(notice.pollerId()).isEqualTo("support");
            assertThat(notice.status()).isEqualTo("CONNECT_FAILED");
            assertThat(notice.detail()).isEqualTo("What happened.");
            assertThat(notice.whatToDo()).isNotEmpty();
            assertThat(notice.command()).contains("\"op\":\"check\"");
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsOfTheWebAppAndOfMessages() {
        pass(3, PollerStatus.ENDPOINT_FAILING);
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 2, 0, 0, 1, 0), 1, 1));

        assertThat(notices)
                .extracting(Notice::type)
                .containsExactlyInAnyOrder(
                        "endpoint.failing",
                        "endpoint.recovered",
                        "message.rejected",
                        "message.parked",
                        "message.too_large");
    }

    @ParameterizedTest
    @CsvSource({"199, 1", "301, 1", "404, 1", "500, 1", "200, 0", "202, 0"})
    void whatIsRefusedIsToldAgainWithTheSameId(int status, int failed) {
        answer = new Answer.Http(status, "", Duration.ZERO);
        item.put("lastSuccessAt", "2026-01-01T00:00:00Z");
        pass(4, PollerStatus.CONNECT_FAILED);

        assertThat(failures).hasSize(failed * 2);
        assertThat(notices).hasSize(1 + failed);
        assertThat(notices).extracting(Notice::id).containsOnly(notices.get(0).id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"UNKNOWN_HOST", "FORBIDDEN_ADDRESS", "NOT_CONNECTED", "NOT_SENT"})
    void whatWasNotSentIsToldAgain(Cause cause) {
        answer = new Answer.None(cause, "is away", Duration.ZERO);
        pass(3, PollerStatus.CONNECT_FAILED);
        answer = new Answer.Http(200, "", Duration.ZERO);
        pass(1, PollerStatus.CONNECT_FAILED);

        assertThat(notices).hasSize(2);
        assertThat(failures).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"TLS", "CONNECTION_LOST", "TIMED_OUT", "NOT_HTTP", "ANSWERED_EARLY"})
    void whatMayHaveBeenTakenIsToldAgainOnlyAfterSixHours(Cause cause) {
        answer = new Answer.None(cause, "hangs", Duration.ZERO);
        pass(6, PollerStatus.CONNECT_FAILED);
        assertThat(notices).hasSize(1);

        clock.advance(AlertPolicy.QUIET);
        pass(1, PollerStatus.CONNECT_FAILED);
        assertThat(notices).hasSize(2);
    }

    @Test
    void isSignedAsTheMessagesAre() {
        item.put("signingSecret", KEY);

        pass(3, PollerStatus.CONNECT_FAILED);

        assertThat(keys).containsExactly(List.of(SigningSecret.parse(KEY)));
    }

    @Test
    void isNeverSentUnsignedWhereItShouldBeSigned() {
        item.put("signingSecretRef", "ssm:/imap-poller/gone");
        pass(4, PollerStatus.SECRET_UNAVAILABLE);
        assertThat(failures).isNotEmpty();

        item.remove("signingSecretRef");
        item.put("signingSecret", "whsec_short");
        pass(4, PollerStatus.INVALID_CONFIG);

        assertThat(notices).isEmpty();
    }

    @Test
    void tellsEvenOfAnItemThatIsWrong() {
        item.remove("host");

        pass(3, PollerStatus.INVALID_CONFIG);

        assertThat(notices).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "ftp://example.com/", "https://", ""})
    void aWrongUrlIsAMistakeInTheItem(String url) {
        item.put("alertUrl", url);

        assertThat(PollerItem.read("support", item).alertHook()).isEmpty();
        pass(3, PollerStatus.INVALID_CONFIG);
        assertThat(notices).isEmpty();
    }

    private void pass(int times, PollerStatus status) {
        for (int i = 0; i < times; i++) {
            pass(outcome(status, MessageCounts.NONE, 0, 0));
        }
    }

    private void pass(Outcome outcome) {
        alerts.passEnded(PollerItem.read("support", item), outcome);
        alerts.await(BOUND);
        boolean ok = outcome.status() == PollerStatus.OK;
        BigDecimal before = (BigDecimal) item.getOrDefault("consecutiveFailures", BigDecimal.ZERO);
        item.put("consecutiveFailures", ok ? BigDecimal.ZERO : before.add(BigDecimal.ONE));
        item.put("status", outcome.status().name());
        item.put("lastPollAt", clock.instant().toString());
        if (ok) {
            item.put("lastSuccessAt", clock.instant().toString());
        }
        clock.advance(Duration.ofMinutes(1));
    }

    private final class States implements AlertStates {
        @Override
        public State find(String pollerId, AlertKind kind) {
            return states.getOrDefault(kind, State.NONE);
        }

        @Override
        public synchronized boolean replace(String pollerId, AlertKind kind, State before, State after) {
            boolean stands = find(pollerId, kind).equals(before);
            if (stands) {
                states.put(kind, after);
            }
            return stands;
        }
    }
}
