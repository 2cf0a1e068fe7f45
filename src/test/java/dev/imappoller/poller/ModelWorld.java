package dev.imappoller.poller;

import dev.imappoller.testing.DeliveryHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A mailbox, an endpoint and a State table in memory, and passes over them in which anything may happen at any step. */
final class ModelWorld {
    final DeliveryHistory history = new DeliveryHistory();
    final TreeMap<Long, String> messages = new TreeMap<>();
    final Set<Long> seen = new HashSet<>();
    final Map<String, LedgerRecord> records = new HashMap<>();
    final Map<String, LedgerRecord> rejected = new HashMap<>();
    final FakeLeases leases = new FakeLeases();
    long uidValidity = 7;
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    long nanos;
    boolean storeRefused;
    boolean marksLost;
    boolean ledgerDown;
    Verdicts verdicts = Verdicts.ALL_WELL;
    Flags flags = Flags.LEFT_ALONE;
    final Set<String> endTheConnection = new HashSet<>();
    final Set<String> endWhenMarked = new HashSet<>();
    final Set<String> leftUnanswered = new HashSet<>();
    int kills;
    int stops;
    private PollerState state = PollerState.NEW;
    private long nextUid = 1;
    private int names;

    /** What the endpoint makes of messages. */
    enum Verdicts {
        ALL_WELL,
        MIXED,
        NO_ANSWERS,
        ALL_FAIL,
        ASKS_TO_WAIT
    }

    /** What the server does with flags when a message is fetched. */
    enum Flags {
        LEFT_ALONE,
        SET_BEFORE,
        SET_AFTER;

        void before(long uid, Set<Long> seen) {
            if (this == SET_BEFORE) {
                seen.add(uid);
            }
        }

        void after(long uid, Set<Long> seen) {
            if (this == SET_AFTER) {
                seen.add(uid);
            }
        }
    }

    /** What is wrong with a message. */
    enum Kind {
        HEALTHY,
        ENDS_THE_CONNECTION,
        ENDS_IT_WHEN_MARKED,
        LEFT_UNANSWERED
    }

    /** What happens at a step of a pass. */
    enum Happening {
        KILLED,
        CONNECTION_LOST,
        ANOTHER_PASS,
        STOPPED_AND_OVERTAKEN,
        SLOW,
        MESSAGE_EXPUNGED,
        MESSAGE_READ
    }

    /** The end of a process, which nothing in it lives to see. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    void arrive(int count) {
        for (int i = 0; i < count; i++) {
            arrive(Kind.HEALTHY);
        }
    }

    String arrive(Kind kind) {
        String name = "message-" + ++names;
        switch (kind) {
            case HEALTHY -> {}
            case ENDS_THE_CONNECTION -> endTheConnection.add(name);
            case ENDS_IT_WHEN_MARKED -> endWhenMarked.add(name);
            case LEFT_UNANSWERED -> leftUnanswered.add(name);
        }
        messages.put(nextUid++, name);
        history.put(name);
        return name;
    }

    boolean bad(Set<String> kind, long uid) {
        return messages.containsKey(uid) && kind.contains(messages.get(uid));
    }

    void expunge(Random random) {
        pick(random, unseen()).ifPresent(uid -> {
            history.giveUp(messages.remove(uid));
            seen.remove(uid);
        });
    }

    void read(Random random) {
        pick(random, unseen()).ifPresent(uid -> {
            history.giveUp(messages.get(uid));
            seen.add(uid);
        });
    }

    /** All messages keep their flags and get new UIDs. */
    void makeAnew() {
        uidValidity++;
        nextUid = 1;
        TreeMap<Long, String> before = new TreeMap<>(messages);
        Set<Long> seenBefore = Set.copyOf(seen);
        messages.clear();
        seen.clear();
        before.forEach((uid, name) -> {
            if (seenBefore.contains(uid)) {
                seen.add(nextUid);
            }
            messages.put(nextUid++, name);
        });
        history.madeAnew();
    }

