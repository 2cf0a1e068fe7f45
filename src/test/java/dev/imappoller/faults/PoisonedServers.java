package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapReply;
import dev.imappoller.testing.ImapTurn;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Servers with one message that they can't hand over, list or mark in order: each does right by all others. */
final class PoisonedServers {
    /** The message's UID. */
    static final long UID = Suite.POISON + 1;

    private static final String ANNOUNCED = "\\{(\\d+)}";

    private PoisonedServers() {}

    /** What happens at the point where the session breaks off. */
    @FunctionalInterface
    private interface End {
        void of(ImapTurn turn) throws IOException;
    }

    /** The session ends over the message, in one way or the other. */
    static Map<String, ImapBehaviour> breakingOff() {
        Map<String, End> ends = new LinkedHashMap<>();
        ends.put("fin", ImapTurn::close);
        ends.put("rst", ImapTurn::reset);
        ends.put("bye", turn -> {
            turn.say("* BYE something went wrong\r\n");
            turn.close();
        });
        ends.put("silence", ImapTurn::hang);
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        ends.forEach((name, end) -> {
            odd.put("nothing-then-" + name, at(PoisonedServers::fetched, (turn, response) -> end.of(turn)));
            odd.put("cut-in-the-line-then-" + name, at(PoisonedServers::fetched, (turn, response) -> {
                turn.sayUpTo(14, response);
                end.of(turn);
            }));
            odd.put("literal-too-long-then-" + name, at(PoisonedServers::fetched, (turn, response) -> {
                turn.say(response.replaceFirst(ANNOUNCED, "{5000}"));
                end.of(turn);
            }));
            odd.put("literal-too-short-then-" + name, at(PoisonedServers::fetched, (turn, response) -> {
                turn.say(response.replaceFirst(ANNOUNCED, "{20}"));
                end.of(turn);
            }));
            odd.put("marking-then-" + name, ofSet("UID STORE", end::of));
            odd.put("listing-then-" + name, at(ImapCommand::asksForSizes, (turn, response) -> end.of(turn)));
        });
        return odd;
    }

