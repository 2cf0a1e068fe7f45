package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.Care;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.ledger.PassLedger;
import dev.imappoller.poller.ledger.ServerMarked;
import dev.imappoller.poller.ledger.Suspects;
import dev.imappoller.poller.mailbox.Mailbox.PastFilter;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides which messages a pass is to deliver, and in which order: new ones first, and those that may harm others last. */
final class Planning {
    /** Sizes are asked for in windows of this many messages, so that a huge mailbox doesn't cost more than is delivered. */
    static final int SIZE_WINDOW = 500;

    /** The window after a pass that failed, so that no more messages than this become suspects if the listing breaks off. */
    static final int SMALL_WINDOW = 50;

    /** If messages fail, at most this many times {@code maxMessages} are tried. */
    private static final int TRIES = 3;

    private final Poller poller;
    private final PollerState before;
    private final PassScope scope;
    private final Tally tally;
    private final PassLedger history;
    private final Suspects suspects;
    private final boolean carefully;
    private final List<Long> toMark = new ArrayList<>();
    private final List<Long> toMarkAlone = new ArrayList<>();
    private final List<Long> candidates = new ArrayList<>();
    private final List<Long> alone = new ArrayList<>();
    private final Set<Long> serverMarked = new TreeSet<>();
    private final List<PlannedMessage> chosen = new ArrayList<>();
    private final int most;
    private long oldest;
    private int next;
    private List<Long> window = List.of();

    /**
     * @param before what the last pass came to
     * @param carefully whether each message is taken alone, since the last pass was killed
     */
    Planning(PassScope scope, PollerState before, boolean carefully) {
        this.poller = scope.poller();
        this.before = before;
        this.scope = scope;
        this.tally = scope.tally();
        this.history = scope.history();
        this.suspects = scope.suspects();
        this.carefully = carefully;
        this.most = (int) Math.min(Integer.MAX_VALUE, (long) TRIES * poller.maxMessages());
    }

    /**
     * Begins with the messages that are unseen.
     *
     * @param pastFilter what others that are on record are like
     */
    void begin(List<Long> unseen, PastFilter pastFilter) {
        Set<Long> all = new TreeSet<>(unseen);
        for (long uid : history.hidden()) {
            if (poller.filter().isPresent()
                    && !all.contains(uid)
                    && !pastFilter.matching().contains(uid)) {
                leaveAlone(uid, pastFilter.unseen().contains(uid));
                continue;
            }
            boolean isHidden = all.add(uid);
            history.record(uid)
                    .filter(record -> record.care().hidden() != isHidden)
                    .ifPresent(record -> history.put(record.caring(record.care().hidden(isHidden))));
        }
        tally.found(all.size() + scope.leftAlone().size());
        oldest = all.stream().findFirst().orElse(0L);
        history.inOrder(all).forEach(this::sort);
        if (scope.filing().isPresent()) {
            Set<Long> unread = new HashSet<>(all);
            unread.addAll(pastFilter.unseen()); // Who marks a message as unread wants to find it.
            scope.filing().get().takeUp(unread);
        }
        candidates.sort(Comparator.comparing(suspects::turn)); // Keeps the order within a turn.
        if (carefully || !alone.isEmpty() || !toMarkAlone.isEmpty()) {
            // The server may have broken off over commands that were sent ahead.
            scope.effects().add(new PassEffect.Carefully());
        }
    }

    /** It doesn't match the filter any more. The server has marked it, and no person has, so it becomes unread again. */
    private void leaveAlone(long uid, boolean isUnseen) {
        if (isUnseen) {
            if (!scope.unkept().isAskedFor(uid)) {
                history.done(List.of(uid));
            }
        } else {
            history.record(uid).ifPresent(record -> history.put(record.caring(Care.NONE.hidden(true))));
            serverMarked.add(uid);
            scope.leftAlone().add(uid);
        }
    }

    /** The messages that are to be listed next; none once enough are known. */
    Optional<PassEffect.ListMessages> toList() {
        if (next >= candidates.size() || chosen.size() >= most) {
            return Optional.empty();
        }
        if (scope.budget().isOver()) {
            tally.timeIsUp();
            return Optional.empty();
        }
        int size = before.consecutiveFailures() > 0 ? SMALL_WINDOW : SIZE_WINDOW;
        window = candidates.subList(next, Math.min(next + size, candidates.size()));
        next += window.size();
        return Optional.of(new PassEffect.ListMessages(listedWith(window)));
    }

    /** With the oldest, whose age is asked for, since it counts even if it is not tried now. */
    private List<Long> listedWith(List<Long> some) {
        Set<Long> uids = new LinkedHashSet<>(some);
        if (suspects.turn(oldest) != DeliveryOrder.ALONE) {
            uids.add(oldest);
        }
        return List.copyOf(uids);
    }

