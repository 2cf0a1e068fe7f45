package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server is correct to other clients than the product, and differs only as it is told. */
class MemoryImapServerTest {
    private final MemoryImapServer server = MemoryImapServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMailClientReadsAndMarks() throws Exception {
        server.append("ann", "INBOX", TestMail.message("one"), TestMail.message("two"));
        try (Store store = TestMail.store("imap", server.imapPort(), false, "ann", ImapServer.PASSWORD);
                Folder inbox = TestMail.open(store, "INBOX")) {
            assertThat(inbox.getMessageCount()).isEqualTo(2);
        }
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), "ann", ImapServer.PASSWORD)) {
            connection.select("INBOX");
            assertThat(connection.command("UID SEARCH UNSEEN UNDELETED")).contains("* SEARCH 1 2");
            assertThat(String.join("\n", connection.command("UID FETCH 2 (UID FLAGS BODY.PEEK[]<0.1000000>)")))
                    .startsWith("* 2 FETCH (UID 2 FLAGS () BODY[]<0> {")
                    .contains("Subject: two");
            assertThat(connection.command("UID FETCH 1:* (RFC822.SIZE INTERNALDATE)"))
                    .contains("* 1 FETCH (UID 1 RFC822.SIZE " + TestMail.message("one").length
                            + " INTERNALDATE \"05-Jan-2026 10:01:00 +0000\")");
            connection.command("UID STORE 1 +FLAGS.SILENT (\\Seen)");
            assertThat(connection.command("UID SEARCH UNSEEN")).contains("* SEARCH 2");
            assertThat(connection.command("UID STORE 1 -FLAGS (\\Seen)")).contains("* 1 FETCH (UID 1 FLAGS ())");
            assertThat(connection.command("STATUS INBOX (UIDVALIDITY)"))
                    .contains("* STATUS INBOX (UIDVALIDITY 1700000000)");
        }
    }

    @Test
    void aMailClientMovesCopiesAndRemoves() {
        server.append("ann", "INBOX", TestMail.message("one"), TestMail.message("two"), TestMail.message("three"));
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), "ann", ImapServer.PASSWORD)) {
            connection.select("INBOX");
            connection.command("UID STORE 1:2 +FLAGS.SILENT (\\Seen \\Deleted)");
            connection.create("Done");
            assertThat(connection.command("UID COPY 1 Done"))
                    .singleElement()
                    .asString()
                    .contains("[COPYUID 1700000001 1 1]");
            assertThat(connection.command("UID EXPUNGE 2:3"))
                    .contains("* 2 EXPUNGE")
                    .hasSize(2);
            assertThat(connection.command("UID MOVE 3 Done"))
                    .startsWith("* OK [COPYUID 1700000001 3 2] moved", "* 2 EXPUNGE");
        }
        assertThat(server.flags("ann", "INBOX")).containsOnlyKeys(1L);
        assertThat(server.flags("ann", "Done").get(1L)).containsExactlyInAnyOrder("\\Deleted", "\\Seen");
        assertThat(server.flags("ann", "Done").get(2L)).isEmpty();
    }

    @Test
    void chunksEndWithTheMessage() {
        server.append("ann", "INBOX", "0123456789".getBytes(StandardCharsets.US_ASCII));
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), "ann", ImapServer.PASSWORD)) {
            connection.select("INBOX");
            assertThat(connection.command("UID FETCH 1 BODY.PEEK[]<8.4>"))
                    .contains("* 1 FETCH (UID 1 BODY[]<8> {2}\n89)");
            assertThat(connection.command("UID FETCH 1 BODY.PEEK[]<10.4>"))
                    .contains("* 1 FETCH (UID 1 BODY[]<10> {0}\n)");
            assertThat(server.flags("ann", "INBOX").get(1L)).isEmpty();
            connection.command("UID FETCH 1 BODY[]");
            assertThat(server.flags("ann", "INBOX").get(1L)).containsExactly("\\Seen");
        }
    }

    @Test
    void onlyWhoHasThePasswordIsLetIn() {
        server.append("ann", "INBOX");
        assertThatThrownBy(() -> ImapConnection.open(server.imapPort(), "ann", "wrong"))
                .hasMessageContaining("NO");
        assertThatThrownBy(() -> ImapConnection.open(server.imapPort(), "bob", ImapServer.PASSWORD))
                .hasMessageContaining("NO");
    }

    @Test
    void aLoginMayComeInLiterals() throws Exception {
        server.append("a\"b", "INBOX");
        server.admitting("p\\w\u00e9");
        try (Store store = TestMail.store("imap", server.imapPort(), false, "a\"b", "p\\w\u00e9")) {
            assertThat(store.isConnected()).isTrue();
        }
    }

    @Test
    void behavioursDifferAtTheirCommandsOnly() {
        server.append("ann", "INBOX", TestMail.message("one"));
        server.behaving(ImapBehaviour.refusing("NO not now").times(1).at(command -> command.is("UID SEARCH")));
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), "ann", ImapServer.PASSWORD)) {
            connection.select("INBOX");
            assertThatThrownBy(() -> connection.command("UID SEARCH UNSEEN")).hasMessageContaining("not now");
            assertThat(connection.command("UID SEARCH UNSEEN")).contains("* SEARCH 1");
        }
        server.behaving(ImapBehaviour.sayingEach(response -> response.replace("SEARCH", "SEARCH 9"))
                .at(command -> command.is("UID SEARCH")));
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), "ann", ImapServer.PASSWORD)) {
            connection.select("INBOX");
            assertThat(connection.command("UID SEARCH UNSEEN")).contains("* SEARCH 9 1");
        }
        assertThat(server.commands()).extracting(ImapCommand::verb).contains("UID SEARCH", "LOGIN", "LOGOUT");
    }

    @Test
    void commandsAreTakenApart() {
        ImapCommand fetch = new ImapCommand("A1", "UID FETCH 3:5,9 (UID BODY.PEEK[HEADER.FIELDS (A B)])");
        assertThat(fetch.arguments()).isEqualTo(List.of("3:5,9", "(UID BODY.PEEK[HEADER.FIELDS (A B)])"));
        assertThat(fetch.names(4)).isTrue();
        assertThat(fetch.names(6)).isFalse();
        assertThat(fetch.setSize()).isEqualTo(4);
        assertThat(new ImapCommand("A2", "LOGIN \"a\\\"b\" \"\"").arguments()).isEqualTo(List.of("a\"b", ""));
        assertThat(fetch.verb()).isEqualTo("UID FETCH");
    }
}
