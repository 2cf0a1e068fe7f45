package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A server that never comes to an end of what it says ends its own pass, and no other. */
class FloodsIT {
    /** More than a test's heap could take of all of them. */
    private static final int BLOCKS = 2000;

    private static final int BLOCK = 64 * 1024;

    @Test
    void othersDoNotNotice() {
        Map<String, Predicate<ImapCommand>> commands = new LinkedHashMap<>();
        commands.put("greeting", command -> command.is(ImapCommand.GREETING));
        commands.put("login", ImapCommand::isLogin);
        commands.put("select", command -> command.is("SELECT"));
        commands.put("search", command -> command.is("UID SEARCH"));
        commands.put("noop", command -> command.is("NOOP"));
        commands.put("sizes", ImapCommand::asksForSizes);
        commands.put("fetch", ImapCommand::fetchesMessages);
        commands.put("store", command -> command.is("UID STORE"));
        try (Suite suite = new Suite(3)) {
            commands.forEach((name, when) -> {
                flooding(suite, name + "-lines", when, "", "* 1 EXISTS\r\n");
                flooding(suite, name + "-a-line", when, "* OK ", "0123456789");
                flooding(suite, name + "-a-literal", when, "* 1 FETCH (UID 1 BODY[] {250000000}\r\n", "0123456789");
                flooding(suite, name + "-lists", when, "* 1 FETCH ", "((((((((((");
                flooding(suite, name + "-fetches", when, "", "* 77 FETCH (UID 77 FLAGS (\\Seen) BODY[]<0> \"x\")\r\n");
            });
            flooding(suite, "search-uids", commands.get("search"), "* SEARCH", " 4000000000 3999999999");
            flooding(
                    suite,
                    "search-a-range",
                    commands.get("search"),
                    "* ESEARCH UID ALL 1:4294967295\r\n* SEARCH 1:4294967295\r\n",
                    "* 1 EXISTS\r\n");
            suite.run();
        }
    }

    private static void flooding(Suite suite, String name, Predicate<ImapCommand> when, String first, String again) {
        ImapBehaviour flood = turn -> flood(turn, first, again.repeat(BLOCK / again.length()));
        suite.add(
                "floods-" + name,
                account -> account.server().behaving(flood.at(when)),
                Right.nothingTwice().and(Right.status(1, "MAILBOX_ERROR", "CONNECT_FAILED", "THROTTLED", "OK")));
    }

    private static void flood(ImapTurn turn, String first, String block) throws IOException {
        turn.say(first);
        for (int i = 0; i < BLOCKS; i++) {
            turn.say(block);
        }
        turn.hang();
    }
}
