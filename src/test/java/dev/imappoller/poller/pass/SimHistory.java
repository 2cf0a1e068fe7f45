package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.WebhookId;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.pass.SimMessage.Attempt;
import dev.imappoller.poller.run.SimRun;
import dev.imappoller.poller.status.PollerStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at everything that happens in a schedule, and tells what is not as promised. */
final class SimHistory {
    /** Of a message in another folder: each time that the connection is lost in mid-command may leave one. */
    private static final int MOST_COPIES = 2;

    private static final int MOST_UNMARKED = 25;

    /** What happened so long before a message was posted may have to do with it: nothing is under way for longer. */
    private static final long LONG_BEFORE = 30 * SimWorld.SECOND;

    private final SimWorld world;
    /** How often the mailbox had changed when a function searched it. */
    private final Map<SimFunction, Integer> searches = new HashMap<>();
    /** Which filter it was when a function searched first. */
    private final Map<SimFunction, Integer> filters = new HashMap<>();

    private Optional<Violation> violation = Optional.empty();
    private long troubleAt = Long.MIN_VALUE;

    /**
     * What is not as promised.
     *
     * @param kind the promise that is broken, in a word or two
     */
    record Violation(String kind, String what, int step) {}

    SimHistory(SimWorld world) {
        this.world = world;
    }

    boolean isAsPromised() {
        return violation.isEmpty();
    }

    Optional<Violation> violation() {
        return violation;
    }

    void isNotAsPromised(String kind, String what) {
        if (violation.isEmpty()) {
            violation = Optional.of(new Violation(kind, what, world.steps()));
            world.say(() -> kind + ": " + what);
        }
    }

    /** A function did not live to its end, or a table could not be used: what one pass knew, the next may not. */
    void trouble() {
        troubleAt = world.now();
    }

    /** An error strikes in the program. */
    void breaks(SimFunction function) {
        function.record().broken(world.now());
        trouble();
    }

    void begins(SimFunction function) {
        for (SimFunction other : world.functions()) {
            if (other != function && !other.isOver()) {
                other.record().overlapped();
                function.record().overlapped();
            }
        }
    }

    void searches(SimFunction function) {
        searches.put(function, world.mailbox().changes());
        filters.putIfAbsent(function, world.mailbox().filter());
    }

    /**
     * Whether a person may ask for messages again: only where no function is at work, nor was a moment ago, and where it is certain which
     * came first.
     */
    boolean maySomebodyAskAgain() {
        return !isAnyClockWrong()
                && world.tables().lease().isEmpty()
                && world.functions().stream()
                        .allMatch(function -> function.isOver()
                                && world.now() - function.call().beganAt() > 3 * SimWorld.SECOND);
    }

    /** A lease that nobody gave back is taken over. */
    void takesOver(SimFunction function, SimFunction from) {
        SimRecord record = from.record();
        long now = world.now();
        boolean isExcused = from.isOver()
                || record.isBroken()
                || record.wasPausedSince(now - SimWorld.nanos(Lease.LENGTH) - SimWorld.SECOND)
                || record.hadTroubleSince(now - SimWorld.nanos(Lease.LENGTH) - 2 * SimWorld.SECOND)
                || record.isBlockedSince(now - 3 * SimWorld.SECOND)
                || record.isClockWrong()
                || function.record().isClockWrong();
        if (!isExcused) {
            isNotAsPromised("LEASE NOT KEPT", function + " takes the lease over from " + from + ", which is at work");
        }
    }

    /** A function begins to post a message. */
    void posts(SimFunction function, SimMessage message) {
        isWanted(function, message);
        SimRecord record = function.record();
        if (record.isLeaseLost()) {
            isNotAsPromised("POSTED WITHOUT LEASE", function + " posts " + message + " and knows its lease is lost");
        }
        long held = world.now() - record.leaseAskedAt();
        if (!record.wasLeased()
                || held > SimWorld.nanos(Lease.LENGTH) && !record.wasPausedSince(record.leaseAskedAt())) {
            isNotAsPromised("POSTED WITHOUT LEASE", function + " posts " + message + ", and its lease has ended");
        }
    }

    /** By the filter of its search, as long as nobody has changed that. */
    private void isWanted(SimFunction function, SimMessage message) {
        boolean isSame = filters.getOrDefault(function, -1) == world.mailbox().filter();
        if (isSame && !world.mailbox().matches(message)) {
            isNotAsPromised("POSTED UNWANTED", function + " posts " + message + ", which does not match the filter");
        }
    }

