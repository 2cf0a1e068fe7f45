package dev.imappoller.testing;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A mailbox of a {@link MemoryImapServer}: its messages and their flags outlive every connection. */
public final class MemoryMailbox {
    private static final ZonedDateTime ARRIVED = ZonedDateTime.parse("2026-01-05T10:00:00Z");

    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private long uidValidity;
    private long uidNext = 1;

    /** A message as it lies in the mailbox. */
    static final class Message {
        private final byte[] octets;
        private final Set<String> flags = new TreeSet<>();

        private Message(byte[] octets) {
            this.octets = octets.clone();
        }
    }

    MemoryMailbox(long uidValidity) {
        this.uidValidity = uidValidity;
    }

    /** Appends an unread message and returns its UID. */
    public synchronized long append(byte[] octets) {
        messages.put(uidNext, new Message(octets));
        return uidNext++;
    }

    /** Appends a copy of a message of another mailbox, with its flags, and returns its UID. */
    synchronized long append(byte[] octets, Collection<String> flags) {
        long uid = append(octets);
        set(uid, true, flags);
        return uid;
    }

    /** The flags of every message by UID. */
    public synchronized Map<Long, Set<String>> flags() {
        Map<Long, Set<String>> all = new TreeMap<>();
        messages.forEach((uid, message) -> all.put(uid, Set.copyOf(message.flags)));
        return all;
    }

    /** Whether a message is there and has a flag. */
    public synchronized boolean has(long uid, String flag) {
        return Optional.ofNullable(messages.get(uid))
                .filter(message -> message.flags.contains(flag))
                .isPresent();
    }

    /** Adds or takes away flags of a message, if it is there. */
    public synchronized void set(long uid, boolean on, Collection<String> flags) {
        Optional.ofNullable(messages.get(uid)).ifPresent(message -> {
            if (on) {
                message.flags.addAll(flags);
            } else {
                message.flags.removeAll(flags);
            }
        });
    }

    /** Removes a message for good. */
    public synchronized void expunge(long uid) {
        messages.remove(uid);
    }

    /** As UID EXPUNGE does; returns the sequence numbers that it tells. */
    synchronized List<Integer> expungeDeleted(Collection<Long> uids) {
        List<Integer> numbers = new ArrayList<>();
        for (long uid : uids) {
            if (has(uid, "\\Deleted")) {
                numbers.add(sequenceNumber(uid));
                expunge(uid);
            }
        }
        return numbers;
    }

    /** As CLOSE does. */
    synchronized void expungeDeleted() {
        messages.values().removeIf(message -> message.flags.contains("\\Deleted"));
    }

    /** From now on it is another mailbox, by RFC 9051, 2.3.1.1. */
    public synchronized void madeAnew(long newUidValidity) {
        uidValidity = newUidValidity;
    }

    synchronized long uidValidity() {
        return uidValidity;
    }

    synchronized long uidNext() {
        return uidNext;
    }

    synchronized List<Long> uids() {
        return List.copyOf(messages.keySet());
    }

    /** Counts from 1; 0 for a message that is gone. */
    synchronized int sequenceNumber(long uid) {
        return new ArrayList<>(messages.keySet()).indexOf(uid) + 1;
    }

    synchronized Optional<byte[]> octets(long uid) {
        return Optional.ofNullable(messages.get(uid)).map(message -> message.octets.clone());
    }

    synchronized Set<String> flags(long uid) {
        return Optional.ofNullable(messages.get(uid))
                .<Set<String>>map(message -> new LinkedHashSet<>(message.flags))
                .orElseGet(Set::of);
    }

    ZonedDateTime arrivedAt(long uid) {
        return ARRIVED.plusMinutes(uid);
    }
}
