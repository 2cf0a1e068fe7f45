package dev.imappoller.message.octets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The octets of a message as the server sent them, to be read from any place and as often as needed. */
public interface RawMessage extends AutoCloseable {

    /** The number of octets. */
    long size();

    /**
     * Opens the octets from {@code from}, inclusive, to {@code to}, exclusive.
     *
     * @throws IOException if the octets can't be read from where they are kept
     * @throws IndexOutOfBoundsException if the range is not within the message
     */
    InputStream open(long from, long to) throws IOException;

    /** Gives back what the octets are kept in; they can't be read afterwards. Does nothing where they are in memory. */
    @Override
    default void close() {
        // Memory gives itself back.
    }

    /** A message that is held in memory; the array must not change afterwards. */
    static RawMessage of(byte[] octets) {
        return of(octets, 0, octets.length);
    }

    /** A message that is held in a part of an array, which must not change afterwards. */
    static RawMessage of(byte[] octets, int from, int length) {
        return new InMemory(octets, from, length);
    }

    /** A small message, kept in one array. */
    final class InMemory implements RawMessage {
        private final byte[] octets;
        private final int start;
        private final int length;

        private InMemory(byte[] octets, int start, int length) {
            Objects.checkFromIndexSize(start, length, octets.length);
            this.octets = octets;
            this.start = start;
            this.length = length;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public InputStream open(long from, long to) {
            Objects.checkFromToIndex(from, to, length);
            return new ByteArrayInputStream(octets, start + (int) from, (int) (to - from));
        }
    }
}
