package dev.imappoller.imap.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which chunk is asked for next of the messages that come in several: one message after another, and as far ahead as the server keeps up. */
final class LargeMessages {
    private final ChunksAhead chunks;
    private final Asking asking;
    private final Deque<PartialMessage> waiting = new ArrayDeque<>();
    private final Deque<PartialMessage> begun = new ArrayDeque<>();

    /** Asks for a chunk. */
    interface Asking {
        void ask(PartialMessage message, long from);
    }

    LargeMessages(ChunksAhead chunks, Asking asking) {
        this.chunks = chunks;
        this.asking = asking;
    }

    /** A message has its turn after those before it. */
    void add(PartialMessage message) {
        waiting.add(message);
    }

    /** A message is whole or can't be had. */
    void settled(PartialMessage message) {
        waiting.remove(message);
        begun.remove(message);
    }

    /** Takes out those that nothing was asked for of. */
    List<PartialMessage> takeWaiting() {
        List<PartialMessage> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /**
     * Asks for as many chunks as are allowed now. When all chunks of a message are asked for, it goes on with the next message, so that
     * there is no pause between them.
     */
    void goOn() {
        List.copyOf(begun).forEach(this::askOn);
        while (!waiting.isEmpty() && begun.stream().allMatch(PartialMessage::isAllAsked) && chunks.isTime(underWay())) {
            PartialMessage next = waiting.removeFirst();
            begun.add(next);
            askOn(next);
        }
    }

    /** Asks for more of a message, of whatever size it was announced. */
    void askOn(PartialMessage message) {
        if (message.underWay() > 0 && !chunks.isTime(underWay())) {
            return;
        }
        Optional<Long> from = next(message);
        while (from.isPresent()) {
            asking.ask(message, from.get());
            from = next(message);
        }
    }

    private Optional<Long> next(PartialMessage message) {
        int others = underWay() - (begun.contains(message) ? message.underWay() : 0);
        return message.next(chunks.most() - others);
    }

    private int underWay() {
        return begun.stream().mapToInt(PartialMessage::underWay).sum();
    }
}
