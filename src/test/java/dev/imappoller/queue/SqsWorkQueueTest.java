package dev.imappoller.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.run.WorkQueue.Unsent;
import dev.imappoller.testing.FifoQueue;
import dev.imappoller.testing.FifoQueue.Message;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Over the SDK's own client and HTTP. */
class SqsWorkQueueTest {
    private static final String TURN = "2026-03-01T10:00:00Z";
    private static final String NEXT_TURN = "2026-03-01T10:01:00Z";

    private final FifoQueue queue = FifoQueue.start();
    private final AtomicInteger connected = new AtomicInteger();

    @AfterEach
    void stop() {
        queue.close();
    }

    @Test
    void sendsAMessageForEachSegmentInAGroupOfItsOwn() {
        assertThat(at(queue.url()).send(segments(4), TURN)).isEmpty();

        assertThat(queue.messages())
                .extracting(Message::body)
                .containsExactly(
                        "{\"segment\":0,\"of\":4}",
                        "{\"segment\":1,\"of\":4}",
                        "{\"segment\":2,\"of\":4}",
                        "{\"segment\":3,\"of\":4}");
        assertThat(queue.messages())
                .extracting(Message::group)
                .containsExactly("segment-0", "segment-1", "segment-2", "segment-3");
    }

    @Test
    void sendsBatchesOfTenOverOneClient() {
        SqsWorkQueue sending = at(queue.url());
        assertThat(connected).hasValue(0);

        assertThat(sending.send(segments(25), TURN)).isEmpty();
        assertThat(sending.send(segments(10), NEXT_TURN)).isEmpty();

        assertThat(queue.batches()).containsExactly(10, 10, 5, 10);
        assertThat(queue.messages()).hasSize(35);
        assertThat(connected).hasValue(1);
    }

    @Test
    void aTurnThatIsSentTwiceIsInTheQueueOnceAndTheNextIsLetThrough() {
        SqsWorkQueue sending = at(queue.url());
        sending.send(segments(4), TURN);

        assertThat(sending.send(segments(4), TURN)).isEmpty();
        assertThat(queue.messages()).hasSize(4);

        assertThat(sending.send(segments(4), NEXT_TURN)).isEmpty();
        assertThat(queue.messages()).hasSize(8);
    }

    @Test
    void anotherSplitInTheSameTurnIsNoDouble() {
        SqsWorkQueue sending = at(queue.url());
        sending.send(segments(4), TURN);
        sending.send(segments(8), TURN);

        assertThat(queue.messages()).hasSize(12);
        assertThat(queue.messages()).extracting(Message::group).contains("segment-7");
    }

    @Test
    void namesThoseOfABatchThatWereNotTaken() {
        queue.refuse("segment-3").refuse("segment-11");

        List<Unsent> unsent = at(queue.url()).send(segments(12), TURN);

        assertThat(unsent).extracting(Unsent::segment).containsExactly(new Segment(3, 12), new Segment(11, 12));
        assertThat(unsent.get(0).reason()).contains("InternalError", "Try again", queue.url());
        assertThat(queue.messages()).hasSize(10);
    }

    @Test
    void saysThatThereIsNoSuchQueue() {
        List<Unsent> unsent = at(queue.url() + "x").send(segments(12), TURN);

        assertThat(unsent).hasSize(12);
        assertThat(unsent.get(0).reason()).contains("There is no queue", "WORK_QUEUE_URL");
    }

    @Test
    void triesTheOtherBatchesWhenOneIsRefused() {
        queue.trouble(FifoQueue.error(400, "AccessDeniedException", "not authorized to perform: sqs:sendmessage"));

        List<Unsent> unsent = at(queue.url()).send(segments(12), TURN);

        assertThat(unsent).hasSize(12);
        assertThat(unsent.get(0).reason()).contains("can't be written to", "not authorized");
        assertThat(queue.batches()).containsExactly(10, 2);
    }

    @Test
    void doesNotWaitForEachBatchWhereNobodyAnswers() {
        URI nobody = queue.endpoint();
        queue.close();

        List<Unsent> unsent = at(nobody + "/1/work.fifo").send(segments(100), TURN);

        assertThat(unsent).extracting(Unsent::segment).containsExactlyElementsOf(segments(100));
        assertThat(unsent.get(99).reason()).contains("can't be written to");
    }

    private SqsWorkQueue at(String url) {
        return new SqsWorkQueue(
                () -> {
                    connected.incrementAndGet();
                    return SqsClient.builder()
                            .endpointOverride(queue.endpoint())
                            .region(Region.US_EAST_1)
                            .credentialsProvider(
                                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                            .httpClientBuilder(UrlConnectionHttpClient.builder())
                            .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofSeconds(20)))
                            .build();
                },
                url);
    }

    private static List<Segment> segments(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Segment(number, count))
                .toList();
    }
}
