package dev.imappoller.poller;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger in memory. */
final class FakeLedger implements Ledger {
    final Map<Long, LedgerRecord.State> states = new HashMap<>();
    final List<LedgerRecord> written = new ArrayList<>();
    boolean inTrouble;

    @Override
    public Map<Long, LedgerRecord.State> states(String pollerId, long uidValidity) {
        failIfInTrouble();
        return Map.copyOf(states);
    }

    @Override
    public void put(String pollerId, long uidValidity, LedgerRecord record) {
        failIfInTrouble();
        written.add(record);
        states.put(record.uid(), record.state());
    }

    private void failIfInTrouble() {
        if (inTrouble) {
            throw new PollerTable.TableException("The table can't be used.", new IllegalStateException());
        }
    }
}
