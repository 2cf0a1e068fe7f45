package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.LastAnswered.Unfiled;
import dev.imappoller.poller.item.UidSet;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files messages away once they are marked, as {@code afterDelivery} says: they are moved, deleted or given a keyword. By then all
 * promises are kept: what fails here is tried again in the next pass, and nothing is posted again because of it.
 */
final class Filing {
    /** The most messages in one command: more would hold up the end of a pass. */
    private static final int MOST = 100;

    /** The most of earlier passes. Others stay where they are. */
    private static final int MOST_REMEMBERED = 10_000;

    /** With less time left, a command would be cut. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final AfterDelivery after;
    private final PassScope scope;
    private final Map<Long, Task> tasks = new TreeMap<>();
    private final Set<Long> due = new LinkedHashSet<>();
    private final Set<Long> underWay = new LinkedHashSet<>();

    /** A connection was lost over them before. So each is filed away alone, and given up if that happens again: each try may leave a copy. */
    private final Set<Long> suspects = new HashSet<>();

    private @Nullable Unfiled ofEarlierPasses;

    /** Somebody has asked for these again since. If they are read by now, that was a person, who wants to find them where they are. */
    private final Set<Long> toBeDelivered;

    private boolean isLast;
    private boolean isAnyFiled;
    private boolean isGivenUp;

    /** Why a message is filed away, which says how. */
    private enum Task {
        ACCEPTED,
        REJECTED,
        /** It is in the other folder by now, and has only to be removed from this one. */
        COPIED
    }

    Filing(AfterDelivery after, PassScope scope) {
        this.after = after;
        this.scope = scope;
        this.ofEarlierPasses = scope.unkept().unfiled().orElse(null);
        this.toBeDelivered = ofEarlierPasses().stream()
                .filter(uid -> scope.history()
                        .state(uid)
                        .filter(state -> state != State.DELIVERED)
                        .isPresent())
                .collect(Collectors.toSet());
    }

    /**
     * Takes up what earlier passes have left, last of all, since that may be why a connection was lost.
     *
     * @param unseen messages that are unread: those of them that are to be delivered are left alone
     */
    void takeUp(Set<Long> unseen) {
        Unfiled left = ofEarlierPasses;
        ofEarlierPasses = null;
        if (left != null && !scope.history().isReadOnly()) { // Else UIDs may name other messages by now.
            suspects.addAll(left.suspects().youngest(MOST_REMEMBERED));
            takeUp(left.accepted(), Task.ACCEPTED, unseen);
            takeUp(left.rejected(), Task.REJECTED, unseen);
            takeUp(left.copied(), Task.COPIED, unseen);
        }
    }

    private void takeUp(UidSet left, Task task, Set<Long> unseen) {
        isLast = isLast || !left.isEmpty();
        for (long uid : left.youngest(MOST_REMEMBERED)) {
            if (toBeDelivered.contains(uid)) {
                continue;
            }
            Optional<State> state = scope.history().state(uid);
            boolean isMarked = !unseen.contains(uid) && state.isEmpty();
            if (isMarked || state.filter(State.DELIVERED::equals).isPresent()) {
                put(uid, task);
            }
            if (isMarked) {
                marked(List.of(uid));
            }
        }
    }

    /** What earlier passes have left, as far as it is taken up. */
    Set<Long> ofEarlierPasses() {
        return Stream.ofNullable(ofEarlierPasses)
                .flatMap(left -> Stream.of(left.accepted(), left.rejected(), left.copied()))
                .flatMap(left -> left.youngest(MOST_REMEMBERED).stream())
                .collect(Collectors.toSet());
    }

    private void put(long uid, Task task) {
        if (action(task).isPresent()) {
            tasks.put(uid, task);
        } else {
            tasks.remove(uid);
            due.remove(uid);
        }
    }

    private Optional<Action> action(Task task) {
        return switch (task) {
            case ACCEPTED -> after.accepted();
            case REJECTED -> after.rejected();
            case COPIED -> Optional.of(Action.DELETE);
        };
    }

