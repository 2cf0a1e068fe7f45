package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.testing.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with this program shows as that, and is not said of the message. */
class BrokenPayloadTest {
    /** A message that can't be read any more once it is decoded. */
    private static final class Breaking implements RawMessage {
        private final RawMessage whole;
        private Callable<InputStream> opened;

        private Breaking(int size) {
            this.whole = RawMessage.of(Posts.message(size));
        }

        @Override
        public long size() {
            return whole.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            if (opened == null) {
                return whole.open(from, to);
            }
            try {
                return opened.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000_000})
    void aBugReachesWhoeverReportsBugs(int size) {
        try (Receiver receiver = Receiver.http();
                Posts posts = new Posts()) {
            Breaking message = new Breaking(size);
            Delivery delivery = Posts.delivery(receiver.uri("/in").toString(), message);
            message.opened = () -> {
                throw new IllegalStateException("a bug");
            };

            assertThatThrownBy(() -> posts.post(delivery)).hasMessage("a bug");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 5_000_000})
    void aFileThatCannotBeReadAgainIsSaid(int size) {
        try (Receiver receiver = Receiver.http();
                Posts posts = new Posts()) {
            Breaking message = new Breaking(size);
            Delivery delivery = Posts.delivery(receiver.uri("/in").toString(), message);
            message.opened = () -> {
                throw new IOException("the file is gone");
            };

            Answer answer = posts.post(delivery);

            assertThat(((Answer.None) answer).cause()).isEqualTo(Cause.NOT_SENT);
        }
    }
}
