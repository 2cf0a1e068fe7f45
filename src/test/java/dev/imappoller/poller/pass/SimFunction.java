package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.AfterDelivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One call of the function: drives a {@link PassMachine} as {@link Pass} does, in simulated time. It is busy, waits for news, is blocked by a
 * call, stands still, or is over.
 */
final class SimFunction {
    /** So many times in a row there may be more to be done at once. */
    private static final int MOST_AT_ONCE = 200;

    private static final long[] NAPS = {0, 1, 30};
    private static final int[] PAUSES = {1, 3, 9, 12, 15, 31, 70};

    private final SimWorld world;
    private final int number;
    private final SimCall call;
    private final SimRecord record = new SimRecord();
    private final Deque<PassEffect> toDo = new ArrayDeque<>();
    private final SimInbox inbox = new SimInbox();
    private Optional<PassMachine> machine = Optional.empty();
    private Optional<SimDoer> doer = Optional.empty();
    private State state = State.BUSY;
    private long wakes;
    private int impatience;
    private long pausedUntil;
    private boolean isEnding;

    private enum State {
        BUSY,
        WAITING,
        BLOCKED,
        PAUSED,
        /** Its pass has ended, and is written down. */
        ENDED,
        OVER
    }

    SimFunction(SimWorld world, int number) {
        this.world = world;
        this.number = number;
        this.call = new SimCall(world, this);
    }

    int number() {
        return number;
    }

    /** What it is told to do after delivery. */
    Optional<AfterDelivery> afterDelivery() {
        return world.poller().afterDelivery();
    }

    /** What it has done and suffered. */
    SimRecord record() {
        return record;
    }

    SimCall call() {
        return call;
    }

