package dev.imappoller.poller;

import java.util.List;
import java.util.Map;

/** The State table's record of messages that did not go through. It is written on trouble only. */
public interface Ledger {
    /**
     * A record, and the UIDVALIDITY of the mailbox that its UID is of: a mailbox that was made anew starts afresh.
     */
    record Entry(long uidValidity, LedgerRecord record) {}

    /**
     * The records of a mailbox, by UID.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    Map<Long, LedgerRecord> records(String pollerId, long uidValidity);

    /**
     * All records of a poller.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    List<Entry> all(String pollerId);

    /**
     * Some of a poller's records, for a quick look: no more than a number are read. Which ones is left open.
     *
     * @throws PollerTable.TableException if the table can't be read
     */
    default List<Entry> some(String pollerId, int most) {
        return all(pollerId).stream().limit(most).toList();
    }

    /**
     * Writes a record, in place of an earlier one of the same message.
     *
     * @throws PollerTable.TableException if the table can't be written
     */
    void put(String pollerId, long uidValidity, LedgerRecord record);

    /**
     * Removes a record, if it is there.
     *
     * @throws PollerTable.TableException if the table can't be written
     */
    void remove(String pollerId, long uidValidity, long uid);
}
