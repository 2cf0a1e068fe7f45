package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapReply;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.MemoryImapServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that can't take a command before they have answered the one before. */
class PipeliningTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final byte[] LARGE = new byte[2_500_000];
    private static final byte[] SMALL = "Subject: small\r\n\r\nhere\r\n".getBytes();

    private final MemoryImapServer server = MemoryImapServer.start();
    private final List<Long> uids = server.append("user", "INBOX", SMALL, LARGE, SMALL, LARGE, SMALL);
    private final AngusMailboxes mailboxes = new AngusMailboxes(
            new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM),
            TrustedCertificates.load(Optional.empty()),
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(10)),
            AngusMailboxes.temporaryFiles());

    private List<String> remarks = List.of();
    private boolean carefully;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasDroppedIsSentAgainByItself() throws Exception {
        server.behaving(dropping());

        assertThat(poll()).isEqualTo(5);
        int before = server.commands().size();
        assertThat(poll()).isEqualTo(5);

        assertThat(server.commandsAfter(before))
                .as(
                        "from then on nothing is sent ahead, so nothing is dropped, and NOOP comes before the listing alone")
                .filteredOn(command -> command.is("NOOP"))
                .hasSize(1);
        assertThat(remarks).singleElement().asString().contains("127.0.0.1", "before the one ahead of it is answered");
    }

    @Test
    void whatWasRefusedIsSentAgainByItself() throws Exception {
        server.behaving(refusing("BAD one command at a time"));

        assertThat(poll()).isEqualTo(5);
        assertThat(poll()).isEqualTo(5);
    }

    @Test
    void whatWasRefusedInOtherWordsToo() throws Exception {
        server.behaving(refusing("NO a command is in progress"));

        assertThat(poll()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void aServerThatEndsTheSessionIsPolledOneByOneTheNextTime(Ending ending) throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        server.behaving(turn -> {
            boolean isFetch = turn.command().is("UID FETCH") && !turn.command().asksForSizes();
            if (isFetch && fetches.incrementAndGet() > 2 && anotherCame(turn)) {
                ending.of(turn); // Though it had carried out what was sent ahead by then.
            } else {
                turn.answer();
            }
        });
        assertThat(poll()).isLessThan(5);

        assertThat(poll()).isEqualTo(5);
        assertThat(poll()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void aServerThatEndsTheSessionIsPolledOneByOneByACarefulPassOfAnotherProcess(Ending ending) throws Exception {
        server.behaving(turn -> {
            if (turn.command().is("UID FETCH") && anotherCame(turn)) {
                ending.of(turn);
            } else {
                turn.answer();
            }
        });
        carefully = true;

        assertThat(poll()).isEqualTo(5);
    }

    /** How a session ends. */
    private enum Ending {
        FIN,
        RST,
        BYE,
        SILENCE;

        private void of(ImapTurn turn) throws IOException {
            switch (this) {
                case FIN -> turn.close();
                case RST -> turn.reset();
                case BYE -> {
                    turn.say("* BYE one command at a time\r\n");
                    turn.close();
                }
                case SILENCE -> turn.hang();
            }
        }
    }

    @Test
    void answersMayComeInAnyOrder() throws Exception {
        List<String> held = new ArrayList<>();
        server.behaving(turn -> {
            String text = turn.perform().text();
            if (turn.command().is("UID FETCH", "UID STORE") && anotherCame(turn)) {
                held.add(0, text);
            } else {
                turn.say(text + String.join("", held));
                held.clear();
            }
        });

        assertThat(poll()).isEqualTo(5);
    }

    @Test
    void allDataMayComeBehindTheEndsOfAllCommands() throws Exception {
        StringBuilder ends = new StringBuilder();
        StringBuilder data = new StringBuilder();
        server.behaving(turn -> {
            ImapReply reply = turn.perform();
            data.append(String.join("", reply.untagged()));
            ends.append(reply.tagged());
            if (!anotherCame(turn)) {
                boolean fetch = turn.command().is("UID FETCH");
                turn.say(
                        fetch && ends.indexOf("\n") < ends.length() - 1
                                ? ends.toString() + data
                                : data.toString() + ends);
                ends.setLength(0);
                data.setLength(0);
            }
        });

        int polls = 1;
        while (poll() < 5) {
            polls++;
            assertThat(polls).isLessThan(4);
        }
    }

    @Test
    void anOrdinaryServerGetsCommandsAheadAndNoneTwice() throws Exception {
        AtomicInteger ahead = new AtomicInteger();
        server.behaving(turn -> {
            if (turn.command().is("UID FETCH") && anotherCame(turn)) {
                ahead.incrementAndGet();
            }
            turn.answer();
        });

        assertThat(poll()).isEqualTo(5);

        assertThat(ahead.get()).isPositive();
        assertThat(server.commands()).extracting(ImapCommand::text).doesNotHaveDuplicates();
    }

    @Test
    void aServerThatIsSlowIsWaitedFor() throws Exception {
        server.behaving(turn -> {
            if (turn.command().is("UID SEARCH", "UID FETCH", "SELECT", "UID STORE")) {
                turn.pause(Duration.ofSeconds(2));
            }
            turn.answer();
        });

        assertThat(poll()).isEqualTo(5);
    }

    /** Answers a command, and knows nothing of what was sent before that. */
    private static ImapBehaviour dropping() {
        boolean[] dropped = {false};
        return turn -> {
            if (dropped[0]) {
                dropped[0] = anotherCame(turn);
                return;
            }
            dropped[0] = !turn.command().is(ImapCommand.GREETING) && anotherCame(turn);
            turn.answer();
        };
    }

    private static ImapBehaviour refusing(String answer) {
        boolean[] ahead = {false};
        return turn -> {
            boolean refused = ahead[0];
            ahead[0] = !turn.command().is(ImapCommand.GREETING) && anotherCame(turn);
            if (refused) {
                turn.say(turn.command().tag() + " " + answer + "\r\n");
            } else {
                turn.answer();
            }
        };
    }

    private static boolean anotherCame(ImapTurn turn) throws IOException {
        return turn.anotherComes(SOON);
    }

    /** Fetches what is unread, and says how many messages came whole. */
    private int poll() throws MailboxException {
        Map<Long, Integer> arrived = new TreeMap<>();
        try (Mailbox mailbox = open()) {
            List<Long> found = mailbox.searchUnseen();
            if (carefully) {
                mailbox.carefully();
            }
            List<MessageSummary> listed = mailbox.list(found);
            Told told = new Told();
            mailbox.fetch(listed, 30_000_000, told);
            mailbox.checkUnseen(uids, told);
            remarks = mailbox.remarks();
            for (int i = 0; i < listed.size() + 1; i++) {
                Object news = told.next();
                if (news instanceof Arrived message) {
                    arrived.put(message.uid(), message.octets().length);
                } else if (news instanceof Told.Lost) {
                    return arrived.size();
                }
            }
        } catch (MailboxException e) {
            return 0;
        }
        arrived.forEach((uid, octets) -> assertThat(octets).isIn(SMALL.length, LARGE.length));
        return arrived.size();
    }

    private Mailbox open() throws MailboxException {
        return mailboxes.open(LocalPoller.at(server), new Cutoff());
    }
}
