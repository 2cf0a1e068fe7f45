package dev.imappoller.alert;

import static dev.imappoller.alert.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates;
import dev.imappoller.poller.run.AlertStates.State;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who is told of what, and how often; each pass is given with what it came to. */
class ToldAlertsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> attempts = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Object> item = new HashMap<>(Map.of(
            "host", "imap.example.com",
            "username", "support",
            "password", "secret",
            "url", "https://example.com/in",
            "alertEmail", "ops@example.com"));
    private final TestClock clock = new TestClock();
    private boolean mailServerIsDown;
    private boolean mailServerIsSlow;
    private boolean tableIsDown;

    @Test
    void tellsOfAPollerThatFailsThreeTimesAndOnceThatItWorksAgain() {
        passes(2, PollerStatus.CONNECT_FAILED);
        assertThat(mails).isEmpty();

        passes(5, PollerStatus.CONNECT_FAILED);
        assertThat(mails).containsExactly("Poller support fails: CONNECT_FAILED");

        passes(3, PollerStatus.OK);
        assertThat(mails).containsExactly("Poller support fails: CONNECT_FAILED", "Poller support works again");
    }

    /** From the second refusal on it is left alone, and the third may be a quarter of an hour away. */
    @Test
    void tellsOfAWrongPasswordWhenTheWaitingBegins() {
        passes(1, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();

        passes(1, PollerStatus.AUTH_FAILED);
        assertThat(mails).containsExactly("Poller support fails: AUTH_FAILED");
    }

    @Test
    void oneRefusalAmongOtherFailuresIsNoWaiting() {
        passes(1, PollerStatus.CONNECT_FAILED);
        passes(1, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();

        passes(1, PollerStatus.AUTH_FAILED);
        assertThat(mails).hasSize(1);
    }

    @Test
    void tellsOfAFailingEndpointInOtherWords() {
        passes(3, PollerStatus.ENDPOINT_FAILING);
        passes(1, PollerStatus.OK);

        assertThat(mails)
                .containsExactly("Poller support can't deliver: the web app fails", "Poller support delivers again");
    }

    @Test
    void tellsAtOnceThatAPersonHasToGrantAccessAgain() {
        passes(4, PollerStatus.REAUTH_REQUIRED);

        assertThat(mails).containsExactly("Poller support fails: REAUTH_REQUIRED");
    }

    @Test
    void saysTheSameAtMostOnceInSixHoursHoweverItFlaps() {
        for (int hour = 0; hour < 24; hour++) {
            for (int i = 0; i < 3; i++) {
                passes(3, PollerStatus.CONNECT_FAILED);
                passes(1, PollerStatus.OK);
            }
            clock.advance(Duration.ofMinutes(48));
        }

        assertThat(mails.stream().filter(mail -> mail.contains("fails"))).hasSize(4);
        assertThat(mails.stream().filter(mail -> mail.contains("works"))).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void tellsAfterTheQuietTimeWhatStillHolds() {
        passes(3, PollerStatus.CONNECT_FAILED);
        passes(1, PollerStatus.OK);
        passes(3, PollerStatus.CONNECT_FAILED);
        assertThat(mails).hasSize(2);

        clock.advance(Duration.ofHours(6));
        passes(1, PollerStatus.CONNECT_FAILED);

        assertThat(mails).hasSize(3);
    }

    @Test
    void isNotQuietAboutWhatAClockGoneWrongHasWritten() {
        clock.advance(Duration.ofDays(400));
        passes(3, PollerStatus.CONNECT_FAILED);
        passes(1, PollerStatus.OK);

        clock.advance(Duration.ofDays(-400));
        passes(3, PollerStatus.CONNECT_FAILED);

        assertThat(mails).hasSize(3);
    }

    @Test
    void tellsOfRejectedMailOnceInASeries() {
        for (int i = 0; i < 5; i++) {
            pass(outcome(PollerStatus.OK, new MessageCounts(0, 3, 0, 0, 0, 0), 0, 0));
        }

        assertThat(mails).containsExactly("Poller support had messages rejected, now marked as read");
    }

    @Test
    void tellsOfParkedAndOfLargeMessagesWhenTheyAreNew() {
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 0, 0, 0), 1, 0));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 0, 1, 1, 0), 0, 1));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 0, 1, 1, 0), 0, 0));

        assertThat(mails)
                .containsExactly(
                        "Poller support has messages that are not tried any more",
                        "Poller support has messages that are too large");
    }

    @Test
    void tellsLaterOfWhatWasParkedInTheQuietTime() {
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 0, 0, 0), 1, 0));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 1, 0, 0), 1, 0));
        assertThat(mails).hasSize(1);

        clock.advance(Duration.ofHours(6));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 0, 2, 0, 0), 0, 0));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 0, 2, 0, 0), 0, 0));

        assertThat(mails).hasSize(2);
    }

    @Test
    void triesAgainInTheNextRunWhenTheMailServerIsDown() {
        mailServerIsDown = true;
        passes(4, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();
        assertThat(failures).hasSize(3);

        mailServerIsDown = false;
        passes(2, PollerStatus.AUTH_FAILED);

        assertThat(mails).hasSize(1);
    }

    /** The id of an alert by HTTP follows from that time; each pass is a process of its own here. */
    @Test
    void whatIsSaidAgainWasNoticedAtTheSameTime() {
        item.remove("lastSuccessAt");
        String noticed = clock.instant().plus(Duration.ofMinutes(2)).toString();
        mailServerIsDown = true;
        passes(4, PollerStatus.ENDPOINT_FAILING);
        mailServerIsDown = false;
        replaceItem();
        passes(3, PollerStatus.ENDPOINT_FAILING);

        assertThat(attempts).containsOnly("endpoint.failing " + noticed).hasSize(3);

        attempts.clear();
        String recovered = clock.instant().toString();
        mailServerIsDown = true;
        passes(1, PollerStatus.OK);
        mailServerIsDown = false;
        replaceItem();
        passes(1, PollerStatus.OK);

        assertThat(attempts).containsOnly("endpoint.recovered " + recovered).hasSize(2);
    }

    @Test
    void whatAMailServerMayHaveTakenWasNoticedAtTheSameTimeToo() {
        mailServerIsSlow = true;
        passes(3, PollerStatus.ENDPOINT_FAILING);
        clock.advance(Duration.ofHours(6));
        passes(1, PollerStatus.ENDPOINT_FAILING);

        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1)).isEqualTo(attempts.get(0));
    }

    /** A receiver that took the first must not take the second for a repetition. */
    @Test
    void newTroubleWithMessagesWasNoticedWhenItHappenedEvenIfTheLastAlertMayHaveBeenTaken() {
        mailServerIsSlow = true;
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 0, 0, 0), 1, 0));
        clock.advance(Duration.ofHours(6));
        String noticed = clock.instant().toString();
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 1, 0, 0), 1, 0));

        assertThat(attempts).hasSize(2).last().isEqualTo("message.parked " + noticed);
    }

    @Test
    void theNextTroubleWasNoticedAtAnotherTime() {
        passes(3, PollerStatus.ENDPOINT_FAILING);
        passes(1, PollerStatus.OK);
        clock.advance(Duration.ofHours(6));
        passes(3, PollerStatus.ENDPOINT_FAILING);

        assertThat(attempts).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void whatHadToWaitWasNoticedWhenItHappened() {
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 0, 0, 0), 1, 0));
        String noticed = clock.instant().toString();
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 1, 1, 0, 0), 1, 0));
        clock.advance(Duration.ofHours(6));
        pass(outcome(PollerStatus.OK, new MessageCounts(0, 0, 0, 2, 0, 0), 0, 0));

        assertThat(attempts).hasSize(2).last().isEqualTo("message.parked " + noticed);
    }

    @Test
    void neverSaysTwiceWithinSixHoursWhatAMailServerMayHaveTaken() {
        mailServerIsSlow = true;

        passes(300, PollerStatus.AUTH_FAILED);
        assertThat(mails).hasSize(1);

        mailServerIsSlow = false;
        passes(300, PollerStatus.AUTH_FAILED);
        assertThat(mails).hasSize(2);
    }

    @Test
    void saysAfterSixHoursWhatAMailServerThatHangsHasNotTaken() {
        passes(1, PollerStatus.AUTH_FAILED);
        CountDownLatch never = new CountDownLatch(1);
        ToldAlerts hanging = alerts((to, text, atMost) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        hanging.passEnded(
                PollerItem.read("support", item), outcome(PollerStatus.AUTH_FAILED, MessageCounts.NONE, 0, 0));
        // The process ends here.
        Await.until(BOUND, "the alert is claimed", () -> !states.isEmpty());

        passes(10, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();
        clock.advance(Duration.ofHours(6));
        passes(10, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller support fails: AUTH_FAILED");
    }

    @Test
    void aFailureAfterASuccessIsNewsEvenIfTheSuccessWasNotTold() {
        passes(3, PollerStatus.CONNECT_FAILED);
        tableIsDown = true;
        passes(1, PollerStatus.OK);
        tableIsDown = false;
        passes(2, PollerStatus.OK);
        clock.advance(Duration.ofHours(6));

        passes(3, PollerStatus.CONNECT_FAILED);

        assertThat(mails).hasSize(2).allMatch(mail -> mail.contains("fails"));
    }

    @Test
    void aTableInTroubleIsSaidAndHoldsNothingUp() {
        tableIsDown = true;

        passes(2, PollerStatus.AUTH_FAILED);

        assertThat(mails).isEmpty();
        assertThat(failures).containsExactly("support POLLER_FAILING");
    }

    @Test
    void givesUpWaitingForAMailServerThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        ToldAlerts alerts = alerts((to, text, atMost) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        item.put("consecutiveFailures", BigDecimal.TEN);

        alerts.passEnded(PollerItem.read("support", item), outcome(PollerStatus.AUTH_FAILED, MessageCounts.NONE, 0, 0));
        alerts.await(Duration.ofMillis(50));

        assertThat(mails).isEmpty();
    }

    @Test
    void tellsOfTheNextFailureOfAPollerThatWasRepairedByReplacingItsItem() {
        for (int failed = 0; failed < 3; failed++) {
            mails.clear();
            passes(3, PollerStatus.CONNECT_FAILED);
            replaceItem();
            passes(failed, PollerStatus.CONNECT_FAILED);
            passes(2, PollerStatus.OK);
            assertThat(mails).containsExactly("Poller support fails: CONNECT_FAILED", "Poller support works again");
            clock.advance(Duration.ofHours(7));
        }
    }

    @Test
    void whatBeganAsAnEndpointsFailureEndsWithWhateverFailureIsTheLast() {
        passes(3, PollerStatus.ENDPOINT_FAILING);
        passes(1, PollerStatus.CONNECT_FAILED);
        passes(1, PollerStatus.OK);

        assertThat(mails).contains("Poller support delivers again");
    }

    @Test
    void readsNothingForAPollerThatIsWell() {
        passes(1, PollerStatus.OK);
        tableIsDown = true;

        pass(outcome(PollerStatus.OK, new MessageCounts(5, 0, 0, 0, 0, 0), 0, 0));

        assertThat(failures).isEmpty();
    }

    @Test
    void mailsNobodyWhereNoAddressIsGiven() {
        item.remove("alertEmail");

        passes(5, PollerStatus.AUTH_FAILED);

        assertThat(mails).isEmpty();
    }

    private void passes(int count, PollerStatus status) {
        for (int i = 0; i < count; i++) {
            pass(outcome(status, MessageCounts.NONE, 0, 0));
        }
    }

    /** What a person does who puts the item again: all that runs have written is gone. */
    private void replaceItem() {
        item.keySet().removeAll(List.of("consecutiveFailures", "status", "lastPollAt", "lastSuccessAt"));
    }

    private void pass(Outcome outcome) {
        ToldAlerts alerts = alerts((to, text, atMost) -> {
            attempts.add(text.type() + " " + text.since());
            if (mailServerIsDown) {
                throw new ToldAlerts.NotSentException(new IllegalStateException("down"));
            }
            mails.add(text.title());
            if (mailServerIsSlow) {
                throw new IllegalStateException("its answer did not come in time");
            }
        });
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

    private ToldAlerts alerts(ToldAlerts.Mail mail) {
        return new ToldAlerts(new Table(), mail, AlertEvents.takingDown(failures), clock, "poll");
    }

    private final class Table implements AlertStates {
        @Override
        public State find(String pollerId, AlertKind kind) {
            if (tableIsDown) {
                throw new TableException("The table can't be used.", new IllegalStateException());
            }
            return states.getOrDefault(pollerId + kind, State.NONE);
        }

        @Override
        public synchronized boolean replace(String pollerId, AlertKind kind, State before, State after) {
            if (!find(pollerId, kind).equals(before)) {
                return false;
            }
            states.put(pollerId + kind, after);
            return true;
        }
    }
}
