package dev.imappoller.poller.mailbox;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mailbox in memory, which can be told to misbehave. */
public final class FakeMailbox implements Mailboxes, Mailbox {
    public final TreeMap<Long, byte[]> messages = new TreeMap<>();
    public final Set<Long> seen = ConcurrentHashMap.newKeySet();
    public final Set<Long> deleted = new HashSet<>();
    public final List<String> commands = new CopyOnWriteArrayList<>();
    public final Map<Long, Long> announcedSizes = new HashMap<>();
    public final Set<Long> refusedFetches = new HashSet<>();
    public final Set<Long> goneAtFetch = new HashSet<>();
    public final Set<Long> refusedStores = new HashSet<>();
    public boolean refusesStore;
    public boolean refusesUnmark;
    public boolean keepsMarks;
    public boolean losesMarks;
    public Optional<Set<Long>> matching = Optional.empty();
    public final Set<Long> staleSearch = new HashSet<>();
    public OptionalLong uidValidity = OptionalLong.of(7);
    public PollerStatus storeRefusal = PollerStatus.MAILBOX_ERROR;
    public PollerStatus fetchRefusal = PollerStatus.MAILBOX_ERROR;
    public final Set<Long> missingAtFetch = new HashSet<>();
    public final Set<Long> missingAtList = new TreeSet<>();
    public boolean answersNoStore;
    public Runnable afterSearch = () -> {};
    public Optional<MailboxException> failsToOpen = Optional.empty();
    public Optional<String> losesConnectionAt = Optional.empty();
    public final Set<Long> unreadable = new HashSet<>();
    public boolean closed;
    public int logins;
    public Runnable onClose = () -> {};
    public final AtomicInteger open = new AtomicInteger();
    public final List<List<Long>> windows = new CopyOnWriteArrayList<>();
    public final Set<Long> endTheConnectionWhenFetched = new HashSet<>();
    public final Set<Long> endTheConnectionWhenRefused = new HashSet<>();
    public final Set<Long> endTheConnectionWhenListed = new HashSet<>();
    public final Set<Long> endTheConnectionWhenMarked = new HashSet<>();
    public boolean marksWhatItHandsOver;
    public boolean marksWhatItLists;
    public boolean marksLate;
    public final List<String> filed = new CopyOnWriteArrayList<>();
    public final Set<Long> refusedFilings = new HashSet<>();
    public boolean refusesFiling;
    public Failure filingRefusal = new Failure(PollerStatus.MAILBOX_ERROR, "the server refused MOVE: no");
    public boolean copiesInsteadOfMoving;
    public boolean endsTheConnectionWhenFiling;
    public boolean endsTheConnectionAfterCopying;
    public LongConsumer onFetch = uid -> {};
    private boolean dead;
    private Optional<Listener> toTell = Optional.empty();

