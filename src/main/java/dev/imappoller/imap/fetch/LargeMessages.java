package dev.imappoller.imap.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which chunk is asked for next of the messages that come in several: one message after another, and as far ahead as the server keeps up. */
final class LargeMessages {
    private final ChunksAhead chunks;
    private final Asking asking;
    private final Deque<Incoming> waiting = new ArrayDeque<>();
    private final Deque<Incoming> begun = new ArrayDeque<>();

    /** Asks for a chunk. */
    interface Asking {
        void ask(Incoming message, long from);
    }

    LargeMessages(ChunksAhead chunks, Asking asking) {
        this.chunks = chunks;
        this.asking = asking;
    }

    /** A message has its turn after those before it. */
    void add(Incoming message) {
        waiting.add(message);
    }

    /** A message is whole or can't be had. */
    void settled(Incoming message) {
        waiting.remove(message);
        begun.remove(message);
    }

    /** Takes out those that nothing was asked for of. */
    List<Incoming> takeWaiting() {
        List<Incoming> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Asks for what may be asked for now: of the next message when all of those before is asked for, so that nothing is waited for between. */
    void goOn() {
        List.copyOf(begun).forEach(this::askOn);
        while (!waiting.isEmpty() && begun.stream().allMatch(Incoming::isAllAsked) && chunks.isTime(underWay())) {
            Incoming next = waiting.removeFirst();
            begun.add(next);
            askOn(next);
        }
    }

    /** Asks for more of a message, of whatever size it was announced. */
    void askOn(Incoming message) {
        if (message.underWay() > 0 && !chunks.isTime(underWay())) {
            return;
        }
        Optional<Long> from = next(message);
        while (from.isPresent()) {
            asking.ask(message, from.get());
            from = next(message);
        }
    }

    private Optional<Long> next(Incoming message) {
        int others = underWay() - (begun.contains(message) ? message.underWay() : 0);
        return message.next(chunks.most() - others);
    }

    private int underWay() {
        return begun.stream().mapToInt(Incoming::underWay).sum();
    }
}
