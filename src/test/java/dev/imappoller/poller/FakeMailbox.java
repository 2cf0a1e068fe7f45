package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A mailbox in memory, which can be told to misbehave. */
final class FakeMailbox implements Mailboxes, Mailbox {
    final TreeMap<Long, byte[]> messages = new TreeMap<>();
    final Set<Long> seen = new HashSet<>();
    final List<String> commands = new ArrayList<>();
    final Map<Long, Long> announcedSizes = new HashMap<>();
    final Set<Long> refusedFetches = new HashSet<>();
    final Set<Long> goneAtFetch = new HashSet<>();
    boolean refusesStore;
    Optional<MailboxException> failsToOpen = Optional.empty();
    Optional<String> losesConnectionAt = Optional.empty();
    final Set<Long> unreadable = new HashSet<>();
    boolean closed;
    int open;

    FakeMailbox with(long... uids) {
        for (long uid : uids) {
            messages.put(uid, ("Subject: " + uid + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return this;
    }

    @Override
    public Mailbox open(Poller poller, Cutoff cutoff) throws MailboxException {
        if (failsToOpen.isPresent()) {
            throw failsToOpen.get();
        }
        return this;
    }

    @Override
    public long uidValidity() {
        return 7;
    }

    @Override
    public List<Long> searchUnseen() throws MailboxException {
        command("SEARCH");
        return messages.keySet().stream().filter(uid -> !seen.contains(uid)).toList();
    }

    @Override
    public Map<Long, Long> sizes(Collection<Long> uids) throws MailboxException {
        command("SIZES");
        Map<Long, Long> sizes = new HashMap<>();
        for (long uid : uids) {
            if (messages.containsKey(uid)) {
                sizes.put(uid, announcedSizes.getOrDefault(uid, (long) messages.get(uid).length));
            }
        }
        return sizes;
    }

    @Override
    public Optional<RawMessage> fetch(long uid, long announcedSize, long largest)
            throws MailboxException, MessageUnavailableException {
        command("FETCH " + uid);
        if (refusedFetches.contains(uid)) {
            throw new MessageUnavailableException(
                    new Failure(PollerStatus.MAILBOX_ERROR, "the server refused FETCH: broken"));
        }
        if (goneAtFetch.contains(uid)) {
            return Optional.empty();
        }
        RawMessage raw = RawMessage.of(messages.get(uid));
        open++;
        return Optional.of(new RawMessage() {
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
                open--;
            }
        });
    }

    @Override
    public void markSeen(Collection<Long> uids) throws MailboxException, CommandRefusedException {
        command("STORE " + uids);
        if (refusesStore) {
            throw new CommandRefusedException("the server refused STORE: no", new IllegalStateException());
        }
        seen.addAll(uids);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void command(String command) throws MailboxException {
        commands.add(command);
        if (losesConnectionAt.filter(command::startsWith).isPresent()) {
            throw new MailboxException(
                    PollerStatus.CONNECT_FAILED,
                    "imap.example.com closed the connection.",
                    new IllegalStateException());
        }
    }
}
