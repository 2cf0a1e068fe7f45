package dev.imappoller.poller.endpoint;

import dev.imappoller.message.Message;
import dev.imappoller.message.body.Attachment;
import dev.imappoller.poller.item.AttachmentBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Stores the attachments of messages before they are posted. A bucket that fails again and again is left alone for the rest of the run. */
public final class Uploads implements AutoCloseable {
    /** One or two failures may lie with the message, or be a moment's. */
    private static final int MOST_FAILURES = 3;

    /** What is left of a message's time is for the POST. */
    private static final double SHARE = 0.75;

    private final AttachmentStore store;
    private final LongSupplier nanoTime;
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();

    /** How often a poller's bucket has failed since it last took something. */
    private record Failing(int times, String why) {}

    /** What came of a message's attachments. */
    public sealed interface Result {
        /** The URLs of those attachments that are in the store, by their place in the message from 0 on; none after a failure. */
        default Map<Integer, String> urls() {
            return Map.of();
        }

        /** What is to follow "the endpoint", if the message is not to be posted. */
        default Optional<String> trouble() {
            return Optional.empty();
        }

        /** @param urls of those attachments that are in the store, by their place in the message from 0 on */
        record Stored(Map<Integer, String> urls) implements Result {
            public Stored {
                urls = Map.copyOf(urls);
            }
        }

        /** To follow "the endpoint". */
        record Failed(String detail) implements Result {
            @Override
            public Optional<String> trouble() {
                return Optional.of(detail);
            }
        }
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    public Uploads(AttachmentStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /**
     * Stores the attachments of a message that are large enough, one by one, each under the same key at every attempt.
     *
     * @param atMost the time for the message; some of it is left over
     * @throws IOException if the message can't be read from where it is kept
     */
    public Result before(Delivery delivery, Message message, Duration atMost) throws IOException {
        AttachmentBucket bucket = delivery.poller().attachmentStore().orElseThrow();
        String pollerId = delivery.poller().pollerId();
        Failing before = failing.getOrDefault(pollerId, new Failing(0, ""));
        long until = nanoTime.getAsLong() + (long) (atMost.toNanos() * SHARE);
        List<Attachment> attachments = message.attachments();
        Map<Integer, String> urls = new HashMap<>();
        for (int i = 0; i < attachments.size(); i++) {
            if (!bucket.takes(attachments.get(i).size())) {
                continue;
            }
            if (before.times() >= MOST_FAILURES) {
                return new Result.Failed(words(
                        i + 1,
                        before.why() + " (so it was with " + before.times()
                                + " messages of this run, which does not try again)"));
            }
            Duration left = Duration.ofNanos(until - nanoTime.getAsLong());
            AttachmentStore.Put put = left.isNegative() || left.isZero()
                    ? new AttachmentStore.Put.Failed("storing those before it took too long")
                    : store.put(
                            bucket,
                            ObjectKey.of(bucket.prefix(), delivery.webhookId(), i + 1, attachments.get(i)),
                            attachments.get(i),
                            left);
            Optional<String> trouble = put.trouble();
            if (trouble.isPresent()) {
                failing.merge(
                        pollerId, new Failing(1, trouble.get()), (old, now) -> new Failing(old.times() + 1, now.why()));
                return new Result.Failed(words(i + 1, trouble.get()));
            }
            failing.remove(pollerId);
            urls.put(i, put.stored().orElseThrow());
        }
        return new Result.Stored(urls);
    }

    private static String words(int number, String why) {
        return "was not sent the message: its attachment " + number + " could not be stored: " + why;
    }

    @Override
    public void close() {
        store.close();
    }
}
