package dev.imappoller.poller.operation;

import dev.imappoller.message.octets.RawMessage;
import java.io.InputStream;
import java.util.Objects;

/** A message of any size, in memory for its ends alone: between these stands one line, again and again. */
final class RepeatedLine implements RawMessage {
    private final byte[] head;
    private final byte[] line;
    private final long count;
    private final byte[] tail;

    RepeatedLine(byte[] head, byte[] line, long count, byte[] tail) {
        this.head = head;
        this.line = line;
        this.count = count;
        this.tail = tail;
    }

    @Override
    public long size() {
        return head.length + count * line.length + tail.length;
    }

    @Override
    public InputStream open(long from, long to) {
        Objects.checkFromToIndex(from, to, size());
        return new Range(from, to);
    }

    /** Copies what stands in one piece from that place on; returns how much that is, at least one octet. */
    private int copy(long at, byte[] target, int offset, int most) {
        long behindHead = at - head.length;
        if (behindHead < 0) {
            return copy(head, at, target, offset, most);
        }
        long behindLines = behindHead - count * line.length;
        return behindLines < 0
                ? copy(line, behindHead % line.length, target, offset, most)
                : copy(tail, behindLines, target, offset, most);
    }

    private static int copy(byte[] piece, long from, byte[] target, int offset, int most) {
        int length = Math.min(most, piece.length - (int) from);
        System.arraycopy(piece, (int) from, target, offset, length);
        return length;
    }

    private final class Range extends InputStream {
        private final long to;
        private long at;

        private Range(long from, long to) {
            this.at = from;
            this.to = to;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (at == to && length > 0) {
                return -1;
            }
            int wanted = (int) Math.min(length, to - at);
            int done = 0;
            while (done < wanted) {
                int copied = copy(at, target, offset + done, wanted - done);
                done += copied;
                at += copied;
            }
            return done;
        }
    }
}
