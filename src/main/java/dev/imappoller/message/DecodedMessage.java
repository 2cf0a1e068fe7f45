package dev.imappoller.message;

import dev.imappoller.message.body.Content;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.message.transfer.TransferDecoder;
import dev.imappoller.message.transfer.TransferEncoding;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a transfer encoding holds, to be read as a message is from any place: each time from the last place before it that was noted, so
 * that it need not be held in memory.
 */
final class DecodedMessage implements RawMessage {
    private static final int BUFFER = 8 * 1024;

    /** How many places are noted, at the most. */
    private static final int MOST_PLACES = 8 * 1024;

    /** How far they are apart at the least, in octets: going on from one should cost little more than opening anything does. */
    private static final int CLOSEST = 32;

    private final Content content;
    private final long apart;
    private final long[] encoded;
    private final long[] decoded;
    private int places = 1;
    private long size;

    private DecodedMessage(Content content) {
        this.content = content;
        this.apart = Math.max(CLOSEST, content.encodedSize() / MOST_PLACES + 1);
        this.encoded = new long[(int) (content.encodedSize() / apart) + 1];
        this.decoded = new long[encoded.length];
    }

    /** Reads it once, to note the places, for which the budget must have room. */
    static DecodedMessage of(Content content, DecodingBudget budget) throws IOException {
        DecodedMessage message = new DecodedMessage(content);
        budget.hold(2L * Long.BYTES * message.encoded.length);
        message.note();
        return message;
    }

    private void note() throws IOException {
        TransferDecoder decoder = content.encoding().decoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, content.encodedSize()))];
        long at = 0;
        try (InputStream in = content.with(TransferEncoding.IDENTITY).open()) {
            for (int count = in.read(buffer, 0, buffer.length); count >= 0; count = in.read(buffer, 0, buffer.length)) {
                for (int i = 0; i < count; i++) {
                    decoder.accept(buffer[i] & 0xff, out);
                    at++;
                    if (at - encoded[places - 1] >= apart && decoder.isFresh()) {
                        encoded[places] = at;
                        decoded[places++] = size + out.size();
                    }
                }
                size += out.size();
                out.reset();
            }
        }
        decoder.finish(out);
        size += out.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        int found = Arrays.binarySearch(decoded, 0, places, from);
        int place = found >= 0 ? found : -found - 2;
        int behind = Arrays.binarySearch(decoded, place, places, to);
        int next = behind >= 0 ? behind : -behind - 1;
        long start = content.from() + encoded[place];
        long end = next < places ? content.from() + encoded[next] : content.to();
        InputStream in = content.range(start, end).open();
        in.skipNBytes(from - decoded[place]);
        return new Range(in, to - from);
    }

    /** So many octets of a stream. */
    private static final class Range extends FilterInputStream {
        private long left;

        private Range(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int octet = left == 0 ? -1 : in.read();
            left -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, octets.length);
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(octets, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
