package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapTurn;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that takes its time over a huge mailbox is waited for within the run's budget, with a word now and then or without. */
class SlowSearchIT {
    /** At length a minute; else longer than it takes until the server is asked whether it is there. */
    private static final Duration TIME = Duration.ofSeconds(Rig.LONG ? 61 : 7);

    private static final Duration WORD = Duration.ofSeconds(2);

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void itsMailIsDeliveredInOneRun() {
        try (Rig rig = new Rig()) {
            // A silent one may select once more, with one command at a time.
            rig.budget = TIME.multipliedBy(2).plusSeconds(40);
            for (String verb : new String[] {"SELECT", "UID SEARCH"}) {
                for (boolean talks : new boolean[] {false, true}) {
                    String name = verb.toLowerCase(Locale.ROOT).replace(' ', '-') + (talks ? "-talks" : "-silent");
                    ImapBehaviour slow = turn -> takeTime(turn, talks);
                    Account account = rig.accountAlone(name, Map.of()).arrive(3);
                    account.server().behaving(slow.times(2).at(command -> command.is(verb)));
                }
            }

            rig.run();

            rig.accounts().forEach(account -> {
                account.look();
                assertThat(rig.status(account)).as("%s", rig.item(account)).isEqualTo("OK");
                assertThat(account.history.violations()).isEmpty();
                assertThat(account.history.open()).isEmpty();
            });
        }
    }

    private void takeTime(ImapTurn turn, boolean talks) throws IOException {
        Duration passed = Duration.ZERO;
        while (passed.compareTo(TIME) < 0) {
            Duration next = TIME.minus(passed).compareTo(WORD) < 0 ? TIME.minus(passed) : WORD;
            pause(next);
            passed = passed.plus(next);
            turn.say(talks ? "* OK still here\r\n" : "");
        }
        turn.answer();
    }

    private void pause(Duration time) throws IOException {
        try {
            if (never.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("never happens");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopped", e);
        }
    }
}
