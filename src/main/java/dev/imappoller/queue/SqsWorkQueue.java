package dev.imappoller.queue;

import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.run.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The work queue as an SQS FIFO queue. A message is {@code {"segment":3,"of":8}}, in a group for each number, so that the turns of a
 * segment are worked off one after the other even when the number of segments has changed.
 */
public final class SqsWorkQueue implements WorkQueue {
    /** What SendMessageBatch takes. */
    private static final int MOST = 10;

    private final Supplier<SqsClient> connect;
    private final String url;
    private @Nullable SqsClient client;

    /** @param connect makes the client, and is asked once, when the first message is sent */
    SqsWorkQueue(Supplier<SqsClient> connect, String url) {
        this.connect = connect;
        this.url = url;
    }

    /** The queue with this URL, in the region and with the credentials that the environment names. */
    public static SqsWorkQueue at(String url, SdkHttpClient.Builder<?> http, ClientOverrideConfiguration limits) {
        return new SqsWorkQueue(
                () -> SqsClient.builder()
                        .httpClientBuilder(http)
                        .overrideConfiguration(limits)
                        .build(),
                url);
    }

    @Override
    public List<Unsent> send(List<Segment> segments, String turn) {
        List<Unsent> unsent = new ArrayList<>();
        for (int from = 0; from < segments.size(); from += MOST) {
            List<Segment> batch = segments.subList(from, Math.min(from + MOST, segments.size()));
            try {
                unsent.addAll(sendBatch(batch, turn));
            } catch (SdkException e) {
                boolean answered = e instanceof SdkServiceException;
                // If the queue does not answer, each further batch would wait as long, and the function's time would
                // run out.
                List<Segment> lost = answered ? batch : segments.subList(from, segments.size());
                lost.forEach(segment -> unsent.add(new Unsent(segment, reason(e))));
                if (!answered) {
                    break;
                }
            }
        }
        return unsent;
    }

    private List<Unsent> sendBatch(List<Segment> batch, String turn) {
        List<SendMessageBatchRequestEntry> entries =
                batch.stream().map(segment -> entry(segment, turn)).toList();
        return client().sendMessageBatch(request -> request.queueUrl(url).entries(entries)).failed().stream()
                .map(failed -> new Unsent(segment(batch, failed), reason(failed)))
                .toList();
    }

    private static SendMessageBatchRequestEntry entry(Segment segment, String turn) {
        return SendMessageBatchRequestEntry.builder()
                .id(id(segment))
                .messageBody("{\"segment\":" + segment.number() + ",\"of\":" + segment.of() + "}")
                .messageGroupId("segment-" + segment.number())
                // With the number, since a queue may look for doubles over all groups.
                .messageDeduplicationId(segment.number() + "-of-" + segment.of() + "-at-" + turn)
                .build();
    }

    private static String id(Segment segment) {
        return Integer.toString(segment.number());
    }

    private static Segment segment(List<Segment> batch, BatchResultErrorEntry failed) {
        return batch.stream()
                .filter(segment -> id(segment).equals(failed.id()))
                .findFirst()
                .orElseThrow();
    }

    private String reason(BatchResultErrorEntry failed) {
        String message = failed.message() == null
                ? ""
                : " (" + ForeignText.of(failed.message()).shownOfAws() + ")";
        return "The queue " + url + " did not take a message: " + failed.code() + message + ".";
    }

    private String reason(SdkException e) {
        if (e instanceof QueueDoesNotExistException) {
            return "There is no queue " + url + ". Check WORK_QUEUE_URL and the region.";
        }
        return "The queue " + url + " can't be written to: " + ForeignText.of(e).shownOfAws() + ".";
    }

    private synchronized SqsClient client() {
        if (client == null) {
            client = connect.get();
        }
        return client;
    }
}
