package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.MailboxFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes suspects at the end of a pass, one at a time, with nothing else under way. If the pass breaks off then, that message is the cause.
 */
final class OneAtATime {
    private final PassScope scope;
    private final FetchAhead ahead;
    private final Deque<Long> toMark;
    private @Nullable Charged charged;
    private OptionalLong underWay = OptionalLong.empty();
    private int timesBrokenOff;
    private boolean told;
    private boolean hasTime;
    private boolean isMark;
    private boolean isCharged;

    /**
     * A message that is to be taken once that is on record.
     *
     * @param toFetch the message, unless it is only to be marked
     * @param before what was on record about it
     */
    private record Charged(long uid, Optional<InFlight> toFetch, Optional<LedgerRecord> before) {
        private boolean wasSuspect() {
            return before.filter(record -> record.care().suspect()).isPresent();
        }
    }

    /** What is to be done with a message alone. */
    interface Taking {
        void mark(long uid);

        void fetch(InFlight message);
    }

    /** @param toMark messages that have only to be marked */
    OneAtATime(PassScope scope, FetchAhead ahead, List<Long> toMark) {
        this.scope = scope;
        this.ahead = ahead;
        this.toMark = new ArrayDeque<>(toMark);
    }

    /** Whether no message waits to be marked alone. */
    boolean isEmpty() {
        return toMark.isEmpty() && charged == null;
    }

    /** The messages that were not marked. */
    List<Long> left() {
        List<Long> left = new ArrayList<>();
        if (charged != null && charged.toFetch().isEmpty()) {
            left.add(charged.uid());
        }
        left.addAll(toMark);
        return left;
    }

    /**
     * Takes the next message, while nothing is under way: the one before it has done no harm.
     *
     * @param mayFetch whether it may be one that is to be fetched
     */
    void next(boolean mayFetch, Taking taking) {
        inCompany();
        while (scope.isSettled() && underWay.isEmpty()) {
            Charged next = charged;
            charged = null;
            if (next != null) {
                take(next, mayFetch, taking);
            } else if (!charge(mayFetch)) {
                return;
            }
        }
    }

    /** Others are asked for: the one before them has done no harm, and what breaks off from now on need not be its doing. */
    void inCompany() {
        underWay = OptionalLong.empty();
    }

    private boolean charge(boolean mayFetch) {
        InFlight toFetch = mayFetch ? ahead.alone().orElse(null) : null;
        if (!toMark.isEmpty() && comesBefore(toMark.getFirst(), toFetch)) {
            charge(listed(toMark.removeFirst()), null);
        } else if (toFetch != null) {
            charge(toFetch.listed(), toFetch);
        }
        return charged != null;
    }

    private void charge(MessageSummary message, @Nullable InFlight toFetch) {
        Optional<LedgerRecord> before = scope.history().record(message.uid());
        charged = new Charged(message.uid(), Optional.ofNullable(toFetch), before);
        scope.suspects().charge(message);
    }

    private boolean comesBefore(long uid, @Nullable InFlight toFetch) {
        return toFetch == null || scope.suspects().innocentsFirst().compare(uid, toFetch.uid()) <= 0;
    }

    private void take(Charged next, boolean mayFetch, Taking taking) {
        boolean mayBeTaken = !next.wasSuspect() || scope.history().isOnRecord(next.uid());
        if (next.toFetch().isEmpty()) {
            if (mayBeTaken) {
                begin(next.uid(), true);
                taking.mark(next.uid());
            }
        } else if (!mayFetch) {
            scope.history().restore(next.uid(), next.before().orElse(null));
        } else if (mayBeTaken) {
            begin(next.uid(), false);
            ahead.askAlone(next.toFetch().get());
            taking.fetch(next.toFetch().get());
        } else {
            scope.flights().end(next.toFetch().get(), End.LEFT); // While the table can't be written, it is not taken.
            scope.tally().waits();
        }
    }

    private void begin(long uid, boolean mark) {
        underWay = OptionalLong.of(uid);
        isMark = mark;
        hasTime = scope.budget().isHalfLeft();
        timesBrokenOff = scope.suspects().timesBrokenOff(uid);
        told = false;
    }

    /**
     * The pass broke off.
     *
     * @param suspects the messages that the server still had to answer for; none if it closed an idle connection
     */
    void brokeOff(Collection<MessageSummary> suspects, Failure why) {
        giveUpCharge();
        if (underWay.isEmpty()) {
            scope.suspects().inCompany(suspects, why.detail());
            return;
        }
        long uid = underWay.getAsLong();
        boolean isIt = suspects.stream().anyMatch(message -> message.uid() == uid);
        boolean outOfTime = scope.budget().untilCut().isZero();
        if (!isIt || outOfTime && !hasTime) {
            scope.suspects().acquit(uid, why.detail());
            return;
        }
        isCharged = true;
        String what = MailboxFailures.lostOver(uid, isMark, why.detail());
        Tally tally = scope.tally();
        if (isMark) {
            tally.markRefused(why.saying(what), 1);
        } else if (!told) {
            tally.notFetched(why.saying(what));
        }
        tally.failedMessage(scope.suspects().brokeOff(uid, timesBrokenOff, what));
    }

    /** A message that was charged and not taken did no harm. */
    void giveUpCharge() {
        if (charged != null) {
            scope.history().restore(charged.uid(), charged.before().orElse(null));
            if (charged.toFetch().isEmpty()) {
                toMark.addFirst(charged.uid());
            }
        }
        charged = null;
    }

    /** The pass ends in order: a message that was not posted any more did no harm. */
    void notReached() {
        if (underWay.isPresent() && !isMark) {
            scope.flights()
                    .find(underWay.getAsLong())
                    .filter(flight -> flight.stage() != InFlight.Stage.ENDED)
                    .ifPresent(flight -> scope.suspects().acquit(flight.uid(), "the pass ended before it was posted"));
        }
    }

    /** A message could not be fetched. It counts as one failure, whatever happens afterwards. */
    void unavailable(long uid) {
        told = told || isUnderWay(uid);
    }

    /** An error struck while a message was posted; true if it was alone, and is charged with that. */
    boolean didHarm(long uid, String why) {
        boolean isIt = isUnderWay(uid);
        if (isIt) {
            scope.tally().failedMessage(scope.suspects().brokeOff(uid, timesBrokenOff, why));
        }
        return isIt;
    }

    private boolean isUnderWay(long uid) {
        return underWay.isPresent() && underWay.getAsLong() == uid;
    }

    /** Whether one message has ended the pass. Then the mailbox itself has not failed. */
    boolean isCharged() {
        return isCharged;
    }

    private static MessageSummary listed(long uid) {
        return new MessageSummary(uid, 0, Optional.empty(), false);
    }
}
