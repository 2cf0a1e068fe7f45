package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.faults.Account.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Whatever a server does with flags, names and messages by itself: each message is delivered once, or still to be had. */
class LostMailIT {
    private static final int MESSAGES = 8;

    /** All that arrive while the suite runs. */
    private static final int ALL = MESSAGES + 2 * Suite.MORE;

    @Test
    void nothingIsLostOrDeliveredTwice() {
        try (Suite suite = new Suite(MESSAGES)) {
            SelfWilledServers.markByThemselves().forEach((name, behaviour) -> {
                suite.add(
                        "marks-" + name,
                        account -> account.server().behaving(behaviour),
                        Right.delivered().and(Right.nothingTwice()));
                suite.add(
                        "marks-" + name + "-and-the-app-fails-once",
                        account -> failingOnce(account).server().behaving(behaviour),
                        Right.allBut(3).and(Right.nothingTwice()));
            });
            SelfWilledServers.withoutUidValidity()
                    .forEach((name, behaviour) -> suite.add(
                            "no-uidvalidity-" + name,
                            account -> failingOnce(account).server().behaving(behaviour),
                            Right.allBut(3).and(Right.nothingTwice())));
            SelfWilledServers.marking()
                    .forEach((name, behaviour) -> suite.addUnhealed(
                            "marking-" + name,
                            account -> account.server().behaving(behaviour),
                            Right.nothingTwice()
                                    .and(Right.posts(ALL))
                                    .and(polls -> assertThat(polls.last().detail())
                                            .as("statusDetail")
                                            .contains("unread"))));
            SelfWilledServers.markingUnsaid()
                    .forEach((name, behaviour) -> suite.add(
                            "marks-and-answers-" + name,
                            account -> account.server().behaving(behaviour),
                            Right.nothingTwice().and(Right.posts(ALL))));
            suite.add(
                    "stand-in",
                    account -> account.server().behaving(SelfWilledServers.standIn()),
                    Right.allBut(1, Suite.POISON).and(Right.stays(Suite.POISON)).and(Right.onRecord(Suite.POISON)));
            suite.run();
        }
    }

    private static Account failingOnce(Account account) {
        AtomicBoolean failed = new AtomicBoolean();
        return account.app(name -> Reply.status(
                name.equals(account.id + "-" + Suite.POISON) && failed.compareAndSet(false, true) ? 500 : 200));
    }
}
