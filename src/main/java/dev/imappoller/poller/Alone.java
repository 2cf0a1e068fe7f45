package dev.imappoller.poller;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes suspects at the end of a pass, one at a time and with nothing else under way: what breaks off then is that message's doing. */
final class Alone {
    private final Course course;
    private final Deque<Long> toMark;
    private OptionalLong underWay = OptionalLong.empty();
    private int timesBrokenOff;
    private boolean told;
    private boolean hasTime;
    private boolean isMark;
    private boolean charged;

    /** @param toMark messages that have only to be marked */
    Alone(Course course, List<Long> toMark) {
        this.course = course;
        this.toMark = new ArrayDeque<>(toMark);
    }

    /** Whether no message waits to be marked alone. */
    boolean isEmpty() {
        return toMark.isEmpty();
    }

    /** The messages that were not marked. */
    List<Long> left() {
        return List.copyOf(toMark);
    }

    /** The next message to be marked alone, if none is to be fetched before it; the one before it has done no harm. */
    OptionalLong nextToMark(Optional<Listed> toFetch) {
        underWay = OptionalLong.empty();
        while (!toMark.isEmpty() && comesBefore(toMark.getFirst(), toFetch)) {
            long uid = toMark.removeFirst();
            if (course.suspects().charge(listed(uid))) {
                begin(uid, true);
                return underWay;
            }
        }
        return OptionalLong.empty();
    }

    private boolean comesBefore(long uid, Optional<Listed> toFetch) {
        return toFetch.isEmpty()
                || course.suspects().innocentsFirst().compare(uid, toFetch.get().uid()) <= 0;
    }

    /** The next message to be fetched alone, if it is its turn and that can be put on record; the one before it has done no harm. */
    Optional<Listed> nextToFetch(FetchAhead ahead) {
        underWay = OptionalLong.empty();
        for (Optional<Listed> next = ahead.alone(); next.isPresent(); next = ahead.alone()) {
            if (course.suspects().charge(next.get())) {
                Listed message = ahead.takeAlone();
                begin(message.uid(), false);
                return Optional.of(message);
            }
            ahead.drop(); // While the table is in trouble it is not taken.
            course.tally().waits();
        }
        return Optional.empty();
    }

    private void begin(long uid, boolean mark) {
        underWay = OptionalLong.of(uid);
        isMark = mark;
        hasTime = course.context().budget().isHalfLeft();
        timesBrokenOff = course.suspects().timesBrokenOff(uid);
        told = false;
    }

    /**
     * The pass broke off.
     *
     * @param suspects what the server was to do something about then; none where it just went away
     */
    void brokeOff(Collection<Listed> suspects, Failure why) {
        if (underWay.isEmpty()) {
            course.suspects().inCompany(suspects, why.detail());
            return;
        }
        long uid = underWay.getAsLong();
        boolean isIt = suspects.stream().anyMatch(message -> message.uid() == uid);
        boolean outOfTime = course.context().budget().untilCut().isZero();
        if (!isIt || outOfTime && !hasTime) {
            course.suspects().acquit(uid, why.detail());
            return;
        }
        charged = true;
        String what = "the connection was lost while nothing but message " + uid + " was "
                + (isMark ? "marked" : "fetched") + ": " + why.detail();
        Tally tally = course.tally();
        if (isMark) {
            tally.markRefused(new Failure(why.status(), what), 1);
        } else if (!told) {
            tally.notFetched(new Failure(why.status(), what));
        }
        tally.failedMessage(course.suspects().brokeOff(uid, timesBrokenOff, what));
    }

    /** A message could not be had, which counts once, whatever happens then. */
    void unavailable(long uid) {
        told = told || isUnderWay(uid);
    }

    /** An error struck while a message was posted; true if it was alone, and is charged with that. */
    boolean didHarm(long uid, String why) {
        boolean isIt = isUnderWay(uid);
        if (isIt) {
            course.tally().failedMessage(course.suspects().brokeOff(uid, timesBrokenOff, why));
        }
        return isIt;
    }

    private boolean isUnderWay(long uid) {
        return underWay.isPresent() && underWay.getAsLong() == uid;
    }

    /** Whether the end of the pass is charged to one message, so that it is no failure of the mailbox. */
    boolean isCharged() {
        return charged;
    }

    private static Listed listed(long uid) {
        return new Listed(uid, 0, Optional.empty(), false);
    }
}
