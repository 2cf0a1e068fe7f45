package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.pass.SimMessage.Attempt;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The simulated web app: what it makes of each message, and when its answer arrives, if it does. */
final class SimEndpoint {
    /** A POST may take so long. */
    private static final long PATIENCE = 20 * SimWorld.SECOND;

    private final SimWorld world;
    private boolean isDown;
    private long quietUntil;
    private int quietFor;

    SimEndpoint(SimWorld world) {
        this.world = world;
    }

    /** From one poll to the next it may go down, or come up again. */
    void happens() {
        isDown = world.odd(SimFault.ENDPOINT_DOWN);
        if (isDown) {
            world.say(() -> "the web app is down");
        }
    }

    /** Functions that begin from now on have come to know that it wants to be left alone for a time. */
    void leftAlone(long until) {
        quietUntil = until;
        quietFor = world.functions().size();
    }

    /** A person or something else has ended that. */
    void leftAloneNoMore() {
        quietUntil = 0;
    }

    /** A function begins to post a message that it has fetched. */
    void post(SimFunction function, SimMessage message, PassEffect.Post what, long uidValidity) {
        long began = world.now();
        if (world.mailbox().kind(message) == SimMessage.Kind.NOT_POSTED || world.odd(SimFault.NOT_POSTED)) {
            Failure failure = new Failure(PollerStatus.INTERNAL_ERROR, "an error over message " + message.uid);
            tell(
                    function,
                    message,
                    Optional.empty(),
                    new Sender.NotPosted(failure, world.choices().below(2) == 1),
                    1);
        } else if (world.odd(SimFault.GIVEN_UP)) {
            tell(function, message, Optional.empty(), new Sender.GivenUp("it takes too many steps"), 1);
        } else if (world.mailbox().kind(message) == SimMessage.Kind.NOT_STORED || world.odd(SimFault.NOT_STORED)) {
            notStored(function, message, what.atMost().toNanos());
        } else {
            long deadline = began + Math.min(PATIENCE, what.atMost().toNanos());
            world.in(world.latency(), () -> arrives(function, message, what, uidValidity, deadline));
        }
    }

    /** The web app never hears of it. That may take most of the message's time. */
    private void notStored(SimFunction function, SimMessage message, long atMost) {
        long took = world.odd(SimFault.ANSWER_LATE) ? Math.min(PATIENCE, atMost) / 4 * 3 : world.latency();
        Answer answer = new Answer.None(Answer.Cause.NOT_STORED, "was not sent the message", Duration.ofNanos(took));
        posted(function, message, Optional.empty(), answer, took);
    }

    private void arrives(
            SimFunction function, SimMessage message, PassEffect.Post what, long uidValidity, long deadline) {
        if (!function.isAlive() && world.choices().below(2) == 0) {
            return;
        }
        if (function.isPaused()) {
            world.in(
                    function.pausedUntil() - world.now() + SimWorld.MILLISECOND,
                    () -> arrives(function, message, what, uidValidity, deadline));
            return;
        }
        boolean isClockWrong = function.record().isClockWrong();
        if (quietUntil > world.now() && function.number() > quietFor && !isClockWrong) {
            world.history().isNotAsPromised("RETRIED AT ONCE", message + " is posted to a web app that asked to wait");
        }
        if (isDown) {
            none(function, message, Optional.empty(), Answer.Cause.NOT_CONNECTED, deadline, world.latency());
            return;
        }
        Attempt attempt = new Attempt(function, world.now(), uidValidity);
        world.history().receives(message, attempt, what.uid(), what.webhookId());
        boolean isSilent = world.mailbox().kind(message) == SimMessage.Kind.SILENT;
        if (isSilent || world.odd(SimFault.NO_ANSWER)) {
            boolean closes = world.choices().below(2) == 0;
            none(
                    function,
                    message,
                    Optional.of(attempt),
                    closes ? Answer.Cause.CONNECTION_LOST : Answer.Cause.TIMED_OUT,
                    deadline,
                    closes ? world.latency() : PATIENCE);
            return;
        }
        answers(function, message, attempt, deadline);
    }

    private void answers(SimFunction function, SimMessage message, Attempt attempt, long deadline) {
        int status = status(message);
        attempt.isFinal = status / 100 == 2 || status / 100 == 4;
        attempt.isRejected = status / 100 == 4;
        if (attempt.isFinal) {
            world.history().answers(function, message);
        }
        long took = world.odd(SimFault.ANSWER_LATE) ? world.within(25) : world.latency();
        if (world.odd(SimFault.ANSWER_LOST)) {
            none(function, message, Optional.of(attempt), Answer.Cause.CONNECTION_LOST, deadline, took);
        } else if (world.now() + took > deadline) {
            none(function, message, Optional.of(attempt), Answer.Cause.TIMED_OUT, deadline, took);
        } else {
            Optional<Duration> wait = status == 503
                    ? Optional.of(Duration.ofMinutes(2 + world.choices().below(50)))
                    : Optional.empty();
            Answer answer = new Answer.Http(status, "", Duration.ofNanos(took), wait);
            posted(function, message, Optional.of(attempt), answer, took);
        }
    }

    private int status(SimMessage message) {
        SimMessage.Kind kind = world.mailbox().kind(message);
        if (kind == SimMessage.Kind.FAILS || world.odd(SimFault.FAILS)) {
            return 500;
        }
        if (kind == SimMessage.Kind.REJECTED || world.odd(SimFault.REJECTS)) {
            return 422;
        }
        return world.odd(SimFault.ASKS_TO_WAIT) ? 503 : 200;
    }

    private void none(
            SimFunction function,
            SimMessage message,
            Optional<Attempt> attempt,
            Answer.Cause cause,
            long deadline,
            long took) {
        long until = Math.max(0, Math.min(took, deadline - world.now()));
        Answer answer = new Answer.None(cause, "did not answer", Duration.ofNanos(took));
        attempt.filter(lost -> lost.isFinal).ifPresent(lost -> function.record().settled(message.uid));
        attempt.ifPresent(lost -> lost.isFinal = false);
        posted(function, message, attempt, answer, until);
    }

    private void posted(SimFunction function, SimMessage message, Optional<Attempt> attempt, Answer answer, long took) {
        Verdict verdict = Verdict.of(answer, Set.of());
        world.say(() -> "the web app has " + message + " from " + function + ": " + answer.words() + ", told in "
                + took / SimWorld.MILLISECOND + " ms");
        tell(function, message, attempt, new Sender.Posted(answer, verdict, Optional.empty()), took);
    }

    private void tell(
            SimFunction function, SimMessage message, Optional<Attempt> attempt, Sender.Result result, long after) {
        long uid = message.uid;
        world.in(after, () -> {
            if (!function.hasEnded()) {
                attempt.ifPresent(ended -> world.history().isTold(message, ended));
                function.tell(new PassEvent.Posted(uid, result));
            }
        });
    }
}
