package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapReply;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/** Servers that put things in their own way: mail is there, and everything that is needed to get it is said. */
final class ForeignServers {
    /** What a poller asks for at once, at the most. */
    private static final int CHUNK = 1024 * 1024;

    private ForeignServers() {}

    /** The answer to UID SEARCH. */
    static Map<String, ImapBehaviour> searching() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        found(odd, "esearch", uids -> List.of("ESEARCH (TAG \"TAG\") UID ALL " + String.join(",", uids)));
        found(odd, "esearch-without-uid", uids -> List.of("ESEARCH (TAG \"TAG\") ALL " + String.join(",", uids)));
        found(odd, "esearch-without-a-tag", uids -> List.of("ESEARCH UID ALL " + String.join(",", uids)));
        found(odd, "esearch-in-ranges", uids -> List.of("ESEARCH (TAG \"TAG\") UID ALL " + ranges(uids)));
        found(
                odd,
                "esearch-with-more",
                uids -> List.of("ESEARCH (TAG \"TAG\") UID MIN " + first(uids) + " MAX 9999 COUNT " + uids.size()
                        + " ALL " + ranges(uids)));
        found(odd, "commas", uids -> List.of("SEARCH " + String.join(",", uids)));
        found(odd, "commas-and-spaces", uids -> List.of("SEARCH " + String.join(", ", uids)));
        found(odd, "tabs", uids -> List.of("SEARCH\t" + String.join("\t", uids)));
        found(odd, "two-spaces", uids -> List.of("SEARCH  " + String.join("  ", uids)));
        found(odd, "a-space-at-the-end", uids -> List.of("SEARCH " + String.join(" ", uids) + " "));
        found(odd, "ranges", uids -> List.of("SEARCH " + ranges(uids)));
        found(odd, "lower-case", uids -> List.of("search " + String.join(" ", uids)));
        found(
                odd,
                "a-line-each",
                uids -> uids.stream().map(uid -> "SEARCH " + uid).toList());
        found(odd, "an-empty-line-first", uids -> List.of("SEARCH", "SEARCH " + String.join(" ", uids)));
        found(odd, "backwards", uids -> {
            List<String> all = new ArrayList<>(uids);
            Collections.reverse(all);
            return List.of("SEARCH " + String.join(" ", all));
        });
        found(odd, "twice", uids -> List.of("SEARCH " + String.join(" ", uids) + " " + String.join(" ", uids)));
        found(
                odd,
                "with-modseq",
                uids -> List.of("SEARCH " + String.join(" ", uids) + (uids.isEmpty() ? "" : " (MODSEQ 917162500)")));
        found(
                odd,
                "empty-one-missing",
                uids -> uids.isEmpty() ? List.of() : List.of("SEARCH " + String.join(" ", uids)));
        odd.put(
                "line-ends-in-lf",
                ImapBehaviour.saying(reply -> reply.each(line -> line.replace("\r\n", "\n")))
                        .at(command -> command.is("UID SEARCH")));
        return odd;
    }

    /** The answer that lists messages. */
    static Map<String, ImapBehaviour> listing() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        for (String date : List.of(
                "NIL",
                "\"\"",
                "\"5-Jan-2026 10:00:00 +0000\"",
                "\" 5-Jan-2026 10:00:00 +0000\"",
                "\"05-Jan-26 10:00:00 +0000\"",
                "\"05-Jan-2026 10:00:00\"",
                "\"05-Jan-2026 10:00:00 GMT\"",
                "\"Mon, 05 Jan 2026 10:00:00 +0000\"",
                "\"2026-01-05T10:00:00Z\"",
                "\"05-Jan-0000 10:00:00 +0000\"",
                "\"05-Jan-99999 10:00:00 +0000\"",
                "\"31-Feb-2026 10:00:00 +0000\"",
                "\"05-J\303\244n-2026 10:00:00 +0000\"",
                "\"00-XXX-0000 99:99:99 +9999\"",
                "yesterday",
                "1767607200")) {
            odd.put("internaldate-" + odd.size(), lists("INTERNALDATE \"[^\"]*\"", "INTERNALDATE " + date));
        }
        odd.put("internaldate-missing", lists(" INTERNALDATE \"[^\"]*\"", ""));
        for (String size : List.of("NIL", "0", "-1", "\"120\"", "1", "3000000", "20000000")) {
            odd.put("size-" + size.replace("\"", "quoted"), lists("RFC822.SIZE \\d+", "RFC822.SIZE " + size));
        }
        odd.put("size-missing", lists("RFC822.SIZE \\d+ ?", ""));
        odd.put("size-and-date-missing", lists(" RFC822.SIZE \\d+ INTERNALDATE \"[^\"]*\"", ""));
        return odd;
    }

    /** The answers that bring messages, and news among them. */
    static Map<String, ImapBehaviour> fetching() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        odd.put("backwards", ImapBehaviour.saying(ImapReply::reversed).at(command -> command.is("UID FETCH")));
        odd.put("uid-last", says("\\(UID (\\d+) ((?s).*)\\)\r\n$", "($2 UID $1)\r\n"));
        odd.put("uid-in-lower-case", says("\\(UID (\\d+)", "(uid $1"));
        odd.put("fetch-in-lower-case", says(" FETCH \\(", " fetch ("));
        odd.put("body-in-lower-case", says("BODY\\[\\]<", "body[]<"));
        odd.put("without-flags", says("FLAGS \\(\\) ", ""));
        odd.put("without-an-origin", says("BODY\\[\\]<\\d+>", "BODY[]"));
        odd.put("with-the-count-in-the-origin", says("BODY\\[\\]<(\\d+)>", "BODY[]<$1.1048576>"));
        odd.put(
                "with-extensions",
                says("\\(UID", "(MODSEQ (5) EMAILID (M1) X-GM-LABELS (\"\\\\\\\\Inbox\" a) SAVEDATE NIL UID"));
        odd.put("as-binary-literal", says("\\{(\\d+)}\r\n", "~{$1}\r\n"));
        odd.put("spaces-in-the-list", says("\\(UID (\\d+) FLAGS \\(\\) ", "(UID $1  FLAGS () "));
        odd.put(
                "each-twice",
                ImapBehaviour.sayingEach(response -> response + response).at(ImapCommand::fetchesMessages));
        for (String flag : List.of(
                "\\Spam",
                "\\Snoozed",
                "\\Seenish",
                "$Seen",
                "Seen",
                "\\Recent",
                "\\Unseen",
                "NonJunk $Forwarded",
                "\\*",
                "\\SeenByUser")) {
            odd.put("flags-" + odd.size(), says("FLAGS \\(\\)", Matcher.quoteReplacement("FLAGS (" + flag + ")")));
        }
        news(odd, "flags-without-uid", "* 2 FETCH (FLAGS (\\Seen))\r\n");
        news(odd, "flags-of-another", "* 999 FETCH (UID 999 FLAGS (\\Seen))\r\n");
        news(odd, "exists", "* 25 EXISTS\r\n* 1 RECENT\r\n");
        news(odd, "keep-alive", "* OK Still here\r\n");
        news(odd, "alert", "* OK [ALERT] We move on Sunday\r\n");
        news(odd, "unknown", "* XMOTD \"hello\" (1 2)\r\n");
        news(odd, "vanished", "* VANISHED (EARLIER) 700:800\r\n");
        news(odd, "no-as-a-warning", "* NO Disk is almost full\r\n");
        news(odd, "bad-as-a-warning", "* BAD that was odd\r\n");
        news(odd, "capability", "* CAPABILITY " + MemoryImapServer.CAPABILITIES + "\r\n");
        odd.put(
                "tagged-without-text",
                ImapBehaviour.saying(reply -> reply.ending(reply.tagged().split(" ")[0] + " OK\r\n"))
                        .at(command -> command.is("UID FETCH", "UID STORE", "UID SEARCH", "SELECT")));
        odd.put(
                "all-in-lf",
                ImapBehaviour.saying(reply ->
                                new ImapReply(reply.untagged(), reply.tagged().replace("\r\n", "\n")))
                        .at(command -> !command.is(ImapCommand.GREETING)));
        odd.put("marks-that-are-told", turn -> {
            if (turn.command().is("UID STORE")) {
                ImapReply reply = turn.perform();
                turn.say("* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n" + reply.text());
            } else {
                turn.answer();
            }
        });
        return odd;
    }

    /** What the server wants before or instead, and what it does not take. */
    static Map<String, ImapBehaviour> demanding() {
        Map<String, ImapBehaviour> odd = new LinkedHashMap<>();
        Set<Integer> known = ConcurrentHashMap.newKeySet();
        odd.put("id-before-select", turn -> {
            if (turn.command().is("ID")) {
                known.add(turn.connection());
            }
            if (turn.command().is("SELECT") && !known.contains(turn.connection())) {
                turn.say(
                        turn.command().tag() + " NO SELECT Unsafe Login. Please contact kefu@example.com for help\r\n");
            } else {
                turn.answer();
            }
        });
        for (int limit : new int[] {1, 3}) {
            odd.put("at-most-" + limit + "-in-a-set", turn -> {
                if (turn.command().is("UID FETCH", "UID STORE")
                        && turn.command().setSize() > limit) {
                    turn.say(turn.command().tag() + " NO [LIMIT] at most " + limit + " messages in a command\r\n");
                } else {
                    turn.answer();
                }
            });
        }
        odd.put("permanentflags-missing", saying("SELECT", line -> line.contains("PERMANENTFLAGS") ? "" : line));
        odd.put(
                "permanentflags-lower-case",
                saying(
                        "SELECT",
                        line -> line.replace("PERMANENTFLAGS", "permanentflags").replace("\\Seen", "\\SEEN")));
        odd.put("read-write-not-said", turn -> {
            ImapReply reply = turn.perform();
            turn.say(
                    turn.command().is("SELECT")
                            ? reply.ending(turn.command().tag() + " OK done\r\n")
                                    .text()
                            : reply.text());
        });
        odd.put("chunk-at-the-end-refused", turn -> {
            if (turn.command().fetchesMessages() && beyondTheEnd(turn.command(), CHUNK)) {
                turn.say(turn.command().tag() + " NO the message ends before\r\n");
            } else {
                turn.answer();
            }
        });
        odd.put("shorter-chunks", turn -> answerInChunks(turn, 64 * 1024));
        odd.put(
                "greeting-without-capabilities",
                ImapBehaviour.refusing("OK hello").at(command -> command.is(ImapCommand.GREETING)));
        odd.put("close-at-logout", turn -> {
            if (turn.command().is("LOGOUT")) {
                turn.reset();
            } else {
                turn.answer();
            }
        });
        return odd;
    }

    private static boolean beyondTheEnd(ImapCommand command, long size) {
        return command.text().contains("<" + size + ".");
    }

    private static void answerInChunks(ImapTurn turn, int most) throws IOException {
        if (turn.command().fetchesMessages()) {
            String asked = turn.command().text().replaceAll("<(\\d+)\\.\\d+>", "<$1." + most + ">");
            turn.say(turn.perform(new ImapCommand(turn.command().tag(), asked)).text());
        } else {
            turn.answer();
        }
    }

    private static ImapBehaviour saying(String verb, UnaryOperator<String> rewritten) {
        return ImapBehaviour.sayingEach(rewritten).at(command -> command.is(verb));
    }

    private static ImapBehaviour lists(String part, String instead) {
        return ImapBehaviour.sayingEach(response -> response.replaceAll(part, Matcher.quoteReplacement(instead)))
                .at(ImapCommand::asksForSizes);
    }

    private static ImapBehaviour says(String part, String instead) {
        return ImapBehaviour.sayingEach(response -> response.replaceAll(part, instead))
                .at(ImapCommand::fetchesMessages);
    }

    private static void news(Map<String, ImapBehaviour> odd, String name, String news) {
        odd.put(
                "news-" + name,
                ImapBehaviour.sayingEach(response -> news + response + news).at(command -> command.is("UID FETCH")));
        odd.put(
                "news-first-" + name,
                ImapBehaviour.saying(reply -> reply.after(news))
                        .at(command -> command.is("UID FETCH", "UID SEARCH", "UID STORE")));
    }

    @FunctionalInterface
    private interface Found {
        List<String> lines(List<String> uids);
    }

    private static void found(Map<String, ImapBehaviour> odd, String name, Found found) {
        odd.put(name, turn -> {
            ImapReply reply = turn.perform();
            if (!turn.command().is("UID SEARCH")) {
                turn.say(reply.text());
                return;
            }
            String line = reply.untagged()
                    .get(0)
                    .strip()
                    .substring("* SEARCH".length())
                    .strip();
            List<String> uids = line.isEmpty() ? List.of() : List.of(line.split(" "));
            List<String> lines = found.lines(uids).stream()
                    .map(text -> "* "
                            + text.replace("\"TAG\"", "\"" + turn.command().tag() + "\"")
                                    .replace(" ALL ", uids.isEmpty() ? "" : " ALL ")
                            + "\r\n")
                    .toList();
            turn.say(new ImapReply(lines, reply.tagged()).text());
        });
    }

    private static String first(List<String> uids) {
        return uids.isEmpty() ? "0" : uids.get(0);
    }

    /** With a range wherever UIDs follow one another. */
    private static String ranges(List<String> uids) {
        List<String> ranges = new ArrayList<>();
        for (int from = 0; from < uids.size(); ) {
            int to = from;
            while (to + 1 < uids.size() && Long.parseLong(uids.get(to + 1)) == Long.parseLong(uids.get(to)) + 1) {
                to++;
            }
            ranges.add(from == to ? uids.get(from) : uids.get(from) + ":" + uids.get(to));
            from = to + 1;
        }
        return String.join(",", ranges);
    }
}
