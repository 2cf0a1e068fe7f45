package dev.imappoller.poller;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a pass has decided to have done, in this order, and by what time it decides. */
final class Effects {
    private final List<PassEffect> decided = new ArrayList<>();
    private Moment now;

    Effects(Moment now) {
        this.now = now;
    }

    /** Something has happened. */
    void at(Moment moment) {
        now = moment;
    }

    /** As {@link System#nanoTime()}, when the event happened that is being dealt with. */
    long nanos() {
        return now.nanos();
    }

    /** When the event happened that is being dealt with. */
    Moment now() {
        return now;
    }

    void add(PassEffect effect) {
        decided.add(effect);
    }

    void tell(Consumer<Events> line) {
        decided.add(new PassEffect.Tell(line));
    }

    /** Hands over what was decided since. */
    List<PassEffect> take() {
        List<PassEffect> all = List.copyOf(decided);
        decided.clear();
        return all;
    }
}
