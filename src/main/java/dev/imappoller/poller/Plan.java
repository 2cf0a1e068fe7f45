package dev.imappoller.poller;

import java.util.List;

/**
 * What a pass is to do.
 *
 * @param toMark messages that an earlier pass delivered and could not mark
 * @param toMarkAlone those of them over which a pass may have broken off
 * @param toDeliver in their order: by turns, those that waited longest first
 * @param unasked messages that the server has marked as seen when they were listed, to be delivered or not
 */
record Plan(List<Long> toMark, List<Long> toMarkAlone, List<Planned> toDeliver, List<Long> unasked) {
    /** All is done. */
    static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), List.of());

    boolean isEmpty() {
        return toMark.isEmpty() && toMarkAlone.isEmpty() && toDeliver.isEmpty() && unasked.isEmpty();
    }
}
