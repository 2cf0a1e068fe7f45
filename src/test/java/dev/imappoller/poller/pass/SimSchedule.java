package dev.imappoller.poller.pass;

import dev.imappoller.poller.pass.SimHistory.Violation;
import dev.imappoller.poller.pass.SimMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One schedule from its beginning to its end: polls while things go wrong, and then polls while nothing does, until all is delivered. */
final class SimSchedule {
    private static final long MINUTE = 60 * SimWorld.SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** Some find the lease of a killed function, an endpoint that failed, or messages that wait for hours, or a clock that was wrong. */
    private static final int PASSES_TO_DELIVER_ALL = 60;

    private final SimWorld world;
    private final SimChoices choices;

    /**
     * What came of a schedule.
     *
     * @param violation what was not as promised, if anything
     * @param choices that it can be played again with
     */
    record Result(Optional<Violation> violation, int[] choices, int steps) {
        boolean isViolation(String kind) {
            return violation.filter(found -> found.kind().equals(kind)).isPresent();
        }
    }

    private SimSchedule(SimWorld world) {
        this.world = world;
        this.choices = world.choices();
    }

    static Result play(SimChoices choices, SimMutation mutation) {
        return play(new SimWorld(choices, mutation, Optional.empty()));
    }

    /** The same, step by step, in words. */
    static List<String> tell(SimChoices choices, SimMutation mutation) {
        List<String> words = new ArrayList<>();
        play(new SimWorld(choices, mutation, Optional.of(words)));
        return words;
    }

    private static Result play(SimWorld world) {
        SimSchedule schedule = new SimSchedule(world);
        world.mailbox().arrive(world.settings().firstMessages());
        if (world.settings().isPoison()) {
            schedule.amongBadMessages();
        } else {
            schedule.whileThingsGoWrong();
        }
        schedule.whileAllIsWell();
        return new Result(world.history().violation(), world.choices().made(), world.steps());
    }

    private void whileThingsGoWrong() {
        for (int i = 0; i < world.settings().ticks(); i++) {
            long begun = world.now();
            long late = world.odd(SimFault.LATE) ? world.within(50) : 0;
            world.in(late, world::call);
            if (world.odd(SimFault.TWO_AT_ONCE)) {
                world.in(late + world.within(40), world::call);
            }
            int more = choices.below(4);
            if (more > 0) {
                world.in(world.within(60), () -> world.mailbox().arrive(more));
            }
            world.in(world.within(60), world.mailbox()::happens);
            world.endpoint().happens();
            world.goOnUntil(begun + MINUTE);
        }
    }

    /**
     * Nothing is wrong but messages: each may cost a poll until it is known, and none costs new mail anything after that. Where a new bad
     * one comes with each poll, those before may each cost one again.
     */
    private void amongBadMessages() {
        List<SimMessage> first = List.copyOf(world.mailbox().all());
        long bad =
                first.stream().filter(message -> message.kind != Kind.HEALTHY).count();
        for (int i = 0; i <= 2 * bad + 1; i++) {
            poll(MINUTE);
        }
        first.forEach(this::isNotHeldUp);
        boolean badOnesGoOn = choices.below(2) == 1;
        Kind kind = goesOn();
        for (int i = 0; i < 3; i++) {
            SimMessage news = world.mailbox().arrive(Kind.HEALTHY);
            for (long polls = bad; badOnesGoOn && polls >= 0 && !news.hasFinalAnswer(); polls--) {
                world.mailbox().arrive(kind);
                pollToItsEnd();
            }
            pollToItsEnd();
            isNotHeldUp(news);
        }
    }

    /** A kind of which a new one comes with each poll. One that the server refuses to mark ends its pass: no more is posted then. */
    private Kind goesOn() {
        Kind kind = Kind.values()[choices.below(Kind.values().length)];
        return kind == Kind.NOT_MARKED ? Kind.HEALTHY : kind;
    }

    private void isNotHeldUp(SimMessage message) {
        boolean isHeldUp = message.kind == Kind.HEALTHY
                && world.history().isOpen(message)
                && !message.hasFinalAnswer()
                && !world.history().isHiddenWithReason(message);
        if (isHeldUp) {
            world.history().isNotAsPromised("HELD UP", message + " is not delivered, since others are bad");
        }
    }

    private void whileAllIsWell() {
        world.say(() -> "from now on all is well");
        world.settings().heal();
        world.mailbox().heal();
        world.endpoint().happens();
        world.goOnUntil(world.now() + 3 * MINUTE);
        int most = PASSES_TO_DELIVER_ALL
                + world.mailbox().all().size() / world.poller().maxMessages();
        for (int i = 0; i < most && isAnyOpen(); i++) {
            poll(i < 2 ? MINUTE : HOUR);
        }
        if (world.history().isAsPromised()) {
            world.history().atTheEnd();
        }
    }

    private boolean isAnyOpen() {
        return world.history().isAsPromised() && world.mailbox().all().stream().anyMatch(world.history()::isOpen);
    }

    /** Messages that kill the function are tried again, ever more seldom: such a poll is over for all. */
    private void pollToItsEnd() {
        int before = killed();
        poll(MINUTE);
        for (int again = killed(); again > before && world.history().isAsPromised(); again = killed()) {
            before = again;
            poll(MINUTE);
        }
    }

    private int killed() {
        return (int) world.functions().stream()
                .filter(function -> function.record().isKilled())
                .count();
    }

    private void poll(long pause) {
        if (world.history().isAsPromised()) {
            world.call();
            world.goOnUntil(world.now() + pause);
        }
    }
}