    /** A function writes a record, or takes one away. */
    void writes(SimFunction function, Ledger.Change change) {
        boolean staysTrue = change.record()
                .filter(record ->
                        record.state() == LedgerRecord.State.DELIVERED || record.state() == LedgerRecord.State.REJECTED)
                .isPresent();
        if (function.record().isLeaseLost() && !staysTrue) {
            isNotAsPromised(
                    "WRITTEN WITHOUT LEASE",
                    function + " writes about message " + change.key().uid() + " and knows its lease is lost");
        }
    }

    /** The web app has a message. */
    void receives(SimMessage message, Attempt attempt, long uid, String webhookId) {
        String expected = WebhookId.of(world.poller().pollerId(), world.poller().folder(), attempt.uidValidity, uid);
        if (!expected.equals(webhookId)) {
            isNotAsPromised("WEBHOOK-ID", message + " has another webhook-id");
        }
        for (Attempt before : message.attempts) {
            if (before.uidValidity == attempt.uidValidity
                    && isAgain(before, attempt)
                    && !isExcused(message, before, attempt)) {
                isNotAsPromised(
                        "TWICE",
                        attempt.by + " posts " + message + " again, which " + before.by
                                + (before.isKnown() ? " had a final answer for" : " is posting"));
            }
        }
        message.attempts.add(attempt);
    }

    private static boolean isAgain(Attempt before, Attempt now) {
        boolean isUnderWay = before.toldAt == Long.MAX_VALUE && !before.by.hasEnded();
        return before.isKnown() || isUnderWay;
    }

    private boolean isExcused(SimMessage message, Attempt before, Attempt now) {
        SimRecord earlier = before.by.record();
        SimRecord later = now.by.record();
        if (message.excusedAt >= before.begun) {
            return true;
        }
        if (before.by == now.by) {
            return false;
        }
        boolean isLost = earlier.isKilled() || earlier.isClaimed() || earlier.wasBrokenBy(before.toldAt);
        // One that stood still beside others may have written what it knew before over what they did.
        boolean stoodStill = world.functions().stream()
                .filter(any -> any == before.by || any == now.by || any.record().isOverlapped())
                .anyMatch(any -> any.record().wasPausedSince(before.begun - LONG_BEFORE));
        boolean isClockWrong = isAnyClockWrong() && earlier.isOverlapped();
        boolean hadTrouble = earlier.hadTroubleSince(before.begun - LONG_BEFORE);
        boolean isForgotten = message.isMarkLost
                && (troubleAt >= before.begun
                        || earlier.isOverlapped()
                        || later.isOverlapped()
                        || world.settings().isFiltered());
        return isLost || stoodStill || isClockWrong || hadTrouble || isForgotten;
    }

    /** The web app gives a final answer. */
    void answers(SimFunction function, SimMessage message) {
        if (function.record().answered(message.uid) > MOST_UNMARKED) {
            isNotAsPromised(
                    "TOO MANY UNMARKED", function + " has more than " + MOST_UNMARKED + " answered and not marked");
        }
    }

    /** A function comes to know what became of a post. */
    void isTold(SimMessage message, Attempt attempt) {
        attempt.toldAt = world.now();
        boolean isOfNow = attempt.uidValidity == world.mailbox().uidValidity() && attempt.begun >= message.askedAgainAt;
        if (attempt.isFinal && isOfNow) {
            message.isAnswered = true;
        }
    }

    void marks(SimMessage message, SimFunction function) {
        message.isReachedBy(function);
        if (!message.isAnswered) {
            isNotAsPromised("MARKED UNANSWERED", function + " marks " + message + ", which had no final answer");
        }
        message.isMarked = true;
    }

    /** A message is copied to another folder. */
    void copies(SimMessage message, SimFunction function) {
        isToBeFiled(message, function);
        boolean isKnown = message.isCopyKnown
                && !message.wasAskedAgain
                && !world.mailbox().hasPersonUnread() // Who has it delivered again has it copied again.
                && message.copiedBy
                        .filter(before -> before == function || isRemembered(before))
                        .isPresent();
        if (isKnown) {
            isNotAsPromised("COPIED TWICE", function + " copies " + message + " again");
        }
        message.copies++;
        boolean isAskedForOnce = !message.wasAskedAgain && !world.mailbox().hasPersonUnread();
        if (message.copies > MOST_COPIES && isAskedForOnce && isAllElseRemembered(function)) {
            isNotAsPromised("COPIED TOO OFTEN", function + " makes copy " + message.copies + " of " + message);
        }
    }

