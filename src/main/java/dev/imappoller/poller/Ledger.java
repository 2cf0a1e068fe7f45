package dev.imappoller.poller;

import java.util.Map;

/** The State table's record of messages that did not go through. It is written on trouble only. */
public interface Ledger {
    /**
     * The states on record for a mailbox, by UID.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    Map<Long, LedgerRecord.State> states(String pollerId, long uidValidity);

    /**
     * Writes a record, in place of an earlier one of the same message.
     *
     * @throws PollerTable.TableException if the table can't be written
     */
    void put(String pollerId, long uidValidity, LedgerRecord record);
}
