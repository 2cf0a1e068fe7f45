package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a server says to a command that it refuses is shown as words, or not at all. */
class WordsIT {
    @Test
    void noStatusIsUnreadable() {
        Map<String, Predicate<ImapCommand>> commands = new LinkedHashMap<>();
        commands.put("login", ImapCommand::isLogin);
        commands.put("select", command -> command.is("SELECT"));
        commands.put("search", command -> command.is("UID SEARCH"));
        commands.put("noop", command -> command.is("NOOP"));
        commands.put("list", ImapCommand::asksForSizes);
        commands.put("fetch", ImapCommand::fetchesMessages);
        commands.put("store", command -> command.is("UID STORE"));
        try (Suite suite = new Suite(2)) {
            commands.forEach((command, when) -> sayings()
                    .forEach((name, saying) -> suite.addUnhealed(
                            command + "-" + name,
                            account -> account.server()
                                    .behaving(ImapBehaviour.refusing("NO " + saying)
                                            .at(when)),
                            polls -> assertThat(polls.last().detail())
                                    .doesNotContain("\u202e", "\u200b", "\ufeff", "\ufffd", "<", "4d5a9000", "token=")
                                    .doesNotContainPattern("[0-9A-Fa-f]{24}"))));
            suite.run();
        }
    }

    private static Map<String, String> sayings() {
        Map<String, String> sayings = new LinkedHashMap<>();
        sayings.put("html", "<!DOCTYPE html><html><body onload=\"x()\"><h1>502 Bad Gateway</h1></body></html>");
        sayings.put("script", "failed <script>alert(1)</script> <a href='https://example.com'>x</a>");
        sayings.put("hex", "4d5a90000300000004000000ffff0000b800000000000000");
        sayings.put("hex-in-pairs", "4d 5a 90 00 03 00 00 00 04 00 00 00 ff ff 00 00 b8 00");
        sayings.put("hex-dump", "0000: 4d5a 9000 0300 0000 0400 0000 ffff 0000  MZ..............");
        sayings.put("escapes", "\033[2J\033[31mred\033[0m \007\b\b\b");
        sayings.put("zero", "a\0b\0c");
        sayings.put("other-way-round", "abc \342\200\256 dcba \342\200\213 \357\273\277");
        sayings.put("not-utf8", "\377\376 \300\200 \355\240\200");
        sayings.put("long", "far too much ".repeat(4000));
        sayings.put("long-word", "x".repeat(50_000));
        sayings.put("link", "see https://login.example.com/?token=abcdef0123456789&user=u");
        sayings.put("code-open", "[ALERT no end");
        sayings.put("code-long", "[" + "A".repeat(20_000) + "] x");
        sayings.put("code-deep", "[".repeat(5000));
        sayings.put("empty", "");
        return sayings;
    }
}
