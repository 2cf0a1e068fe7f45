package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.lease.LeaseHold;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.AnsweredMemory;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.LostMarks;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.Retries;
import dev.imappoller.poller.mailbox.Mailbox.PastFilter;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The part of a pass before messages are moved: one step after another, until it is known what is to be done. */
final class PassBeginning {
    private final PassMachine pass;
    private final Poller poller;
    private final PollerState before;
    private final PassLimits limits;
    private final Effects effects;
    private final Tally tally;
    private final LeaseHold lease;
    private @Nullable AnsweredMemory memory;
    private @Nullable PassScope scope;
    private @Nullable Planning planning;
    private OptionalLong uidValidity = OptionalLong.empty();
    private List<Long> unseen = List.of();
    private Set<Long> onRecord = Set.of();
    private PastFilter pastFilter = PastFilter.NOTHING;
    private boolean isAtOdds;
    private boolean isTakenOver;

    PassBeginning(
            PassMachine pass,
            Poller poller,
            PollerState before,
            PassLimits limits,
            Effects effects,
            Tally tally,
            LeaseHold lease) {
        this.pass = pass;
        this.poller = poller;
        this.before = before;
        this.limits = limits;
        this.effects = effects;
        this.tally = tally;
        this.lease = lease;
    }

    /** What the parts of the pass have in common, once its lease is taken and its records are read. */
    Optional<PassScope> scope() {
        return Optional.ofNullable(scope);
    }

    OptionalLong uidValidity() {
        return uidValidity;
    }

    void opened(OptionalLong validity) {
        uidValidity = validity;
        memory = new AnsweredMemory(poller, validity, before);
        if (validity.isEmpty()) {
            tally.notes().withoutUidValidity();
        }
        pass.next(PassPhase.SEARCHING, new PassEffect.Search());
    }

    void searched(List<Long> found) {
        unseen = found;
        boolean isIdle = found.isEmpty() && before.unread().equals(OptionalInt.of(0)) && !isAnyUnfiled();
        if (isIdle || !found.isEmpty()) { // Else there may be some that no search lists.
            tally.found(found.size());
        }
        if (pass.phase() == PassPhase.SEARCHING_AGAIN) {
            lookPastFilter();
        } else if (isIdle) {
            tally.remembers(Objects.requireNonNull(memory).ofNothing());
            pass.closeIdle();
        } else {
            // As late as may be, so that an idle poll costs none.
            lease.asked(effects.nanos());
            pass.next(PassPhase.TAKING_THE_LEASE, new PassEffect.TakeLease());
        }
    }

    /** Whether an earlier pass has left messages to be filed away. */
    private boolean isAnyUnfiled() {
        return poller.afterDelivery().isPresent()
                && Objects.requireNonNull(memory).unfiled().isPresent();
    }

    void leaseTaken(Leases.Taking taking) {
        isTakenOver = taking == Leases.Taking.TAKEN_OVER;
        boolean isMine = taking != Leases.Taking.HELD_BY_ANOTHER;
        lease.answered(isMine);
        if (!isMine) {
            pass.isHeldByAnother();
            return;
        }
        OptionalLong known = Objects.requireNonNull(memory).uidValidity();
        if (known.isPresent()) {
            pass.next(PassPhase.READING_RECORDS, new PassEffect.ReadRecords(known.getAsLong()));
        } else {
            recordsRead(Map.of());
        }
    }

    void recordsRead(Map<Long, LedgerRecord> records) {
        PassLedger history =
                new PassLedger(poller, uidValidity, records, effects, new Retries(limits.seed()), limits.began());
        LostMarks lostMarks =
                new LostMarks(poller, Objects.requireNonNull(memory), history, tally.notes(), effects, limits.began());
        boolean endpointFailed =
                before.status().filter(PollerStatus.ENDPOINT_FAILING::equals).isPresent();
        scope = new PassScope(poller, limits, effects, tally, lease, history, lostMarks, endpointFailed);
        onRecord = Set.copyOf(records.keySet());
        isAtOdds = history.isAtOddsWith(unseen);
        if (isAtOdds) {
            // Another pass may have been at messages that came after the search: only now it can't be.
            pass.next(PassPhase.SEARCHING_AGAIN, new PassEffect.Search());
        } else {
            lookPastFilter();
        }
    }

    /**
     * Messages that are known and not found may still be unread, where somebody has changed the filter, or has marked as unread what does
     * not match it.
     */
    private void lookPastFilter() {
        Set<Long> notFound = new TreeSet<>();
        if (poller.filter().isPresent()) {
            notFound.addAll(onRecord);
            Objects.requireNonNull(scope).filing().ifPresent(filing -> notFound.addAll(filing.ofEarlierPasses()));
            notFound.removeIf(unseen::contains);
        }
        if (notFound.isEmpty()) {
            forgetWhatIsGone();
        } else {
            pass.next(PassPhase.LOOKING_PAST_THE_FILTER, new PassEffect.LookPastFilter(notFound));
        }
    }

    void lookedPastFilter(PastFilter found) {
        pastFilter = found;
        Set<Long> answered = new TreeSet<>(found.unseen());
        PassLedger history = Objects.requireNonNull(scope).history();
        answered.removeIf(
                uid -> history.state(uid).filter(State.DELIVERED::equals).isEmpty());
        if (!answered.isEmpty()) {
            // These are marked, and so not posted again even if the filter is changed back.
            answered.addAll(unseen);
            unseen = List.copyOf(answered);
        }
        forgetWhatIsGone();
    }

    private void forgetWhatIsGone() {
        if (isAtOdds) {
            Set<Long> kept = new TreeSet<>(unseen);
            PassScope known = Objects.requireNonNull(scope);
            pastFilter.unseen().stream().filter(known.unkept()::isAskedFor).forEach(kept::add);
            known.history().keepOnly(kept);
        }
        lookForLostMarks();
    }

    private void lookForLostMarks() {
        List<Long> doubtful = Objects.requireNonNull(scope).unkept().doubtful(unseen);
        if (doubtful.isEmpty()) {
            plan(List.of());
        } else {
            pass.next(PassPhase.LOOKING_FOR_LOST_MARKS, new PassEffect.ListMessages(doubtful));
        }
    }

    void listed(List<MessageSummary> messages) {
        if (pass.phase() == PassPhase.LOOKING_FOR_LOST_MARKS) {
            plan(messages);
        } else {
            Objects.requireNonNull(planning).listed(messages);
            listOrMove();
        }
    }

    private void plan(List<MessageSummary> doubtful) {
        unseen = Objects.requireNonNull(scope).unkept().sortOut(unseen, doubtful);
        Planning begun = new Planning(Objects.requireNonNull(scope), before, isTakenOver);
        planning = begun;
        begun.begin(unseen, pastFilter);
        listOrMove();
    }

    /** What is planned so far. */
    Plan planned() {
        return Objects.requireNonNull(planning).plan();
    }

    private void listOrMove() {
        Optional<PassEffect.ListMessages> toList =
                Objects.requireNonNull(planning).toList();
        if (toList.isPresent()) {
            pass.next(PassPhase.LISTING, toList.get());
        } else {
            pass.move(Objects.requireNonNull(planning).plan());
        }
    }

    /** The mailbox could not be searched or listed. */
    void failed(Failure why) {
        if (pass.phase() == PassPhase.LISTING) {
            Objects.requireNonNull(planning).notListed(why);
        }
    }
}
