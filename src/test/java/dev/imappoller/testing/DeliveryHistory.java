package dev.imappoller.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that a web app received and what its mailbox held meanwhile, and whether that is as promised: every message is delivered
 * at least once or still unread; nothing is marked as read that had no 2xx or 4xx answer; duplicates occur only where a process was
 * killed between answer and mark, or was stopped for longer than its lease, and carry the same webhook-id.
 *
 * <p>Messages are named by the test, which puts the name into the message. An answer that never reached the poller is none.
 */
public final class DeliveryHistory {
    private final Set<String> messages = new TreeSet<>();
    private final Set<String> givenUp = new HashSet<>();
    private final Map<String, List<Attempt>> attempts = new LinkedHashMap<>();
    private final List<Excuse> excuses = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, String> idOf = new HashMap<>();
    private final Map<String, String> messageOf = new HashMap<>();
    private Set<String> lastUnread = Set.of();
    private long time;
    private int epoch;
    private int duplicates;
    private int requests;

    /** One request. */
    public final class Attempt {
        private final long begun = ++time;
        private final int during = epoch;
        private long ended = Long.MAX_VALUE;
        private int status;

        private Attempt() {}

        /** The answer is on its way: the poller will have it. */
        public void answered(int code) {
            synchronized (DeliveryHistory.this) {
                status = code;
                ended = ++time;
            }
        }

        /** There was no answer, or none that the poller got. */
        public void lost() {
            synchronized (DeliveryHistory.this) {
                status = 0;
                ended = ++time;
            }
        }

        private boolean isFinal() {
            return status >= 200 && status <= 299 || status >= 400 && status <= 499;
        }
    }

    /**
     * Why messages may come again.
     *
     * @param unread those that were unread afterwards; empty while nobody has looked, and where that makes no difference
     */
    private static final class Excuse {
        private final long at;
        private final boolean unreadOnly;
        private Optional<Set<String>> unread = Optional.empty();

        private Excuse(long at, boolean unreadOnly) {
            this.at = at;
            this.unreadOnly = unreadOnly;
        }

        /** An answer that was given after the kill reached nobody, so there what counts is when the request had come. */
        private boolean isSince(Attempt attempt) {
            return at > (attempt.isFinal() && !unreadOnly ? attempt.ended : attempt.begun);
        }

        private boolean covers(String message) {
            return !unreadOnly || unread.map(set -> set.contains(message)).orElse(true);
        }
    }

    /** A message is in the mailbox, unread. */
    public synchronized void put(String message) {
        messages.add(message);
    }

    /** Somebody else has read or deleted a message, or the poller was told to skip it: nothing is promised about it any more. */
    public synchronized void giveUp(String message) {
        givenUp.add(message);
    }

    /** The mailbox has a new UIDVALIDITY: what is unread in it has new names, and is new. */
    public synchronized void madeAnew() {
        epoch++;
    }

    /** A process was killed: what it had posted may come again if it is still unread. */
    public synchronized void killed() {
        excuses.add(new Excuse(++time, true));
    }

    /** A process went on that had been stopped for longer than its lease: what it was about to post may have been posted by another. */
    public synchronized void stopped() {
        excuses.add(new Excuse(++time, false));
    }

    /** A message could be neither marked nor put on record. */
    public synchronized void forgotten() {
        excuses.add(new Excuse(++time, false));
    }

    /** The web app has a request, whole; it is to be said what became of it. */
    public synchronized Attempt received(String message, String webhookId) {
        Attempt attempt = new Attempt();
        requests++;
        if (!messages.contains(message)) {
            violations.add("a request with a message that was never in the mailbox: " + message);
        }
        checkId(message, webhookId);
        List<Attempt> earlier = attempts.computeIfAbsent(message, name -> new ArrayList<>());
        boolean again = false;
        for (Attempt before : earlier) {
            if (before.during == epoch && (before.isFinal() || before.ended > time)) {
                again = true;
                if (excuses.stream().noneMatch(excuse -> excuse.isSince(before) && excuse.covers(message))) {
                    violations.add(message
                            + (before.isFinal()
                                    ? " was posted again after answer " + before.status
                                    : " was posted twice at the same time"));
                }
            }
        }
        duplicates += again ? 1 : 0;
        earlier.add(attempt);
        return attempt;
    }

    private void checkId(String message, String webhookId) {
        String place = epoch + " " + message;
        String before = idOf.putIfAbsent(place, webhookId);
        if (before != null && !before.equals(webhookId)) {
            violations.add(message + " came with two webhook-ids");
        }
        String other = messageOf.putIfAbsent(webhookId, place);
        if (other != null && !other.equals(place)) {
            violations.add(message + " has the webhook-id of another message");
        }
    }

    /** What the mailbox holds now. */
    public synchronized void mailbox(Set<String> unread, Set<String> seen) {
        for (String message : messages) {
            if (givenUp.contains(message)) {
                continue;
            }
            if (seen.contains(message) && !isDelivered(message)) {
                violations.add(message + " is marked as read and had no 2xx or 4xx answer");
            }
            if (!seen.contains(message) && !unread.contains(message)) {
                violations.add(message + " is gone from the mailbox");
            }
        }
        excuses.stream()
                .filter(excuse -> excuse.unread.isEmpty())
                .forEach(excuse -> excuse.unread = Optional.of(Set.copyOf(unread)));
        lastUnread = Set.copyOf(unread);
    }

    /** All that is not as promised, up to the last look at the mailbox. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The messages that are still to be delivered and marked. */
    public synchronized Set<String> open() {
        Set<String> open = new TreeSet<>();
        for (String message : messages) {
            if (!givenUp.contains(message) && (!isDelivered(message) || lastUnread.contains(message))) {
                open.add(message);
            }
        }
        return open;
    }

    /** How many messages were put into the mailbox. */
    public synchronized int messages() {
        return messages.size();
    }

    /** How many requests came. */
    public synchronized int requests() {
        return requests;
    }

    /** How many requests were for a message that had its final answer already, or was being posted. */
    public synchronized int duplicates() {
        return duplicates;
    }

    private boolean isDelivered(String message) {
        return attempts.getOrDefault(message, List.of()).stream().anyMatch(Attempt::isFinal);
    }
}