    /** A message has its final answer, and is to be filed away once it is marked. */
    void answered(long uid, Verdict verdict) {
        switch (verdict) {
            case ACCEPTED -> put(uid, Task.ACCEPTED);
            case REJECTED -> put(uid, Task.REJECTED);
            case DEFERRED -> {}
        }
    }

    /** Messages are marked. */
    void marked(Collection<Long> uids) {
        uids.stream().filter(tasks::containsKey).forEach(due::add);
    }

    /**
     * Has the next messages filed away, if it is time.
     *
     * @param isAllElseDone whether nothing else is under way at the server, or ever will be
     */
    void begin(boolean isAllElseDone) {
        boolean mayBegin = isLast
                ? isAllElseDone && !scope.budget().isOver()
                : scope.budget().untilCut().compareTo(LEAST) >= 0;
        if (underWay.isEmpty() && mayBegin && isAnyNext()) {
            long first = due.stream()
                    .filter(uid -> !suspects.contains(uid))
                    .findFirst()
                    .orElseGet(() -> due.iterator().next());
            Task task = task(first);
            List<Long> batch = suspects.contains(first)
                    ? List.of(first)
                    : due.stream()
                            .filter(uid -> task(uid) == task && !suspects.contains(uid))
                            .limit(MOST)
                            .toList();
            batch.forEach(due::remove);
            underWay.addAll(batch);
            scope.effects().add(new PassEffect.FileAway(batch, action(task).orElseThrow()));
        }
    }

    private Task task(long uid) {
        return Optional.ofNullable(tasks.get(uid)).orElseThrow();
    }

    /** Whether an answer is awaited. */
    boolean isUnderWay() {
        return !underWay.isEmpty();
    }

    /** Whether an answer is awaited, or is going to be before other messages are begun. */
    boolean isBusy() {
        return isUnderWay() || isAnyNext() && !isLast;
    }

    /** Without the lease, somebody may have asked for a message again meanwhile. */
    private boolean isAnyNext() {
        return !due.isEmpty() && !isGivenUp && !scope.isLeaseLost();
    }

    /** Messages are filed away. */
    void filed(Collection<Long> uids) {
        isAnyFiled = true;
        uids.stream().filter(underWay::remove).forEach(tasks::remove);
    }

    /** Messages are in the other folder, and still in this one too. */
    void copied(Collection<Long> uids) {
        List<Long> mine = uids.stream().filter(underWay::contains).toList();
        mine.forEach(uid -> tasks.put(uid, Task.COPIED));
        mine.forEach(suspects::remove);
    }

    /** The server refuses to file messages away; if it has done it with none so far, or throttles, it is not asked for others. */
    void refused(Collection<Long> uids, Failure why) {
        List<Long> mine = uids.stream().filter(underWay::remove).toList();
        isGivenUp = isGivenUp || !isAnyFiled || why.status() == PollerStatus.THROTTLED;
        if (!mine.isEmpty()) {
            scope.tally().notes().unfiled(mine.size(), why);
            failed(mine.size(), why.detail());
        }
    }

    /** The connection is lost: what was under way may be done or not, and may be the cause. */
    void lost(String why) {
        isLast = true;
        if (isUnderWay()) {
            isGivenUp = true;
            failed(underWay.size(), why);
            underWay.stream()
                    .filter(uid -> task(uid) != Task.COPIED && !suspects.add(uid))
                    .forEach(tasks::remove);
            underWay.clear();
        }
    }

    private void failed(int messages, String why) {
        scope.effects().tell(events -> events.filingFailed(scope.poller(), messages, why));
    }

    /** What is left to the next pass: also messages that are not known to be marked. */
    Optional<Unfiled> left() {
        return ofEarlierPasses != null || tasks.isEmpty()
                ? Optional.ofNullable(ofEarlierPasses)
                : Optional.of(new Unfiled(
                        left(uid -> task(uid) == Task.ACCEPTED),
                        left(uid -> task(uid) == Task.REJECTED),
                        left(uid -> task(uid) == Task.COPIED),
                        left(suspects::contains)));
    }

    private UidSet left(LongPredicate which) {
        return UidSet.of(tasks.keySet().stream().filter(which::test).toList());
    }
}
