package dev.imappoller.faults;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A session that goes another way than most still brings the mail, or a status that says why not. */
class OddSessionsIT {
    private static final int MESSAGES = 5;

    @Test
    void mailOrAReason() {
        try (Suite suite = new Suite(MESSAGES)) {
            delivers(suite, "slow", turn -> {
                turn.pause(Duration.ofMillis(400));
                turn.answer();
            });
            delivers(suite, "greeting-in-two", turn -> {
                if (turn.command().is(ImapCommand.GREETING)) {
                    turn.say("* OK wel");
                    turn.pause(Duration.ofMillis(50));
                    turn.say("come\r\n");
                } else {
                    turn.answer();
                }
            });
            delivers(suite, "octet-by-octet", turn -> {
                String text = turn.perform().text();
                for (int i = 0; i < text.length(); i++) {
                    turn.say(text.substring(i, i + 1));
                }
            });
            delivers(suite, "exists-missing", selecting(line -> line.contains("EXISTS") ? "" : line));
            delivers(
                    suite, "exists-huge", selecting(line -> line.replaceAll("\\* \\d+ EXISTS", "* 4294967295 EXISTS")));
            delivers(
                    suite,
                    "exists-too-huge",
                    selecting(line -> line.replaceAll("\\* \\d+ EXISTS", "* 99999999999999999999 EXISTS")));
            delivers(suite, "uidnext-odd", selecting(line -> line.replaceAll("UIDNEXT \\d+", "UIDNEXT 0")));
            delivers(
                    suite,
                    "flags-odd",
                    selecting(line -> line.startsWith("* FLAGS") ? "* FLAGS (\\ \\\\ ( \"a\" NIL\r\n" : line));
            delivers(
                    suite,
                    "permanentflags-odd",
                    selecting(line -> line.replace("\\Answered \\Flagged", "\\X-Odd $a \"b\" NIL")));
            delivers(
                    suite,
                    "select-tells-messages",
                    selecting(line -> line + "* 1 FETCH (FLAGS ())\r\n* LIST () \"/\" INBOX\r\n"));
            delivers(
                    suite,
                    "search-tells-strange-uids",
                    ImapBehaviour.sayingEach(line -> line.startsWith("* SEARCH")
                                    ? line.replace("* SEARCH", "* SEARCH 0 99999999999999999999 4294967296 x")
                                    : line)
                            .at(command -> command.is("UID SEARCH")));
            delivers(
                    suite,
                    "expunges-others-meanwhile",
                    ImapBehaviour.sayingEach(line -> "* 1 EXPUNGE\r\n" + line).at(ImapCommand::fetchesMessages));
            delivers(
                    suite,
                    "unasked-continuations",
                    turn -> turn.say("+ idling\r\n" + turn.perform().text()),
                    "fetch");
            delivers(
                    suite,
                    "tagged-of-nobody",
                    turn -> turn.say("ZZ99 OK of nobody\r\n" + turn.perform().text()),
                    "fetch");
            delivers(
                    suite,
                    "tagged-twice",
                    turn -> {
                        String tagged = turn.perform().tagged();
                        turn.say(turn.perform().text() + tagged);
                    },
                    "fetch");
            for (String bye : List.of(
                    "* BYE Too many connections",
                    "* BYE [UNAVAILABLE] later",
                    "* NO what",
                    "garbage",
                    "* OK",
                    "",
                    "220 smtp.example.com ESMTP",
                    "+OK POP3 ready",
                    "HTTP/1.1 400 Bad Request",
                    "SSH-2.0-x")) {
                suite.addUnhealed(
                        "greets-" + bye.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                        account -> account.server().behaving(turn -> {
                            if (turn.command().is(ImapCommand.GREETING)) {
                                turn.say(bye + "\r\n");
                                turn.close();
                            } else {
                                turn.answer();
                            }
                        }),
                        Right.status(1, "CONNECT_FAILED", "MAILBOX_ERROR", "THROTTLED"));
            }
            for (Map.Entry<String, String> refusal : Map.of(
                            "NO [NONEXISTENT] no such mailbox", "FOLDER_NOT_FOUND",
                            "NO [UNAVAILABLE] later", "THROTTLED",
                            "NO [SERVERBUG] oh", "MAILBOX_ERROR",
                            "NO [INUSE] locked", "THROTTLED",
                            "BAD what", "MAILBOX_ERROR")
                    .entrySet()) {
                suite.addUnhealed(
                        "select-" + refusal.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
                        account -> account.server()
                                .behaving(
                                        ImapBehaviour.refusing(refusal.getKey()).at(command -> command.is("SELECT"))),
                        Right.status(1, refusal.getValue()));
            }
            suite.addUnhealed(
                    "select-read-only",
                    account -> account.server()
                            .behaving(ImapBehaviour.saying(
                                            reply -> reply.ending(reply.tagged().replace("READ-WRITE", "READ-ONLY")))
                                    .at(command -> command.is("SELECT"))),
                    Right.status(1, "FOLDER_READ_ONLY").and(Right.posts(0)));
            suite.addUnhealed(
                    "another-folder",
                    Map.of("folder", AttributeValue.fromS("N\u00f6 & \"so\\n\"")),
                    account -> account.server(),
                    Right.status(1, "FOLDER_NOT_FOUND"));
            suite.run();
        }
    }

    private static ImapBehaviour selecting(UnaryOperator<String> rewritten) {
        return ImapBehaviour.sayingEach(rewritten).at(command -> command.is("SELECT"));
    }

    private static void delivers(Suite suite, String name, ImapBehaviour behaviour) {
        suite.add(
                name,
                account -> account.server().behaving(behaviour),
                Right.delivered().and(Right.nothingTwice()).and(Right.status(1, "OK")));
    }

    private static void delivers(Suite suite, String name, ImapBehaviour behaviour, String at) {
        delivers(suite, name + "-at-" + at, behaviour.at(ImapCommand::fetchesMessages));
    }
}
