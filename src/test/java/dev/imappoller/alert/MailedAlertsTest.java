package dev.imappoller.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.AlertKind;
import dev.imappoller.poller.AlertStates;
import dev.imappoller.poller.AlertStates.State;
import dev.imappoller.poller.Counts;
import dev.imappoller.poller.Figures;
import dev.imappoller.poller.Outcome;
import dev.imappoller.poller.PollerItem;
import dev.imappoller.poller.PollerStatus;
import dev.imappoller.poller.PollerTable.TableException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who is told of what, and how often; each pass is given with what it came to. */
class MailedAlertsTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Object> item = new HashMap<>(Map.of(
            "host", "imap.example.com",
            "username", "support",
            "password", "secret",
            "url", "https://example.com/in",
            "alertEmail", "ops@example.com"));
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private boolean mailServerIsDown;
    private boolean tableIsDown;

    @Test
    void tellsOfAPollerThatFailsThreeTimesAndOnceThatItWorksAgain() {
        passes(2, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();

        passes(5, PollerStatus.AUTH_FAILED);
        assertThat(mails).containsExactly("Poller support fails: AUTH_FAILED");

        passes(3, PollerStatus.OK);
        assertThat(mails).containsExactly("Poller support fails: AUTH_FAILED", "Poller support works again");
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
            now = now.plus(Duration.ofMinutes(48));
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

        now = now.plus(Duration.ofHours(6));
        passes(1, PollerStatus.CONNECT_FAILED);

        assertThat(mails).hasSize(3);
    }

    @Test
    void isNotQuietAboutWhatAClockGoneWrongHasWritten() {
        now = now.plus(Duration.ofDays(400));
        passes(3, PollerStatus.CONNECT_FAILED);
        passes(1, PollerStatus.OK);

        now = now.minus(Duration.ofDays(400));
        passes(3, PollerStatus.CONNECT_FAILED);

        assertThat(mails).hasSize(3);
    }

    @Test
    void tellsOfRejectedMailOnceInASeries() {
        for (int i = 0; i < 5; i++) {
            pass(outcome(PollerStatus.OK, new Counts(0, 3, 0, 0, 0, 0), 0, 0));
        }

        assertThat(mails).containsExactly("Poller support had messages rejected, now marked as read");
    }

    @Test
    void tellsOfParkedAndOfLargeMessagesWhenTheyAreNew() {
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 1, 0, 0, 0), 1, 0));
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 0, 1, 1, 0), 0, 1));
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 0, 1, 1, 0), 0, 0));

        assertThat(mails)
                .containsExactly(
                        "Poller support has messages that are not tried any more",
                        "Poller support has messages that are too large");
    }

    @Test
    void tellsLaterOfWhatWasParkedInTheQuietTime() {
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 1, 0, 0, 0), 1, 0));
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 1, 1, 0, 0), 1, 0));
        assertThat(mails).hasSize(1);

        now = now.plus(Duration.ofHours(6));
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 0, 2, 0, 0), 0, 0));
        pass(outcome(PollerStatus.OK, new Counts(0, 0, 0, 2, 0, 0), 0, 0));

        assertThat(mails).hasSize(2);
    }

    @Test
    void triesAgainInTheNextRunWhenTheMailServerIsDown() {
        mailServerIsDown = true;
        passes(4, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();
        assertThat(failures).hasSize(2);

        mailServerIsDown = false;
        passes(2, PollerStatus.AUTH_FAILED);

        assertThat(mails).hasSize(1);
    }

    @Test
    void aTableInTroubleIsSaidAndHoldsNothingUp() {
        tableIsDown = true;

        passes(3, PollerStatus.AUTH_FAILED);

        assertThat(mails).isEmpty();
        assertThat(failures).containsExactly("support POLLER_FAILING");
    }

    @Test
    void givesUpWaitingForAMailServerThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        MailedAlerts alerts = alerts((to, text, atMost) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        item.put("consecutiveFailures", BigDecimal.TEN);

        alerts.passEnded(PollerItem.read("support", item), outcome(PollerStatus.AUTH_FAILED, Counts.NONE, 0, 0));
        alerts.await(Duration.ofMillis(50));

        assertThat(mails).isEmpty();
    }

    @Test
    void readsNothingForAPollerThatIsWell() {
        tableIsDown = true;

        pass(outcome(PollerStatus.OK, new Counts(5, 0, 0, 0, 0, 0), 0, 0));

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
            pass(outcome(status, Counts.NONE, 0, 0));
        }
    }

    private void pass(Outcome outcome) {
        MailedAlerts alerts = alerts((to, text, atMost) -> {
            if (mailServerIsDown) {
                throw new IllegalStateException("down");
            }
            mails.add(text.title());
        });
        alerts.passEnded(PollerItem.read("support", item), outcome);
        alerts.await(BOUND);
        boolean ok = outcome.status() == PollerStatus.OK;
        BigDecimal before = (BigDecimal) item.getOrDefault("consecutiveFailures", BigDecimal.ZERO);
        item.put("consecutiveFailures", ok ? BigDecimal.ZERO : before.add(BigDecimal.ONE));
        item.put("status", outcome.status().name());
        now = now.plusSeconds(60);
    }

    private MailedAlerts alerts(MailedAlerts.Mail mail) {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new MailedAlerts(new Table(), mail, AlertEvents.takingDown(failures), clock, "poll");
    }

    private static Outcome outcome(PollerStatus status, Counts counts, int newlyParked, int newlyTooLarge) {
        return new Outcome(
                status,
                "What happened.",
                counts,
                OptionalInt.of(0),
                Duration.ZERO,
                Optional.empty(),
                newlyParked,
                newlyTooLarge,
                Figures.NONE);
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
