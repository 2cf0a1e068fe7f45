package dev.imappoller.imap;

import dev.imappoller.poller.Listed;
import dev.imappoller.poller.Mailbox;
import dev.imappoller.poller.MailboxException;
import dev.imappoller.poller.Poller;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/** A mailbox that is selected for reading and writing; commands go by UID, and responses are matched by UID. */
final class AngusMailbox implements Mailbox, Pipeline.Answers {
    /** RFC 9051, section 9, date-time. */
    private static final DateTimeFormatter INTERNAL_DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu HH:mm:ss Z")
            .toFormatter(Locale.ROOT);

    private final Poller poller;
    private final IMAPFolder folder;
    private final Connection connection;
    private final SessionProtocol protocol;
    private final Pipeline pipeline;
    private final Fetches fetches;
    private final Stores stores;
    private final Set<Long> unseen = ConcurrentHashMap.newKeySet();
    private volatile Optional<Listener> listener = Optional.empty();

    /** @param folder open */
    AngusMailbox(Poller poller, IMAPFolder folder, Connection connection, Path temporaryFiles)
            throws MessagingException {
        this.poller = poller;
        this.folder = folder;
        this.connection = connection;
        // The folder's own handlers are left out: they count by sequence number, which a poller has no use for.
        this.protocol = (SessionProtocol) folder.doCommand(open -> open);
        protocol.selected();
        this.pipeline = new Pipeline(protocol, this);
        this.fetches = new Fetches(poller, temporaryFiles, pipeline);
        this.stores = new Stores(poller, pipeline);
    }

    @Override
    public OptionalLong uidValidity() {
        try {
            long validity = folder.getUIDValidity(); // Known since SELECT: no round trip.
            return validity > 0 ? OptionalLong.of(validity) : OptionalLong.empty();
        } catch (MessagingException e) {
            throw new IllegalStateException("the mailbox is not selected", e);
        }
    }

    @Override
    public List<Long> searchUnseen() throws MailboxException {
        TreeSet<Long> uids = new TreeSet<>();
        for (Response response : command("UID SEARCH UNSEEN UNDELETED")) {
            if (response instanceof IMAPResponse search && search.keyEquals("SEARCH")) {
                for (long uid = search.readLong(); uid != -1; uid = search.readLong()) {
                    uids.add(uid);
                }
            }
        }
        return List.copyOf(uids);
    }

    @Override
    public List<Listed> list(Collection<Long> uids) throws MailboxException {
        Map<Long, Listed> listed = new HashMap<>();
        for (Response response :
                command("UID FETCH " + Responses.set(uids) + " (UID FLAGS RFC822.SIZE INTERNALDATE)")) {
            if (response instanceof FetchAnswer fetch
                    && fetch.uid().isPresent()
                    && fetch.announcedSize().isPresent()) {
                long uid = fetch.uid().getAsLong();
                long size = fetch.announcedSize().getAsLong();
                Optional<Instant> date = fetch.internalDate().flatMap(AngusMailbox::instant);
                listed.put(uid, new Listed(uid, size, date, fetch.seen().orElse(false)));
            }
        }
        return listed.values().stream()
                .sorted(Comparator.comparingLong(Listed::uid))
                .toList();
    }

    private static Optional<Instant> instant(String internalDate) {
        try {
            return Optional.of(INTERNAL_DATE.parse(internalDate.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty(); // It only says how long a message took.
        }
    }

    @Override
    public void fetch(List<Listed> messages, long largest, Listener toTell) {
        listener = Optional.of(toTell);
        fetches.fetch(messages, largest, toTell);
    }

    @Override
    public void look(Collection<Long> uids, Listener toTell) {
        listener = Optional.of(toTell);
        unseen.removeAll(uids);
        pipeline.send("FETCH", "UID FETCH " + Responses.set(uids) + " (UID FLAGS)", result -> {
            // Flags that can't be had are no reason to keep a message back.
            Set<Long> still = uids.stream()
                    .filter(uid -> !result.isOK() || unseen.contains(uid))
                    .collect(Collectors.toUnmodifiableSet());
            toTell.looked(uids, still);
        });
    }

    @Override
    public void markSeen(Collection<Long> uids, Listener toTell) {
        listener = Optional.of(toTell);
        stores.seen('+', uids, toTell::marked, toTell::markRefused);
    }

    @Override
    public void markUnseen(Collection<Long> uids, Listener toTell) {
        listener = Optional.of(toTell);
        stores.seen('-', uids, toTell::unmarked, toTell::unmarkRefused);
    }

    @Override
    public void close() {
        pipeline.close();
        fetches.close();
        try {
            connection.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    @Override
    public void fetched(FetchAnswer answer) {
        if (answer.uid().isPresent() && answer.seen().isPresent()) {
            if (answer.seen().get()) {
                unseen.remove(answer.uid().getAsLong());
            } else {
                unseen.add(answer.uid().getAsLong());
            }
        }
        fetches.fetched(answer);
    }

    @Override
    public void unreadable() {
        fetches.unreadable();
    }

    @Override
    public void lost(String during, Throwable cause) {
        fetches.close();
        listener.orElseThrow()
                .lost(new MailboxException(ConnectFailures.lost(poller, "during " + during, cause), cause));
    }

    /** Only before anything is fetched or marked: from then on the pipeline reads what comes. */
    private Response[] command(String command) throws MailboxException {
        Response[] responses = protocol.command(command, null);
        Response result = responses[responses.length - 1];
        String verb = command.split(" ", 3)[1];
        try {
            protocol.handleResult(result);
            return responses;
        } catch (CommandFailedException | BadCommandException e) {
            throw new MailboxException(ConnectFailures.refusedList(poller, verb, result), e);
        } catch (ProtocolException e) {
            throw new MailboxException(ConnectFailures.lost(poller, "during " + verb, e), e);
        }
    }
}
