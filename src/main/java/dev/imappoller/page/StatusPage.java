package dev.imappoller.page;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.status.TableException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The page that shows how all pollers are doing: a piece of HTML that brings its style. It only reads the tables. */
public final class StatusPage {
    /** What the page shows and how to add it to a dashboard, in Markdown. */
    public static final String DESCRIPTION = """
            ## IMAP Poller: status

            Shows how each poller is doing, those that need attention first: its status and what to do about it, unread \
            messages, the last poll and the last one that went well, messages that don't get through, and the deliveries of \
            the last 24 hours.

            It takes no parameters, reads the two tables and changes nothing. Times are in UTC.
            """;

    static final int MOST_ROWS = 100;

    /** Pollers that the State table is asked about, a query each. */
    static final int MOST_LOOKED_UP = 20;

    /** Records that such a query reads. */
    static final int MOST_RECORDS = 50;

    static final int MOST_MESSAGES = 5;

    private final PollerTable table;
    private final Ledger ledger;
    private final Clock clock;

    public StatusPage(PollerTable table, Ledger ledger, Clock clock) {
        this.table = table;
        this.ledger = ledger;
        this.clock = clock;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(Overview overview, Theme theme);

        static native TemplateInstance trouble(String trouble, Theme theme);
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
        return withFailing(Overview.of(entries, MOST_ROWS, now), now);
    }

    /** Looks the failing messages up, for no more pollers than a page is worth. */
    private Overview withFailing(Overview overview, Instant now) {
        List<PollerRow> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        int left = MOST_LOOKED_UP;
        boolean more = false;
        for (PollerRow row : overview.rows()) {
            if (!row.mayHaveFailing() || !notes.isEmpty()) {
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
            notes.add("Messages that don't get through are listed for the first " + MOST_LOOKED_UP
                    + " pollers with unread messages; op failed lists those of any poller.");
        }
        return overview.with(rows, notes);
    }

    private PollerRow lookedUp(PollerRow row, List<String> notes, Instant now) {
        try {
            List<Ledger.Entry> some = ledger.some(row.pollerId(), MOST_RECORDS);
            List<FailingMessage> messages =
                    FailingMessage.of(some.stream().map(Ledger.Entry::record).toList(), MOST_MESSAGES, now);
            int others = some.size() - messages.size();
            return row.with(messages, others == 0 ? "" : others + (some.size() < MOST_RECORDS ? "" : " or more"));
        } catch (TableException e) {
            notes.add("Messages that don't get through could not be looked up. " + e.detail());
            return row;
        }
    }
}