    void pass(Map<Integer, Happening> plan, Random random) {
        ModelProcess process = new ModelProcess(this, plan, random);
        try {
            process.pass(state).ifPresent(this::record);
        } catch (Killed e) {
            kills++;
            history.killed();
            giveUpWhatTheServerHasHidden();
        }
        look();
    }

    /** Between the fetch and the next command only the process knows what the server has marked by itself. */
    private void giveUpWhatTheServerHasHidden() {
        if (flags != Flags.LEFT_ALONE) {
            messages.forEach((uid, name) -> {
                if (seen.contains(uid)
                        && !isOnRecordAsHidden(uid)
                        && history.open().contains(name)) {
                    history.giveUp(name);
                }
            });
        }
    }

    private boolean isOnRecordAsHidden(long uid) {
        return Optional.ofNullable(records.get(uidValidity + "#" + uid))
                .filter(LedgerRecord::mayBeHidden)
                .isPresent();
    }

    private void record(Outcome outcome) {
        boolean ok = outcome.status() == PollerStatus.OK;
        state = new PollerState(
                Optional.of(now),
                ok ? 0 : state.consecutiveFailures() + 1,
                Optional.of(outcome.status()),
                outcome.unread().isPresent() ? outcome.unread() : state.unread(),
                Optional.empty(),
                Optional.empty(),
                "",
                RecentDeliveries.NONE,
                outcome.lastAnswered().or(state::lastAnswered));
    }

    void look() {
        Set<String> unread = new HashSet<>();
        Set<String> read = new HashSet<>();
        messages.forEach((uid, name) -> (seen.contains(uid) && !isOnRecordAsHidden(uid) ? read : unread).add(name));
        history.mailbox(unread, read);
    }

    List<Long> unseen() {
        return messages.keySet().stream().filter(uid -> !seen.contains(uid)).toList();
    }

    /** Everything works again; passes until all is delivered, or so many are made. */
    int passesUntilAllIsDelivered(int most) {
        storeRefused = false;
        marksLost = false;
        ledgerDown = false;
        verdicts = Verdicts.ALL_WELL;
        flags = Flags.LEFT_ALONE;
        endTheConnection.clear();
        endWhenMarked.clear();
        leftUnanswered.clear();
        int passes = 0;
        for (look(); !history.open().isEmpty() && passes < most; passes++) {
            elapse(Duration.ofHours(1));
            pass(Map.of(), new Random(0));
        }
        return passes;
    }

    void elapse(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** What the endpoint answers; none means that nothing came back. */
    Answer answer(String name, DeliveryHistory.Attempt attempt, Random random) {
        if (leftUnanswered.contains(name)) {
            attempt.lost();
            return new Answer.None(Answer.Cause.CONNECTION_LOST, "closed the connection", Duration.ZERO);
        }
        OptionalInt status = switch (verdicts) {
            case ALL_WELL -> OptionalInt.of(200);
            case MIXED -> mixed(random);
            case NO_ANSWERS -> OptionalInt.empty();
            case ALL_FAIL -> OptionalInt.of(500);
            case ASKS_TO_WAIT -> OptionalInt.of(503);
        };
        if (status.isEmpty()) {
            attempt.lost();
            return new Answer.None(Answer.Cause.TIMED_OUT, "did not answer in time", Duration.ZERO);
        }
        attempt.answered(status.getAsInt());
        Optional<Duration> wait =
                status.getAsInt() == 503 ? Optional.of(Duration.ofMinutes(random.nextInt(60) + 1L)) : Optional.empty();
        return new Answer.Http(status.getAsInt(), "", Duration.ZERO, wait);
    }

    private static OptionalInt mixed(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> OptionalInt.empty();
            case 1, 2 -> OptionalInt.of(500);
            case 3 -> OptionalInt.of(400);
            default -> OptionalInt.of(200);
        };
    }

    private static Optional<Long> pick(Random random, List<Long> uids) {
        return uids.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(uids).get(random.nextInt(uids.size())));
    }

    @Override
    public String toString() {
        return messages.size() + " messages, " + unseen().size() + " unread, " + records.size() + " on record";
    }
}