    /** The message's own response can't be read; all others can. */
    static Map<String, ImapBehaviour> unreadable() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        says(odd, "literal-too-long", response -> response.replaceFirst(ANNOUNCED, "{90}"));
        says(odd, "literal-of-letters", response -> response.replaceFirst(ANNOUNCED, "{abc}"));
        says(odd, "literal-below-zero", response -> response.replaceFirst(ANNOUNCED, "{-5}"));
        says(odd, "literal-without-a-number", response -> response.replaceFirst(ANNOUNCED, "{}"));
        says(odd, "literal-of-2-GiB", response -> line("BODY[]<0> {2147483647}"));
        says(odd, "literal-of-20-digits", response -> line("BODY[]<0> {99999999999999999999}"));
        says(odd, "literal-of-1500-MB", response -> line("BODY[]<0> {1500000000}"));
        says(odd, "body-nil", response -> line("BODY[]<0> NIL)"));
        says(odd, "body-empty", response -> line("BODY[]<0> \"\")"));
        says(odd, "body-a-list", response -> line("BODY[]<0> ())"));
        says(odd, "body-an-atom", response -> line("BODY[]<0> nothing)"));
        says(odd, "body-without-a-value", response -> line("BODY[]<0>"));
        says(odd, "section-open", response -> line("BODY["));
        says(odd, "section-with-a-strange-origin", response -> line("BODY[]<x> \"\")"));
        says(odd, "section-with-a-huge-origin", response -> line("BODY[]<99999999999999999999> \"\")"));
        says(odd, "section-with-an-open-origin", response -> line("BODY[]<0"));
        says(odd, "uid-of-letters", response -> "* 4 FETCH (UID abc FLAGS ())\r\n");
        says(odd, "uid-of-20-digits", response -> "* 4 FETCH (UID 99999999999999999999 FLAGS ())\r\n");
        says(odd, "uid-missing", response -> response.replaceFirst("UID 4 ", ""));
        says(odd, "flags-nil", response -> "* 4 FETCH (UID 4 FLAGS NIL BODY[]<0> NIL)\r\n");
        says(odd, "flags-open", response -> "* 4 FETCH (UID 4 FLAGS (\\Flagged\r\n");
        says(odd, "flags-a-backslash", response -> "* 4 FETCH (UID 4 FLAGS (\\\r\n");
        says(odd, "list-open", response -> "* 4 FETCH (UID 4\r\n");
        says(odd, "list-missing", response -> "* 4 FETCH\r\n");
        says(odd, "list-nil", response -> "* 4 FETCH NIL\r\n");
        says(odd, "list-empty", response -> "* 4 FETCH ()\r\n");
        says(odd, "number-missing", response -> "* FETCH (UID 4 FLAGS ())\r\n");
        says(odd, "number-of-20-digits", response -> "* 99999999999999999999 FETCH (UID 4 FLAGS ())\r\n");
        says(odd, "string-open", response -> line("BODY[]<0> \"begun"));
        says(odd, "octets-of-no-kind", response -> "* 4 FETCH \0\1\377(\r\n");
        says(odd, "a-line-of-nothing", response -> "\r\n");
        says(odd, "an-asterisk", response -> "*\r\n");
        says(odd, "an-asterisk-and-a-space", response -> "* \r\n");
        says(odd, "a-word", response -> "what\r\n");
        says(odd, "envelope-of-garbage", response -> line("ENVELOPE (NIL NIL NIL (((()"));
        says(odd, "structure-of-garbage", response -> line("BODYSTRUCTURE (\"text\" ((\"a\"))) BODY (("));
        says(odd, "internaldate-of-garbage", response -> line("INTERNALDATE \"\0\" RFC822.SIZE x"));
        says(odd, "deep-lists", response -> line("X " + "(".repeat(20_000)));
        return odd;
    }

    /** Every set with the message in it is refused. */
    static Map<String, ImapBehaviour> refusing() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        for (String code : new String[] {"[UNAVAILABLE] ", "[SERVERBUG] ", ""}) {
            String name =
                    code.isEmpty() ? "no" : code.substring(1, code.length() - 2).toLowerCase(Locale.ROOT);
            ImapBehaviour no = ImapBehaviour.refusing("NO " + code + "can't be done");
            odd.put("listing-" + name, no.at(named(ImapCommand::asksForSizes)));
            odd.put("fetching-" + name, no.at(named(ImapCommand::fetchesMessages)));
            odd.put("both-" + name, no.at(named(command -> command.is("UID FETCH"))));
        }
        ImapBehaviour bad = ImapBehaviour.refusing("BAD what is that");
        odd.put("listing-bad", bad.at(named(ImapCommand::asksForSizes)));
        odd.put("fetching-bad", bad.at(named(ImapCommand::fetchesMessages)));
        odd.put(
                "listing-left-out",
                ImapBehaviour.saying(reply -> reply.each(PoisonedServers::without))
                        .at(named(ImapCommand::asksForSizes)));
        odd.put(
                "fetching-left-out",
                ImapBehaviour.saying(reply -> reply.each(PoisonedServers::without))
                        .at(named(ImapCommand::fetchesMessages)));
        odd.put(
                "fetching-none-of-the-set",
                ImapBehaviour.saying(reply -> reply.each(any -> "")).at(named(ImapCommand::fetchesMessages)));
        odd.put(
                "listing-none-of-the-set",
                ImapBehaviour.saying(reply -> reply.each(any -> "")).at(named(ImapCommand::asksForSizes)));
        odd.put(
                "both-none-of-the-set",
                ImapBehaviour.saying(reply -> reply.each(any -> "")).at(named(command -> command.is("UID FETCH"))));
        odd.put("fetching-half-then-no", turn -> {
            if (!named(ImapCommand::fetchesMessages).test(turn.command())) {
                turn.answer();
                return;
            }
            ImapReply reply = turn.perform();
            turn.say(reply.each(response -> isPoison(response) ? "" : response)
                    .ending(turn.command().tag() + " NO [SERVERBUG] some could not be read\r\n")
                    .text());
        });
        return odd;
    }

    /** The message can't be marked: what refuses its set, by name. */
    static Map<String, ImapBehaviour> refusingToMark() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        for (String answer :
                new String[] {"NO [UNAVAILABLE] later", "NO [SERVERBUG] oh", "NO not that one", "BAD what"}) {
            String[] words = answer.split("[ \\[\\]]+");
            odd.put(
                    "marking-" + words[0].toLowerCase(Locale.ROOT) + "-" + words[1].toLowerCase(Locale.ROOT),
                    ImapBehaviour.refusing(answer).at(named(command -> command.is("UID STORE"))));
        }
        return odd;
    }

    private static void says(Map<String, ImapBehaviour> odd, String name, UnaryOperator<String> rewritten) {
        odd.put("says-" + name, at(PoisonedServers::fetched, (turn, response) -> turn.say(rewritten.apply(response))));
    }

    private static String line(String items) {
        return "* 4 FETCH (UID 4 FLAGS () " + items + "\r\n";
    }

    @FunctionalInterface
    private interface Spoiling {
        void say(ImapTurn turn, String response) throws IOException;
    }

    private static boolean fetched(ImapCommand command) {
        return command.fetchesMessages();
    }

    /** The message's own response is spoiled; what ends the session there leaves out what would follow. */
    private static ImapBehaviour at(Predicate<ImapCommand> when, Spoiling spoiling) {
        return turn -> {
            if (!named(when).test(turn.command())) {
                turn.answer();
                return;
            }
            ImapReply reply = turn.perform();
            for (String response : reply.untagged()) {
                if (isPoison(response)) {
                    spoiling.say(turn, response);
                } else {
                    turn.say(response);
                }
                if (turn.hasEnded()) {
                    return;
                }
            }
            turn.say(reply.tagged());
        };
    }

    private static ImapBehaviour ofSet(String verb, End end) {
        return turn -> {
            if (turn.command().is(verb) && turn.command().names(UID)) {
                end.of(turn);
            } else {
                turn.answer();
            }
        };
    }

    private static Predicate<ImapCommand> named(Predicate<ImapCommand> when) {
        return command -> when.test(command) && command.names(UID);
    }

    private static boolean isPoison(String response) {
        return response.contains("(UID " + UID + " ");
    }

    private static String without(String response) {
        return isPoison(response) ? "" : response;
    }
}
