package dev.imappoller.poller;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Posts messages, each by a thread that has nothing else to do: decoding, request and answer. */
final class Sender {
    /** Longer than web apps usually let a request run; an answer that comes later is lost, and its message posted again. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** A large message may take longer on its way. */
    private static final long OCTETS_PER_EXTRA_SECOND = 1024 * 1024;

    private final Poller poller;
    private final OptionalLong uidValidity;
    private final Endpoint endpoint;
    private final Events events;
    private final Executor threads;

    /** What came of a message. */
    sealed interface Result {}

    /** It was posted. */
    record Posted(Answer answer, Verdict verdict, Optional<String> messageId) implements Result {}

    /**
     * It could not be made into a request.
     *
     * @param harmful whether what else was under way may have suffered from it, as from memory that ran out
     */
    record NotPosted(Failure failure, boolean harmful) implements Result {
        private static NotPosted of(Throwable error, boolean harmful) {
            Failure failure = new Failure(
                    PollerStatus.INTERNAL_ERROR,
                    "an error in IMAP Poller itself (" + error.getClass().getSimpleName() + "); the log says where");
            return new NotPosted(failure, harmful);
        }
    }

    Sender(Poller poller, OptionalLong uidValidity, Endpoint endpoint, Events events, Executor threads) {
        this.poller = poller;
        this.uidValidity = uidValidity;
        this.endpoint = endpoint;
        this.events = events;
        this.threads = threads;
    }

    /**
     * Posts a message on a thread of its own, and closes it.
     *
     * @param atMost for the POST, however large the message
     * @param told what came of it, in any case and on any thread
     */
    void begin(long uid, RawMessage message, Duration atMost, Consumer<Result> told) {
        Duration longest = LONGEST.plusSeconds(message.size() / OCTETS_PER_EXTRA_SECOND);
        Duration limit = longest.compareTo(atMost) < 0 ? longest : atMost;
        try {
            threads.execute(() -> told.accept(send(uid, message, limit)));
        } catch (RejectedExecutionException | OutOfMemoryError e) { // No thread can be had for it.
            message.close();
            events.internalError(poller.pollerId(), e);
            told.accept(NotPosted.of(e, false));
        }
    }

    /** Never throws, since a message must not hold up those behind it. */
    private Result send(long uid, RawMessage message, Duration atMost) {
        Optional<Result> result = Optional.empty();
        try (RawMessage raw = message) {
            String webhookId = WebhookId.of(poller.pollerId(), poller.folder(), uidValidity, uid);
            Delivery delivery = new Delivery(poller, uid, webhookId, raw, MessageDecoder.decode(raw));
            Answer answer = endpoint.post(delivery, atMost);
            Verdict verdict = Verdict.of(answer, poller.retryStatuses());
            result = Optional.of(new Posted(answer, verdict, delivery.message().messageId()));
            events.delivery(delivery, answer, verdict);
        } catch (IOException e) {
            return new NotPosted(
                    new Failure(PollerStatus.INTERNAL_ERROR, "the temporary file could not be read again"), false);
        } catch (RuntimeException | Error e) { // As of memory that runs out over this message.
            events.internalError(poller.pollerId(), e);
            // An answer that is there counts, whatever failed after it.
            return result.orElseGet(() -> NotPosted.of(e, e instanceof Error));
        }
        return result.orElseThrow();
    }
}