    boolean isAlive() {
        return !record.isKilled();
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** Whether its pass has ended. */
    boolean hasEnded() {
        return state == State.ENDED || state == State.OVER;
    }

    boolean isPaused() {
        return pausedUntil > world.now();
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** Begins the pass, if there is to be one. */
    void begin() {
        Optional<PassMachine> begun = call.begin();
        machine = begun;
        if (begun.isEmpty()) {
            over();
            return;
        }
        doer = Optional.of(new SimDoer(world, this));
        decided(begun.get().begin());
        goOn();
    }

    PassMachine machine() {
        return machine.orElseThrow();
    }

    private void decided(List<PassEffect> effects) {
        effects.forEach(effect -> toDo.addAll(world.mutation().effects(effect, this)));
    }

    private void goOn() {
        while (state == State.BUSY && !stops()) {
            PassEffect next = toDo.poll();
            if (next != null) {
                perform(next);
            } else if (machine().hasEnded() || isEnding && inbox.isEmpty()) {
                end();
            } else if (inbox.isEmpty()) {
                await();
            } else {
                take();
            }
        }
    }

    /** Whether it is gone by now, or stands still. */
    private boolean stops() {
        if (!world.history().isAsPromised()) {
            return true;
        }
        if (world.odd(SimFault.KILLED)) {
            kill("is killed");
            return true;
        }
        if (world.odd(SimFault.PAUSED)) {
            int seconds = PAUSES[world.choices().below(PAUSES.length)];
            pausedUntil = world.now() + seconds * SimWorld.SECOND;
            record.paused(world.now(), pausedUntil);
            world.say(() -> this + " stands still for " + seconds + " s");
            state = State.PAUSED;
            world.in(pausedUntil - world.now(), this::resume);
        }
        return state == State.PAUSED;
    }

    private void resume() {
        if (state == State.PAUSED) {
            world.say(() -> this + " goes on");
            state = State.BUSY;
            goOn();
        }
    }

    private void perform(PassEffect effect) {
        if (!isEnding && world.odd(SimFault.BROKEN)) {
            world.say(() -> this + " has an error over " + effect);
            world.history().breaks(this);
            toDo.clear();
            isEnding = true;
            inbox.lastWord(new PassEvent.Broken());
            return;
        }
        try {
            effect.carryOut(doer.orElseThrow());
        } catch (RuntimeException e) {
            isNotAsPromised(e);
        }
    }

    private void isNotAsPromised(Throwable e) {
        world.history().isNotAsPromised("AN ERROR", this + ": " + e + " at " + e.getStackTrace()[0]);
    }

    private void await() {
        Duration patience = machine().patience();
        impatience = patience.isZero() ? impatience + 1 : 0;
        if (patience.isNegative() || impatience > MOST_AT_ONCE) {
            world.history().isNotAsPromised("SPINS", this + " waits for " + patience + " again and again");
        }
        state = State.WAITING;
        long wake = ++wakes;
        world.in(patience.toNanos(), () -> wake(wake, true));
    }

    private void wake(long wake, boolean timePassed) {
        if (state == State.WAITING && wakes == wake) {
            if (timePassed) {
                inbox.add(Optional.empty(), new PassEvent.TimePassed());
            }
            state = State.BUSY;
            goOn();
        }
    }

    private void take() {
        List<PassEvent> events = new ArrayList<>();
        for (PassEvent event : inbox.takeAll(doer.orElseThrow().session())) {
            world.say(() -> this + " is told " + event);
            call.isTold(event);
            events.addAll(world.mutation().events(event, this));
        }
        try {
            decided(machine().on(events.isEmpty() ? List.of(new PassEvent.TimePassed()) : events, call.moment()));
        } catch (RuntimeException | Error e) {
            isNotAsPromised(e);
        }
    }

    /** Something has happened. */
    void tell(PassEvent event) {
        tell(Optional.empty(), event);
    }

    private void tell(Optional<SimSession> from, PassEvent event) {
        if (hasEnded()) {
            return;
        }
        inbox.add(from, event);
        if (state == State.WAITING) {
            long wake = ++wakes;
            long nap = NAPS[world.choices().below(NAPS.length)] * SimWorld.MILLISECOND;
            world.in(nap, () -> wake(wake, false));
        }
    }

    /** A mailbox has something to tell. */
    void tell(SimSession from, PassEvent event) {
        if (!hasEnded() && doer.orElseThrow().session().filter(from::equals).isPresent()) {
            tell(Optional.of(from), doer.get().here(from, event));
        }
    }

    /** The connection is lost. */
    void lost(SimSession from) {
        record.connectionLost();
        tell(from, new PassEvent.ConnectionLost(SimDoer.lost(), call.isCut()));
    }

    /** It waits for the answer to a call, and does nothing else. */
    void block() {
        state = State.BLOCKED;
        record.blocked(world.now());
    }

    /** The call has its answer. */
    void unblock(PassEvent answer) {
        if (state == State.BLOCKED) {
            record.unblocked();
            inbox.add(Optional.empty(), answer);
            state = State.BUSY;
            goOn();
        }
    }

    /** The run's time is up, and what is open is cut. */
    void cut() {
        tell(new PassEvent.Cut());
        doer.ifPresent(SimDoer::cut);
    }

    /** The run's time is up for good. */
    void interrupt() {
        if (hasEnded() || isEnding) {
            return;
        }
        world.say(() -> this + " is interrupted");
        isEnding = true;
        inbox.lastWord(new PassEvent.Interrupted());
        if (state == State.BLOCKED) {
            doer.orElseThrow().interrupt();
        } else {
            wakes++;
            state = State.BUSY;
            goOn();
        }
    }

    void kill(String how) {
        if (isAlive() && state != State.OVER) {
            world.say(() -> this + " " + how);
            record.killed(world.now());
            world.history().trouble();
            over();
        }
    }

    private void end() {
        doer.orElseThrow().end();
        world.history().ended(this, isEnding);
        state = State.ENDED;
        call.end(record.isBroken() ? Optional.of(SimCall.broken()) : machine().outcome());
    }

    /** Nothing of it goes on. */
    void over() {
        state = State.OVER;
        toDo.clear();
        inbox.clear();
    }

    @Override
    public String toString() {
        return "function " + number;
    }
}
