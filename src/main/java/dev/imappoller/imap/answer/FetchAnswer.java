package dev.imappoller.imap.answer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * An untagged FETCH (RFC 9051, section 7.5.2), read as far as it can be read. Angus Mail drops the whole answer for one item that it
 * can't read or doesn't know, and takes any flag that begins like {@code \Seen} for it.
 */
public final class FetchAnswer extends IMAPResponse {
    private final FetchScanner read;

    private FetchAnswer(IMAPResponse response, FetchScanner read) {
        super(response);
        this.read = read;
    }

    /**
     * A part of a message.
     *
     * @param origin where in the message it begins; empty where the server doesn't say
     * @param octets none for NIL
     */
    public record Piece(OptionalLong origin, Optional<ByteArray> octets) {}

    /** The response as a FETCH if it is one, else unchanged. */
    public static Response of(IMAPResponse response) {
        return new Opened(response)
                .fetch()
                .<Response>map(read -> new FetchAnswer(response, read))
                .orElse(response);
    }

    /** Reaches a response's octets, which Angus Mail keeps for subclasses. */
    private static final class Opened extends IMAPResponse {
        private Opened(IMAPResponse response) {
            super(response);
        }

        private Optional<FetchScanner> fetch() {
            return FetchScanner.read(buffer, size);
        }
    }

    /** The message's sequence number by now. */
    public long number() {
        return read.number();
    }

    /** The message's UID; empty for changed flags that nobody asked for, and if the response names two UIDs. */
    public OptionalLong uid() {
        return read.uid();
    }

    /** Whether it says that the message has {@code \Seen}; empty where it has no flags. */
    public Optional<Boolean> seen() {
        return read.seen();
    }

    /** Whether it says that the message has {@code \Deleted}. */
    public boolean deleted() {
        return read.deleted();
    }

    /** RFC822.SIZE, where it has one. */
    public OptionalLong announcedSize() {
        return read.size();
    }

    /** INTERNALDATE as the server writes it, where it has one. */
    public Optional<String> internalDate() {
        return read.date();
    }

    /** The parts of the message that it has, whatever the item is called that they stand in. */
    public List<Piece> pieces() {
        return read.pieces();
    }

    /** Whether the whole response is well-formed. If not, none of its octets may be used for the message. */
    public boolean isSound() {
        return read.isSound();
    }

    /** Whether another response begins right after it. If a literal is longer or shorter than announced, this is unknown. */
    boolean isInStep() {
        return read.isInStep();
    }
}
