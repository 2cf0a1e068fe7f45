package dev.imappoller.poller.operation;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.pass.InFlightLimit;
import dev.imappoller.poller.pass.Pass;
import dev.imappoller.poller.pass.PassContext;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever happens while somebody has messages delivered again: none is lost, and none comes twice. */
class RedeliveryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeMailbox mailbox = new FakeMailbox();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeLeases leases = new FakeLeases();
    private final FakeEvents events = new FakeEvents();
    private final AtomicLong nanos = new AtomicLong();
    private Poller poller = Pollers.poller(Map.of());
    private final Operations byHand =
            new Operations(ledger, leases, events, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get);

    @Test
    void aDryRunListsWhatItWouldTakeAndChangesNothing() {
        rejecting(1, 2);
        mailbox.messages.remove(2L);

        RedeliveryResult all = redeliver(RedeliverySelection.rejected().listed());
        RedeliveryResult one = redeliver(RedeliverySelection.one(3).listed());

        assertThat(all.outcome().detail())
                .startsWith("1 message(s) of support would be unread again")
                .contains("1 message(s) are not, or no longer, in INBOX");
        assertThat(uids(all)).containsExactly(1L);
        assertThat(all.messages().get(0).record().orElseThrow().lastHttpStatus())
                .hasValue(404);
        assertThat(uids(one)).isEmpty();
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("UNSTORE"));
        assertThat(mailbox.seen).contains(1L);
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).containsOnlyKeys(1L, 2L);
        assertThat(leases.isFree("support")).isTrue();
    }

    /** To list messages may mean to take a mark away, and that could be the one that the pass has just set. */
    @Test
    void aDryRunListsNothingWhileAPassIsUnderWay() {
        rejecting(1);
        mailbox.commands.clear();
        leases.takenOverUntil("support", NOW.plusSeconds(5));

        Outcome outcome = redeliver(RedeliverySelection.rejected().listed()).outcome();

        assertThat(outcome.detail()).contains("A pass of support is under way. Ask again in a minute.");
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("LIST"));
    }

    /** As after EXPUNGE was refused. */
    @Test
    void aMessageThatIsMarkedForDeletionIsToldOfAndLeftAsItIs() {
        rejecting(1, 2);
        mailbox.deleted.add(1L);

        RedeliveryResult listed = redeliver(RedeliverySelection.rejected().listed());
        Outcome all = redeliver(RedeliverySelection.rejected()).outcome();
        Outcome one = redeliver(RedeliverySelection.one(1)).outcome();

        assertThat(uids(listed)).containsExactly(2L);
        assertThat(all.detail()).startsWith("1 message(s) of support are unread again");
        assertThat(one.detail()).startsWith("No message of support is marked as unread. 1 message(s)");
        assertThat(List.of(listed.outcome().detail(), all.detail(), one.detail()))
                .allMatch(detail -> detail.contains("1 message(s) are marked for deletion"));
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(ledger.records).containsOnlyKeys(2L);
        assertThat(ledger.rejected).containsOnlyKeys(1L, 2L);
    }

    /** If somebody takes that mark away, the next poll has to find it. */
    @Test
    void aMessageThatIsMarkedForDeletionStaysUnreadIfTheServerMarksWhatIsListed() {
        mailbox.with(1).marksWhatItLists = true;
        mailbox.deleted.add(1L);

        redeliver(RedeliverySelection.one(1));

        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void aDryRunLeavesUnreadWhatTheServerMarksWhenItIsListed() {
        mailbox.with(1).marksWhatItLists = true;

        redeliver(RedeliverySelection.one(1).listed());

        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void aMessageIsFoundByItsMessageIdOnRecordOrInTheMailbox() {
        mailbox.with(1, "<a@b>").with(2, "<c@d>").with(3, "<e@f>");
        endpoint.answers.put(1L, status(404));
        pass();
        endpoint.answers.clear();

        redeliver(RedeliverySelection.one(new MessageId("<a@b>")));
        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("FIND"));
        redeliver(RedeliverySelection.one(new MessageId("c@d")));
        RedeliveryResult none = redeliver(RedeliverySelection.one(new MessageId("<nowhere@b>")));
        pass();

        assertThat(none.outcome().detail()).contains("No message that is read has that Message-ID");
        assertThat(endpoint.uids()).containsExactly(1L, 2L, 3L, 1L, 2L);
        assertThat(endpoint.deliveries.get(4).webhookId())
                .isEqualTo(endpoint.deliveries.get(1).webhookId());
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).isEmpty();
    }

    /** A scanner or a sender may give the same to all that it sends. */
    @Test
    void ofSeveralMessagesWithOneMessageIdNoneIsTakenButAllAreListed() {
        mailbox.with(1, "<a@b>").with(2, "<a@b>").with(3, "<c@d>");
        pass();

        RedeliveryResult result = redeliver(RedeliverySelection.one(new MessageId("a@b")));

        assertThat(result.outcome().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(result.outcome().detail()).contains("2 messages in INBOX have that Message-ID: uid 1, 2");
        assertThat(uids(result)).containsExactly(1L, 2L);
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(ledger.records).isEmpty();
    }

    @Test
    void aMailboxThatWasMadeAnewIsSearchedForTheMessageId() {
        mailbox.with(1, "<a@b>");
        endpoint.otherwise = status(404);
        pass();
        mailbox.messages.clear();
        mailbox.with(5, "<a@b>").seen.add(5L);
        mailbox.uidValidity = OptionalLong.of(8);

        redeliver(RedeliverySelection.one(new MessageId("<a@b>")));

        assertThat(mailbox.seen).doesNotContain(5L);
    }

    @Test
    void aServerThatSaysItHasTakenTheFlagAwayAndKeepsItIsToldOf() {
        rejecting(1);
        mailbox.keepsMarks = true;

        Outcome outcome = redeliver(RedeliverySelection.one(1)).outcome();

        assertThat(outcome.status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
        assertThat(outcome.detail()).contains("left as they are", "but they are marked as read");
        assertThat(ledger.rejected).containsOnlyKeys(1L);
        assertThat(ledger.records).isEmpty();
        assertThat(events.lines).noneMatch(line -> line.startsWith("redelivered"));
    }

    @Test
    void whatSomebodyReadsBeforeTheNextPollStaysOnRecord() {
        rejecting(1);

        redeliver(RedeliverySelection.rejected());
        mailbox.seen.add(1L);
        mailbox.with(2);
        pass();
        assertThat(endpoint.uids()).containsExactly(1L, 2L);
        assertThat(ledger.rejected).containsOnlyKeys(1L);
        assertThat(ledger.records).isEmpty();
        redeliver(RedeliverySelection.rejected());
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 1L);
        assertThat(ledger.rejected).isEmpty();
    }

    @Test
    void whatWasAskedForTwiceIsDeliveredOnce() {
        rejecting(1, 2);

        redeliver(RedeliverySelection.one(1));
        Outcome again = redeliver(RedeliverySelection.rejected()).outcome();
        pass();
        pass();

        assertThat(again.detail())
                .startsWith("1 message(s) of support are unread again")
                .contains("1 message(s) were asked for before, and wait for the next poll");
        assertThat(endpoint.uids()).hasSize(4);
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).isEmpty();
    }

    @Test
    void whereTheFirstWriteIsLostNothingIsChanged() {
        rejecting(1);
        ledger.failingWrites = 1;

        assertThat(redeliver(RedeliverySelection.rejected()).outcome().status()).isEqualTo(PollerStatus.INTERNAL_ERROR);

        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(ledger.rejected).containsOnlyKeys(1L);
        assertThat(leases.isFree("support")).isTrue();
    }

    @Test
    void whereTheConnectionIsLostNothingIsLostOrComesTwice() {
        rejecting(1, 2);
        mailbox.losesConnectionAt = Optional.of("LOOK");

        assertThat(redeliver(RedeliverySelection.rejected()).outcome().status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        mailbox.losesConnectionAt = Optional.empty();
        mailbox.seen.add(2L); // As if that flag had not been taken away.
        pass();
        assertThat(endpoint.uids()).containsExactly(1L, 2L, 1L);
        assertThat(ledger.rejected).containsOnlyKeys(2L);
        redeliver(RedeliverySelection.rejected());
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 2L, 1L, 2L);
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).isEmpty();
    }

    @Test
    void whereTheRecordOfAMarkThatStaysCannotBeTakenBackTheNextPassDoesThat() {
        rejecting(1);
        mailbox.refusesUnmark = true;
        ledger.onWrite = () -> ledger.failingWrites = 1;

        assertThat(redeliver(RedeliverySelection.rejected()).outcome().status()).isEqualTo(PollerStatus.INTERNAL_ERROR);
        assertThat(ledger.records).containsOnlyKeys(1L);
        ledger.onWrite = () -> {};
        ledger.failingWrites = 0;
        mailbox.refusesUnmark = false;
        mailbox.with(2);
        pass();

        assertThat(endpoint.uids()).containsExactly(1L, 2L);
        assertThat(ledger.records).isEmpty();
        assertThat(ledger.rejected).containsOnlyKeys(1L);
    }

    @Test
    void whatTheFilterDoesNotLetThroughStaysReadAndIsTold() {
        rejecting(1, 2, 3);
        mailbox.messages.remove(3L);
        mailbox.matching = Optional.of(Set.of(2L));
        poller = Pollers.poller(Map.of("filter", Map.of("subject", "wanted")));

        RedeliveryResult listed = redeliver(RedeliverySelection.rejected().listed());
        Outcome done = redeliver(RedeliverySelection.rejected()).outcome();
        Outcome one = redeliver(RedeliverySelection.one(1)).outcome();

        assertThat(uids(listed)).containsExactly(2L);
        assertThat(done.detail())
                .startsWith("1 message(s) of support are unread again")
                .contains("2 message(s) are not, or no longer, in INBOX, or don't match filter");
        assertThat(one.detail())
                .startsWith("No message of support is marked as unread")
                .contains("don't match filter");
        assertThat(mailbox.seen).containsExactlyInAnyOrder(1L, 3L);
        assertThat(ledger.records).containsOnlyKeys(2L);
        assertThat(ledger.rejected).containsOnlyKeys(1L, 2L, 3L);
    }

    @Test
    void whatIsGoneFromTheMailboxStaysOnRecord() {
        rejecting(1, 2);
        mailbox.messages.remove(1L);

        Outcome outcome = redeliver(RedeliverySelection.rejected()).outcome();

        assertThat(outcome.detail())
                .contains("1 message(s) of support are unread again", "1 message(s) are not, or no longer, in INBOX");
        assertThat(ledger.rejected).containsKey(1L);
    }

    @Test
    void thoseBeyondTheMostAtOnceAreLeftForTheNextCallThoughManyAreGone() {
        LongStream.rangeClosed(1, 12_000).forEach(uid -> {
            ledger.rejected.put(uid, LedgerRecords.of(uid, State.REJECTED));
            if (uid > 6000) {
                mailbox.with(uid).seen.add(uid);
            }
        });

        Outcome first = redeliver(RedeliverySelection.rejected()).outcome();
        Outcome second = redeliver(RedeliverySelection.rejected()).outcome();

        assertThat(first.detail()).startsWith("5000 message(s)").contains("ask once more");
        assertThat(second.detail()).startsWith("1000 message(s)").doesNotContain("ask once more");
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void whereTheTimeIsUpTheRestIsLeftForTheNextCall() {
        rejecting(LongStream.rangeClosed(1, 300).toArray());
        ledger.onWrite = () -> nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        Outcome first = redeliver(RedeliverySelection.rejected()).outcome();

        assertThat(first.detail()).contains("200 message(s)", "the time was up");
        assertThat(mailbox.seen).hasSize(100);
        assertThat(events.lines).contains("redelivered 200");
        ledger.onWrite = () -> {};
        redeliver(RedeliverySelection.rejected());
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void whereAnotherRunTakesOverTheRestIsLeftAsItIs() {
        rejecting(LongStream.rangeClosed(1, 300).toArray());
        ledger.onWrite = () -> {
            leases.takenOverUntil("support", NOW.plusSeconds(60));
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        };

        Outcome outcome = redeliver(RedeliverySelection.rejected()).outcome();

        assertThat(outcome.detail()).contains("another run has taken over");
        assertThat(mailbox.seen).hasSize(200);
        assertThat(ledger.rejected).hasSize(300);
    }

    @Test
    void aMessageThatFailsIsMadeNewAndOneThatEndsPassesStaysAlone() {
        mailbox.with(1, 2);
        ledger.records.put(1L, LedgerRecords.of(1, State.PARKED, 9, NOW.minusSeconds(60)));
        LedgerRecord suspect = LedgerRecords.of(2, State.PARKED, 9, NOW.minusSeconds(60));
        ledger.records.put(2L, suspect.caring(new LedgerRecord.Care(true, 3, 0, false)));

        redeliver(RedeliverySelection.one(1));
        redeliver(RedeliverySelection.one(2));

        assertThat(ledger.records.values())
                .extracting(LedgerRecord::state, LedgerRecord::attempts)
                .containsOnly(tuple(State.DEFERRED, 0));
        assertThat(ledger.records.get(2L).care().suspect()).isTrue();
        assertThat(ledger.records.get(1L).lastError())
                .isEqualTo("asked for again by op redeliver; before: answered HTTP 500");
        redeliver(RedeliverySelection.one(1));
        assertThat(ledger.records.get(1L).lastError())
                .isEqualTo("asked for again by op redeliver; before: answered HTTP 500");
    }

    /** Rejected by the web app, which accepts them from now on. */
    private void rejecting(long... uids) {
        mailbox.with(uids);
        endpoint.otherwise = status(404);
        for (int i = 0; i < 5 && ledger.rejected.size() < uids.length; i++) {
            pass();
        }
        assertThat(ledger.rejected).hasSize(uids.length);
        endpoint.otherwise = status(200);
    }

    private static List<Long> uids(RedeliveryResult result) {
        return result.messages().stream()
                .map(message -> message.message().uid())
                .toList();
    }

    private RedeliveryResult redeliver(RedeliverySelection wanted) {
        return byHand.redeliver(
                poller, mailbox, new Cutoff(), Budget.starting(nanos::get, Duration.ofSeconds(10)), wanted);
    }

    private void pass() {
        PassContext context = new PassContext(
                Budget.starting(nanos::get, Duration.ofMinutes(45)),
                new Cutoff(),
                NOW,
                Clock.fixed(NOW, ZoneOffset.UTC),
                nanos::get,
                new InFlightLimit(100_000_000, 100_000_000),
                8,
                Runnable::run);
        Optional<Outcome> outcome = new Pass(
                        poller, PollerState.NEW, new Pass.Ports(mailbox, endpoint, ledger, leases, events), context)
                .make()
                .outcome();
        assertThat(outcome.map(Outcome::status)).isIn(Set.of(Optional.of(PollerStatus.OK)));
    }
}
