package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.UNREACHABLE;
import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static dev.imappoller.poller.item.Pollers.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final InFlightLimit ROOM = new InFlightLimit(100_000_000, 100_000_000);

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeEvents events = new FakeEvents();
    private final Cutoff cutoff = new Cutoff();
    private long nanos;

    @Test
    void deliversUnseenMessagesOldestFirstAndMarksEach() {
        mailbox.with(3, 1, 2);
        mailbox.seen.add(2L);

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L, 3L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.counts().delivered()).isEqualTo(2);
        assertThat(outcome.counts().bytes()).isPositive();
        assertThat(outcome.unread()).hasValue(0);
        assertThat(mailbox.closed).isTrue();
    }

    @Test
    void marksAMessageOnlyAfterItsAnswer() {
        mailbox.with(1);
        endpoint.onPost = () -> assertThat(mailbox.seen).isEmpty();

        pass(Map.of());

        assertThat(mailbox.commands).containsSubsequence("FETCH 1", "STORE [1]");
        assertThat(mailbox.seen).containsExactly(1L);
    }

    @Test
    void marksRejectedMessagesAsWell() {
        mailbox.with(1, 2);
        endpoint.answers.put(1L, status(404));

        Outcome outcome = pass(Map.of());

        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(outcome.counts().rejected()).isEqualTo(1);
        assertThat(outcome.counts().delivered()).isEqualTo(1);
        assertThat(outcome.detail()).contains("HTTP 404").contains("marked as read");
        assertThat(events.lines).contains("delivery 1 REJECTED");
    }

    @Test
    void leavesDeferredMessagesUnreadAndGoesOn() {
        mailbox.with(1, 2, 3);
        endpoint.answers.put(1L, status(503));
        endpoint.answers.put(2L, UNREACHABLE);

        Outcome outcome = pass(Map.of());

        assertThat(mailbox.seen).containsExactly(3L);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.counts().deferred()).isEqualTo(2);
        assertThat(outcome.unread()).hasValue(2);
        assertThat(outcome.detail()).contains("2 messages").contains("could not be connected to");
    }

    @Test
    void failsWithTheLastCauseWhenNothingGotThrough() {
        mailbox.with(1, 2);
        endpoint.answers.put(1L, UNREACHABLE);
        endpoint.answers.put(2L, status(500));

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.detail()).contains("answered HTTP 500").contains("https://example.com/inbound");
        assertThat(outcome.unread()).hasValue(2);
    }

    @Test
    void asksForRetryOfTheCodesThatTheItemNames() {
        mailbox.with(1);
        endpoint.answers.put(1L, status(429));

        Outcome outcome = pass(Map.of("retryStatuses", List.of(number(429))));

        assertThat(mailbox.seen).isEmpty();
        assertThat(outcome.counts().deferred()).isEqualTo(1);
    }

    @Test
    void givesEachMessageTheSameIdAtEveryAttempt() {
        mailbox.with(1, 2);
        endpoint.otherwise = status(500);

        pass(Map.of());
        pass(Map.of());

        List<String> ids = endpoint.deliveries.stream().map(Delivery::webhookId).toList();
        assertThat(ids.subList(0, 2)).isEqualTo(ids.subList(2, 4)).doesNotHaveDuplicates();
    }

    @Test
    void leavesMessagesAboveTheSizeLimitUnreadWithoutFetchingThem() {
        mailbox.with(1, 2);
        mailbox.announcedSizes.put(1L, 5000L);

        Outcome outcome = pass(Map.of("maxMessageBytes", number(4999)));

        assertThat(endpoint.uids()).containsExactly(2L);
        assertThat(mailbox.commands).doesNotContain("FETCH 1");
        assertThat(outcome.counts().tooLarge()).isEqualTo(1);
        assertThat(outcome.unread()).hasValue(1);
        assertThat(events.lines).contains("tooLarge 1 5000");
    }

    @Test
    void oversizedMessagesDoNotUseUpThePass() {
        LongStream.rangeClosed(1, 1200).forEach(uid -> {
            mailbox.with(uid);
            mailbox.announcedSizes.put(uid, 10_000L);
        });
        mailbox.with(1201);

        pass(Map.of("maxMessageBytes", number(5000), "maxMessages", number(1)));

        assertThat(endpoint.uids()).containsExactly(1201L);
    }

    @Test
    void stopsAtItsNumberOfMessages() {
        mailbox.with(1, 2, 3, 4);

        Outcome outcome = pass(Map.of("maxMessages", number(3)));

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L);
        assertThat(outcome.unread()).hasValue(1);
        assertThat(outcome.detail()).contains("maxMessages (3)");
    }

    @Test
    void beginsNoMessageOnceTheBudgetIsOver() {
        mailbox.with(1, 2, 3);
        endpoint.onPost = () -> nanos += Duration.ofSeconds(30).toNanos();

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L, 2L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(mailbox.open).hasValue(0);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.unread()).hasValue(1);
        assertThat(outcome.detail()).contains("time was up");
    }

    @Test
    void givesEveryMessageBackHoweverItEnds() {
        mailbox.with(1, 2, 3, 4);
        endpoint.answers.put(2L, status(500));
        mailbox.unreadable.add(3L);
        mailbox.losesConnectionAt = Optional.of("STORE");

        pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 4L);
        assertThat(mailbox.open).hasValue(0);
    }

    @Test
    void defersAMessageThatCannotBeReadFromTheDisk() {
        mailbox.with(1);
        mailbox.unreadable.add(1L);

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.INTERNAL_ERROR);
        assertThat(outcome.detail()).contains("temporary file");
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void recordsAnOversizedMessageOnceInItsLife() {
        mailbox.with(1, 2);
        mailbox.announcedSizes.put(1L, 5000L);
        mailbox.announcedSizes.put(2L, 6000L);
        ledger.records.put(2L, LedgerRecords.of(2, LedgerRecord.State.TOO_LARGE));

        pass(Map.of("maxMessageBytes", number(4999)));
        pass(Map.of("maxMessageBytes", number(4999)));

        assertThat(ledger.written).singleElement().satisfies(record -> {
            assertThat(record.uid()).isEqualTo(1);
            assertThat(record.state()).isEqualTo(LedgerRecord.State.TOO_LARGE);
            assertThat(record.size()).isEqualTo(5000);
        });
        assertThat(events.lines).containsOnlyOnce("tooLarge 1 5000").doesNotContain("tooLarge 2 6000");
    }

    @Test
    void aLedgerThatCannotBeWrittenHoldsNothingUp() {
        mailbox.with(1, 2);
        mailbox.announcedSizes.put(1L, 5000L);
        ledger.unwritable = true;

        Outcome outcome = pass(Map.of("maxMessageBytes", number(4999)));

        assertThat(endpoint.uids()).containsExactly(2L);
        assertThat(outcome.counts().tooLarge()).isEqualTo(1);
        assertThat(events.lines).contains("ledgerFailed support");
    }

    @Test
    void writesNoRecordForOrdinaryMail() {
        mailbox.with(1, 2);

        pass(Map.of());

        assertThat(ledger.written).isEmpty();
    }

    @Test
    void goesOnAfterAMessageThatTheServerDoesNotHandOver() {
        mailbox.with(1, 2);
        mailbox.refusedFetches.add(1L);

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(2L);
        assertThat(outcome.counts().deferred()).isEqualTo(1);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(events.lines).contains("fetchRefused 1");
    }

    @Test
    void saysMailboxErrorWhenNoMessageIsHandedOver() {
        mailbox.with(1);
        mailbox.refusedFetches.add(1L);

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(outcome.detail()).contains("refused FETCH");
        assertThat(outcome.unread()).hasValue(1);
    }

    @Test
    void passesOverAMessageThatIsGoneSinceTheSearch() {
        mailbox.with(1, 2);
        mailbox.goneAtFetch.add(1L);

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).containsExactly(2L);
        assertThat(outcome.counts().deferred()).isZero();
        assertThat(outcome.unread()).hasValue(0);
    }

    @Test
    void stopsWhenTheServerRefusesToMark() {
        LongStream.rangeClosed(1, 60).forEach(mailbox::with);
        mailbox.refusesStore = true;

        Outcome outcome = pass(Map.of());

        assertThat(endpoint.uids()).hasSizeLessThanOrEqualTo(25);
        assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(outcome.unread()).hasValue(60);
        assertThat(events.lines).anyMatch(line -> line.startsWith("markFailed "));
    }

    @Test
    void keepsItsCountsWhenTheConnectionIsLost() {
        mailbox.with(1, 2);
        mailbox.losesConnectionAt = Optional.of("STORE");

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(outcome.counts().delivered()).isEqualTo(2);
        assertThat(outcome.unread()).hasValue(2);
        assertThat(mailbox.closed).isTrue();
    }

    @Test
    void postsNothingMoreOnceTheConnectionIsLost() {
        LongStream.rangeClosed(1, 60).forEach(mailbox::with);
        mailbox.losesConnectionAt = Optional.of("FETCH 55");

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(endpoint.uids()).hasSizeLessThanOrEqualTo(25);
        assertThat(outcome.unread()).hasValue(60);
        assertThat(mailbox.open).hasValue(0);
    }

    @Test
    void reportsAnAnswerThatCouldNotBeMarkedBecauseTheConnectionWasLost() {
        mailbox.with(1);
        mailbox.losesConnectionAt = Optional.of("STORE");

        pass(Map.of());

        assertThat(events.lines).contains("markFailed 1");
    }

    @Test
    void reportsWhyTheMailboxDidNotOpen() {
        mailbox.failsToOpen = Optional.of(new MailboxException(
                new Failure(PollerStatus.AUTH_FAILED, "imap.example.com refused the login."), new Exception()));

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(outcome.unread()).isEmpty();
    }

    @Test
    void waitsAsLongAsTheMailboxesServerAsksTo() {
        mailbox.failsToOpen = Optional.of(new MailboxException(
                new Failure(PollerStatus.THROTTLED, "Later.", Optional.of(Duration.ofSeconds(300)))));

        assertThat(pass(Map.of()).retryAfter()).contains(Duration.ofSeconds(300));
    }

    @Test
    void saysThatTheTimeWasUpWhenTheConnectionWasCutForIt() {
        mailbox.with(1);
        mailbox.losesConnectionAt = Optional.of("FETCH");
        cutoff.cut();

        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(outcome.detail()).contains("time was up");
        assertThat(outcome.measurements().timeIsUp()).isTrue();
    }

    @Test
    void knowsHowLongEachPostTookWhateverTheAnswer() {
        mailbox.with(1, 2);
        endpoint.answers.put(1L, new Answer.Http(500, "", Duration.ofMillis(70)));
        endpoint.answers.put(2L, new Answer.None(Answer.Cause.TIMED_OUT, "did not answer", Duration.ofMillis(900)));

        assertThat(pass(Map.of()).measurements().posts())
                .containsExactly(Duration.ofMillis(70), Duration.ofMillis(900));
    }

    /** A bucket that fails is no web app that fails: messages without attachments get through, and nothing is charged. */
    @Test
    void saysThatAttachmentsCannotBeStoredWhateverElseGetsThrough() {
        mailbox.with(1, 2, 3, 4, 5, 6);
        for (long uid : new long[] {1, 2, 3, 4, 5}) {
            endpoint.answers.put(
                    uid,
                    new Answer.None(Answer.Cause.NOT_STORED, "was not sent the message: no bucket", Duration.ZERO));
        }

        Outcome outcome = pass(Map.of("maxAttempts", Pollers.number(1)));

        assertThat(outcome.status()).isEqualTo(PollerStatus.STORE_FAILING);
        assertThat(outcome.detail())
                .isEqualTo("Messages with attachments wait unread for the next poll. The endpoint was not sent the"
                        + " message: no bucket.");
        assertThat(outcome.counts().delivered()).isEqualTo(1);
        assertThat(outcome.counts().deferred()).isEqualTo(5);
        assertThat(outcome.measurements().newlyParked()).isZero();
    }

    @Test
    void knowsSinceWhenTheOldestMessageWaitsThatIsLeftUnread() {
        mailbox.with(1, 2, 3);
        endpoint.answers.put(2L, status(503));
        endpoint.answers.put(3L, status(503));

        PassMeasurements measurements = pass(Map.of()).measurements();

        assertThat(measurements.oldestUnreadAt()).contains(Instant.EPOCH.plusSeconds(2));
        assertThat(measurements.timeIsUp()).isFalse();
    }

    @Test
    void noMessageWaitsOnceAllAreCollected() {
        mailbox.with(1, 2);
        mailbox.goneAtFetch.add(1L);

        assertThat(pass(Map.of()).measurements().oldestUnreadAt()).isEmpty();
    }

    @Test
    void aMessageThatIsNotTriedWaitsSinceItArrivedAtNoRoundTripMore() {
        mailbox.with(5, 6);
        ledger.records.put(5L, triedFirst(5, Instant.EPOCH.plusSeconds(90)));

        PassMeasurements measurements = pass(Map.of()).measurements();

        assertThat(measurements.oldestUnreadAt()).contains(Instant.EPOCH.plusSeconds(5));
        assertThat(mailbox.commands).containsOnlyOnce("LIST");
        assertThat(endpoint.uids()).containsExactly(6L);
    }

    @Test
    void whereNothingIsTriedMessagesWaitSinceTheyWereFirst() {
        mailbox.with(5);
        ledger.records.put(5L, triedFirst(5, Instant.EPOCH.plusSeconds(90)));

        PassMeasurements measurements = pass(Map.of()).measurements();

        assertThat(measurements.oldestUnreadAt()).contains(Instant.EPOCH.plusSeconds(90));
        assertThat(mailbox.commands).containsExactly("SEARCH");
    }

    private static LedgerRecord triedFirst(long uid, Instant at) {
        return new LedgerRecord(
                uid,
                LedgerRecord.State.PARKED,
                3,
                at,
                at,
                Optional.empty(),
                OptionalInt.of(500),
                "answered HTTP 500",
                Optional.empty(),
                100,
                "");
    }

    @Test
    void hasNothingToSayAboutAnEmptyMailbox() {
        Outcome outcome = pass(Map.of());

        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail()).isEqualTo("No unread messages.");
        assertThat(mailbox.commands).containsExactly("SEARCH");
    }

    private Outcome pass(Map<String, Object> extra) {
        Budget budget = Budget.starting(() -> nanos, Duration.ofSeconds(45));
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, ledger, new FakeLeases(), events);
        PassContext context =
                new PassContext(budget, cutoff, Instant.EPOCH, Clock.systemUTC(), () -> nanos, ROOM, 8, Runnable::run);
        return new Pass(Pollers.poller(extra), PollerState.NEW, ports, context)
                .make()
                .outcome()
                .orElseThrow();
    }
}
