package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Servers that do with flags, names and messages what nobody asked them for. */
final class SelfWilledServers {
    private static final Set<String> SEEN = Set.of("\\Seen");

    private SelfWilledServers() {}

    /** They mark as seen what is only looked at. */
    static Map<String, ImapBehaviour> markByThemselves() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        odd.put("before-the-fetch", before(ImapCommand::fetchesMessages));
        odd.put("when-listed", before(ImapCommand::asksForSizes));
        odd.put("after-listed", turn -> {
            turn.answer();
            if (turn.command().asksForSizes()) {
                mark(turn);
            }
        });
        odd.put("after-the-fetch", turn -> {
            turn.answer();
            if (turn.command().fetchesMessages()) {
                mark(turn);
            }
        });
        odd.put("after-the-fetch-and-say-so", turn -> {
            turn.answer();
            if (turn.command().fetchesMessages()) {
                for (long uid : mark(turn)) {
                    turn.say("* " + uid + " FETCH (UID " + uid + " FLAGS (\\Seen))\r\n");
                }
            }
        });
        odd.put("with-the-fetch-and-say-so-behind-it", turn -> {
            if (turn.command().fetchesMessages()) {
                String text = turn.perform()
                        .text()
                        .replaceAll("FLAGS \\(\\) ((?s).*?)\\)\r\n(?=[*A-Z])", "$1 FLAGS (\\\\Seen))\r\n");
                mark(turn);
                turn.say(text);
            } else {
                turn.answer();
            }
        });
        return odd;
    }

    /** They tell no name for the mailbox, or no usable one. */
    static Map<String, ImapBehaviour> withoutUidValidity() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        ImapBehaviour none = validity("");
        odd.put("in-select", none.at(command -> command.is("SELECT")));
        for (String value : List.of("0", "-5", "NIL", "abc", "99999999999999999999", "1700000000x")) {
            odd.put(
                    "but-" + value,
                    validity("* OK [UIDVALIDITY " + value + "] UIDs\r\n").at(command -> command.is("SELECT")));
        }
        ImapBehaviour once = none.times(1);
        odd.put("once", turn -> (turn.command().is("SELECT") ? once : ImapBehaviour.CORRECT).on(turn));
        odd.put("in-select-where-status-fails", turn -> {
            if (turn.command().is("STATUS")) {
                turn.say(turn.command().tag() + " NO not now\r\n");
            } else {
                none.at(command -> command.is("SELECT")).on(turn);
            }
        });
        return odd;
    }

    /** What they say of a mark and what they do are two things. */
    static Map<String, ImapBehaviour> marking() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        Predicate<ImapCommand> store = command -> command.is("UID STORE");
        odd.put("ok-and-nothing-done", ImapBehaviour.refusing("OK stored").at(store));
        odd.put(
                "ok-and-told-but-nothing-done",
                at(
                        store,
                        turn -> turn.say("* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n"
                                + turn.command().tag() + " OK stored\r\n")));
        odd.put("ok-and-undone", at(store, turn -> {
            turn.answer();
            for (long uid : turn.mailbox().flags().keySet()) {
                turn.mailbox().set(uid, false, SEEN);
            }
        }));
        return odd;
    }

    /** They mark, and say that they haven't. */
    static Map<String, ImapBehaviour> markingUnsaid() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        Predicate<ImapCommand> store = command -> command.is("UID STORE");
        odd.put(
                "no",
                ImapBehaviour.saying(reply -> reply.ending(tag(reply.tagged()) + " NO not done\r\n"))
                        .at(store));
        odd.put(
                "bad",
                ImapBehaviour.saying(reply -> reply.ending(tag(reply.tagged()) + " BAD what\r\n"))
                        .at(store));
        odd.put("nothing-and-close", at(store, turn -> {
            turn.perform();
            turn.close();
        }));
        return odd;
    }

    /** Exchange, where it can't make MIME of a message. */
    static ImapBehaviour standIn() {
        return ImapBehaviour.sayingEach(response -> {
                    if (!response.contains("(UID " + PoisonedServers.UID + " ")) {
                        return response;
                    }
                    String text = "From: \"Microsoft Exchange Server\" <server@example.org>\r\nTo: user@example.org\r\n"
                            + "Subject: Retrieval using the IMAP4 protocol failed for the following message: 4\r\n"
                            + "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
                            + "The server couldn't retrieve the following message:\r\n\r\nSubject: \"r\"\r\n";
                    return "* 4 FETCH (UID 4 FLAGS () BODY[]<0> {" + text.length() + "}\r\n" + text + ")\r\n";
                })
                .at(ImapCommand::fetchesMessages);
    }

    private static ImapBehaviour validity(String instead) {
        return ImapBehaviour.sayingEach(line -> line.contains("UIDVALIDITY") ? instead : line);
    }

    private static ImapBehaviour at(Predicate<ImapCommand> when, ImapBehaviour what) {
        return what.at(when);
    }

    private static ImapBehaviour before(Predicate<ImapCommand> when) {
        return turn -> {
            if (when.test(turn.command())) {
                mark(turn);
            }
            turn.answer();
        };
    }

    private static List<Long> mark(ImapTurn turn) throws IOException {
        List<Long> named = turn.mailbox().flags().keySet().stream()
                .filter(turn.command()::names)
                .toList();
        named.forEach(uid -> turn.mailbox().set(uid, true, SEEN));
        return named;
    }

    private static String tag(String tagged) {
        return tagged.split(" ")[0];
    }
}
