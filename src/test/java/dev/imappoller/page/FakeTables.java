package dev.imappoller.page;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.status.TableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Both tables in memory, to be read only. */
final class FakeTables implements PollerTable, Ledger {
    final List<PollerEntry> entries = new ArrayList<>();
    final Map<String, List<LedgerRecord>> records = new HashMap<>();
    final List<String> lookedUp = new ArrayList<>();
    final List<String> rejectedLookedUp = new ArrayList<>();
    boolean pollersUnreadable;
    boolean ledgerUnreadable;

    /** A sound item with these attributes besides; numbers may be of any kind. */
    FakeTables with(String pollerId, Object... attributes) {
        Map<String, Object> item = new HashMap<>(Map.of(
                "host",
                "imap.example.com",
                "username",
                pollerId + "@example.com",
                "password",
                "PASSWORD",
                "url",
                "https://app.example.com/inbound/" + pollerId));
        for (int i = 0; i < attributes.length; i += 2) {
            item.put((String) attributes[i], plain(attributes[i + 1]));
        }
        entries.add(PollerItem.read(pollerId, item));
        return this;
    }

    FakeTables failing(String pollerId, LedgerRecord... failing) {
        records.computeIfAbsent(pollerId, id -> new ArrayList<>()).addAll(List.of(failing));
        return this;
    }

    static LedgerRecord record(long uid, State state, int attempts, Instant last, String error) {
        return new LedgerRecord(
                uid,
                state,
                attempts,
                last.minusSeconds(3600),
                last,
                Optional.empty(),
                OptionalInt.of(500),
                error,
                Optional.of("<secret-subject@example.com>"),
                32L * 1024 * 1024,
                "");
    }

    /** The attribute of deliveries, in the hours up to now; the last number is that of this hour. */
    static Map<String, Object> deliveries(Instant now, int... latest) {
        List<Object> perHour = new ArrayList<>();
        IntStream.range(latest.length, 24).forEach(hour -> perHour.add(BigDecimal.ZERO));
        IntStream.of(latest).forEach(number -> perHour.add(BigDecimal.valueOf(number)));
        return Map.of(
                "until",
                now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS).toString(),
                "perHour",
                perHour);
    }

    @Override
    public void forEach(Segment segment, Consumer<PollerEntry> action) {
        failIf(pollersUnreadable, "The table Pollers can't be read: <b>throttled</b>");
        entries.forEach(action);
    }

    @Override
    public void forEach(String pollerId, Consumer<Entry> action) {
        failIf(ledgerUnreadable, "The table State can't be read: <b>throttled</b>");
        records.getOrDefault(pollerId, List.of()).forEach(record -> action.accept(new Entry(7, record)));
    }

    @Override
    public List<Entry> some(String pollerId, int most) {
        lookedUp.add(pollerId);
        return Ledger.super.some(pollerId, most);
    }

    @Override
    public List<Entry> someRejected(String pollerId, int most) {
        rejectedLookedUp.add(pollerId);
        return Ledger.super.someRejected(pollerId, most);
    }

    @Override
    public Optional<PollerEntry> find(String pollerId) {
        throw new UnsupportedOperationException("the page reads the table once");
    }

    @Override
    public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
        throw new UnsupportedOperationException("the page knows no mailbox");
    }

    @Override
    public void record(String pollerId, Outcome outcome, Instant polledAt, PollerState state) {
        throw new UnsupportedOperationException("the page only reads");
    }

    @Override
    public void recordCheck(String pollerId, Outcome outcome) {
        throw new UnsupportedOperationException("the page only reads");
    }

    @Override
    public Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids) {
        throw new UnsupportedOperationException("the page knows no mailbox");
    }

    @Override
    public void write(String pollerId, Collection<Change> changes) {
        throw new UnsupportedOperationException("the page only reads");
    }

    private static Object plain(Object value) {
        return value instanceof Integer number ? BigDecimal.valueOf(number) : value;
    }

    private static void failIf(boolean inTrouble, String detail) {
        if (inTrouble) {
            throw new TableException(detail, new IllegalStateException());
        }
    }
}
