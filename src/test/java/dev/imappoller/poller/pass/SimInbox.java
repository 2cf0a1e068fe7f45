package dev.imappoller.poller.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a function is to be told, as in a {@link PassInbox}: news of a connection that is closed are none. */
final class SimInbox {
    private final List<Told> told = new ArrayList<>();
    private Optional<PassEvent> lastWord = Optional.empty();

    /** @param from the connection that tells it; empty for what has to do with none */
    private record Told(Optional<SimSession> from, PassEvent event) {}

    void add(Optional<SimSession> from, PassEvent event) {
        told.add(new Told(from, event));
    }

    /** The pass is told why it has to end, behind all that has come. */
    void lastWord(PassEvent why) {
        lastWord = Optional.of(why);
    }

    boolean isEmpty() {
        return told.isEmpty() && lastWord.isEmpty();
    }

    void clear() {
        told.clear();
    }

    /** @param session the connection that is open */
    List<PassEvent> takeAll(Optional<SimSession> session) {
        List<PassEvent> events = new ArrayList<>();
        for (Told next : told) {
            if (next.from().isEmpty() || next.from().equals(session)) {
                events.add(next.event());
            }
        }
        told.clear();
        lastWord.ifPresent(events::add);
        lastWord = Optional.empty();
        return events;
    }
}
