package dev.imappoller.imap;

import dev.imappoller.imap.answer.SelectAnswer;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.connection.Connection;
import dev.imappoller.imap.connection.Connection.Progress;
import dev.imappoller.imap.connection.PolledStore;
import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.imap.connection.SessionProtocol;
import dev.imappoller.imap.connection.TlsContexts;
import dev.imappoller.imap.fetch.SpoolSpace;
import dev.imappoller.imap.inflow.LargeAnswerReserve;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.imap.pipeline.ServerQuirks;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.TargetLookup;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.Phrases;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.poller.wording.ConnectionFailures;
import dev.imappoller.poller.wording.MailboxFailures;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/** Opens mailboxes by Angus Mail. */
public final class AngusMailboxes implements Mailboxes {
    /** The most addresses of a host that are tried. */
    private static final int ADDRESSES_TRIED = 3;

    private final TargetGuard guard;
    private final TlsContexts contexts;
    private final PolledStore.Settings settings;
    private final SpoolSpace space;
    private final @Nullable String version;
    private final LargeAnswerReserve reserve;

    public AngusMailboxes(TargetGuard guard, TrustedCertificates trusted) {
        this(guard, trusted, Timeouts.DEFAULT, temporaryFiles());
    }

    /**
     * @param version of this program, for servers that want to know who logs in
     * @param clock for what is known about servers, which passes
     */
    public AngusMailboxes(TargetGuard guard, TrustedCertificates trusted, String version, Clock clock) {
        this(guard, trusted::tlsContext, Timeouts.DEFAULT, temporaryFiles(), version, clock);
    }

    AngusMailboxes(TargetGuard guard, TrustedCertificates trusted, Timeouts timeouts, Path temporaryFiles) {
        this(guard, trusted::tlsContext, timeouts, temporaryFiles);
    }

    AngusMailboxes(TargetGuard guard, TrustedCertificates trusted, Timeouts timeouts, Clock clock) {
        this(guard, trusted::tlsContext, timeouts, temporaryFiles(), null, clock);
    }

    AngusMailboxes(TargetGuard guard, Supplier<SSLContext> tls, Timeouts timeouts, Path temporaryFiles) {
        this(guard, tls, timeouts, temporaryFiles, null, Clock.systemUTC());
    }

    private AngusMailboxes(
            TargetGuard guard,
            Supplier<SSLContext> tls,
            Timeouts timeouts,
            Path temporaryFiles,
            @Nullable String version,
            Clock clock) {
        this.version = version;
        this.guard = guard;
        // As much as a run gives to messages; the rest is for one ordinary answer of each connection, and for
        // everything else.
        long heap = Runtime.getRuntime().maxMemory();
        this.reserve = new LargeAnswerReserve(heap / 4);
        this.space = SpoolSpace.in(temporaryFiles, heap / 16);
        this.settings = new PolledStore.Settings(timeouts, new ServerQuirks(clock));
        this.contexts = new TlsContexts(tls);
    }

