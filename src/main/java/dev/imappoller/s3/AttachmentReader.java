package dev.imappoller.s3;

import dev.imappoller.message.body.Attachment;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads an attachment slice by slice: one that follows the last is read on, so that each octet is decoded once. */
final class AttachmentReader implements AutoCloseable {
    private final Attachment attachment;
    private InputStream in = InputStream.nullInputStream();
    private long at = -1;

    AttachmentReader(Attachment attachment) {
        this.attachment = attachment;
    }

    /** Opens a slice; the one before it is not to be read any more. */
    InputStream slice(long from, long length) {
        try {
            if (at != from) {
                in.close();
                in = attachment.open();
                in.skipNBytes(from);
                at = from;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Slice(length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Slice extends InputStream {
        private long left;

        private Slice(long length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
        }

        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(octets, from, (int) Math.min(left, length));
            if (count < 0) {
                throw new EOFException("the attachment is shorter than it was measured");
            }
            left -= count;
            at += count;
            return count;
        }
    }
}
