package dev.imappoller.imap;

import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import jakarta.mail.Flags;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/** Reads responses, and writes what they are matched by. */
final class Responses {
    private Responses() {}

    /** Messages as a command names them, such as {@code 3:5,9} (RFC 9051, section 9, sequence-set). */
    static String set(Collection<Long> uids) {
        return UIDSet.toString(UIDSet.createUIDSets(
                uids.stream().mapToLong(Long::longValue).sorted().toArray()));
    }

    /** Which message a FETCH is about; empty for news about flags that nobody asked for. */
    static Optional<Long> uid(FetchResponse response) {
        return Optional.ofNullable(response.getItem(UID.class)).map(item -> item.uid);
    }

    /** Whether it says that the message is seen. */
    static boolean isSeen(FetchResponse response) {
        return Optional.ofNullable(response.getItem(FLAGS.class))
                .filter(flags -> flags.contains(Flags.Flag.SEEN))
                .isPresent();
    }

    /** Whether it has the message's flags at all. */
    static boolean hasFlags(FetchResponse response) {
        return response.getItem(FLAGS.class) != null;
    }

    /** Whether a NO or BAD asks for fewer requests, so that asking on would make it worse. */
    static boolean isThrottling(Response result) {
        return ResponseCode.isThrottling(result.getRest());
    }

    /** What a NO or BAD to this command means for the messages that it was about. */
    static Failure refusal(Poller poller, String verb, Response result) {
        String text = result.getRest();
        return new Failure(
                isThrottling(result) ? PollerStatus.THROTTLED : PollerStatus.MAILBOX_ERROR,
                "the server refused " + verb + ": " + ConnectFailures.words(poller, text));
    }
}
