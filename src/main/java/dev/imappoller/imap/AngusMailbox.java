package dev.imappoller.imap;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.CommandRefusedException;
import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Mailbox;
import dev.imappoller.poller.MailboxException;
import dev.imappoller.poller.MessageUnavailableException;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/** A mailbox that is selected for reading and writing; commands go by UID, and responses are matched by UID. */
final class AngusMailbox implements Mailbox {
    /** Large enough that round trips don't count, small enough that many may be under way at the same time. */
    private static final int CHUNK = 512 * 1024;

    private static final ByteArray NOTHING = new ByteArray(new byte[0], 0, 0);

    private final Poller poller;
    private final Path temporaryFiles;
    private final IMAPFolder folder;
    private final Connection connection;
    private boolean lost;

    AngusMailbox(Poller poller, IMAPFolder folder, Connection connection, Path temporaryFiles) {
        this.poller = poller;
        this.temporaryFiles = temporaryFiles;
        this.folder = folder;
        this.connection = connection;
    }

    @Override
    public long uidValidity() {
        try {
            return folder.getUIDValidity(); // Known since SELECT: no round trip.
        } catch (MessagingException e) {
            throw new IllegalStateException("the mailbox is not selected", e);
        }
    }

    @Override
    public List<Long> searchUnseen() throws MailboxException {
        TreeSet<Long> uids = new TreeSet<>();
        for (Response response : commandThatMustWork("UID SEARCH UNSEEN UNDELETED")) {
            if (response instanceof IMAPResponse search && search.keyEquals("SEARCH")) {
                for (long uid = search.readLong(); uid != -1; uid = search.readLong()) {
                    uids.add(uid);
                }
            }
        }
        return List.copyOf(uids);
    }

    @Override
    public Map<Long, Long> sizes(Collection<Long> uids) throws MailboxException {
        Map<Long, Long> sizes = new HashMap<>();
        for (Response response : commandThatMustWork("UID FETCH " + set(uids) + " (UID RFC822.SIZE)")) {
            if (response instanceof FetchResponse fetch) {
                Optional<RFC822SIZE> size = Optional.ofNullable(fetch.getItem(RFC822SIZE.class));
                uid(fetch).ifPresent(uid -> size.ifPresent(s -> sizes.put(uid, s.size)));
            }
        }
        return sizes;
    }

    @Override
    public Optional<RawMessage> fetch(long uid, long announcedSize, long largest)
            throws MailboxException, MessageUnavailableException {
        try (Spool spool = new Spool(temporaryFiles)) {
            Optional<ByteArray> chunk;
            do {
                chunk = chunk(uid, spool.size());
                if (chunk.isEmpty()) {
                    return Optional.empty();
                }
                ByteArray octets = chunk.get();
                spool.append(octets.getBytes(), octets.getStart(), octets.getCount());
                if (spool.size() > largest) {
                    throw unavailable(
                            "the server announced " + announcedSize + " octets and sends more than " + largest);
                }
            } while (chunk.get().getCount() == CHUNK);
            if (spool.size() < announcedSize && !isWhole(uid, spool.size())) {
                throw unavailable("the server announced " + announcedSize + " octets and sent " + spool.size());
            }
            return Optional.of(spool.message());
        } catch (CommandRefusedException e) {
            throw unavailable(e.detail());
        } catch (IOException e) {
            throw new MessageUnavailableException(new Failure(
                    PollerStatus.INTERNAL_ERROR,
                    "the message could not be kept in the temporary folder (" + e.getMessage()
                            + "): raise the function's ephemeral storage, or lower MAX_CONCURRENT_POLLERS"));
        }
    }

    /**
     * QUIRK: Microsoft 365 announces estimated sizes. A message that is shorter than announced is whole only if the server, asked for
     * what comes behind its end, has nothing.
     */
    private boolean isWhole(long uid, long size)
            throws MailboxException, CommandRefusedException, MessageUnavailableException {
        return size > 0 && chunk(uid, size).filter(rest -> rest.getCount() == 0).isPresent();
    }

    /** The octets from there on, at most a chunk; empty if the message is gone. */
    private Optional<ByteArray> chunk(long uid, long from)
            throws MailboxException, CommandRefusedException, MessageUnavailableException {
        boolean known = false;
        for (Response response : command("UID FETCH " + uid + " (UID BODY.PEEK[]<" + from + "." + CHUNK + ">)")) {
            if (response instanceof FetchResponse fetch
                    && uid(fetch).filter(u -> u == uid).isPresent()) {
                known = true;
                Optional<BODY> body = Optional.ofNullable(fetch.getItem(BODY.class));
                if (body.isPresent()) {
                    // NIL is what some servers have to say of the octets behind the end.
                    return Optional.of(
                            Optional.ofNullable(body.get().getByteArray()).orElse(NOTHING));
                }
            }
        }
        if (known) {
            throw unavailable("the server answered FETCH without the message");
        }
        return Optional.empty();
    }

    private MessageUnavailableException unavailable(String why) {
        return new MessageUnavailableException(new Failure(PollerStatus.MAILBOX_ERROR, why));
    }

    @Override
    public void markSeen(Collection<Long> uids) throws MailboxException, CommandRefusedException {
        command("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Seen)");
    }

    @Override
    public void close() {
        try {
            if (!lost && folder.isOpen()) {
                folder.doCommandIgnoreFailure(protocol -> {
                    protocol.logout();
                    return null;
                });
            }
        } catch (MessagingException e) {
            // It is being left anyway.
        } finally {
            try {
                connection.close();
            } catch (IOException e) {
                // It is as closed as it can be.
            }
        }
    }

    private Response[] commandThatMustWork(String command) throws MailboxException {
        try {
            return command(command);
        } catch (CommandRefusedException e) {
            throw new MailboxException(
                    PollerStatus.MAILBOX_ERROR,
                    poller.host() + " could not list the unread messages of " + poller.folder() + ": " + e.detail()
                            + ". It is tried again at the next poll.",
                    e);
        }
    }

    private Response[] command(String command) throws MailboxException, CommandRefusedException {
        try {
            return (Response[]) folder.doCommand(protocol -> run(protocol, command));
        } catch (MessagingException e) {
            if (e.getCause() instanceof CommandFailedException || e.getCause() instanceof BadCommandException) {
                throw new CommandRefusedException(
                        "the server refused " + verb(command) + ": "
                                + ConnectFailures.words(poller, ConnectFailures.text(e)),
                        e);
            }
            lost = true;
            throw new MailboxException(ConnectFailures.lost(poller, "during " + verb(command), e), e);
        }
    }

    private static Response[] run(IMAPProtocol protocol, String command) throws ProtocolException {
        Response[] responses = protocol.command(command, null);
        Response result = responses[responses.length - 1];
        // The folder's own handlers are left out: they count by sequence number, which a poller has no use for.
        protocol.handleResult(result);
        return responses;
    }

    private static String verb(String command) {
        return command.split(" ", 3)[1];
    }

    private static String set(Collection<Long> uids) {
        return UIDSet.toString(UIDSet.createUIDSets(
                uids.stream().mapToLong(Long::longValue).sorted().toArray()));
    }

    private static Optional<Long> uid(FetchResponse fetch) {
        return Optional.ofNullable(fetch.getItem(UID.class)).map(item -> item.uid);
    }
}
