package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.TestMail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first search goes with SELECT, and is believed only where nothing about it is in doubt. */
class SearchAheadTest {
    private static final Predicate<ImapCommand> SEARCH = command -> command.is("UID SEARCH");
    private static final Predicate<ImapCommand> SELECT = command -> command.is("SELECT");

    private final MemoryImapServer server = MemoryImapServer.start();
    private final List<Long> uids = server.append("user", "INBOX", TestMail.message("one"), TestMail.message("two"));
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itCostsNoRoundTrip() throws Exception {
        AtomicBoolean together = new AtomicBoolean();
        server.behaving(ImapBehaviour.CORRECT.at(SELECT.negate(), turn -> {
            together.set(turn.anotherComes(Duration.ofSeconds(30)));
            turn.answer();
        }));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
        assertThat(together).isTrue();
        assertThat(server.commands()).filteredOn(SEARCH).hasSize(1);
    }

    @Test
    void neitherDoesSayingWhoComes() throws Exception {
        AtomicBoolean together = new AtomicBoolean();
        server.behaving(turn -> {
            if (turn.command().is("ID")) {
                together.set(turn.anotherComes(Duration.ofSeconds(30)));
            }
            turn.answer();
        });

        open().close();

        assertThat(together).isTrue();
    }

    @Test
    void laterSearchesAskAnew() throws Exception {
        try (Mailbox mailbox = open()) {
            List<Long> added = server.append("user", "INBOX", TestMail.message("three"));

            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
            assertThat(mailbox.searchUnseen()).containsAll(uids).containsAll(added);
        }
        assertThat(server.commands()).filteredOn(SEARCH).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OK done",
                "OK [MESSAGELIMIT 1] some",
                "NO not now",
                "BAD no mailbox is selected",
                "NO [SERVERBUG] oh"
            })
    void whatLeavesADoubtIsAskedAgain(String answer) throws Exception {
        server.behaving(ImapBehaviour.refusing(answer).times(1).at(SEARCH));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"* SEARCH one two", "* ESEARCH (TAG \"A\") UID COUNT 2", "* 1 FETCH (FLAGS (\\Seen))", "what"})
    void whatCannotBeReadToo(String untagged) throws Exception {
        server.behaving(((ImapBehaviour)
                        turn -> turn.say(untagged + "\r\n" + turn.command().tag() + " OK done\r\n"))
                .times(1)
                .at(SEARCH));

        try (Mailbox mailbox = open()) {
            assertThat(mailbox.searchUnseen()).isEqualTo(uids);
        }
    }

    @Test
    void whoAsksToWaitIsNotAskedAgain() throws Exception {
        server.behaving(ImapBehaviour.refusing("NO [THROTTLED] later").at(SEARCH));

        try (Mailbox mailbox = open()) {
            assertThatThrownBy(mailbox::searchUnseen)
                    .isInstanceOfSatisfying(
                            MailboxException.class,
                            e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.THROTTLED));
        }
        assertThat(server.commands()).filteredOn(SEARCH).hasSize(1);
    }

    @Test
    void whoClosesTheConnectionOverItIsAskedOneByOneAtOnce() throws Exception {
        server.behaving(((ImapBehaviour) SearchAheadTest::closesAtAnother).at(SELECT));

        for (int connections : new int[] {2, 3}) {
            try (Mailbox mailbox = open()) {
                assertThat(mailbox.searchUnseen()).isEqualTo(uids);
                assertThat(mailbox.remarks()).singleElement().asString().contains("passes take longer");
            }
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    private static void closesAtAnother(ImapTurn turn) throws IOException {
        if (turn.anotherComes(Duration.ofMillis(300))) {
            turn.close();
        } else {
            turn.answer();
        }
    }

    private Mailbox open() throws MailboxException {
        return mailboxes.open(LocalPoller.at(server), new Cutoff());
    }
}
