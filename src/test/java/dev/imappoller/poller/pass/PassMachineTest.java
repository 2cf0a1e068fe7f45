package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.pass.PassEvent.TableCall;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pass decides, and does nothing by itself: what it wants follows from what it was told. */
class PassMachineTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final long SECOND = 1_000_000_000;

    private final InFlightLimit room = new InFlightLimit(100_000_000, 100_000_000);
    private final Poller poller = Pollers.poller(Map.of());
    private long nanos;
    private final PassMachine pass = new PassMachine(
            poller,
            new PollerState(Optional.of(NOW), 0, Optional.of(PollerStatus.OK), OptionalInt.of(0)),
            new PassLimits(Budget.starting(() -> nanos, Duration.ofSeconds(45)), NOW, room, 8, 1),
            now());
    private final List<PassEffect> wanted = new ArrayList<>(pass.begin());

    @Test
    void anIdlePollOpensSearchesAndCloses() {
        wants(new PassEffect.Open());
        tell(new PassEvent.Opened(OptionalLong.of(7)));
        wants(new PassEffect.Search());
        tell(new PassEvent.Searched(List.of()));
        wants(new PassEffect.Close());
        tell(new PassEvent.Closed(List.of()));

        assertThat(pass.hasEnded()).isTrue();
        assertThat(outcome().status()).isEqualTo(PollerStatus.OK);
    }

    @Test
    void aMessageIsMarkedOnlyAfterItsAnswer() {
        toTheFirstFetch(1);
        tell(new PassEvent.Arrived(1, 100, false, nanos));
        PassEffect.Post post = (PassEffect.Post) only();
        assertThat(post.uid()).isEqualTo(1);
        assertThat(where(1)).isEqualTo(InFlight.Stage.POSTING);

        tell(accepted(1));
        wants(new PassEffect.MarkSeen(List.of(1L)));
        assertThat(pass.flights().orElseThrow().answeredAndNotMarked()).isEqualTo(1);

        tell(new PassEvent.Marked(List.of(1L)));
        toTheEnd();
        assertThat(outcome().counts().delivered()).isEqualTo(1);
        assertThat(pass.flights().orElseThrow().notEnded()).isEmpty();
    }

    @Test
    void whatWasUnderWayWhenTheConnectionDiedIsOnRecordFirst() {
        toTheFirstFetch(1, 2);
        tell(new PassEvent.ConnectionLost(new Failure(PollerStatus.CONNECT_FAILED, "it is gone"), false));

        PassEffect.WriteRecords write = (PassEffect.WriteRecords) wanted.get(wanted.size() - 1);
        assertThat(write.changes()).hasSize(2);
        assertThat(write.changes())
                .allMatch(change -> change.record().orElseThrow().care().suspect());
        assertThat(wanted).noneMatch(PassEffect.Open.class::isInstance);
    }

    @Test
    void nothingIsPostedWhileItIsNotKnownWhoseTheLeaseIs() {
        toTheFirstFetch(1);
        nanos += 5 * SECOND;
        tell(new PassEvent.TimePassed());
        wants(new PassEffect.RenewLease());

        nanos += 3 * SECOND;
        tell(new PassEvent.Arrived(1, 100, false, nanos));
        assertThat(wanted).isEmpty();

        tell(new PassEvent.LeaseRenewed(true));
        // The lease counts from when its renewal was asked for.
        assertThat(wanted).hasAtLeastOneElementOfType(PassEffect.Post.class);
    }

    @Test
    void withoutTheLeaseNothingMoreIsPosted() {
        toTheFirstFetch(1);
        nanos += 5 * SECOND;
        tell(new PassEvent.TimePassed());
        tell(new PassEvent.LeaseRenewed(false), new PassEvent.Arrived(1, 100, false, nanos));

        assertThat(wanted).noneMatch(PassEffect.Post.class::isInstance);
        assertThat(wanted).contains(new PassEffect.Drop(1));
        toTheEnd();
        assertThat(outcome().detail()).contains("Another run has taken over");
    }

    @Test
    void ofALeaseThatAnotherHoldsNothingIsTold() {
        opened(1);
        tell(new PassEvent.LeaseTaken(Leases.Taking.HELD_BY_ANOTHER));
        toTheEnd();

        assertThat(pass.outcome()).isEmpty();
    }

    @Test
    void withoutItsRecordsNothingIsPosted() {
        opened(1);
        tell(new PassEvent.LeaseTaken(Leases.Taking.TAKEN));
        wants(new PassEffect.ReadRecords(7));
        tell(new PassEvent.TableFailed(TableCall.READ_RECORDS, "The table can't be read."));
        wants(new PassEffect.ReleaseLease());
        toTheEnd();

        assertThat(outcome().status()).isEqualTo(PollerStatus.INTERNAL_ERROR);
    }

    @Test
    void newsOfMessagesThatNobodyAskedForChangeNothing() {
        toTheFirstFetch(1);
        tell(
                new PassEvent.Arrived(99, 1, false, nanos),
                accepted(1),
                new PassEvent.Marked(List.of(99L)),
                new PassEvent.Gone(98),
                new PassEvent.UnseenChecked(List.of(97L), Set.of(97L)));

        assertThat(wanted).isEmpty();
        assertThat(where(1)).isEqualTo(InFlight.Stage.ASKED_FOR);
    }

    @Test
    void aRunThatEndsWithoutItLeavesWhatIsAnsweredOnRecord() {
        toTheFirstFetch(1, 2);
        tell(new PassEvent.Arrived(1, 100, false, nanos), new PassEvent.Arrived(2, 100, false, nanos));
        tell(accepted(1));
        tell(new PassEvent.Interrupted());

        assertThat(wanted.stream()
                        .filter(PassEffect.WriteRecords.class::isInstance)
                        .map(PassEffect.WriteRecords.class::cast)
                        .flatMap(write -> write.changes().stream())
                        .flatMap(change -> change.record().stream()))
                .anyMatch(record -> record.uid() == 1 && record.state() == LedgerRecord.State.DELIVERED);
        toTheEnd();
        assertThat(outcome().status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(pass.flights().orElseThrow().notEnded()).isEmpty();
    }

    private void opened(long... uids) {
        tell(new PassEvent.Opened(OptionalLong.of(7)));
        List<Long> unseen = new ArrayList<>();
        for (long uid : uids) {
            unseen.add(uid);
        }
        tell(new PassEvent.Searched(unseen));
        wants(new PassEffect.TakeLease());
    }

    private void toTheFirstFetch(long... uids) {
        opened(uids);
        tell(new PassEvent.LeaseTaken(Leases.Taking.TAKEN));
        tell(new PassEvent.RecordsRead(Map.of()));
        List<MessageSummary> listed = new ArrayList<>();
        for (long uid : uids) {
            listed.add(new MessageSummary(uid, 100, Optional.empty(), false));
        }
        tell(new PassEvent.MessagesListed(listed));
        wants(new PassEffect.Fetch(listed));
    }

    /** Answers all that is asked for at the end of a pass. */
    private void toTheEnd() {
        for (int i = 0; i < 20 && !pass.hasEnded(); i++) {
            List<PassEvent> answers = new ArrayList<>();
            for (PassEffect effect : List.copyOf(wanted)) {
                if (effect instanceof PassEffect.WriteRecords) {
                    answers.add(new PassEvent.RecordsWritten());
                } else if (effect instanceof PassEffect.FindRejected) {
                    answers.add(new PassEvent.RejectedFound(Set.of()));
                } else if (effect instanceof PassEffect.ReleaseLease) {
                    answers.add(new PassEvent.LeaseReleased());
                } else if (effect instanceof PassEffect.CheckUnseen look) {
                    answers.add(new PassEvent.UnseenChecked(look.uids(), Set.copyOf(look.uids())));
                } else if (effect instanceof PassEffect.Close) {
                    answers.add(new PassEvent.Closed(List.of()));
                }
            }
            answers.add(new PassEvent.TimePassed());
            tell(answers.toArray(PassEvent[]::new));
        }
        assertThat(pass.hasEnded()).as("%s", pass.phase()).isTrue();
    }

    private static PassEvent accepted(long uid) {
        return new PassEvent.Posted(
                uid, new Sender.Posted(new Answer.Http(200, "", Duration.ZERO), Verdict.ACCEPTED, Optional.empty()));
    }

    private void tell(PassEvent... events) {
        wanted.clear();
        wanted.addAll(pass.on(List.of(events), now()));
    }

    private void wants(PassEffect effect) {
        assertThat(only()).isEqualTo(effect);
    }

    private PassEffect only() {
        assertThat(wanted).hasSize(1);
        return wanted.get(0);
    }

    private InFlight.Stage where(long uid) {
        return pass.flights().orElseThrow().find(uid).orElseThrow().stage();
    }

    private Outcome outcome() {
        return pass.outcome().orElseThrow();
    }

    private Moment now() {
        return new Moment(nanos, NOW.plusNanos(nanos));
    }
}
