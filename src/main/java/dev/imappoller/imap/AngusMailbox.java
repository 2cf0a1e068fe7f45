package dev.imappoller.imap;

import dev.imappoller.imap.answer.FetchAnswer;
import dev.imappoller.imap.answer.LiteralLengthException;
import dev.imappoller.imap.answer.MessageAnswers;
import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.answer.SelectAnswer;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.connection.Connection;
import dev.imappoller.imap.fetch.FetchCommands;
import dev.imappoller.imap.fetch.SpoolSpace;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mailbox that is selected for reading and writing; commands go by UID, and responses are matched by UID. */
final class AngusMailbox implements Mailbox, MessageAnswers {
    private final Poller poller;
    private final SelectAnswer selected;
    private final Connection connection;
    private final Pipeline pipeline;
    private final MailboxLister listings;
    private final FetchCommands fetches;
    private final StoreCommands stores;
    private final @Nullable FilingCommands filing;
    private final Set<Long> lookedAt = ConcurrentHashMap.newKeySet();
    private final Set<Long> unseen = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Listener listener;

    /**
     * @param selected what the server says of it
     * @param filing how messages are filed away; null if they are not
     */
    AngusMailbox(
            Poller poller,
            SelectAnswer selected,
            Connection connection,
            Pipeline pipeline,
            MailboxLister listings,
            SpoolSpace space,
            @Nullable FilingCommands filing) {
        this.poller = poller;
        this.selected = selected;
        this.connection = connection;
        this.pipeline = pipeline;
        this.listings = listings;
        this.fetches = new FetchCommands(poller, space, pipeline);
        this.stores = new StoreCommands(poller, pipeline);
        this.filing = filing;
        pipeline.answersTo(this);
    }

    @Override
    public OptionalLong uidValidity() {
        return selected.uidValidity();
    }

    @Override
    public List<Long> searchUnseen() throws MailboxException {
        return listings.unseen();
    }

    @Override
    public int countUnseen() throws MailboxException {
        return listings.unseenInAll();
    }

    @Override
    public PastFilter lookPastFilter(Collection<Long> uids) throws MailboxException {
        return listings.pastFilter(uids);
    }

    @Override
    public List<String> remarks() {
        return listings.remarks();
    }

    @Override
    public List<MessageSummary> list(Collection<Long> uids) throws MailboxException {
        return listings.of(uids);
    }

    @Override
    public List<Long> withMessageId(MessageId id) throws MailboxException {
        return listings.withMessageId(id);
    }

    @Override
    public void carefully() {
        pipeline.carefully();
    }

    @Override
    public void fetch(List<MessageSummary> messages, long largest, Listener toTell) {
        listener = toTell;
        fetches.fetch(messages, largest, toTell);
    }

    @Override
    public void checkUnseen(Collection<Long> uids, Listener toTell) {
        listener = toTell;
        unseen.removeAll(uids);
        lookedAt.addAll(uids);
        for (List<Long> line : Responses.lines(uids)) {
            pipeline.send("FETCH", "UID FETCH " + Responses.set(line) + " (UID FLAGS)", result -> {
                line.forEach(lookedAt::remove);
                // If the flags can't be read, the message is delivered all the same.
                Set<Long> still = line.stream()
                        .filter(uid -> !result.isOK() || unseen.remove(uid))
                        .collect(Collectors.toUnmodifiableSet());
                toTell.unseenChecked(line, still);
            });
        }
    }

    @Override
    public void markSeen(Collection<Long> uids, Listener toTell) {
        listener = toTell;
        stores.seen('+', uids, toTell::marked, toTell::markRefused);
    }

    @Override
    public void markUnseen(Collection<Long> uids, Listener toTell) {
        listener = toTell;
        stores.seen('-', uids, toTell::unmarked, toTell::unmarkRefused);
    }

    @Override
    public void fileAway(Collection<Long> uids, AfterDelivery.Action action, Listener toTell) {
        listener = toTell;
        Objects.requireNonNull(filing).fileAway(uids, action, toTell);
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
        boolean isLookedAt =
                answer.uid().isPresent() && lookedAt.contains(answer.uid().getAsLong());
        if (isLookedAt && answer.seen().isPresent()) {
            if (answer.seen().get()) {
                unseen.remove(answer.uid().getAsLong());
            } else {
                unseen.add(answer.uid().getAsLong());
            }
        }
        fetches.fetched(answer);
    }

    @Override
    public void expunged() {
        fetches.expunged();
    }

    @Override
    public void unreadable() {
        fetches.unreadable();
    }

    @Override
    public void lost(String during, Throwable cause) {
        fetches.close();
        Failure failure = cause instanceof LiteralLengthException outOfStep
                ? outOfStep.failure(poller)
                : connection.flood(cause).orElseGet(() -> ConnectFailures.lost(poller, "during " + during, cause));
        Objects.requireNonNull(listener).lost(new MailboxException(failure, cause));
    }
}
