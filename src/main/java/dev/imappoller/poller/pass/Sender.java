package dev.imappoller.poller.pass;

import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.outcome.PassEvents;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.PassFailures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Posts messages, each by a thread that has nothing else to do: decoding, request and answer. */
final class Sender {
    /** The time for a POST: longer than web apps usually allow for a request. If the answer comes later, the message is posted again. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** A large message may take longer on its way. */
    private static final long OCTETS_PER_EXTRA_SECOND = 1024 * 1024;

    private final Poller poller;
    private final Endpoint endpoint;
    private final PassEvents events;
    private final PassContext context;

    /** What came of a message. */
    sealed interface Result {
        /** Says what it is. */
        void tell(Taker taker);

        /** Takes up each kind of result. */
        interface Taker {
            void posted(Posted posted);

            void notPosted(NotPosted notPosted);

            void givenUp(GivenUp givenUp);
        }
    }

    /** It was posted. */
    record Posted(Answer answer, Verdict verdict, Optional<String> messageId) implements Result {
        @Override
        public void tell(Taker taker) {
            taker.posted(this);
        }
    }

    /**
     * It could not be made into a request.
     *
     * @param harmful whether other messages under way may have suffered, as when memory ran out
     */
    record NotPosted(Failure failure, boolean harmful) implements Result {
        @Override
        public void tell(Taker taker) {
            taker.notPosted(this);
        }

        private static NotPosted of(Throwable error, boolean harmful) {
            return new NotPosted(PassFailures.internalErrorOver(error), harmful);
        }
    }

    /** Making a request of it takes more steps than its budget allows. */
    record GivenUp(String why) implements Result {
        @Override
        public void tell(Taker taker) {
            taker.givenUp(this);
        }
    }

    Sender(Poller poller, Endpoint endpoint, PassEvents events, PassContext context) {
        this.poller = poller;
        this.endpoint = endpoint;
        this.events = events;
        this.context = context;
    }

    /**
     * Posts a message on a thread of its own, and closes it.
     *
     * @param told what came of it, in any case and on any thread
     */
    void begin(PassEffect.Post post, RawMessage message, Consumer<Result> told) {
        Duration longest = longest(message);
        Duration limit = longest.compareTo(post.atMost()) < 0 ? longest : post.atMost();
        try {
            context.threads().execute(() -> told.accept(send(post, message, limit)));
        } catch (RejectedExecutionException | OutOfMemoryError e) { // No thread can be had for it.
            message.close();
            events.internalError(poller.pollerId(), e);
            told.accept(NotPosted.of(e, false));
        }
    }

    /** Never throws, since a message must not hold up those behind it. */
    private Result send(PassEffect.Post what, RawMessage message, Duration atMost) {
        long until = context.nanoTime().getAsLong() + atMost.toNanos();
        try (RawMessage raw = message) {
            return decoded(what, raw, until);
        } catch (DecodingBudget.SpentException e) {
            return new GivenUp(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new NotPosted(PassFailures.fileUnreadable(), false);
        } catch (RuntimeException | Error e) { // As of memory that runs out over this message.
            events.internalError(poller.pollerId(), e);
            return NotPosted.of(e, e instanceof Error);
        }
    }

    private Result decoded(PassEffect.Post what, RawMessage raw, long until) throws IOException {
        try {
            return post(what, raw, MessageDecoder.decode(raw, budget(raw, until).forUsualOnly()), until);
        } catch (DecodingBudget.UnusualException e) {
            return unusual(what, raw, until);
        }
    }

    /** A message of many thousand fields or parts waits for its turn, so that a mailbox full of them can't take all the memory. */
    private Result unusual(PassEffect.Post what, RawMessage raw, long until) throws IOException {
        boolean entered = false;
        try {
            entered = context.room().enterUnusual(left(until));
            if (entered) {
                return post(what, raw, MessageDecoder.decode(raw, budget(raw, until)), until);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (entered) {
                context.room().leaveUnusual();
            }
        }
        return new NotPosted(PassFailures.tooManyParts(what.uid()), false);
    }

    private Result post(PassEffect.Post what, RawMessage raw, Message message, long until) {
        Delivery delivery = new Delivery(poller, what.uid(), what.webhookId(), raw, message);
        Answer answer =
                endpoint.post(delivery, left(until)).either(http -> http, none -> explained(none, what, raw, until));
        Verdict verdict = Verdict.of(answer, poller.retryStatuses());
        Result posted = new Posted(answer, verdict, message.messageId());
        try {
            events.delivery(delivery, answer, verdict);
        } catch (RuntimeException | Error e) { // An answer that is there counts, whatever failed after it.
            events.internalError(poller.pollerId(), e);
        }
        return posted;
    }

    /** That the web app did not answer in time is not its fault where the run was about to end. */
    private Answer explained(Answer.None none, PassEffect.Post what, RawMessage raw, long until) {
        boolean isLate = none.cause() == Answer.Cause.TIMED_OUT || none.cause() == Answer.Cause.NOT_CONNECTED;
        boolean isOver = context.nanoTime().getAsLong() - until >= 0;
        return isLate && isOver && what.atMost().compareTo(longest(raw)) < 0
                ? new Answer.None(none.cause(), "had not answered when the run's time was up", none.took())
                : none;
    }

    private static Duration longest(RawMessage message) {
        return LONGEST.plusSeconds(message.size() / OCTETS_PER_EXTRA_SECOND);
    }

    private DecodingBudget budget(RawMessage raw, long until) {
        return new DecodingBudget(raw.size(), left(until), context.nanoTime());
    }

    private Duration left(long until) {
        return Duration.ofNanos(Math.max(1, until - context.nanoTime().getAsLong()));
    }
}
