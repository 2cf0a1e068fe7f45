package dev.imappoller.faults;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Messages that a web app dies at hold up no others: new mail comes first, and each of the others gets its turn. */
class DyingAppsIT {
    private static final int MESSAGES = 8;

    /** The first three, so that nothing comes before them. */
    private static final Integer[] THREE = {0, 1, 2};

    @Test
    void theOthersAreDelivered() {
        try (Suite suite = new Suite(MESSAGES)) {
            deaths().forEach((name, death) -> {
                suite.add(
                        "at-one-" + name,
                        account -> dyingAt(account, death, Suite.POISON),
                        Right.allBut(1, Suite.POISON).and(Right.stays(Suite.POISON)));
                suite.add("at-three-" + name, account -> dyingAt(account, death, THREE), Right.allBut(2, THREE));
                suite.add(
                        "at-four-" + name, account -> dyingAt(account, death, 0, 1, 2, 3), Right.allBut(3, 0, 1, 2, 3));
                suite.add(
                        "outage-and-then-at-the-first-" + name,
                        account -> {
                            AtomicInteger requests = new AtomicInteger();
                            account.app(message -> requests.incrementAndGet() <= 3 || is(account, message, 0)
                                    ? Reply.lost(death)
                                    : Reply.status(200));
                        },
                        Right.allBut(2, 0));
            });
            suite.add(
                    "500-at-five",
                    account -> account.app(message -> Reply.status(is(account, message, 0, 1, 2, 3, 4) ? 500 : 200)),
                    Right.allBut(1, 0, 1, 2, 3, 4));
            suite.run();
        }
    }

    @Test
    void alsoWhereTheAppHangs() {
        try (Suite suite = new Suite(MESSAGES)) {
            suite.rig().budget = Duration.ofSeconds(5);
            suite.add(
                    "hangs-at-one",
                    account -> dyingAt(account, Answers.hang(), Suite.POISON),
                    Right.allBut(1, Suite.POISON));
            suite.add("hangs-at-three", account -> dyingAt(account, Answers.hang(), THREE), Right.allBut(2, THREE));
            suite.add(
                    "drips-at-one",
                    account -> dyingAt(account, Answers.drip(200, "", Duration.ofSeconds(1)), Suite.POISON),
                    Right.allBut(1, Suite.POISON));
            suite.run();
        }
    }

    private static Map<String, Answer> deaths() {
        Map<String, Answer> deaths = new LinkedHashMap<>();
        deaths.put("closes", Answers.close());
        deaths.put("resets", Answers.reset());
        deaths.put("half-a-header", Answers.raw("HTTP/1.1 200 OK\r\nContent-").thenClose());
        deaths.put("garbage", Answers.garbage());
        return deaths;
    }

    private static void dyingAt(Account account, Answer death, Integer... numbers) {
        account.app(message -> is(account, message, numbers) ? Reply.lost(death) : Reply.status(200));
    }

    private static boolean is(Account account, String message, Integer... numbers) {
        return List.of(numbers).stream().anyMatch(number -> message.equals(account.id + "-" + number));
    }
}
