package dev.imappoller.poller.run;

import static dev.imappoller.poller.item.Pollers.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Backoffs.Backoff;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BackoffGateTest {
    private final FakeBackoffs backoffs = new FakeBackoffs();
    private final FakeEvents events = new FakeEvents();
    private final FakeCredentials credentials = new FakeCredentials();
    private final TestClock clock = new TestClock();
    private final BackoffGate alone = new BackoffGate(backoffs, credentials, events, clock);
    private Map<String, Object> item = item();

    @Test
    void aWrongPasswordIsTriedTwiceAndThenEverMoreSeldom() {
        Instant began = clock.instant();
        List<Instant> logins = loginsOfAWeek(() -> {});

        assertThat(logins).hasSizeLessThan(20);
        assertThat(logins.subList(0, 4))
                .containsExactly(
                        began,
                        began.plusSeconds(60),
                        began.plus(Duration.ofMinutes(16)),
                        began.plus(Duration.ofMinutes(46)));
        assertThat(Duration.between(logins.get(logins.size() - 2), logins.get(logins.size() - 1)))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aRefreshTokenThatTheEndpointReplacesAtEachUseIsNoChange() {
        logsInByRefreshToken();
        credentials.secrets.put("ssm:/imap-poller/token", "1");

        List<Instant> logins =
                loginsOfAWeek(() -> credentials.secrets.merge("ssm:/imap-poller/token", "+", String::concat));

        assertThat(logins).hasSizeLessThan(20);
        credentials.secrets.put("ssm:/imap-poller/token", "granted anew");
        assertThat(alone.mayBePolled(entry())).isTrue();
    }

    @Test
    void aChangedPasswordIsTriedAtOnce() {
        ends(PollerStatus.AUTH_FAILED);
        ends(PollerStatus.AUTH_FAILED);
        assertThat(alone.mayBePolled(entry())).isFalse();

        item.put("password", "another");
        assertThat(alone.mayBePolled(entry())).isTrue();

        ends(PollerStatus.AUTH_FAILED);
        assertThat(alone.mayBePolled(entry())).isTrue(); // Its first failure.
    }

    @Test
    void accessThatHasEndedIsAskedForOnceADayUntilItIsGrantedAgain() {
        logsInByRefreshToken();
        credentials.secrets.put("ssm:/imap-poller/token", "old");

        ends(PollerStatus.REAUTH_REQUIRED);

        assertThat(alone.mayBePolled(entry())).isFalse();
        clock.advance(Duration.ofHours(23));
        assertThat(alone.mayBePolled(entry())).isFalse();
        credentials.secrets.put("ssm:/imap-poller/token", "new");
        assertThat(alone.mayBePolled(entry())).isTrue();
        credentials.secrets.put("ssm:/imap-poller/token", "old");
        clock.advance(Duration.ofHours(1));
        assertThat(alone.mayBePolled(entry())).isTrue();
    }

    @Test
    void aServerThatThrottlesIsLeftAloneAtOnce() {
        Outcome outcome = ends(PollerStatus.THROTTLED);

        assertThat(alone.mayBePolled(entry())).isFalse();
        assertThat(outcome.detail()).contains("The next poll is at 2026-03-01T10:05:00Z");
        clock.advance(Duration.ofMinutes(5));
        assertThat(alone.mayBePolled(entry())).isTrue();
        ends(PollerStatus.THROTTLED);
        clock.advance(Duration.ofMinutes(9));
        assertThat(alone.mayBePolled(entry())).isFalse();
    }

    @Test
    void aServerThatNamesHowLongToWaitIsLeftAloneForThatLong() {
        for (int i = 0; i < 3; i++) {
            ends(new Failure(PollerStatus.THROTTLED, "Later.", Optional.of(Duration.ofSeconds(90))));
            clock.advance(Duration.ofSeconds(89));
            assertThat(alone.mayBePolled(entry())).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(alone.mayBePolled(entry())).isTrue();
        }
    }

    /** A good password that is refused for another reason is not left alone for hours. */
    @Test
    void aRefusalThatMayHaveAnotherReasonWaitsNoLongerEachTime() {
        for (int i = 0; i < 10; i++) {
            ends(new Failure(PollerStatus.AUTH_FAILED, "Refused.", Optional.of(Duration.ofMinutes(15))));
            clock.advance(Duration.ofMinutes(15));
            assertThat(alone.mayBePolled(entry())).isTrue();
        }
    }

    @Test
    void anEndpointThatAsksToWaitIsLeftAloneForThatLong() {
        Failure asksToWait =
                new Failure(PollerStatus.ENDPOINT_FAILING, "It asks to wait.", Optional.of(Duration.ofMinutes(10)));
        Outcome failing = Outcome.failed(asksToWait, Duration.ZERO);
        record(alone.after(entry(), failing));

        clock.advance(Duration.ofMinutes(9));
        assertThat(alone.mayBePolled(entry())).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(alone.mayBePolled(entry())).isTrue();
    }

    @Test
    void aFailingEndpointThatDoesNotAskIsTriedAtEveryPoll() {
        ends(PollerStatus.ENDPOINT_FAILING);

        assertThat(alone.mayBePolled(entry())).isTrue();
        assertThat(backoffs.backoffs).isEmpty();
    }

    @Test
    void isNotLeftAloneForLongerThanADayWhateverAClockSaid() {
        clock.advance(Duration.ofDays(400));
        ends(PollerStatus.AUTH_FAILED);
        ends(PollerStatus.AUTH_FAILED);

        clock.advance(Duration.ofDays(-400));

        assertThat(alone.mayBePolled(entry())).isTrue();
    }

    @Test
    void aPassThatWorksEndsIt() {
        ends(PollerStatus.AUTH_FAILED);
        ends(PollerStatus.AUTH_FAILED);

        ends(PollerStatus.OK);

        assertThat(backoffs.backoffs).isEmpty();
    }

    @Test
    void theHashTellsAChangeAndNoPassword() {
        ends(PollerStatus.AUTH_FAILED);
        ends(PollerStatus.AUTH_FAILED);

        Backoff backoff = backoffs.find("support").orElseThrow();
        assertThat(backoff.configHash()).hasSize(8);
        assertThat(backoff.inARow()).isEqualTo(2);
    }

    private void logsInByRefreshToken() {
        item.remove("password");
        item.put(
                "oauth",
                Map.of(
                        "tokenUrl", "https://login.example.com/token",
                        "clientId", "client",
                        "refreshTokenRef", "ssm:/imap-poller/token"));
    }

    /** When logins are made that are all refused, with what happens at each. */
    private List<Instant> loginsOfAWeek(Runnable atLogin) {
        List<Instant> logins = new ArrayList<>();
        Instant end = clock.instant().plus(Duration.ofDays(7));
        while (clock.instant().isBefore(end)) {
            if (alone.mayBePolled(entry())) {
                logins.add(clock.instant());
                atLogin.run();
                ends(PollerStatus.AUTH_FAILED);
            }
            clock.advance(Duration.ofMinutes(1));
        }
        return logins;
    }

    private Outcome ends(Failure failure) {
        Outcome after = alone.after(entry(), Outcome.failed(failure, Duration.ZERO));
        record(after);
        return after;
    }

    private Outcome ends(PollerStatus status) {
        Outcome outcome = status == PollerStatus.OK
                ? new Outcome(status, "Fine.", MessageCounts.NONE, OptionalInt.of(0), Duration.ZERO)
                : Outcome.failed(new Failure(status, "It failed."), Duration.ZERO);
        Outcome after = alone.after(entry(), outcome);
        record(after);
        return after;
    }

    private void record(Outcome outcome) {
        item.put("status", outcome.status().name());
    }

    private PollerEntry entry() {
        return PollerItem.read("support", item);
    }
}
