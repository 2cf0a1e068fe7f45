package dev.imappoller.poller;

import dev.imappoller.poller.LedgerRecord.State;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** After a pass that failed, and no more messages than this come under suspicion if the listing breaks off. */
    static final int SMALL_WINDOW = 50;

    /** So many times more messages are tried than are delivered at the most, if others fail. */
    private static final int TRIES = 3;

    private final Poller poller;
    private final PollerState before;
    private final PassContext context;
    private final Tally tally;
    private final History history;
    private final Suspects suspects;
    private final List<Long> toMark = new ArrayList<>();
    private final List<Long> toMarkAlone = new ArrayList<>();
    private final List<Long> candidates = new ArrayList<>();
    private final List<Long> alone = new ArrayList<>();
    private final Set<Long> unasked = new TreeSet<>();

    /** @param before what the last pass came to */
    Planning(Poller poller, PollerState before, PassContext context, Tally tally, History history, Suspects suspects) {
        this.poller = poller;
        this.before = before;
        this.context = context;
        this.tally = tally;
        this.history = history;
        this.suspects = suspects;
    }

    /**
     * What is to be done.
     *
     * @param carefully whether each message is taken alone, since the last pass did not live to its end
     * @throws MailboxException if the connection is lost; what was listed then is under suspicion
     */
    Plan of(Mailbox mailbox, List<Long> unseen, boolean carefully) throws MailboxException {
        Set<Long> all = new TreeSet<>(unseen);
        for (long uid : history.hidden()) {
            boolean isHidden = all.add(uid);
            history.record(uid)
                    .filter(record -> record.care().hidden() != isHidden)
                    .ifPresent(record -> history.put(record.caring(record.care().hidden(isHidden))));
        }
        tally.found(all.size());
        history.inOrder(all).forEach(this::sort);
        if (carefully || !alone.isEmpty() || !toMarkAlone.isEmpty()) {
            mailbox.carefully(); // What broke off may have been the server, over commands that were sent ahead.
        }
        int most = (int) Math.min(Integer.MAX_VALUE, (long) TRIES * poller.maxMessages());
        List<Planned> toDeliver = new ArrayList<>(list(mailbox, all, most));
        if (carefully) {
            toDeliver.replaceAll(planned -> new Planned(planned.message(), Turn.ALONE));
        }
        // Those first over which no pass has broken off while they were alone.
        alone.sort(suspects.innocentsFirst());
        toMarkAlone.sort(suspects.innocentsFirst());
        alone.stream().limit(most).flatMap(uid -> suspect(uid).stream()).forEach(toDeliver::add);
        if (before.status().filter(PollerStatus.ENDPOINT_FAILING::equals).isPresent()) {
            putProbeFirst(toDeliver);
        }
        return new Plan(toMark, toMarkAlone, toDeliver, List.copyOf(unasked));
    }

    /**
     * One message is tried first at an endpoint that did not answer. It is another one each time, since the endpoint may have gone over
     * that message: a new one, else the one that was not tried for the longest time.
     */
    private void putProbeFirst(List<Planned> toDeliver) {
        if (toDeliver.stream().noneMatch(planned -> history.isUntried(planned.uid()))) {
            toDeliver.stream()
                    .filter(planned -> suspects.timesBrokenOff(planned.uid()) == 0)
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
        boolean isSuspect = suspects.turn(uid) == Turn.ALONE;
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

    private List<Planned> list(Mailbox mailbox, Set<Long> all, int most) throws MailboxException {
        List<Planned> chosen = new ArrayList<>();
        candidates.sort(Comparator.comparing(suspects::turn)); // Keeps the order within a turn.
        int size = before.consecutiveFailures() > 0 ? SMALL_WINDOW : SIZE_WINDOW;
        for (int from = 0; from < candidates.size() && chosen.size() < most; from += size) {
            if (context.budget().isOver()) {
                tally.timeIsUp();
                break;
            }
            List<Long> window = candidates.subList(from, Math.min(from + size, candidates.size()));
            Map<Long, Listed> listed = listed(mailbox, window, all.iterator().next());
            for (long uid : window) {
                Optional<Listed> message = Optional.ofNullable(listed.get(uid));
                if (message.isEmpty()) {
                    missing(uid);
                } else if (message.get().isRead() && !history.care(uid).hidden()) {
                    history.done(List.of(uid)); // Somebody has read it since the search.
                    tally.gone(uid);
                } else if (isWanted(message.get()) && chosen.size() < most) {
                    chosen.add(new Planned(message.get(), suspects.turn(uid)));
                }
            }
        }
        return chosen;
    }

    private void missing(long uid) {
        if (history.care(uid).hidden()) {
            history.done(List.of(uid)); // No search has listed it, so it is no wonder.
            tally.gone(uid);
        } else {
            history.missing(uid);
            tally.missing(uid);
        }
    }

    private boolean isWanted(Listed message) {
        boolean tooLarge = message.size() > poller.maxMessageBytes();
        if (tooLarge) {
            tally.tooLarge(history.tooLarge(message));
        }
        return !tooLarge;
    }

    /** A suspect is not listed, since even that may be what does harm: its size is on record, as far as it is known. */
    private Optional<Planned> suspect(long uid) {
        long size = Math.max(1, history.record(uid).map(LedgerRecord::size).orElse(0L));
        Listed message = new Listed(uid, size, Optional.empty(), false);
        return isWanted(message) ? Optional.of(new Planned(message, Turn.ALONE)) : Optional.empty();
    }

    /** @param oldest whose age is asked for with the others', since it counts even if it is not tried now */
    private Map<Long, Listed> listed(Mailbox mailbox, List<Long> window, long oldest) throws MailboxException {
        Set<Long> uids = new LinkedHashSet<>(window);
        if (suspects.turn(oldest) != Turn.ALONE) {
            uids.add(oldest);
        }
        boolean done = false;
        try {
            List<Listed> listed = mailbox.list(uids);
            done = true;
            listed.stream().filter(Listed::unasked).map(Listed::uid).forEach(unasked::add);
            listed.forEach(message -> message.arrivedAt().ifPresent(at -> tally.arrivedBy(message.uid(), at)));
            return listed.stream().collect(Collectors.toMap(Listed::uid, message -> message, (one, other) -> one));
        } catch (MailboxException e) {
            done = isRefusal(e);
            Unasked hidden = new Unasked(history, context.now());
            unasked.forEach(hidden::found);
            hidden.keep();
            throw e;
        } finally {
            if (!done && window.size() <= SMALL_WINDOW) {
                suspects.inCompany(
                        uids.stream()
                                .map(uid -> new Listed(uid, 0, Optional.empty(), false))
                                .toList(),
                        "the connection was lost while it was listed");
            }
        }
    }

    private static boolean isRefusal(MailboxException e) {
        return e.failure().status() == PollerStatus.THROTTLED;
    }
}
