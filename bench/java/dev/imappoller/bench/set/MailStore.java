package dev.imappoller.bench.set;

import dev.imappoller.testing.Dovecot;
import dev.imappoller.testing.ImapConnection;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MailServer;
import dev.imappoller.testing.TestCertificates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The mail server and the sets of messages on it: Dovecot where it is installed, else GreenMail within this JVM. */
public final class MailStore implements AutoCloseable {
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

    /** A set's mailboxes on a server. */
    private record Place(ImapServer server, MailSet set) {}

    private final ImapServer plain;
    private final ImapServer tls;
    private final Set<Place> filled = new HashSet<>();
    private int news;

    private MailStore(ImapServer plain, ImapServer tls) {
        this.plain = plain;
        this.tls = tls;
    }

    /** One server for each way of reading: that of plain text must not offer STARTTLS, which the function would take. */
    public static MailStore start() {
        if (Dovecot.available()) {
            return new MailStore(Dovecot.startWithoutTls(BUSY), Dovecot.start(TestCertificates.trusted(), BUSY));
        }
        MailServer both = MailServer.start(TestCertificates.trusted());
        return new MailStore(both, both);
    }

    /** The server's name, for the page. */
    public String name() {
        return plain instanceof Dovecot ? "Dovecot" : "GreenMail";
    }

    /** Where clients connect to. */
    public int port(boolean byTls) {
        return byTls ? tls.imapsPort() : plain.imapPort();
    }

    /** Makes a set ready for the next poll, and returns what is unread then. */
    public Unread prepare(Trial trial) {
        MailSet set = trial.set();
        ImapServer server = server(trial);
        boolean first = filled.add(new Place(server, set));
        for (int account = 0; account < set.accounts(); account++) {
            if (first) {
                fill(server, set, account);
            } else if (set.each() > 0) {
                markAsUnread(server, set.user(account));
            }
        }
        return set == MailSet.DAY ? deliver(server, set) : Unread.all(set);
    }

    /** How many messages are unread in the accounts that had some. */
    public int unseen(Trial trial, Unread before) {
        return before.accounts().stream()
                .mapToInt(account ->
                        server(trial).unseen(trial.set().user(account), INBOX).size())
                .sum();
    }

    @Override
    public void close() {
        plain.close();
        tls.close();
    }

    private ImapServer server(Trial trial) {
        return trial.tls() ? tls : plain;
    }

    /** A new message, each time in the next account. */
    private Unread deliver(ImapServer server, MailSet set) {
        int number = news++;
        int account = number % set.accounts();
        server.append(set.user(account), INBOX, set.message(account, number));
        return Unread.one(set, account, number);
    }

    private static void markAsUnread(ImapServer server, String user) {
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), user, ImapServer.PASSWORD)) {
            connection.select(INBOX);
            connection.command("UID STORE 1:* -FLAGS.SILENT (\\Seen)");
        }
    }

    private static void fill(ImapServer server, MailSet set, int account) {
        List<byte[]> batch = new ArrayList<>();
        int octets = 0;
        for (int number = 0; number < set.each(); number++) {
            byte[] message = set.message(account, number);
            batch.add(message);
            octets += message.length;
            if (octets > BATCH) {
                append(server, set.user(account), batch);
                octets = 0;
            }
        }
        append(server, set.user(account), batch);
    }

    private static void append(ImapServer server, String user, List<byte[]> batch) {
        server.append(user, INBOX, batch.toArray(byte[][]::new));
        batch.clear();
    }
}
