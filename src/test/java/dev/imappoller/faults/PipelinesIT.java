package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapReply;
import dev.imappoller.testing.ImapTurn;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Servers that can't take a command before they have answered the one before get one command at a time. */
class PipelinesIT {
    private static final Duration A_MOMENT = Duration.ofMillis(60);

    @Test
    void mailIsDelivered() {
        try (Suite suite = new Suite(8)) {
            Map<String, ImapBehaviour> odd = behaviours();
            if (!suite.isImpatient()) {
                odd.keySet().removeIf(name -> name.startsWith("hangs")); // The silence that is waited for is too long.
            }
            odd.forEach((name, behaviour) -> suite.add(
                    name,
                    account -> {
                        account.arrive(3).arrive(3, 2_500_000).arrive(60);
                        account.server().behaving(behaviour);
                    },
                    Right.allBut(2).and(Right.nothingTwice())));
            suite.run();
        }
    }

    private static Map<String, ImapBehaviour> behaviours() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        odd.put("drops-the-next", dropsTheNext());
        odd.put("drops-what-has-come", turn -> {
            if (tooSoon(turn)) {
                turn.drain();
            }
            turn.answer();
        });
        odd.put("closes", turn -> {
            if (tooSoon(turn)) {
                turn.close();
            } else {
                turn.answer();
            }
        });
        odd.put("resets", turn -> {
            if (tooSoon(turn)) {
                turn.reset();
            } else {
                turn.answer();
            }
        });
        odd.put("says-bye", turn -> {
            if (tooSoon(turn)) {
                turn.say("* BYE one command at a time\r\n");
                turn.close();
            } else {
                turn.answer();
            }
        });
        odd.put("refuses-the-first", turn -> {
            if (tooSoon(turn)) {
                turn.say(turn.command().tag() + " BAD one command at a time\r\n");
            } else {
                turn.answer();
            }
        });
        odd.put("refuses-the-next", refusesTheNext("BAD one command at a time"));
        odd.put("refuses-the-next-with-no", refusesTheNext("NO [CLIENTBUG] one command at a time"));
        odd.put("answers-the-next-with-the-tag-of-the-first", tagOfTheFirst());
        odd.put("hangs", turn -> {
            if (tooSoon(turn)) {
                turn.hang();
            } else {
                turn.answer();
            }
        });
        odd.put("hangs-over-a-select", whereAnotherComes(command -> command.is("SELECT"), ImapTurn::hang));
        odd.put("hangs-over-a-listing", whereAnotherComes(PipelinesIT::isOfAListing, ImapTurn::hang));
        odd.put("closes-over-a-select", whereAnotherComes(command -> command.is("SELECT"), ImapTurn::close));
        odd.put("closes-over-a-listing", whereAnotherComes(PipelinesIT::isOfAListing, ImapTurn::close));
        return odd;
    }

    /** The greeting is awaited, and after LOGOUT nobody is. */
    private static boolean tooSoon(ImapTurn turn) throws IOException {
        return turn.command().is("UID FETCH", "UID STORE") && turn.anotherComes(A_MOMENT);
    }

    private static boolean isOfAListing(ImapCommand command) {
        return command.text().startsWith("UID SEARCH UID");
    }

    private static ImapBehaviour whereAnotherComes(Predicate<ImapCommand> where, ImapBehaviour odd) {
        return turn -> {
            if (where.test(turn.command()) && turn.anotherComes(A_MOMENT)) {
                odd.on(turn);
            } else {
                turn.answer();
            }
        };
    }

    private static ImapBehaviour dropsTheNext() {
        Set<Integer> dropping = ConcurrentHashMap.newKeySet();
        return turn -> {
            if (dropping.remove(turn.connection())) {
                return;
            }
            if (tooSoon(turn)) {
                dropping.add(turn.connection());
            }
            turn.answer();
        };
    }

    private static ImapBehaviour refusesTheNext(String answer) {
        Set<Integer> refusing = ConcurrentHashMap.newKeySet();
        return turn -> {
            if (refusing.remove(turn.connection())) {
                turn.say(turn.command().tag() + " " + answer + "\r\n");
                return;
            }
            if (tooSoon(turn)) {
                refusing.add(turn.connection());
            }
            turn.answer();
        };
    }

    private static ImapBehaviour tagOfTheFirst() {
        Map<Integer, String> tags = new ConcurrentHashMap<>();
        return turn -> {
            ImapReply reply = turn.perform();
            Optional<String> before = Optional.ofNullable(tags.remove(turn.connection()));
            if (tooSoon(turn)) {
                tags.put(turn.connection(), turn.command().tag());
            }
            turn.say(before.map(tag -> reply.ending(tag + " OK done\r\n"))
                    .orElse(reply)
                    .text());
        };
    }
}
