package dev.imappoller.imap.fetch;

import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.eclipse.angus.mail.iap.ByteArray;
import org.jspecify.annotations.Nullable;

/** Takes up a message as it comes in: a small one stays in memory, a larger one goes to a temporary file. */
final class Spool implements AutoCloseable {
    /** Most messages are below this, and never touch the disk. */
    static final int IN_MEMORY = 1024 * 1024;

    /** Estimated sizes are wrong by a few percent, or by some header fields. */
    private static final int SLACK = 16 * 1024;

    private final SpoolSpace space;
    private final long expected;
    private @Nullable RawMessage memory;
    private @Nullable FileChannel file;
    private long size;
    private long heldMemory;
    private long heldDisk;
    private boolean handedOver;

    /** @param announced what there is room for already, in octets */
    Spool(SpoolSpace space, long announced) {
        this.space = space;
        this.expected = announced + announced / 4 + SLACK;
    }

    long size() {
        return size;
    }

    /**
     * Appends octets. A small message that comes in one piece is kept as it is, without being copied.
     *
     * @param octets not to be changed afterwards
     * @throws FloodException if there is no room for more than was announced
     * @throws IOException if the temporary file can't be written, as when the disk is full
     */
    void append(byte[] octets, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (size == 0 && length <= IN_MEMORY && fitsMemory(length)) {
            memory = RawMessage.of(octets, from, length);
        } else {
            takeDisk(size + length);
            write(file(), octets, from, length);
        }
        size += length;
    }

    private boolean fitsMemory(long octets) {
        try {
            space.memory().take(Math.max(0, octets - expected));
            heldMemory = Math.max(0, octets - expected);
            return true;
        } catch (FloodException e) {
            return false;
        }
    }

    /** For messages that are announced as small no disk is kept free. */
    private void takeDisk(long octets) throws FloodException {
        long beyond = expected > IN_MEMORY + IN_MEMORY / 4 + SLACK ? octets - expected : octets;
        if (beyond > heldDisk) {
            space.disk().take(beyond - heldDisk);
            heldDisk = beyond;
        }
    }

    private FileChannel file() throws IOException {
        if (file != null) {
            return file;
        }
        FileChannel made = temporaryFile(space.directory());
        file = made;
        if (memory != null) {
            byte[] kept = memory.open(0, size).readAllBytes();
            write(made, kept, 0, kept.length);
            memory = null;
            space.memory().give(heldMemory);
            heldMemory = 0;
        }
        return made;
    }

    /** Whether these octets begin with what is kept, which is to be small. */
    boolean begins(ByteArray octets) throws IOException {
        if (octets.getCount() < size) {
            return false;
        }
        byte[] kept;
        try (InputStream written = kept().open(0, size)) {
            kept = written.readAllBytes();
        }
        int from = octets.getStart();
        return Arrays.equals(kept, 0, kept.length, octets.getBytes(), from, from + kept.length);
    }

    /** The message; whoever gets it closes it. */
    RawMessage message() {
        handedOver = true;
        RawMessage message = kept();
        return heldMemory + heldDisk == 0 ? message : new Held(message);
    }

    private RawMessage kept() {
        if (file != null) {
            return new SpooledMessage(file, size);
        }
        return memory == null ? RawMessage.of(new byte[0]) : memory;
    }

    /** Gives up what has not been handed over. */
    @Override
    public void close() {
        if (!handedOver) {
            handedOver = true;
            kept().close();
            giveBack();
        }
    }

    private synchronized void giveBack() {
        space.memory().give(heldMemory);
        space.disk().give(heldDisk);
        heldMemory = 0;
        heldDisk = 0;
    }

    /** A message that is larger than announced, until it is closed. */
    private final class Held implements RawMessage {
        private final RawMessage message;

        private Held(RawMessage message) {
            this.message = message;
        }

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public InputStream open(long from, long to) throws IOException {
            return message.open(from, to);
        }

        @Override
        public void close() {
            message.close();
            giveBack();
        }
    }

    /** In slices, since the channel copies what it is given to memory outside the heap, which it keeps for each thread. */
    private static void write(FileChannel file, byte[] octets, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(octets, from, length);
        int end = rest.limit();
        while (rest.position() < end) {
            rest.limit(Math.min(end, rest.position() + SpooledMessage.BUFFER));
            file.write(rest);
        }
    }

    /** A file that has no name any more: it is gone with the process, even if that is killed. */
    private static FileChannel temporaryFile(Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "imap-poller-", ".eml");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // QUIRK: Windows keeps an open file's name; it is deleted when closed.
        }
        return channel;
    }
}
