package dev.imappoller.poller.endpoint;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.poller.item.AttachmentBucket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Keeps attachments apart from their messages, in the buckets that items name. Its connections live as long as the run. */
public interface AttachmentStore extends AutoCloseable {
    /**
     * Puts the decoded octets of an attachment there, in place of what there was under this key: all of them or nothing.
     *
     * @param atMost how long that may take, above zero
     * @return what came of it; throws nothing else
     * @throws IOException if the message can't be read from where it is kept
     */
    Put put(AttachmentBucket bucket, String key, Attachment attachment, Duration atMost) throws IOException;

    @Override
    void close();

    /** What came of it. */
    sealed interface Put {
        /** The URL of what is there; empty if nothing is. */
        Optional<String> stored();

        /** What is to follow "could not be stored: "; empty if it is there. */
        Optional<String> trouble();

        /** It is there, under this URL; whoever has the URL may have the right to read it. */
        record Stored(String url) implements Put {
            @Override
            public Optional<String> stored() {
                return Optional.of(url);
            }

            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }

            @Override
            public String toString() {
                return "stored";
            }
        }

        /** It is not there: what the bucket did and what to do, to follow "could not be stored: ". */
        record Failed(String why) implements Put {
            @Override
            public Optional<String> stored() {
                return Optional.empty();
            }

            @Override
            public Optional<String> trouble() {
                return Optional.of(why);
            }
        }
    }
}
