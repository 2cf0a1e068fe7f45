package dev.imappoller.imap.fetch;

import dev.imappoller.imap.inflow.LargeAnswerReserve;
import java.nio.file.Path;

/**
 * Where messages are kept. A pass makes room for what is announced; what a server sends beyond that has to fit into what is set aside for all
 * connections together, or a few servers that announce little and send much would fill memory and disk of all.
 *
 * @param directory where temporary files are made
 * @param memory for small messages
 * @param disk for large ones, and for small ones that the memory has no room for
 */
public record SpoolSpace(Path directory, LargeAnswerReserve memory, LargeAnswerReserve disk) {
    private static final long DISK = 96 * 1024 * 1024;

    public static SpoolSpace in(Path directory, long memory) {
        return new SpoolSpace(directory, new LargeAnswerReserve(memory), new LargeAnswerReserve(DISK));
    }
}
