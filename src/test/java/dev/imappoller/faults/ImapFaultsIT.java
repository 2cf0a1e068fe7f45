package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.ImapProxy.Command;
import dev.imappoller.testing.ImapProxy.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a mail server and the way to it do wrong: nothing is lost, nothing comes twice, and other accounts don't notice. */
class ImapFaultsIT {
    private static final int MESSAGES = Rig.LONG ? 60 : 12;

    /** Every command of a pass, by what it begins with. */
    private static final Map<String, Predicate<Command>> COMMANDS = commands();

    private final Rig rig = new Rig();
    private Account healthy;

    @BeforeEach
    void oneThatNothingHappensTo() {
        healthy = rig.account("healthy").arrive(MESSAGES);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** All side by side, as accounts of one run: most of them take as long as the run has. */
    @Test
    void whateverTheServerAndTheWayToItDo() {
        rig.budget = Duration.ofSeconds(15); // Many times what the healthy one needs, on a busy machine too.
        connectionsAreCutAtEveryCommand();
        connectionsGoSilentAtEveryCommand();
        connectionsDrip();
        serversRefuseOrEndTheSession();
        serversAnswerGarbage();
        serversLie();

        for (int i = 0; i < (Rig.LONG ? 3 : 1); i++) {
            rig.run();
            rig.look();
            assertThat(healthy.history.open())
                    .as("of the account that nothing happens to")
                    .isEmpty();
            // Who is refused twice is left alone for longer than a test takes.
            rig.accounts().stream()
                    .filter(account -> account.id.contains("authenticate"))
                    .forEach(Account::heal);
        }
        rig.deliversTheRest();

        assertThat(rig.accounts())
                .as("nothing was killed, so nothing may come twice")
                .allSatisfy(account ->
                        assertThat(account.history.duplicates()).as(account.id).isZero());
    }

    @Test
    void theServerRefusesToMark() {
        Account account = rig.account("refuses").arrive(MESSAGES);
        AtomicInteger refused = new AtomicInteger();
        account.imap.script((session, command) -> {
            if (command.verb().equals("UID STORE")) {
                refused.incrementAndGet();
                session.say(command.tag() + " NO [CANNOT] no flags today\r\n");
            } else {
                session.pass(command);
            }
        });

        for (int i = 0; i < 4; i++) {
            rig.run();
        }

        // Each message once, however often it could not be marked.
        assertThat(refused.get()).isGreaterThanOrEqualTo(4);
        assertThat(account.history.duplicates()).isZero();
        assertThat(account.history.requests()).isPositive();
        assertThat(rig.status(account)).isEqualTo("MAILBOX_ERROR");
        rig.deliversTheRest();
        assertThat(account.history.requests()).isEqualTo(MESSAGES);
        assertThat(rig.records(account)).isEmpty();
    }

    @Test
    void messagesAreExpungedBetweenSearchAndFetch() {
        Account beforeSizes = rig.account("before-sizes").arrive(MESSAGES);
        once(beforeSizes, COMMANDS.get("sizes"), (session, command) -> {
            beforeSizes.expunge(0);
            beforeSizes.expunge(5);
            session.pass(command);
        });
        Account beforeFetch = rig.account("before-fetch").arrive(MESSAGES);
        once(beforeFetch, COMMANDS.get("fetch"), (session, command) -> {
            beforeFetch.expunge(0);
            beforeFetch.expunge(5);
            session.pass(command);
        });
        Account beforeStore = rig.account("before-store").arrive(MESSAGES);
        once(beforeStore, COMMANDS.get("store"), (session, command) -> {
            beforeStore.expunge(0);
            session.pass(command);
        });

        rig.run();

        assertThat(healthy.isDone()).isTrue();
        rig.deliversTheRest();
        assertThat(beforeSizes.history.requests()).isEqualTo(MESSAGES - 2);
        assertThat(beforeFetch.history.requests()).isBetween(MESSAGES - 2, MESSAGES);
    }

    @Test
    void theMailboxIsMadeAnewBetweenPasses() {
        Account account = rig.account("anew").arrive(MESSAGES);
        account.app(name -> Account.Reply.status(name.endsWith("3") ? 500 : 200));
        rig.run();
        int before = account.history.requests();
        account.imap.script((session, command) -> {
            if (command.verb().equals("SELECT")) {
                session.say(session.ask(command).replaceAll("UIDVALIDITY \\d+", "UIDVALIDITY 4000000000"));
            } else {
                session.pass(command);
            }
        });
        account.history.madeAnew();
        account.app(name -> Account.Reply.status(200));

        rig.run();

        assertThat(account.isDone()).isTrue();
        assertThat(account.history.requests()).isGreaterThan(before);
        assertThat(account.history.violations()).isEmpty();
    }

    private void connectionsAreCutAtEveryCommand() {
        COMMANDS.forEach((name, when) -> {
            at(name + "-before", when, (session, command) -> session.cut());
            at(name + "-after", when, (session, command) -> {
                session.ask(command);
                session.cut();
            });
            at(name + "-within", when, (session, command) -> {
                session.after(30, session::cut);
                session.pass(command);
            });
        });
    }

    private void connectionsGoSilentAtEveryCommand() {
        COMMANDS.forEach((name, when) -> {
            at(name + "-silent", when, (session, command) -> session.swallow());
            at(name + "-silent-after", when, (session, command) -> {
                session.ask(command);
                session.swallow();
            });
        });
    }

    private void connectionsDrip() {
        rig.account("drips").arrive(MESSAGES).imap.script((session, command) -> {
            session.drip(0);
            session.pass(command);
        });
        rig.account("drips-slowly").arrive(MESSAGES).imap.script((session, command) -> {
            session.drip(20);
            session.pass(command);
        });
        rig.account("drips-in-a-large-message").arrive(2, 1_500_000).imap.script((session, command) -> {
            if (command.fetchesMessages()) {
                session.drip(1);
            }
            session.pass(command);
        });
    }

    private void serversRefuseOrEndTheSession() {
        COMMANDS.forEach((name, when) -> {
            at(name + "-bye", when, (session, command) -> {
                session.say("* BYE shutting down\r\n");
                session.cut();
            });
            at(name + "-no", when, (session, command) -> session.say(command.tag() + " NO not now\r\n"));
            at(name + "-bad", when, (session, command) -> session.say(command.tag() + " BAD what\r\n"));
        });
    }

    private void serversAnswerGarbage() {
        COMMANDS.forEach((name, when) -> {
            at(name + "-garbage-before", when, (session, command) -> {
                session.say("* \0\1\2 (((( {x} \"\r\n");
                session.pass(command);
            });
            at(name + "-garbage-only", when, (session, command) -> {
                session.say("\377\376 what is this\r\n* 7 FETCH (UID\r\n* SEARCH a b c\r\n");
                // Who is told that a message is marked that isn't can only post it again.
                session.say(command.tag() + (name.equals("store") ? " BAD" : " OK") + " done\r\n");
            });
        });
    }

    private void serversLie() {
        Predicate<Command> sizes = COMMANDS.get("sizes");
        Predicate<Command> fetch = COMMANDS.get("fetch");
        answers("size-nothing", sizes, answer -> answer.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 0"));
        answers("size-small", sizes, answer -> answer.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 3"));
        answers("size-large", sizes, answer -> answer.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 2000000"));
        answers("size-too-large", sizes, answer -> answer.replaceAll("RFC822.SIZE \\d+", "RFC822.SIZE 99000000"));
        answers("size-missing", sizes, answer -> answer.replaceAll("RFC822.SIZE \\d+", ""));
        answers("messages-missing", fetch, answer -> answer.replaceAll("(?s)^.*\r\n(\\w+ OK)", "$1"));
        answers("literal-too-long", fetch, answer -> answer.replaceAll("\\{\\d+}", "{90000}"));
        answers("literal-too-short", fetch, answer -> answer.replaceAll("\\{\\d+}", "{50}"));
        answers("nothing-unread", COMMANDS.get("search"), answer -> answer.replaceAll("\\* SEARCH[^\r]*", "* SEARCH"));
        answers(
                "unread-that-is-not-there",
                COMMANDS.get("search"),
                answer -> answer.replaceAll("(\\* SEARCH[^\r]*)", "$1 700 701 702"));
    }

    /** A poller with one fault, at every such command until everything is healed. */
    private void at(String name, Predicate<Command> when, Script fault) {
        rig.account(name)
                .arrive(MESSAGES)
                .imap
                .script((session, command) -> (when.test(command) ? fault : Script.HONEST).on(session, command));
    }

    /** A poller whose server's answers to such commands are rewritten. */
    private void answers(String name, Predicate<Command> when, UnaryOperator<String> rewritten) {
        at(name, when, (session, command) -> session.say(rewritten.apply(session.ask(command))));
    }

    private static void once(Account account, Predicate<Command> when, Script fault) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        account.imap.script((session, command) ->
                (when.test(command) && done.add("done") ? fault : Script.HONEST).on(session, command));
    }

    private static Map<String, Predicate<Command>> commands() {
        Map<String, Predicate<Command>> commands = new LinkedHashMap<>();
        for (String verb : List.of("AUTHENTICATE", "SELECT", "NOOP", "LOGOUT")) {
            commands.put(
                    verb.toLowerCase(Locale.ROOT), command -> command.verb().equals(verb));
        }
        commands.put("search", command -> command.verb().equals("UID SEARCH"));
        commands.put("sizes", command -> command.text().contains("RFC822.SIZE"));
        commands.put("fetch", Command::fetchesMessages);
        commands.put("store", command -> command.verb().equals("UID STORE"));
        return commands;
    }
}
