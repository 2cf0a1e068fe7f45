package dev.imappoller.imap.fetch;

import dev.imappoller.message.octets.RawMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A message in a temporary file, which is gone when it is closed. */
final class SpooledMessage implements RawMessage {
    /** The most that is read or written at once: the channel keeps as much outside the heap for each thread. */
    static final int BUFFER = 64 * 1024;

    private final FileChannel file;
    private final long size;

    SpooledMessage(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long to) {
        Objects.checkFromToIndex(from, to, size);
        int buffer = (int) Math.max(1, Math.min(BUFFER, to - from));
        return new BufferedInputStream(new Range(from, to), buffer);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It has no name any more: the system gives its space back at the latest when the process ends.
        }
    }

    /** Reads by position, so that several readers don't disturb one another. */
    private final class Range extends InputStream {
        private final long end;
        private long position;

        private Range(long from, long to) {
            this.position = from;
            this.end = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int wanted = (int) Math.min(Math.min(length, BUFFER), end - position);
            if (wanted == 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(octets, offset, wanted), position);
            if (read < 0) {
                throw new IOException("the temporary file is shorter than what was written to it");
            }
            position += read;
            return read;
        }
    }
}
