package dev.imappoller.poller.pass;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * What a pass is to do.
 *
 * @param toMark messages that an earlier pass delivered and could not mark
 * @param toMarkAlone those of them that may have ended a pass
 * @param toDeliver in their order: by turns, those that waited longest first
 * @param serverMarked messages that the server has marked as seen when they were listed, to be delivered or not
 */
record Plan(List<Long> toMark, List<Long> toMarkAlone, List<PlannedMessage> toDeliver, List<Long> serverMarked) {
    /** All is done. */
    static final Plan NOTHING = new Plan(List.of(), List.of(), List.of(), List.of());

    /** Whether any of its messages is such. */
    boolean isAny(LongPredicate such) {
        return Stream.concat(toMarkAlone.stream(), toDeliver.stream().map(PlannedMessage::uid))
                .anyMatch(such::test);
    }

    boolean isEmpty() {
        return toMark.isEmpty() && toMarkAlone.isEmpty() && toDeliver.isEmpty() && serverMarked.isEmpty();
    }
}
