package dev.imappoller.poller.pass;

import dev.imappoller.poller.mailbox.MessageSummary;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The memory and the temporary disk that the messages of one run may take up at the same time, shared by all its passes. */
public final class InFlightLimit {
    /** Messages up to this size are kept in memory, larger ones on disk. */
    static final long IN_MEMORY = 1024 * 1024;

    /** A small message is held as it came and once more as a payload, in base64 at the worst. */
    private static final long COPIES = 3;

    /** What is held of a large one while it comes in and goes out. */
    private static final long BUFFERS = 4 * IN_MEMORY;

    /** How many messages of unusual structure may be held at the same time: each takes up some megabytes, however small it is. */
    private static final int UNUSUAL = 2;

    private final Semaphore unusual = new Semaphore(UNUSUAL, true);
    private long memory;
    private long disk;
    private int held;

    /**
     * @param memory in octets
     * @param disk in octets
     */
    public InFlightLimit(long memory, long disk) {
        this.memory = memory;
        this.disk = disk;
    }

    /** Takes room for a message; false, and at once, where there is none. One that is larger than all room has it for itself. */
    synchronized boolean tryTake(MessageSummary message) {
        boolean fits = held == 0 || inMemory(message) <= memory && onDisk(message) <= disk;
        if (fits) {
            take(message);
        }
        return fits;
    }

    /** Reserves memory for a message even beyond the limit, so that every pass can go on with one message. */
    synchronized void take(MessageSummary message) {
        memory -= inMemory(message);
        disk -= onDisk(message);
        held++;
    }

    /** Gives back what was taken for a message. */
    synchronized void give(MessageSummary message) {
        memory += inMemory(message);
        disk += onDisk(message);
        held--;
    }

    /**
     * Waits until a message of unusual structure may be held; then {@link #leaveUnusual} has to follow.
     *
     * @return false if it may not within that time
     * @throws InterruptedException if the run has ended
     */
    boolean enterUnusual(Duration atMost) throws InterruptedException {
        return unusual.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void leaveUnusual() {
        unusual.release();
    }

    private static long inMemory(MessageSummary message) {
        return message.size() <= IN_MEMORY ? COPIES * message.size() : BUFFERS;
    }

    private static long onDisk(MessageSummary message) {
        return message.size() <= IN_MEMORY ? 0 : message.size();
    }
}
