package dev.imappoller.poller;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ledger of one mailbox in memory. */
final class FakeLedger implements Ledger {
    final Map<Long, LedgerRecord> records = new ConcurrentHashMap<>();
    final List<LedgerRecord> written = new CopyOnWriteArrayList<>();
    boolean unreadable;
    boolean unwritable;
    int failingWrites;
    int attempts;

    @Override
    public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
        failIf(unreadable);
        return Map.copyOf(records);
    }

    @Override
    public List<Entry> all(String pollerId) {
        failIf(unreadable);
        return records.values().stream().map(record -> new Entry(7, record)).toList();
    }

    @Override
    public void put(String pollerId, long uidValidity, LedgerRecord record) {
        write();
        written.add(record);
        records.put(record.uid(), record);
    }

    @Override
    public void remove(String pollerId, long uidValidity, long uid) {
        write();
        records.remove(uid);
    }

    private void write() {
        attempts++;
        failIf(unwritable || failingWrites-- > 0);
    }

    private static void failIf(boolean inTrouble) {
        if (inTrouble) {
            throw new PollerTable.TableException("The table can't be used.", new IllegalStateException());
        }
    }
}
