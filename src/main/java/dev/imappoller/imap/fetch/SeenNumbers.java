package dev.imappoller.imap.fetch;

import java.util.HashSet;
import java.util.Set;

/** Sequence numbers of messages that a server has called seen without their UIDs, which come with their octets. */
final class SeenNumbers {
    /** Changed flags are reported for a few messages, or for those that are being fetched. */
    private static final int MOST = 10_000;

    private final Set<Long> numbers = new HashSet<>();

    void add(long number) {
        if (numbers.size() < MOST) {
            numbers.add(number);
        }
    }

    /** Whether it has this number, which is told once. */
    boolean take(long number) {
        return numbers.remove(number);
    }

    /** A message is gone: the numbers of those behind it have changed. */
    void clear() {
        numbers.clear();
    }
}