    public FakeMailbox with(long... uids) {
        for (long uid : uids) {
            messages.put(uid, ("Subject: " + uid + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return this;
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException {
        steps.begin(CheckStep.LOGIN);
        if (failsToOpen.isPresent()) {
            throw failsToOpen.get();
        }
        steps.done(() -> "Logged in.");
        dead = false;
        logins++;
        return this;
    }

    @Override
    public OptionalLong uidValidity() {
        return uidValidity;
    }

    @Override
    public List<Long> searchUnseen() throws MailboxException {
        command("SEARCH");
        List<Long> found = Stream.concat(messages.keySet().stream(), missingAtList.stream())
                .filter(uid -> !seen.contains(uid) && !deleted.contains(uid) && matches(uid))
                .sorted()
                .toList();
        afterSearch.run();
        return found;
    }

    /** A message with a Message-ID. */
    public FakeMailbox with(long uid, String messageId) {
        String text = "Message-ID: " + messageId + "\r\n\r\nHello\r\n";
        messages.put(uid, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public List<Long> withMessageId(MessageId id) throws MailboxException {
        command("FIND " + id.searchable());
        return messages.entrySet().stream()
                .filter(message -> seen.contains(message.getKey()))
                .filter(message -> new String(message.getValue(), StandardCharsets.UTF_8)
                        .lines()
                        .anyMatch(line -> line.startsWith("Message-ID: ") && id.is(line.substring(12))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean matches(long uid) {
        return matching.map(some -> some.contains(uid)).orElse(true);
    }

    @Override
    public int countUnseen() throws MailboxException {
        command("COUNT");
        return (int)
                messages.keySet().stream().filter(uid -> !seen.contains(uid)).count();
    }

    @Override
    public PastFilter lookPastFilter(Collection<Long> uids) throws MailboxException {
        command("LOOK PAST " + new TreeSet<>(uids));
        Set<Long> there = uids.stream().filter(messages::containsKey).collect(Collectors.toSet());
        return new PastFilter(
                there.stream().filter(uid -> !seen.contains(uid)).collect(Collectors.toSet()),
                there.stream().filter(this::matches).collect(Collectors.toSet()));
    }

    @Override
    public void carefully() {
        commands.add("ONE BY ONE");
    }

    @Override
    public List<MessageSummary> list(Collection<Long> uids) throws MailboxException {
        command("LIST");
        if (uids.stream().anyMatch(endTheConnectionWhenListed::contains)) {
            throw connectionLost();
        }
        return uids.stream()
                .filter(messages::containsKey)
                .sorted()
                .map(this::listed)
                .toList();
    }

    private MessageSummary listed(long uid) {
        boolean serverMarked = marksWhatItLists && seen.add(uid);
        long size = announcedSizes.getOrDefault(uid, (long) messages.get(uid).length);
        return new MessageSummary(
                uid,
                size,
                Optional.of(Instant.EPOCH.plusSeconds(uid)),
                seen.contains(uid),
                serverMarked,
                deleted.contains(uid));
    }

    @Override
    public void fetch(List<MessageSummary> window, long largest, Listener listener) {
        toTell = Optional.of(listener);
        windows.add(window.stream().map(MessageSummary::uid).toList());
        for (MessageSummary listed : window) {
            long uid = listed.uid();
            if (dead || isLost("FETCH " + uid, listener)) {
                return;
            }
            onFetch.accept(uid);
            if (endTheConnectionWhenRefused.contains(uid)) {
                listener.unavailable(uid, new Failure(fetchRefusal, "the server refused FETCH: broken"));
                die(listener);
                return;
            }
            if (endTheConnectionWhenFetched.contains(uid)) {
                die(listener);
                return;
            }
            if (refusedFetches.contains(uid)) {
                listener.unavailable(uid, new Failure(fetchRefusal, "the server refused FETCH: broken"));
            } else if (missingAtFetch.contains(uid)) {
                listener.missing(uid);
            } else if (goneAtFetch.contains(uid)) {
                listener.gone(uid);
            } else {
                open.incrementAndGet();
                boolean wasSeen = seen.contains(uid);
                if (marksWhatItHandsOver || marksLate) {
                    seen.add(uid);
                }
                listener.arrived(uid, message(uid), wasSeen || marksWhatItHandsOver);
            }
        }
    }

    private RawMessage message(long uid) {
        RawMessage raw = RawMessage.of(messages.get(uid));
        return new RawMessage() {
            @Override
            public long size() {
                return raw.size();
            }

            @Override
            public InputStream open(long from, long to) throws IOException {
                if (unreadable.contains(uid)) {
                    throw new IOException("the disk is gone");
                }
                return raw.open(from, to);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    @Override
    public void checkUnseen(Collection<Long> uids, Listener listener) {
        if (!isLost("LOOK " + uids, listener)) {
            listener.unseenChecked(
                    uids,
                    uids.stream()
                            .filter(uid -> messages.containsKey(uid) && !seen.contains(uid))
                            .collect(Collectors.toSet()));
        }
    }

    @Override
    public void markSeen(Collection<Long> uids, Listener listener) {
        if (dead || isLost("STORE " + uids, listener) || answersNoStore) {
            return;
        }
        if (uids.stream().anyMatch(endTheConnectionWhenMarked::contains)) {
            die(listener);
            return;
        }
        List<Long> marked = uids.stream()
                .filter(uid -> !refusesStore && !refusedStores.contains(uid))
                .toList();
        if (!losesMarks) {
            seen.addAll(marked);
        }
        if (!marked.isEmpty()) {
            listener.marked(marked);
        }
        List<Long> refused = uids.stream().filter(uid -> !marked.contains(uid)).toList();
        if (!refused.isEmpty()) {
            listener.markRefused(refused, new Failure(storeRefusal, "the server refused STORE: no"));
        }
    }

    @Override
    public void markUnseen(Collection<Long> uids, Listener listener) {
        if (dead || isLost("UNSTORE " + uids, listener)) {
            return;
        }
        if (refusesUnmark) {
            listener.unmarkRefused(uids, new Failure(PollerStatus.MAILBOX_ERROR, "the server refused STORE: no"));
        } else {
            if (!keepsMarks) {
                seen.removeAll(uids);
            }
            listener.unmarked(uids);
        }
    }

    @Override
    public void fileAway(Collection<Long> uids, AfterDelivery.Action action, Listener listener) {
        if (dead || isLost("FILE " + action.kind() + " " + uids, listener)) {
            return;
        }
        if (endsTheConnectionWhenFiling) {
            die(listener);
            return;
        }
        List<Long> done = uids.stream()
                .filter(uid -> !refusesFiling && !refusedFilings.contains(uid))
                .toList();
        boolean copies = copiesInsteadOfMoving && action.kind() == AfterDelivery.Kind.MOVE && !done.isEmpty();
        if (copies) {
            filed.add("copied to " + action.name() + " " + done);
            listener.copied(done);
            if (endsTheConnectionAfterCopying) {
                die(listener);
                return;
            }
        }
        if (!done.isEmpty()) {
            if (!copies) {
                filed.add((action.kind() + " " + action.name()).strip() + " " + done);
            }
            if (action.kind() != AfterDelivery.Kind.KEYWORD) {
                done.forEach(messages::remove);
            }
            listener.filedAway(done);
        }
        List<Long> refused = uids.stream().filter(uid -> !done.contains(uid)).toList();
        if (!refused.isEmpty()) {
            listener.filingRefused(refused, filingRefusal);
        }
    }

    @Override
    public void close() {
        closed = true;
        onClose.run();
    }

    private boolean isLost(String command, Listener listener) {
        try {
            command(command);
            return false;
        } catch (MailboxException e) {
            listener.lost(e);
            return true;
        }
    }

    /** The server goes away, whatever is under way. */
    public void goesAway() {
        die(toTell.orElseThrow());
    }

    /** The connection is lost by an error of this program. */
    public void isLostBy(RuntimeException bug) {
        dead = true;
        toTell.orElseThrow()
                .lost(new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "The connection was lost."), bug));
    }

    private void die(Listener listener) {
        dead = true;
        listener.lost(connectionLost());
    }

    private static MailboxException connectionLost() {
        return new MailboxException(
                new Failure(PollerStatus.CONNECT_FAILED, "imap.example.com closed the connection."), new IOException());
    }

    private void command(String command) throws MailboxException {
        commands.add(command);
        if (losesConnectionAt.filter(command::startsWith).isPresent()) {
            throw connectionLost();
        }
    }
}
