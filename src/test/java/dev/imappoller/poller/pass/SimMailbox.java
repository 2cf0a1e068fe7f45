package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.pass.SimMessage.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The simulated mailbox, and who else does something in it. */
final class SimMailbox {
    static final long FIRST_UIDVALIDITY = 7;

    private static final long USUAL_SIZE = 2000;
    private static final Kind[] KINDS = Kind.values();

    /** In a thousand polls. */
    private static final int FILTER_CHANGES = 400;

    private final SimWorld world;
    private final TreeMap<Long, SimMessage> messages = new TreeMap<>();
    private final List<SimMessage> all = new ArrayList<>();
    private long uidValidity = FIRST_UIDVALIDITY;
    private long nextUid = 1;
    private int changes;
    private boolean hasPersonUnread;
    private int filter;

    SimMailbox(SimWorld world) {
        this.world = world;
    }

    long uidValidity() {
        return uidValidity;
    }

    /** All messages that ever arrived. */
    List<SimMessage> all() {
        return all;
    }

    Optional<SimMessage> find(long uid) {
        return Optional.ofNullable(messages.get(uid));
    }

    /** The UID of the message at a place, as it is now; that place where there is none. */
    long uidAt(long place) {
        return messages.keySet().stream().skip(place - 1).findFirst().orElse(place);
    }

    /** Whether a person has marked a message as unread: from outside, it is one that the server has left alone. */
    boolean hasPersonUnread() {
        return hasPersonUnread;
    }

    /** Something has changed that no pass does that is at work. */
    void changed() {
        changes++;
    }

    /** How often somebody but a pass has changed something. */
    int changes() {
        return changes;
    }

    List<Long> unseen() {
        List<Long> unseen = new ArrayList<>();
        messages.forEach((uid, message) -> {
            if (!message.isSeen) {
                unseen.add(uid);
            }
        });
        return unseen;
    }

    /** Which filter it is by now. */
    int filter() {
        return filter;
    }

    /** Whether a message matches the filter; all do once everything works. */
    boolean matches(SimMessage message) {
        return !world.settings().isFiltered() || world.settings().isHealed() || (message.number + filter) % 3 != 0;
    }

    /** Those of these messages that match the filter. */
    List<Long> matching(Collection<Long> uids) {
        return uids.stream()
                .filter(uid -> find(uid).filter(this::matches).isPresent())
                .toList();
    }

    /** What is wrong with a message; nothing once everything works. */
    Kind kind(SimMessage message) {
        boolean stays = message.kind == Kind.TOO_LARGE || message.kind == Kind.GHOST;
        return world.settings().isHealed() && !stays ? Kind.HEALTHY : message.kind;
    }

    void arrive(int count) {
        for (int i = 0; i < count; i++) {
            boolean isOdd = world.choices().odd(world.settings().oddKinds());
            arrive(isOdd ? KINDS[world.choices().below(KINDS.length)] : Kind.HEALTHY);
        }
    }

    SimMessage arrive(Kind kind) {
        long size = kind == Kind.TOO_LARGE ? world.poller().maxMessageBytes() + 1 : USUAL_SIZE;
        SimMessage message = new SimMessage(all.size() + 1, kind, world.now(), size);
        message.uid = nextUid++;
        messages.put(message.uid, message);
        all.add(message);
        changes++;
        world.say(() -> message + " arrives");
        return message;
    }

    /** A person does something, or the server makes the mailbox anew. */
    void happens() {
        if (world.odd(SimFault.PERSON_READS)) {
            pick(unseen()).ifPresent(message -> {
                message.isSeen = true;
                givenUp(message, "reads");
            });
        }
        if (world.odd(SimFault.PERSON_DELETES)) {
            pick(unseen()).ifPresent(message -> {
                messages.remove(message.uid);
                message.isGone = true;
                givenUp(message, "deletes");
            });
        }
        if (world.odd(SimFault.PERSON_UNREADS)) {
            List<Long> seen = messages.values().stream()
                    .filter(message -> message.isSeen)
                    .map(message -> message.uid)
                    .toList();
            pick(seen).ifPresent(message -> {
                message.isSeen = false;
                message.hiddenBy = Optional.empty();
                hasPersonUnread = true;
                message.unreadAt = world.now();
                message.excuse(Long.MAX_VALUE);
                changes++;
                world.say(() -> "a person marks " + message + " as unread");
            });
        }
        if (world.settings().isAskedAgain() && world.history().maySomebodyAskAgain()) {
            pick(List.copyOf(messages.keySet()))
                    .filter(message -> message.isSeen)
                    .ifPresent(this::redeliver);
        }
        if (world.odd(SimFault.NEW_UIDVALIDITY)) {
            makeAnew();
        }
        if (world.settings().isFiltered() && world.choices().odd(FILTER_CHANGES)) {
            filter++;
            changes++;
            world.say(() -> "a person changes the filter");
        }
    }

    private void redeliver(SimMessage message) {
        world.tables().redeliver(message);
        message.isSeen = false;
        message.hiddenBy = Optional.empty();
        message.isGivenUp = message.kind == Kind.GHOST;
        message.askedAgain(world.now());
        changes++;
        world.say(() -> "a person asks for " + message + " again");
    }

    private void givenUp(SimMessage message, String does) {
        message.isGivenUp = true;
        changes++;
        world.say(() -> "a person " + does + " " + message);
    }

    private Optional<SimMessage> pick(List<Long> uids) {
        return uids.isEmpty() ? Optional.empty() : find(uids.get(world.choices().below(uids.size())));
    }

    /** All messages keep their flags and get new UIDs. */
    private void makeAnew() {
        uidValidity++;
        changes++;
        List<SimMessage> before = List.copyOf(messages.values());
        messages.clear();
        nextUid = 1 + world.choices().below(3);
        for (SimMessage message : before) {
            message.uid = nextUid++;
            message.webhookId = Optional.empty();
            message.isAnswered = false;
            message.isMarked = false;
            message.copiedBy = Optional.empty();
            if (message.isSeen && message.hiddenBy.isPresent() && !message.hasFinalAnswer()) {
                message.isGivenUp = true; // Only its old name is on record.
            }
            messages.put(message.uid, message);
        }
        world.say(() -> "the mailbox is made anew, UIDVALIDITY " + uidValidity);
    }

    /** What is only listed, and never was a message, is gone once everything works. */
    void heal() {
        messages.values().removeIf(message -> message.kind == Kind.GHOST);
        changes++;
    }

    /** A message is copied to another folder, and is still in this one. */
    void copy(SimMessage message, SimFunction by) {
        world.history().copies(message, by);
        message.copiedBy = Optional.of(by);
        message.isCopyKnown = false;
        world.say(() -> by + " copies " + message);
    }

    /** A message is moved, deleted or given a keyword. */
    void file(SimMessage message, AfterDelivery.Action action, SimFunction by) {
        world.history().files(message, action, by);
        message.isFiled = true;
        if (action.kind() != AfterDelivery.Kind.KEYWORD) {
            messages.remove(message.uid);
            message.isGone = true;
        }
        if (by.hasEnded()) {
            changes++; // By a command of long ago.
        }
        world.say(() -> by + " does with " + message + ": " + action);
    }

    /** A server sets flags by itself. */
    void hide(Collection<Long> uids, SimFunction by) {
        for (long uid : uids) {
            find(uid).filter(message -> !message.isSeen).ifPresent(message -> {
                message.isSeen = true;
                message.hiddenBy = Optional.of(by);
                world.say(() -> "the server sets \\Seen on " + message + " by itself");
            });
        }
    }
}