    private boolean isAllElseRemembered(SimFunction function) {
        return world.functions().stream().allMatch(other -> other == function || isRemembered(other));
    }

    /** A message over which the connection was lost twice stays where it is. */
    private boolean isGivenUpUnfiled(SimMessage message) {
        return message.filings >= 2
                && world.functions().stream()
                                .filter(function -> function.record().wasConnectionLost())
                                .count()
                        >= 2;
    }

    /** A message is moved, deleted or given a keyword. */
    void files(SimMessage message, AfterDelivery.Action action, SimFunction function) {
        isToBeFiled(message, function);
        boolean isAsked = message.attempts.stream()
                .filter(attempt -> attempt.isFinal)
                .anyMatch(attempt -> asked(attempt.isRejected).equals(Optional.of(action)));
        if (!isAsked && message.copiedBy.isEmpty()) {
            isNotAsPromised(
                    "FILED OTHERWISE", function + " does with " + message + " what nobody asked for: " + action);
        }
    }

    private Optional<AfterDelivery.Action> asked(boolean isRejected) {
        return world.poller().afterDelivery().flatMap(after -> isRejected ? after.rejected() : after.accepted());
    }

    private void isToBeFiled(SimMessage message, SimFunction function) {
        message.isReachedBy(function);
        if (!message.isAnswered) {
            isNotAsPromised("FILED UNANSWERED", function + " files away " + message + ", which had no final answer");
        }
        boolean isUnreadMeanwhile = message.unreadAt >= function.call().beganAt();
        if (!message.isMarked && !message.isSeen && !isUnreadMeanwhile) {
            isNotAsPromised("FILED UNMARKED", function + " files away " + message + ", which is not marked");
        }
    }

    /** Whether what a function knew at its end is known to those after it. */
    private static boolean isRemembered(SimFunction function) {
        SimRecord record = function.record();
        return record.isStatusWritten()
                && !record.isKilled()
                && !record.isClaimed()
                && !record.isBroken()
                && !record.isLeaseLost()
                && !record.isOverlapped()
                && !record.wasEverPaused()
                && !record.wasSlowSince(0)
                && !record.hadTroubleSince(0);
    }

    /** Whether a message that is delivered and marked is still to be filed away, and nothing has happened that explains it. */
    private boolean isNeverFiled(SimMessage message) {
        boolean isAsked = message.attempts.stream()
                .filter(Attempt::isKnown)
                .anyMatch(attempt -> asked(attempt.isRejected).isPresent());
        boolean isExcused = isGivenUpUnfiled(message)
                || message.isMarkLost
                || !message.isAnswered
                || !message.isMarked
                || message.wasAskedAgain
                || world.mailbox().hasPersonUnread()
                || world.settings().hadFlagsSet()
                || world.mailbox().uidValidity() != SimMailbox.FIRST_UIDVALIDITY
                || isAnyClockWrong()
                || !world.functions().stream().allMatch(SimHistory::isRemembered);
        return isAsked && !message.isFiled && !isExcused;
    }

    /** A pass hangs when the run's time is up for good. */
    void hangs(SimFunction function) {
        SimRecord record = function.record();
        long before = world.now() - 8 * SimWorld.SECOND;
        if (!record.wasEverPaused() && !record.hadTroubleSince(before) && !record.wasSlowSince(before)) {
            isNotAsPromised("HANGS", function + " has not ended when its run's time is up");
        }
    }

    /** @param brokeOff whether it was not by itself that it ended */
    void ended(SimFunction function, boolean brokeOff) {
        if (function.record().isOverlapped()) {
            trouble();
        }
        boolean isForgotten = function.machine()
                .flights()
                .filter(flights -> !flights.notEnded().isEmpty())
                .isPresent();
        if (isForgotten && function.machine().hasEnded()) {
            isNotAsPromised(
                    "FORGOTTEN",
                    function + " has forgotten "
                            + function.machine().flights().orElseThrow().notEnded());
        }
        if (!brokeOff && !function.call().isRoomGivenBack()) {
            isNotAsPromised("ROOM KEPT", function + " has not given back its room");
        }
        if (!brokeOff
                && world.tables().isHeldBy(function)
                && !function.record().hadTroubleSince(function.call().beganAt())) {
            isNotAsPromised("LEASE NOT GIVEN BACK", function + " has ended and still has the lease");
        }
    }

