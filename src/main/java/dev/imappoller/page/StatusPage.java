package dev.imappoller.page;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.status.TableException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page that shows how all pollers are doing: a piece of HTML that brings its style. It only reads the tables. */
public final class StatusPage {
    /** What the page shows and how to add it to a dashboard, in Markdown. */
    public static final String DESCRIPTION = """
            ## IMAP Poller: status

            Shows how each poller is doing, those that need attention first: its status and what to do about it, unread \
            messages, the last poll and the last one that went well, and the deliveries of the last 24 hours. A row opens to \
            the messages that fail, those that were rejected lately, and what can be done about them.

            It takes no parameters, reads the two tables and changes nothing. Its buttons call the poll function, with the \
            rights of whoever presses them. Times are in UTC.
            """;

    static final int MOST_ROWS = 100;

    /** Pollers that the State table is asked about, two queries each at the most. */
    static final int MOST_LOOKED_UP = 20;

    private final PollerTable table;
    private final Ledger ledger;
    private final Clock clock;
    private final @Nullable String pollFunction;

    /** @param pollFunction the ARN of the function that the buttons call; without it there are none */
    public StatusPage(PollerTable table, Ledger ledger, Clock clock, @Nullable String pollFunction) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
        this.pollFunction = pollFunction;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(Overview overview, Theme theme);

        static native TemplateInstance trouble(String trouble, Theme theme);

        static native TemplateInstance answer(String text);
    }

    /** The answer to a button, as a piece of HTML that a dashboard shows in front of the page. */
    public static String answer(String text) {
        return Templates.answer(text).render();
    }

    /** The page as of now; where the Pollers table can't be read, it says why. */
    public String html(Theme theme) {
        try {
            return Templates.page(overview(), theme).render();
        } catch (TableException e) {
            return Templates.trouble(e.detail(), theme).render();
        }
    }

    private Overview overview() {
        Instant now = clock.instant();
        List<PollerEntry> entries = new ArrayList<>();
        table.forEach(entries::add);
        return withMessages(Overview.of(entries, MOST_ROWS, now), now);
    }

    /** Looks up the failing and rejected messages of the first pollers. */
    private Overview withMessages(Overview overview, Instant now) {
        List<PollerRow> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int left = MOST_LOOKED_UP;
        boolean more = false;
        for (PollerRow row : overview.rows()) {
            if (!row.mayHaveFailing() && !row.mayHaveRejected() || !notes.isEmpty()) {
                rows.add(row);
            } else if (left == 0) {
                more = true;
                rows.add(row);
            } else {
                left--;
                rows.add(lookedUp(row, notes, now));
            }
        }
        if (more) {
            notes.add("Failing and rejected messages are listed for the first " + MOST_LOOKED_UP
                    + " pollers; op failed lists those of any poller.");
        }
        return overview.with(rows, notes);
    }

    private PollerRow lookedUp(PollerRow row, List<String> notes, Instant now) {
        String pollerId = row.pollerId();
        PollerButtons buttons = PollerButtons.of(pollerId, pollFunction);
        try {
            List<Ledger.Entry> failing =
                    row.mayHaveFailing() ? ledger.some(pollerId, MessageList.MOST_READ) : List.of();
            List<Ledger.Entry> rejected =
                    row.mayHaveRejected() ? ledger.someRejected(pollerId, MessageList.MOST_READ) : List.of();
            return row.with(row.details()
                    .with(
                            MessageList.failing(records(failing), buttons, now),
                            MessageList.rejected(records(rejected), buttons, now)));
        } catch (TableException e) {
            notes.add("Failing and rejected messages could not be looked up. " + e.detail());
            return row;
        }
    }

    private static List<LedgerRecord> records(List<Ledger.Entry> entries) {
        return entries.stream().map(Ledger.Entry::record).toList();
    }
}
