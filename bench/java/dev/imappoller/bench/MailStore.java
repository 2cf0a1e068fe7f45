package dev.imappoller.bench;

import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapConnection;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestCertificates;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The mail server and the sets of messages on it: Dovecot where it is installed, else GreenMail within this JVM. */
final class MailStore implements AutoCloseable {
    private static final String INBOX = "INBOX";

    /** So many octets are appended on one connection at a time. */
    private static final int BATCH = 8 * MailSet.MIB;

    /**
     * A login process that stays, and mail processes that serve one session after another, as on a busy server. One login process,
     * since several would not know of the TLS sessions of one another, as the servers of a large provider do.
     */
    private static final String BUSY = """
            service imap-login {
              service_count = 0
              process_limit = 1
              client_limit = 1000
            }
            service imap {
              service_count = 1000
              process_min_avail = 4
            }
            """;

    private final ImapServer plain;
    private final ImapServer tls;
    private final Set<MailSet> filled = EnumSet.noneOf(MailSet.class);

    private MailStore(ImapServer plain, ImapServer tls) {
        this.plain = plain;
        this.tls = tls;
    }

    /** One server for each way of reading: that of plain text must not offer STARTTLS, which the function would take. */
    static MailStore start() {
        if (Dovecot.available()) {
            return new MailStore(Dovecot.startWithoutTls(BUSY), Dovecot.start(TestCertificates.trusted(), BUSY));
        }
        MailServer both = MailServer.start(TestCertificates.trusted());
        return new MailStore(both, both);
    }

    /** The server's name, for the page. */
    String name() {
        return plain instanceof Dovecot ? "Dovecot" : "GreenMail";
    }

    int port(MailSet set) {
        return set.tls() ? tls.imapsPort() : plain.imapPort();
    }

    private ImapServer server(MailSet set) {
        return set.tls() ? tls : plain;
    }

    /** Makes all messages of a set unread; the first time they are appended. */
    void reset(MailSet set) {
        boolean first = filled.add(set);
        for (int account = 0; account < set.accounts(); account++) {
            if (first) {
                fill(set, account);
            } else if (set.each() > 0) {
                try (ImapConnection connection =
                        ImapConnection.open(server(set).imapPort(), set.user(account), ImapServer.PASSWORD)) {
                    connection.select(INBOX);
                    connection.command("UID STORE 1:* -FLAGS.SILENT (\\Seen)");
                }
            }
        }
    }

    /** How many messages of a set are unread. */
    int unseen(MailSet set) {
        int unseen = 0;
        for (int account = 0; account < set.accounts() && set.each() > 0; account++) {
            unseen += server(set).unseen(set.user(account), INBOX).size();
        }
        return unseen;
    }

    @Override
    public void close() {
        plain.close();
        tls.close();
    }

    private void fill(MailSet set, int account) {
        List<byte[]> batch = new ArrayList<>();
        int octets = 0;
        for (int number = 0; number < set.each(); number++) {
            byte[] message = set.message(account, number);
            batch.add(message);
            octets += message.length;
            if (octets > BATCH) {
                append(set, account, batch);
                octets = 0;
            }
        }
        append(set, account, batch);
    }

    private void append(MailSet set, int account, List<byte[]> batch) {
        server(set).append(set.user(account), INBOX, batch.toArray(byte[][]::new));
        batch.clear();
    }
}
