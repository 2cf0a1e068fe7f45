package dev.imappoller.page;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;

/** How much a poller needs a person to look at it, the most first. */
enum Attention {
    /** Its last pass failed. */
    FAILING,
    /** It has not been polled for longer than it should, though others have. */
    OVERDUE,
    /** It works, and messages wait. */
    WAITING,
    /** No run has seen it yet. */
    NEW,
    /** It works, and nothing waits. */
    FINE,
    /** It is not to be polled. */
    DISABLED;

    /** Allows for a run that was missed, or that did not reach the poller in time. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /**
     * Where a poller stands.
     *
     * @param lastRun when any poller was polled last
     */
    static Attention of(PollerEntry entry, Instant lastRun) {
        PollerState state = entry.state();
        if (!entry.enabled()) {
            return DISABLED;
        }
        if (state.status().filter(status -> status != PollerStatus.OK).isPresent()) {
            return FAILING;
        }
        if (state.lastPollAt().isEmpty()) {
            return NEW;
        }
        Duration longest = entry.interval().multipliedBy(2).plus(LATE);
        if (state.lastPollAt().get().plus(longest).isBefore(lastRun)) {
            return OVERDUE;
        }
        return state.unread().orElse(0) > 0 ? WAITING : FINE;
    }

    /** Whether something has to be done about it. */
    boolean isTrouble() {
        return switch (this) {
            case FAILING, OVERDUE -> true;
            case WAITING, NEW, FINE, DISABLED -> false;
        };
    }

    /** The word that the page shows, which is the item's own where there is one. */
    String word(PollerState state) {
        return switch (this) {
            case FAILING, WAITING, FINE ->
                state.status().map(PollerStatus::name).orElse("OK");
            case OVERDUE -> "OVERDUE";
            case NEW -> "NEW";
            case DISABLED -> "DISABLED";
        };
    }

    /** The class of its style. */
    public String style() {
        return switch (this) {
            case FAILING -> "failing";
            case OVERDUE, WAITING -> "waiting";
            case NEW, DISABLED -> "idle";
            case FINE -> "fine";
        };
    }
}
