package dev.imappoller.imap;

import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ByteArray;

/** Takes up a message as it comes in: a small one stays in memory, a larger one goes to a temporary file. */
final class Spool implements AutoCloseable {
    /** Most messages are below this, and never touch the disk. */
    static final int IN_MEMORY = 1024 * 1024;

    private final Path directory;
    private Optional<RawMessage> memory = Optional.empty();
    private Optional<FileChannel> file = Optional.empty();
    private long size;
    private boolean handedOver;

    /** @param directory where temporary files are made */
    Spool(Path directory) {
        this.directory = directory;
    }

    long size() {
        return size;
    }

    /**
     * Appends octets. A small message that comes in one piece is kept as it is, without being copied.
     *
     * @param octets not to be changed afterwards
     * @throws IOException if the temporary file can't be written, as when the disk is full
     */
    void append(byte[] octets, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (size == 0 && length <= IN_MEMORY) {
            memory = Optional.of(RawMessage.of(octets, from, length));
        } else {
            write(file(), ByteBuffer.wrap(octets, from, length));
        }
        size += length;
    }

    private FileChannel file() throws IOException {
        if (file.isPresent()) {
            return file.get();
        }
        FileChannel made = temporaryFile(directory);
        file = Optional.of(made);
        if (memory.isPresent()) {
            write(made, ByteBuffer.wrap(memory.get().open(0, size).readAllBytes()));
            memory = Optional.empty();
        }
        return made;
    }

    /** Whether these octets begin with what is kept, which is to be small. */
    boolean begins(ByteArray octets) throws IOException {
        if (octets.getCount() < size || memory.isEmpty()) {
            return false;
        }
        byte[] kept = memory.get().open(0, size).readAllBytes();
        int from = octets.getStart();
        return Arrays.equals(kept, 0, kept.length, octets.getBytes(), from, from + kept.length);
    }

    /** The message; whoever gets it closes it. */
    RawMessage message() {
        handedOver = true;
        return file.<RawMessage>map(written -> new SpooledMessage(written, size))
                .or(() -> memory)
                .orElseGet(() -> RawMessage.of(new byte[0]));
    }

    /** Gives up what has not been handed over. */
    @Override
    public void close() {
        if (!handedOver) {
            file.ifPresent(written -> new SpooledMessage(written, size).close());
        }
    }

    private static void write(FileChannel file, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
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
