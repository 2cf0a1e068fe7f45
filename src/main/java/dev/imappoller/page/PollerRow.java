package dev.imappoller.page;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.RecentDeliveries;
import java.time.Instant;
import java.util.Comparator;

/**
 * What the page shows of one poller; texts are empty where there is nothing to say.
 *
 * @param word its status
 * @param account who it polls as, and which mailbox
 * @param target where it posts to, without secrets
 * @param detail what the last pass came to, and what to do
 * @param unread messages that wait
 * @param delivered in the last 24 hours
 * @param details what the row opens to
 */
record PollerRow(
        String pollerId,
        Attention attention,
        String word,
        String account,
        String target,
        String detail,
        String unread,
        DisplayTime lastPoll,
        DisplayTime lastSuccess,
        String delivered,
        HourlyChart bars,
        PollerDetails details) {
    /** Those that need attention first, then by name, so that rows keep their places while nothing changes. */
    static final Comparator<PollerRow> ORDER =
            Comparator.comparing(PollerRow::attention).thenComparing(PollerRow::pollerId);

    static final int LONGEST_NAME = 120;

    private static final int LONGEST_ACCOUNT = 240;
    private static final int LONGEST_DETAIL = 1000;

    static PollerRow of(PollerEntry entry, Instant lastRun, Instant now) {
        PollerState state = entry.state();
        Attention attention = Attention.of(entry, lastRun);
        RecentDeliveries recent = state.recentDeliveries().at(now);
        return new PollerRow(
                entry.pollerId(),
                attention,
                attention.word(state),
                entry.poller().map(PollerRow::account).orElse(""),
                entry.poller()
                        .map(poller -> PageFormat.within(
                                LONGEST_ACCOUNT, poller.target().display()))
                        .orElse(""),
                PageFormat.within(LONGEST_DETAIL, detail(attention, state)),
                state.unread().isPresent() ? PageFormat.number(state.unread().getAsInt()) : "",
                DisplayTime.of(state.lastPollAt().orElse(null), now),
                DisplayTime.of(state.lastSuccessAt().orElse(null), now),
                PageFormat.number(recent.sum()),
                HourlyChart.of(recent),
                PollerDetails.of(entry));
    }

    /** Whether the State table may have records of messages that fail, all of which are unread. */
    boolean mayHaveFailing() {
        return !unread.isEmpty() && !unread.equals("0");
    }

    /** Whether it may have records of messages that were rejected. */
    boolean mayHaveRejected() {
        return !lastPoll.iso().isEmpty();
    }

    /** The name as it is shown: keys may have 2,048 octets. */
    public String name() {
        return PageFormat.within(LONGEST_NAME, pollerId);
    }

    PollerRow with(PollerDetails otherDetails) {
        return new PollerRow(
                pollerId,
                attention,
                word,
                account,
                target,
                detail,
                unread,
                lastPoll,
                lastSuccess,
                delivered,
                bars,
                otherDetails);
    }

    private static String account(Poller poller) {
        return PageFormat.within(LONGEST_ACCOUNT, poller.username() + ", " + poller.folder());
    }

    private static String detail(Attention attention, PollerState state) {
        return switch (attention) {
            case FAILING ->
                state.consecutiveFailures() > 1
                        ? state.detail() + " (" + PageFormat.number(state.consecutiveFailures()) + " passes in a row)"
                        : state.detail();
            case OVERDUE ->
                "Others have been polled since. See whether the runs end before its turn (the log's runs say how many are"
                        + " skipped), and raise Timeout or MAX_CONCURRENT_POLLERS.";
            case WAITING, FINE -> state.detail();
            case NEW -> "Not polled yet: that happens in the next run.";
            case DISABLED -> "enabled is false, so it is not polled.";
        };
    }
}
