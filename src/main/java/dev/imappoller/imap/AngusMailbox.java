package dev.imappoller.imap;

import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Listed;
import dev.imappoller.poller.Mailbox;
import dev.imappoller.poller.MailboxException;
import dev.imappoller.poller.Poller;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;

/** A mailbox that is selected for reading and writing; commands go by UID, and responses are matched by UID. */
final class AngusMailbox implements Mailbox, Pipeline.Answers {
    private final Poller poller;
    private final IMAPFolder folder;
    private final Connection connection;
    private final IMAPProtocol protocol;
    private final Pipeline pipeline;
    private final Fetches fetches;
    private final Set<Long> unseen = ConcurrentHashMap.newKeySet();
    private volatile Optional<Listener> listener = Optional.empty();

    /** @param folder open */
    AngusMailbox(Poller poller, IMAPFolder folder, Connection connection, Path temporaryFiles)
            throws MessagingException {
        this.poller = poller;
        this.folder = folder;
        this.connection = connection;
        // The folder's own handlers are left out: they count by sequence number, which a poller has no use for.
        this.protocol = (IMAPProtocol) folder.doCommand(open -> open);
        this.pipeline = new Pipeline(protocol, this);
        this.fetches = new Fetches(poller, temporaryFiles, pipeline);
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
            if (response instanceof FetchResponse fetch) {
                Optional<RFC822SIZE> size = Optional.ofNullable(fetch.getItem(RFC822SIZE.class));
                Optional<INTERNALDATE> date = Optional.ofNullable(fetch.getItem(INTERNALDATE.class));
                Responses.uid(fetch)
                        .ifPresent(uid -> size.ifPresent(s -> listed.put(
                                uid,
                                new Listed(
                                        uid,
                                        s.size,
                                        date.map(INTERNALDATE::getDate).map(d -> d.toInstant()),
                                        Responses.isSeen(fetch)))));
            }
        }
        return listed.values().stream()
                .sorted(Comparator.comparingLong(Listed::uid))
                .toList();
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
        store(uids, "+", result -> {
            if (result.isOK()) {
                toTell.marked(uids);
            } else if (uids.size() == 1 || Responses.isThrottling(result)) {
                toTell.markRefused(uids, Responses.refusal(poller, "STORE", result));
            } else {
                markOneByOne(uids, toTell);
            }
        });
    }

    @Override
    public void markUnseen(Collection<Long> uids, Listener toTell) {
        listener = Optional.of(toTell);
        store(uids, "-", result -> {
            if (result.isOK()) {
                toTell.unmarked(uids);
            } else {
                toTell.unmarkRefused(uids, Responses.refusal(poller, "STORE", result));
            }
        });
    }

    /** One of them is the trouble: the others need not share it. */
    private void markOneByOne(Collection<Long> uids, Listener toTell) {
        Set<Long> marked = new LinkedHashSet<>();
        Map<Long, Failure> refused = new LinkedHashMap<>();
        for (long uid : uids) {
            store(List.of(uid), "+", result -> {
                if (result.isOK()) {
                    marked.add(uid);
                } else {
                    refused.put(uid, Responses.refusal(poller, "STORE", result));
                }
                if (marked.size() + refused.size() == uids.size()) {
                    if (!marked.isEmpty()) {
                        toTell.marked(marked);
                    }
                    refused.values().stream()
                            .findFirst()
                            .ifPresent(failure -> toTell.markRefused(refused.keySet(), failure));
                }
            });
        }
    }

    private void store(Collection<Long> uids, String sign, Consumer<Response> ended) {
        pipeline.send("STORE", "UID STORE " + Responses.set(uids) + " " + sign + "FLAGS.SILENT (\\Seen)", ended);
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
    public void fetched(FetchResponse response) {
        Optional<Long> uid = Responses.uid(response);
        if (uid.isPresent() && Responses.hasFlags(response)) {
            if (Responses.isSeen(response)) {
                unseen.remove(uid.get());
            } else {
                unseen.add(uid.get());
            }
        }
        fetches.fetched(response);
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
