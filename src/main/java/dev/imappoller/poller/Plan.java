package dev.imappoller.poller;

import java.util.List;

/**
 * What a pass is to do.
 *
 * @param toMark messages that an earlier pass delivered and could not mark
 * @param toMarkAlone those of them over which a pass may have broken off
 * @param toDeliver in their order: by turns, those that waited longest first
 */
record Plan(List<Long> toMark, List<Long> toMarkAlone, List<Planned> toDeliver) {
    boolean isEmpty() {
        return toMark.isEmpty() && toMarkAlone.isEmpty() && toDeliver.isEmpty();
    }
}
