package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Run;
import dev.imappoller.poller.run.SimRun;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What a {@link Run} does around the pass of one function: is it due, is it left alone, when is it cut, and what is written at its end. */
final class SimCall {
    private static final Duration BUDGET = Duration.ofSeconds(45);
    private static final long CUT_AT = SimWorld.nanos(BUDGET.plus(Budget.GRACE));
    private static final long INTERRUPTED_AT = CUT_AT + SimWorld.nanos(SimRun.TO_END);
    private static final long TIMED_OUT_AT = 60 * SimWorld.SECOND;
    private static final long MEMORY = 4 * InFlightLimit.IN_MEMORY;
    private static final long DISK = 64 * InFlightLimit.IN_MEMORY;

    /** By how many milliseconds a clock may be wrong without any harm. */
    private static final int[] SKEWS = {0, 0, 0, 500, -500, 1000, -1000};

    private final SimWorld world;
    private final SimFunction function;
    private final InFlightLimit room = new InFlightLimit(MEMORY, DISK);
    private final long beganAt;
    private final long skew;
    private final Instant began;
    private final SimRun run;
    private final PollerEntry entry;
    private boolean isCut;

    SimCall(SimWorld world, SimFunction function) {
        this.world = world;
        this.function = function;
        this.beganAt = world.now();
        long usual = SKEWS[world.choices().below(SKEWS.length)] * SimWorld.MILLISECOND;
        boolean isWrong = world.odd(SimFault.CLOCK_WRONG);
        this.skew = isWrong ? wrongBy() : usual;
        this.began = clock();
        this.entry = new PollerEntry(
                world.poller().pollerId(),
                true,
                Duration.ofMinutes(1),
                new PollerEntry.Config.Valid(world.poller()),
                world.tables().item(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        this.run = new SimRun(entry, world.tables().backoffs(function), new SkewedClock());
        if (isWrong) {
            function.record().clockIsWrong();
        }
    }

    /** By seconds, or by hours. */
    private long wrongBy() {
        long seconds = 2 + world.choices().below(8);
        long factor = world.choices().below(3) == 2 ? 10_000 : 1;
        return seconds * factor * (world.choices().below(2) == 0 ? 1 : -1) * SimWorld.SECOND;
    }

    /** The pass that is to be made; empty where there is none. */
    Optional<PassMachine> begin() {
        if (!run.polls(began)) {
            world.say(() -> function + " finds nothing to do");
            function.record().statusWritten();
            return Optional.empty();
        }
        world.say(() -> function + " begins, its clock at " + began);
        world.history().begins(function);
        world.in(CUT_AT, this::cut);
        PassLimits limits = new PassLimits(
                Budget.starting(world::now, BUDGET),
                began,
                room,
                world.settings().posts(),
                function.number());
        return Optional.of(new PassMachine(world.poller(), entry.state(), limits, moment()));
    }

    /** What its clock says. */
    Instant clock() {
        return SimWorld.START.plusNanos(world.now() + skew);
    }

    Moment moment() {
        return new Moment(world.now(), clock());
    }

    long beganAt() {
        return beganAt;
    }

    boolean isCut() {
        return isCut;
    }

    /** For a bug that takes a UID for a sequence number. */
    long uidAtPlace(long place) {
        return world.mailbox().uidAt(place);
    }

    /** Whether it holds no message any more. */
    boolean isRoomGivenBack() {
        return room.tryTake(new MessageSummary(1, DISK, Optional.empty(), false));
    }

    private void cut() {
        if (function.hasEnded() || isLater(this::cut)) {
            return;
        }
        isCut = true;
        world.say(() -> function + " is cut");
        world.in(INTERRUPTED_AT - CUT_AT, this::interrupt);
        function.cut();
    }

    private void interrupt() {
        if (function.hasEnded() || isLater(this::interrupt)) {
            return;
        }
        world.history().hangs(function);
        function.record().claimed();
        write(SimRun.unfinished());
        function.interrupt();
        world.in(TIMED_OUT_AT - INTERRUPTED_AT, () -> function.kill("is frozen with its run"));
    }

    /** What comes while everything stands still comes after that. */
    private boolean isLater(Runnable what) {
        if (function.isPaused()) {
            world.in(function.pausedUntil() - world.now() + 1, what);
        }
        return function.isPaused();
    }

    /** The pass has ended with this; with nothing where another is at it. */
    void end(Optional<Outcome> outcome) {
        if (function.record().isClaimed()) {
            function.over();
        } else if (outcome.isEmpty()) {
            function.record().statusWritten();
            function.over();
        } else {
            write(world.mutation().outcome(outcome.get()));
        }
    }

    private void write(Outcome made) {
        if (world.odd(SimFault.KILLED)) {
            function.kill("is killed before it writes its status");
            return;
        }
        Outcome outcome = run.after(made);
        world.in(world.latency(), () -> written(outcome));
    }

    private void written(Outcome outcome) {
        boolean mayBeDone = function.isAlive() || world.choices().below(2) == 1;
        boolean isDone = mayBeDone && !world.odd(SimFault.TABLE_FAILS);
        if (isDone) {
            world.say(() -> function + " writes its status " + outcome.status() + ": " + outcome.detail());
            world.tables().record(outcome, began, entry.state());
            world.history().statusWritten(function, outcome);
            isBucketTold(outcome);
            function.record().statusWritten();
        } else {
            function.record().trouble(world.now());
            world.say(() -> function + " can't write its status");
            world.history().trouble();
        }
        if (!function.record().isClaimed()) {
            function.over();
        }
    }

    /** Whoever has to mend a bucket must hear of it, however many other messages got through. */
    private void isBucketTold(Outcome outcome) {
        if (function.record().isBucketFailing() && outcome.status() == PollerStatus.OK) {
            world.history()
                    .isNotAsPromised("BUCKET UNSAID", function + " writes OK, and attachments could not be stored");
        }
    }

    /** The State table did not do what it was asked for, or did not say so. */
    void failed(PassEvent.TableCall what) {
        world.say(() -> "the State table fails " + function + " at " + what);
        function.record().trouble(world.now());
        world.history().trouble();
    }

    /** For calls of the State table that need no time. */
    void failIfTheTableDoes() {
        if (world.odd(SimFault.TABLE_FAILS)) {
            function.record().trouble(world.now());
            world.history().trouble();
            world.endpoint().leftAloneNoMore();
            throw new TableException("The table can't be used.", new IllegalStateException());
        }
    }

    /** It is told of something, which is then known. */
    void isTold(PassEvent event) {
        if (event instanceof PassEvent.MarkRefused refused) {
            refused.uids().forEach(function.record()::settled);
        } else if (event instanceof PassEvent.Copied copied) {
            copied.uids().stream()
                    .flatMap(uid -> world.mailbox().find(uid).stream())
                    .forEach(message -> message.isCopyKnown = true);
        } else if (event instanceof PassEvent.Opened) {
            function.record().opened();
        } else if (event instanceof PassEvent.LeaseRenewed renewed && !renewed.kept()) {
            function.record().leaseLost();
        } else if (event instanceof PassEvent.Posted posted
                && posted.result() instanceof Sender.Posted result
                && result.answer().storeFailure().isPresent()) {
            function.record().bucketFails();
        }
    }

    /** What a run makes of an error. */
    static Outcome broken() {
        return Outcome.failed(new Failure(PollerStatus.INTERNAL_ERROR, "an error"), Duration.ZERO);
    }

    private final class SkewedClock extends Clock {
        @Override
        public Instant instant() {
            return clock();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