    void statusWritten(SimFunction function, Outcome outcome) {
        boolean asksToWait = outcome.retryAfter().isPresent() && SimRun.backsOff(outcome.status());
        long margin = 20 * SimWorld.SECOND;
        boolean isSure = !function.record().isOverlapped()
                && !function.record().isClockWrong()
                && !function.record().hadTroubleSince(function.call().beganAt());
        if (asksToWait && isSure) {
            world.endpoint().leftAlone(world.now() + outcome.retryAfter().get().toNanos() - margin);
        } else {
            world.endpoint().leftAloneNoMore();
        }
        checkUnread(function, outcome);
    }

    /** What the item says is unread is so, where nobody else has changed anything since. */
    private void checkUnread(SimFunction function, Outcome outcome) {
        int changes = world.mailbox().changes();
        boolean isQuiet = searches.getOrDefault(function, -1) == changes
                && world.settings().flags() == SimSettings.Flags.LEFT_ALONE
                && !function.record().isOverlapped()
                && !function.record().wasConnectionLost()
                && outcome.status() == PollerStatus.OK
                && outcome.unread().isPresent()
                && world.mailbox().all().stream()
                        .noneMatch(message -> message.isMarkLost
                                || message.isGivenUp
                                || message.hiddenBy.isPresent()
                                || mayBeHidden(message));
        long unseen = world.mailbox().unseen().stream().filter(this::counts).count();
        if (isQuiet && outcome.unread().getAsInt() != unseen) {
            isNotAsPromised(
                    "WRONG COUNT",
                    function + " writes " + outcome.unread().getAsInt() + " unread, and " + unseen + " are");
        }
    }

    /** One that has its final answer has to be marked, whether it matches the filter by now or not. */
    private boolean counts(long uid) {
        boolean isDelivered = world.tables()
                .record(world.mailbox().uidValidity(), uid)
                .filter(record -> record.state() == LedgerRecord.State.DELIVERED)
                .isPresent();
        return isDelivered || !world.mailbox().matching(List.of(uid)).isEmpty();
    }

    /** One that was under way alone when a function was killed counts as unread until it is looked at. */
    private boolean mayBeHidden(SimMessage message) {
        return message.isSeen
                && world.tables()
                        .record(world.mailbox().uidValidity(), message.uid)
                        .filter(LedgerRecord::mayBeHidden)
                        .isPresent();
    }

    /** Whether a message still has to be delivered, or marked. */
    boolean isOpen(SimMessage message) {
        return !message.isGone
                && !message.isGivenUp
                && !isLeftAlone(message)
                && (!(message.hasFinalAnswer() && message.isSeen) || isNeverFiled(message));
    }

    private boolean isLeftAlone(SimMessage message) {
        return world.tables()
                .record(world.mailbox().uidValidity(), message.uid)
                .filter(record -> switch (record.state()) {
                    case PARKED, TOO_LARGE -> true;
                    case DEFERRED, DELIVERED, REJECTED -> false;
                })
                .isPresent();
    }

    /** Everything works again, and so many passes were made since. */
    void atTheEnd() {
        for (SimMessage message : world.mailbox().all()) {
            if (isOpen(message) && !isHiddenWithReason(message)) {
                boolean isUnfiled = message.hasFinalAnswer() && message.isSeen;
                isNotAsPromised(
                        isUnfiled ? "NEVER FILED" : message.hasFinalAnswer() ? "NEVER MARKED" : "LOST",
                        message + (message.isSeen ? " is marked as read" : " is unread") + " for ever");
            }
        }
    }

    private boolean isAnyClockWrong() {
        return world.functions().stream().anyMatch(function -> function.record().isClockWrong());
    }

    /** A server that marks messages by itself has marked it, and what was to be done about that was not to be done any more. */
    boolean isHiddenWithReason(SimMessage message) {
        return message.isSeen
                && message.hiddenBy
                        .map(SimFunction::record)
                        .filter(by -> message.wasAskedAgain
                                || world.mailbox().hasPersonUnread()
                                || by.isOverlapped() && isAnyClockWrong()
                                || by.isKilled()
                                || by.isClaimed()
                                || by.isBroken()
                                || by.wasEverPaused()
                                || by.hadTroubleSince(0))
                        .isPresent();
    }
}
