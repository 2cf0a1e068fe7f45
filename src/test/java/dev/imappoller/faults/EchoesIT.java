package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Echo;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Nothing of a secret that a server repeats is ever shown: not in the item, the log or the report. */
class EchoesIT {
    private static final String SECRET = "xK7$w\"Qz\\9pLm&4vTr+2 dYf=8";

    private final AtomicInteger cases = new AtomicInteger();

    @Test
    void aServerRepeatsWhatItWasSent() {
        Map<String, Predicate<ImapCommand>> commands = new LinkedHashMap<>();
        commands.put("authenticate", command -> command.is("AUTHENTICATE"));
        commands.put("login", command -> command.is("LOGIN"));
        commands.put("authenticate-login", command -> command.is("AUTHENTICATE"));
        commands.put("select", command -> command.is("SELECT"));
        commands.put("search", command -> command.is("UID SEARCH"));
        commands.put("noop", command -> command.is("NOOP"));
        commands.put("list", ImapCommand::asksForSizes);
        commands.put("fetch", ImapCommand::fetchesMessages);
        commands.put("store", command -> command.is("UID STORE"));
        try (Suite suite = new Suite(2)) {
            commands.forEach((name, when) ->
                    Echo.of("some-user", SECRET).forEach((form, echo) -> echoing(suite, name, when, form, echo)));
            suite.run();
            assertThat(cases).hasPositiveValue();
        }
    }

    private void echoing(Suite suite, String command, Predicate<ImapCommand> when, String form, String echo) {
        cases.incrementAndGet();
        String[] words = {
            "NO [AUTHENTICATIONFAILED] you sent " + echo, "NO " + echo, "BAD [ALERT] {" + echo + "} is wrong"
        };
        String answer = words[cases.get() % words.length];
        suite.addUnhealed(
                command + "-repeats-" + form,
                Map.of("password", AttributeValue.fromS(SECRET)),
                account -> {
                    account.server()
                            .admitting(SECRET)
                            .behaving(ImapBehaviour.refusing(answer).at(when));
                    if (command.equals("login")) {
                        account.server().announcing("IMAP4rev1");
                    } else if (command.equals("authenticate-login")) {
                        account.server().announcing("IMAP4rev1 LOGINDISABLED AUTH=LOGIN");
                    }
                },
                polls -> {
                    String piece = Echo.piece(echo);
                    for (int poll = 1; poll <= polls.count(); poll++) {
                        Map<String, AttributeValue> shown =
                                new LinkedHashMap<>(polls.after(poll).item());
                        shown.remove("password");
                        assertThat(shown.toString()).as("the item").doesNotContain(piece);
                    }
                    assertThat(suite.logLines().stream()
                                    .filter(line -> line.contains(piece))
                                    .toList())
                            .as("lines of the log")
                            .isEmpty();
                });
    }
}