    /** What the server announces of those. */
    void listed(List<MessageSummary> messages) {
        messages.stream()
                .filter(MessageSummary::serverMarked)
                .map(MessageSummary::uid)
                .filter(uid -> history.state(uid)
                        .filter(State.DELIVERED::equals)
                        .isEmpty()) // That one is to be marked anyway.
                .forEach(serverMarked::add);
        messages.forEach(message -> message.arrivedAt().ifPresent(at -> tally.arrivedBy(message.uid(), at)));
        Map<Long, MessageSummary> byUid = messages.stream()
                .collect(Collectors.toMap(MessageSummary::uid, message -> message, (one, other) -> one));
        for (long uid : window) {
            Optional<MessageSummary> message = Optional.ofNullable(byUid.get(uid));
            if (message.isEmpty()) {
                missing(uid);
            } else if (message.get().isRead() && !history.care(uid).hidden()) {
                history.done(List.of(uid)); // Somebody has read it since the search.
                tally.gone(uid);
            } else if (isWanted(message.get()) && chosen.size() < most) {
                chosen.add(new PlannedMessage(message.get(), suspects.turn(uid)));
            }
        }
    }

    /** They could not be listed: few of them are suspects then, unless the server has said why. */
    void notListed(Failure why) {
        ServerMarked hidden = new ServerMarked(history, scope.limits().began());
        serverMarked.forEach(hidden::found);
        hidden.keep();
        if (why.status() != PollerStatus.THROTTLED && window.size() <= SMALL_WINDOW) {
            suspects.inCompany(
                    listedWith(window).stream()
                            .map(uid -> new MessageSummary(uid, 0, Optional.empty(), false))
                            .toList(),
                    "the connection was lost when it was to be listed");
        }
    }

    /** What is to be done, once enough messages are listed. */
    Plan plan() {
        List<PlannedMessage> toDeliver = new ArrayList<>(chosen);
        if (carefully) {
            toDeliver.replaceAll(planned -> new PlannedMessage(planned.message(), DeliveryOrder.ALONE));
        }
        // First those that have not ended a pass while they were alone.
        alone.sort(suspects.innocentsFirst());
        toMarkAlone.sort(suspects.innocentsFirst());
        alone.stream().limit(most).flatMap(uid -> suspect(uid).stream()).forEach(toDeliver::add);
        if (before.consecutiveFailures() > 0) { // Its status doesn't tell all that failed.
            putProbeFirst(toDeliver);
        }
        return new Plan(toMark, toMarkAlone, toDeliver, List.copyOf(serverMarked));
    }

    /**
     * One message is tried first at an endpoint that may not have answered. It is another one each time, since that message may have
     * brought the endpoint down: a new one, else the one whose last attempt is longest ago.
     */
    private void putProbeFirst(List<PlannedMessage> toDeliver) {
        if (toDeliver.stream().noneMatch(planned -> history.isUntried(planned.uid()))) {
            toDeliver.stream()
                    .min(Comparator.comparing(planned -> history.lastAttempt(planned.uid())))
                    .ifPresent(probe -> {
                        toDeliver.remove(probe);
                        toDeliver.add(0, probe);
                    });
        }
    }

    private void sort(long uid) {
        history.firstAttemptAt(uid).ifPresent(at -> tally.arrivedBy(uid, at));
        if (suspects.settle(uid)) {
            tally.failedMessage(true);
            return;
        }
        Optional<State> state = history.state(uid);
        boolean isSuspect = suspects.turn(uid) == DeliveryOrder.ALONE;
        if (state.filter(State.DELIVERED::equals).isPresent()) {
            if (history.waits(uid)) {
                tally.waits();
            } else {
                (isSuspect ? toMarkAlone : toMark).add(uid);
            }
        } else if (state.filter(State.PARKED::equals).isPresent() && !suspects.isTriedAgain(uid)) {
            tally.parked();
        } else if (history.waits(uid)) {
            tally.waits();
        } else {
            (isSuspect ? alone : candidates).add(uid);
        }
    }

    private void missing(long uid) {
        if (history.care(uid).hidden()) {
            history.done(List.of(uid)); // No search has listed it, so it is expected to have the flag.
            tally.gone(uid);
        } else {
            history.missing(uid);
            tally.missing(uid);
        }
    }

    private boolean isWanted(MessageSummary message) {
        boolean tooLarge = message.size() > poller.maxMessageBytes();
        if (tooLarge) {
            tally.tooLarge(history.tooLarge(message));
            if (history.care(message.uid()).hidden()) {
                serverMarked.add(message.uid());
            }
        }
        return !tooLarge;
    }

    /** A suspect is not listed, since listing it may break off the connection. Its size comes from its record, if known. */
    private Optional<PlannedMessage> suspect(long uid) {
        long size = Math.max(1, history.record(uid).map(LedgerRecord::size).orElse(0L));
        MessageSummary message = new MessageSummary(uid, size, Optional.empty(), false);
        return isWanted(message) ? Optional.of(new PlannedMessage(message, DeliveryOrder.ALONE)) : Optional.empty();
    }
}
