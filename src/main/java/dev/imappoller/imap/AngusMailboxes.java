package dev.imappoller.imap;

import dev.imappoller.imap.Connection.Progress;
import dev.imappoller.imap.PolledStore.Timeouts;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.Cutoff;
import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Look;
import dev.imappoller.poller.Mailbox;
import dev.imappoller.poller.MailboxException;
import dev.imappoller.poller.Mailboxes;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import dev.imappoller.poller.Step;
import dev.imappoller.poller.Steps;
import dev.imappoller.poller.Words;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.util.MailConnectException;

/** Opens mailboxes by Angus Mail. */
public final class AngusMailboxes implements Mailboxes {
    /** A host with many addresses is not tried for ever. */
    private static final int ADDRESSES_TRIED = 3;

    private final TargetGuard guard;
    private final TlsContexts contexts;
    private final PolledStore.Settings settings;
    private final Path temporaryFiles;

    public AngusMailboxes(TargetGuard guard, TrustedCertificates trusted) {
        this(guard, trusted, Timeouts.DEFAULT, temporaryFiles());
    }

    AngusMailboxes(TargetGuard guard, TrustedCertificates trusted, Timeouts timeouts, Path temporaryFiles) {
        this(guard, trusted::tlsContext, timeouts, temporaryFiles);
    }

    AngusMailboxes(TargetGuard guard, Supplier<SSLContext> tls, Timeouts timeouts, Path temporaryFiles) {
        this.guard = guard;
        this.temporaryFiles = temporaryFiles;
        this.settings = new PolledStore.Settings(timeouts);
        this.contexts = new TlsContexts(tls);
    }

    /** Where messages are kept that are too large for the memory; asked for at run time, since a native image is built elsewhere. */
    public static Path temporaryFiles() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff, Steps steps) throws MailboxException {
        steps.begin(Step.DNS);
        List<InetSocketAddress> addresses = addresses(poller);
        steps.done(() -> poller.host() + " is " + Words.list(written(addresses), Look.ADDRESSES_SHOWN) + ".");
        for (int i = 0; ; i++) {
            Connection connection = new Connection(poller, contexts, steps);
            cutoff.onCut(connection);
            PolledStore store = new PolledStore(poller, addresses.get(i), connection, settings);
            steps.begin(Step.CONNECT);
            try {
                store.connect(
                        addresses.get(i).getAddress().getHostAddress(),
                        poller.port(),
                        poller.username(),
                        poller.presentedLogin().secret().reveal());
                connection.reached(Progress.LOGGED_IN);
                connection.tellLogin();
                return select(poller, store, connection);
            } catch (MessagingException e) {
                end(connection);
                Failure failure = ConnectFailures.of(poller, e, connection.progress());
                boolean another = i + 1 < Math.min(addresses.size(), ADDRESSES_TRIED);
                if (!another || !(e instanceof MailConnectException) || cutoff.isCut()) {
                    throw new MailboxException(failure, e);
                }
                steps.failed(failure);
            }
        }
    }

    private List<InetSocketAddress> addresses(Poller poller) throws MailboxException {
        try {
            return guard.check(poller.host(), poller.port());
        } catch (UnknownHostException e) {
            throw new MailboxException(
                    PollerStatus.CONNECT_FAILED,
                    "The host " + poller.host() + " has no address in the DNS. Check host for a typing error.",
                    e);
        } catch (TargetGuard.RefusedException e) {
            throw new MailboxException(
                    PollerStatus.INVALID_CONFIG, "host can't be connected to: " + e.reason() + ".", e);
        }
    }

    private static List<String> written(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
    }

    private Mailbox select(Poller poller, PolledStore store, Connection connection) throws MailboxException {
        try {
            connection.steps().begin(Step.FOLDER);
            IMAPFolder folder = (IMAPFolder) store.getFolder(poller.folder());
            folder.open(Folder.READ_WRITE);
            AngusMailbox mailbox = new AngusMailbox(poller, folder, connection, temporaryFiles);
            connection
                    .steps()
                    .done(() -> poller.folder() + " is selected, "
                            + (folder.getMode() == Folder.READ_WRITE ? "read-write." : "read-only."));
            connection.steps().begin(Step.SEEN);
            boolean writable = folder.getMode() == Folder.READ_WRITE
                    && folder.getPermanentFlags().contains(Flags.Flag.SEEN);
            if (!writable) {
                mailbox.close();
                throw new MailboxException(
                        PollerStatus.FOLDER_READ_ONLY,
                        "The folder " + poller.folder() + " can only be read by " + poller.username()
                                + ", so messages can't be marked as read and nothing is posted. Give the account the right to"
                                + " write to it.");
            }
            connection.steps().done(() -> "The server lets messages be marked as read (\\Seen in PERMANENTFLAGS).");
            return mailbox;
        } catch (MessagingException e) {
            Failure failure = ConnectFailures.ofSelect(poller, e);
            if (failure.status() == PollerStatus.FOLDER_NOT_FOUND) {
                connection.steps().failed(failure);
                connection.steps().begin(Step.FOLDERS);
                connection.steps().done(() -> FolderNames.of(poller, store));
            }
            leave(store, connection);
            throw new MailboxException(failure, e);
        }
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    /** Logs out where that is still possible. */
    private static void leave(PolledStore store, Connection connection) {
        try (connection) {
            store.close();
        } catch (MessagingException | IOException e) {
            // It is being left anyway.
        }
    }
}
