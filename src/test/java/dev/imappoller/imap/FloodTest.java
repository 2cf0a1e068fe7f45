package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that send more than was asked for, without an end: each is given up soon, and says why. */
class FloodTest {
    /** Far more than any answer may be: who reads so much would read on. */
    private static final long ENDLESS = 400_000_000;

    private static final byte[] MESSAGE = TestMail.message("here");

    private final MemoryImapServer server = MemoryImapServer.start();
    private final List<Long> uids = server.append("user", "INBOX", MESSAGE, MESSAGE);
    private final AtomicLong sent = new AtomicLong();
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, x",
        "GREETING, '* OK '",
        "GREETING, '\r\n'",
        "CAPABILITY, '* 1 EXISTS\r\n'",
        "CAPABILITY, '* CAPABILITY A'",
        "AUTHENTICATE, '* OK\r\n'",
        "AUTHENTICATE, '+ \r\n'",
        "AUTHENTICATE, '+ x'",
        "AUTHENTICATE, '* CAPABILITY X\r\n'",
        "ID, '* ID NIL\r\n'",
        "SELECT, '* 1 EXISTS\r\n'",
        "SELECT, '* FLAGS ('",
        "SELECT, '* OK [PERMANENTFLAGS (\\Seen)] x\r\n'",
        "SELECT, '* x {1000000}\r\n'",
        "UID SEARCH, '* 1 EXISTS\r\n'",
        "UID SEARCH, '* SEARCH 1 2\r\n'",
        "UID SEARCH, ' 1'",
        "UID SEARCH, '* 1 FETCH (FLAGS ())\r\n'",
        "UID FETCH, '* 1 FETCH (FLAGS (\\Seen))\r\n'",
        "UID FETCH, '* 1 FETCH (UID 1 BODY[] \"'",
        "UID FETCH, '* OK x\r\n'",
    })
    void anEndlessAnswer(String verb, String piece) {
        server.behaving(endless(verb.equals("GREETING") ? "" : "* 1 EXISTS\r\n", piece)
                .at(at(verb), withoutCapabilities(verb)));

        isGivenUp();
    }

    @Test
    void aListOfMoreMessagesThanAnyMailboxHas() {
        server.behaving(endless("* SEARCH", " 1234567").at(at("UID SEARCH")));

        isGivenUp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* SEARCH 1:4294967295\r\n", "* ESEARCH (TAG \"A\") UID ALL 1:4294967295\r\n"})
    void aRangeOfMoreMessagesThanAnyMailboxHas(String answer) {
        server.behaving(
                ((ImapBehaviour) turn -> turn.say(answer + turn.command().tag() + " OK\r\n")).at(at("UID SEARCH")));

        isGivenUp();
    }

    @ParameterizedTest
    @CsvSource({"2147483647", "99999999999", "2147483648", "999999999", "33554433", "18446744073709551617"})
    void aLiteralThatNoMemoryHolds(String length) {
        for (String verb : List.of("CAPABILITY", "SELECT", "UID SEARCH", "UID FETCH")) {
            ImapBehaviour huge = turn -> turn.say("* LIST () \"/\" {" + length + "}\r\nx");
            server.behaving(huge.at(at(verb), withoutCapabilities(verb)));

            isGivenUp();
        }
    }

    @Test
    void aListOfFolders() throws Exception {
        server.behaving(endless("", "* LIST () \"/\" Folder\r\n")
                .at(
                        at("LIST"),
                        turn -> turn.say(
                                turn.command().is("SELECT")
                                        ? turn.command().tag() + " NO\r\n"
                                        : turn.perform().text())));

        assertThatThrownBy(this::open).isInstanceOf(MailboxException.class);
        assertThat(sent.get()).isLessThan(ENDLESS);
    }

    private void isGivenUp() {
        assertThatThrownBy(() -> {
                    try (Mailbox mailbox = open()) {
                        mailbox.searchUnseen();
                        List<MessageSummary> listed = mailbox.list(uids);
                        Told told = new Told();
                        mailbox.fetch(listed, 1_000_000, told);
                        Object news = told.next();
                        if (news instanceof Told.Lost lost) {
                            throw lost.cause();
                        }
                    }
                })
                .isInstanceOfSatisfying(MailboxException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
                    assertThat(e.failure().detail()).contains("127.0.0.1", "It is tried again at the next poll.");
                });
        assertThat(sent.get()).isLessThan(ENDLESS);
    }

    /** So that they are asked for. */
    private static ImapBehaviour withoutCapabilities(String verb) {
        ImapBehaviour greeting = turn -> turn.say("* OK ready\r\n");
        return verb.equals("CAPABILITY") ? greeting.at(at(ImapCommand.GREETING)) : ImapBehaviour.CORRECT;
    }

    private ImapBehaviour endless(String beginning, String piece) {
        String many = piece.repeat(Math.max(1, 60_000 / piece.length()));
        return turn -> {
            turn.say(beginning);
            while (sent.addAndGet(many.length()) < ENDLESS) {
                turn.say(many);
            }
        };
    }

    private static Predicate<ImapCommand> at(String verb) {
        return command -> command.is(verb);
    }

    private Mailbox open() throws MailboxException {
        return mailboxes.open(LocalPoller.at(server), new Cutoff());
    }
}
