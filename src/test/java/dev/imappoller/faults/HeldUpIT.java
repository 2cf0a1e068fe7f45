package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One message that a server can't hand over, list or mark holds up no other, in its own mailbox and in others. */
class HeldUpIT {
    private static final int MESSAGES = 8;

    @Test
    void aMessageThatEndsTheSession() {
        try (Suite suite = new Suite(MESSAGES)) {
            addAll(suite, PoisonedServers.breakingOff(), 2);
            suite.run();
        }
    }

    @Test
    void aMessageThatCannotBeRead() {
        try (Suite suite = new Suite(MESSAGES)) {
            addAll(suite, PoisonedServers.unreadable(), 2);
            suite.run();
        }
    }

    @Test
    void aMessageWhoseSetIsRefused() {
        try (Suite suite = new Suite(MESSAGES)) {
            addAll(suite, PoisonedServers.refusing(), 2);
            PoisonedServers.refusingToMark()
                    .forEach((name, behaviour) -> suite.add(
                            name,
                            account -> account.server().behaving(behaviour),
                            Right.allBut(2, Suite.POISON)
                                    .and(Right.stays(Suite.POISON))
                                    .and(Right.nothingTwice())
                                    .and(Right.posts(MESSAGES + 2 * Suite.MORE))));
            suite.run();
        }
    }

    /** @param from the first poll after which all others are delivered */
    private static void addAll(Suite suite, Map<String, ImapBehaviour> behaviours, int from) {
        behaviours.forEach((name, behaviour) -> {
            if (name.endsWith("silence") && !suite.isImpatient()) {
                return; // The silence that is waited for is longer than the rest of a poll.
            }
            suite.add(
                    name,
                    account -> account.server().behaving(behaviour),
                    name.startsWith("marking")
                            ? Right.allBut(from, Suite.POISON).and(Right.nothingTwice())
                            : Right.allBut(from, Suite.POISON)
                                    .and(Right.deliveredOrOnRecord(Suite.POISON))
                                    .and(Right.nothingTwice()));
        });
    }
}
