package dev.imappoller.poller;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Posts messages, each by a thread that has nothing else to do: decoding, request and answer. */
final class Sender {
    private final Poller poller;
    private final long uidValidity;
    private final Endpoint endpoint;
    private final Events events;

    /** What came of a message. */
    sealed interface Result {}

    /** It was posted. */
    record Posted(Answer answer, Verdict verdict, Optional<String> messageId) implements Result {}

    /** It could not be made into a request. */
    record NotPosted(Failure failure) implements Result {
        static NotPosted of(Throwable error) {
            return new NotPosted(new Failure(
                    PollerStatus.INTERNAL_ERROR,
                    "an error in IMAP Poller itself (" + error.getClass().getSimpleName() + "); the log says where"));
        }
    }

    Sender(Poller poller, long uidValidity, Endpoint endpoint, Events events) {
        this.poller = poller;
        this.uidValidity = uidValidity;
        this.endpoint = endpoint;
        this.events = events;
    }

    /** Posts a message and closes it; never throws, since a message must not hold up those behind it. */
    Result send(long uid, RawMessage message, Duration atMost) {
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
                    new Failure(PollerStatus.INTERNAL_ERROR, "the temporary file could not be read again"));
        } catch (RuntimeException | Error e) { // As of memory that runs out over this message.
            events.internalError(poller.pollerId(), e);
            // An answer that is there counts, whatever failed after it.
            return result.orElseGet(() -> NotPosted.of(e));
        }
        return result.orElseThrow();
    }
}
