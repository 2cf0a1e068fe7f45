package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.Journal;
import dev.imappoller.poller.outcome.PassEvents;
import dev.imappoller.poller.time.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a pass has decided to have done, in this order, and by what time it decides. */
final class Effects implements Journal {
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

    @Override
    public Moment now() {
        return now;
    }

    void add(PassEffect effect) {
        decided.add(effect);
    }

    @Override
    public void tell(Consumer<PassEvents> line) {
        decided.add(new PassEffect.Tell(line));
    }

    /** Hands over what was decided since. */
    List<PassEffect> take() {
        List<PassEffect> all = List.copyOf(decided);
        decided.clear();
        return all;
    }
}
