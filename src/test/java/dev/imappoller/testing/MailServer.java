package dev.imappoller.testing;

import com.icegreen.greenmail.imap.AuthorizationException;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An IMAP server within this JVM (GreenMail): implicit TLS on one port, plain text without STARTTLS on another. */
public final class MailServer implements ImapServer {

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private final TcpProxy tls;

    private MailServer(Identity identity) {
        greenMail.start();
        // GreenMail has one certificate per JVM: the proxy gives each server its own.
        tls = TcpProxy.tlsTo(imapPort(), identity);
    }

    /** With the trusted certificate. */
    public static MailServer start() {
        return start(TestCertificates.trusted());
    }

    /** With a certificate of choice. */
    public static MailServer start(Identity identity) {
        return new MailServer(identity);
    }

    /** The port of plain text. */
    @Override
    public int imapPort() {
        return greenMail.getImap().getPort();
    }

    /** The port of implicit TLS. */
    @Override
    public int imapsPort() {
        return tls.port();
    }

    /** Creates a user, or gives one another password. */
    public void user(String user, String password) {
        greenMail.setUser(user, user, password);
    }

    /** Appends unread messages and returns their UIDs. User and folder are created where they are missing. */
    @Override
    public List<Long> append(String user, String folder, byte[]... messages) {
        return Stream.of(messages)
                .map(message -> append(user, folder, new Flags(), message))
                .toList();
    }

    /** Appends a message with flags and returns its UID. */
    public long append(String user, String folder, Flags flags, byte[] message) {
        try {
            return createdFolder(user, folder)
                    .appendMessage(new MimeMessage(null, new ByteArrayInputStream(message)), flags, new Date());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The flags of every message by UID, as in {@code \Seen}, without {@code \Recent}. */
    @Override
    public Map<Long, Set<String>> flags(String user, String folder) {
        Map<Long, Set<String>> flags = new TreeMap<>();
        for (StoredMessage message : createdFolder(user, folder).getMessages()) {
            Set<String> names = new TreeSet<>(List.of(message.getFlags().getUserFlags()));
            SYSTEM_FLAGS.forEach((name, flag) -> {
                if (message.isSet(flag)) {
                    names.add(name);
                }
            });
            flags.put(message.getUid(), names);
        }
        return flags;
    }

    @Override
    public void close() {
        tls.close();
        greenMail.stop();
    }

    private static final Map<String, Flags.Flag> SYSTEM_FLAGS = Map.of(
            "\\Answered", Flags.Flag.ANSWERED,
            "\\Deleted", Flags.Flag.DELETED,
            "\\Draft", Flags.Flag.DRAFT,
            "\\Flagged", Flags.Flag.FLAGGED,
            "\\Seen", Flags.Flag.SEEN);

    private MailFolder createdFolder(String user, String folder) {
        var users = greenMail.getUserManager();
        GreenMailUser owner = users.hasUser(user) ? users.getUser(user) : greenMail.setUser(user, user, PASSWORD);
        try {
            var manager = greenMail.getManagers().getImapHostManager();
            MailFolder found = manager.getFolder(owner, folder);
            return found == null ? manager.createMailbox(owner, folder) : found;
        } catch (FolderException | AuthorizationException e) {
            throw new IllegalStateException(e);
        }
    }
}
