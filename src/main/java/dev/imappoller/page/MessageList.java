package dev.imappoller.page;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Some messages of a poller, the most telling first, and how many there are.
 *
 * @param title how many, and what is the matter with them; empty without any
 * @param more how many are left out; empty if none are
 * @param buttons what can be done about all of them
 */
record MessageList(String title, List<FailingMessage> messages, String more, List<Button> buttons) {
    /** Records that are read for a list. */
    static final int MOST_READ = 50;

    static final int MOST_SHOWN = 10;

    static final MessageList NONE = new MessageList("", List.of(), "", List.of());

    private static final Duration LATELY = Duration.ofDays(7);

    private static final Comparator<LedgerRecord> NEWEST = Comparator.comparing(LedgerRecord::lastAttemptAt)
            .thenComparingLong(LedgerRecord::uid)
            .reversed();

    MessageList {
        messages = List.copyOf(messages);
        buttons = List.copyOf(buttons);
    }

    /** Those that are unread. */
    static MessageList failing(List<LedgerRecord> records, PollerButtons buttons, Instant now) {
        boolean all = records.size() < MOST_READ;
        String title = number(records.size(), all) + (records.size() == 1 ? " message fails" : " messages fail");
        return of(
                title,
                records.stream().sorted(FailingMessage.MOST_TELLING).toList(),
                all,
                records.size() > 1 ? buttons.aboutAll() : List.of(),
                buttons,
                now);
    }

    /** Those that were rejected in the last days. */
    static MessageList rejected(List<LedgerRecord> records, PollerButtons buttons, Instant now) {
        boolean all = records.size() < MOST_READ;
        List<LedgerRecord> lately = records.stream()
                .filter(record -> record.lastAttemptAt().plus(LATELY).isAfter(now))
                .sorted(NEWEST)
                .toList();
        String title = number(lately.size(), all) + " rejected in the last " + LATELY.toDays() + " days";
        return of(title, lately, all, List.of(), buttons, now);
    }

    private static MessageList of(
            String title,
            List<LedgerRecord> records,
            boolean all,
            List<Button> forAll,
            PollerButtons buttons,
            Instant now) {
        if (records.isEmpty()) {
            return NONE;
        }
        List<FailingMessage> shown = records.stream()
                .limit(MOST_SHOWN)
                .map(record -> FailingMessage.of(record, buttons.about(record), now))
                .toList();
        int others = records.size() - shown.size();
        return new MessageList(title, shown, others == 0 ? "" : number(others, all), forAll);
    }

    private static String number(int messages, boolean all) {
        return messages + (all ? "" : " or more");
    }
}