    /** Where messages are kept that are too large for the memory; asked for at run time, since a native image is built elsewhere. */
    public static Path temporaryFiles() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * QUIRK: some servers close the connection at a command that is sent ahead, or say nothing more. If that happens, the mailbox is opened
     * again at once, with one command at a time.
     */
    @Override
    public Mailbox open(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException {
        try {
            return openOnce(poller, cutoff, steps);
        } catch (MailboxException e) {
            if (!e.isOverPipelining() || cutoff.isCut()) {
                throw e;
            }
            steps.failed(e.failure());
            return openOnce(poller, cutoff, steps);
        }
    }

    @Override
    public void recall(Poller poller, PollerState before) {
        before.noPipelining().ifPresent(settings.quirks().pipelining(poller)::recall);
    }

    @Override
    public Optional<NoPipelining> noPipelining(Poller poller) {
        return settings.quirks().pipelining(poller).known();
    }

    private Mailbox openOnce(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException {
        steps.begin(CheckStep.DNS);
        List<InetSocketAddress> addresses = addresses(poller);
        steps.done(() -> poller.host() + " is " + Phrases.list(written(addresses), TargetLookup.ADDRESSES_SHOWN) + ".");
        for (int i = 0; ; i++) {
            Connection connection = new Connection(poller, contexts, reserve, steps);
            cutoff.onCut(connection);
            PolledStore store = new PolledStore(poller, addresses.get(i), connection, settings);
            steps.begin(CheckStep.CONNECT);
            try {
                store.connect(
                        addresses.get(i).getAddress().getHostAddress(),
                        poller.port(),
                        poller.username(),
                        poller.presentedLogin().secret().reveal());
                connection.reached(Progress.LOGGED_IN);
                connection.tellLogin();
                return select(poller, store.session(), connection);
            } catch (MessagingException | RuntimeException | Error e) {
                end(connection);
                Failure failure = connection.flood(e).orElseGet(() -> notOpened(poller, e, connection));
                boolean another = i + 1 < Math.min(addresses.size(), ADDRESSES_TRIED);
                if (!another || !(e instanceof MailConnectException) || cutoff.isCut()) {
                    throw new MailboxException(failure, e);
                }
                steps.failed(failure);
            }
        }
    }

    private static Failure notOpened(Poller poller, Throwable e, Connection connection) {
        return e instanceof MessagingException failed
                ? ConnectFailures.of(poller, failed, connection.progress(), connection.overheard())
                : ConnectFailures.lost(poller, "before the login was over", e);
    }

    private List<InetSocketAddress> addresses(Poller poller) throws MailboxException {
        try {
            return guard.check(poller.host(), poller.port());
        } catch (UnknownHostException e) {
            throw new MailboxException(ConnectionFailures.unknownHost(poller), e);
        } catch (TargetGuard.RefusedException e) {
            throw new MailboxException(ConnectionFailures.forbiddenHost(e.reason()), e);
        }
    }

    private static List<String> written(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
    }

    private Mailbox select(Poller poller, SessionProtocol protocol, Connection connection) throws MailboxException {
        CheckListener steps = connection.steps();
        Pipeline pipeline = protocol.pipeline(settings.quirks().pipelining(poller));
        boolean ahead = !pipeline.isOneByOne();
        try {
            steps.begin(CheckStep.FOLDER);
            SearchCommands searches = new SearchCommands(poller.filter().orElse(null), protocol);
            SelectAnswer selected = new Selection(poller, protocol, pipeline, searches, version).make();
            steps.done(
                    () -> poller.folder() + " is selected, " + (selected.isReadOnly() ? "read-only." : "read-write."));
            steps.begin(CheckStep.SEEN);
            if (selected.isReadOnly() || !selected.keeps("\\Seen")) {
                leave(pipeline, connection);
                throw new MailboxException(MailboxFailures.readOnly(poller));
            }
            steps.done(() -> "The server lets messages be marked as read (\\Seen in PERMANENTFLAGS).");
            FilingCommands filing = null;
            if (poller.afterDelivery().isPresent()) {
                FilingSupport support =
                        new FilingSupport(poller, poller.afterDelivery().get(), protocol, pipeline, selected);
                steps.begin(CheckStep.AFTER_DELIVERY);
                Optional<Failure> refusal = support.refusal();
                if (refusal.isPresent()) {
                    leave(pipeline, connection);
                    throw new MailboxException(refusal.get());
                }
                steps.done(support::words);
                filing = support.commands();
            }
            MailboxLister listings = new MailboxLister(poller, connection, pipeline, selected, searches);
            return new AngusMailbox(poller, selected, connection, pipeline, listings, space, filing);
        } catch (MessagingException | RuntimeException | Error e) {
            Failure failure = connection.flood(e).orElseGet(() -> notSelected(poller, e));
            if (failure.status() == PollerStatus.FOLDER_NOT_FOUND) {
                steps.failed(failure);
                steps.begin(CheckStep.FOLDERS);
                steps.done(() -> FolderNames.of(poller, pipeline));
            }
            leave(pipeline, connection);
            boolean isOverPipelining =
                    ahead && pipeline.isOneByOne() && failure.status() == PollerStatus.CONNECT_FAILED;
            throw new MailboxException(failure, e, isOverPipelining);
        }
    }

    private static Failure notSelected(Poller poller, Throwable e) {
        return e instanceof MessagingException refused
                ? ConnectFailures.ofSelect(poller, refused)
                : ConnectFailures.lost(poller, "while " + poller.folder() + " was selected and searched", e);
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    /** Logs out where that is still possible. */
    private static void leave(Pipeline pipeline, Connection connection) {
        pipeline.close();
        end(connection);
    }
}
