package dev.imappoller.poller.ledger;

import dev.imappoller.poller.status.TableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A ledger of one mailbox in memory. */
public final class FakeLedger implements Ledger {
    private static final long UID_VALIDITY = 7;

    public final Map<Long, LedgerRecord> records = new ConcurrentHashMap<>();
    public final Map<Long, LedgerRecord> rejected = new ConcurrentHashMap<>();
    public final List<LedgerRecord> written = new CopyOnWriteArrayList<>();
    boolean unreadable;
    public boolean unwritable;
    public int failingWrites;
    public int attempts;
    public Runnable onWrite = () -> {};

    @Override
    public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
        failIf(unreadable);
        return Map.copyOf(records);
    }

    @Override
    public void forEach(String pollerId, Consumer<Entry> action) {
        failIf(unreadable);
        records.values().forEach(record -> action.accept(new Entry(UID_VALIDITY, record)));
        rejected.values().forEach(record -> action.accept(new Entry(UID_VALIDITY, record)));
    }

    @Override
    public Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids) {
        failIf(unreadable);
        return uids.stream().filter(rejected::containsKey).collect(Collectors.toSet());
    }

    @Override
    public void write(String pollerId, Collection<Change> changes) {
        write();
        onWrite.run();
        for (Change change : changes) {
            Map<Long, LedgerRecord> kind = change.key().rejected() ? rejected : records;
            change.record()
                    .ifPresentOrElse(
                            record -> {
                                written.add(record);
                                kind.put(record.uid(), record);
                            },
                            () -> kind.remove(change.key().uid()));
        }
    }

    private void write() {
        attempts++;
        failIf(unwritable || failingWrites-- > 0);
    }

    private static void failIf(boolean inTrouble) {
        if (inTrouble) {
            throw new TableException("The table can't be used.", new IllegalStateException());
        }
    }
}
