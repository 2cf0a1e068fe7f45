package dev.imappoller.poller.ledger;

import dev.imappoller.poller.status.TableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The State table's records of messages that failed or were rejected. Ordinary deliveries write nothing. */
public interface Ledger {
    /** The most changes in one request. */
    int AT_ONCE = 25;

    /**
     * A record, and the UIDVALIDITY of the mailbox that its UID is of: a mailbox that was made anew starts afresh.
     */
    record Entry(long uidValidity, LedgerRecord record) {}

    /**
     * What a record is found by.
     *
     * @param rejected whether it is that of a rejected message. Those are kept apart, since a pass does not read them
     */
    record Key(long uidValidity, long uid, boolean rejected) {
        /** What this record is found by. */
        public static Key of(long uidValidity, LedgerRecord record) {
            return new Key(uidValidity, record.uid(), record.state() == LedgerRecord.State.REJECTED);
        }
    }

    /**
     * What is to be on record.
     *
     * @param record empty for a record that is to be removed, if it is there
     */
    record Change(Key key, Optional<LedgerRecord> record) {
        /** A record, in place of an earlier one of the same message. */
        public static Change put(long uidValidity, LedgerRecord record) {
            return new Change(Key.of(uidValidity, record), Optional.of(record));
        }

        public static Change remove(Key key) {
            return new Change(key, Optional.empty());
        }
    }

    /**
     * What a pass has to know of a mailbox, by UID: all records but those of rejected messages.
     *
     * @throws TableException if the table can't be read
     */
    Map<Long, LedgerRecord> records(String pollerId, long uidValidity);

    /**
     * Hands over all records of a poller, a page at a time.
     *
     * @throws TableException if the table can't be read
     */
    void forEach(String pollerId, Consumer<Entry> action);

    /**
     * Hands over all records of a poller but those of rejected messages, a page at a time.
     *
     * @throws TableException if the table can't be read
     */
    default void forEachUnread(String pollerId, Consumer<Entry> action) {
        forEach(pollerId, entry -> {
            if (entry.record().state() != LedgerRecord.State.REJECTED) {
                action.accept(entry);
            }
        });
    }

    /**
     * Some of a poller's records of messages that are unread, for a quick look: no more than a number are read. Which ones is left open.
     *
     * @throws TableException if the table can't be read
     */
    default List<Entry> some(String pollerId, int most) {
        List<Entry> some = new ArrayList<>();
        forEachUnread(pollerId, entry -> {
            if (some.size() < most) {
                some.add(entry);
            }
        });
        return some;
    }

    /**
     * Some of a poller's records of rejected messages, for a quick look: no more than a number are read, those with the highest UIDs.
     *
     * @throws TableException if the table can't be read
     */
    default List<Entry> someRejected(String pollerId, int most) {
        List<Entry> rejected = new ArrayList<>();
        forEach(pollerId, entry -> {
            if (entry.record().state() == LedgerRecord.State.REJECTED) {
                rejected.add(entry);
            }
        });
        return rejected.stream()
                .sorted(Comparator.<Entry>comparingLong(entry -> entry.record().uid())
                        .reversed())
                .limit(most)
                .toList();
    }

    /**
     * Those of some messages of a mailbox that are on record as rejected.
     *
     * @throws TableException if the table can't be read
     */
    Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids);

    /**
     * Makes changes, each of another record. If it fails, some of them may have been made.
     *
     * @throws TableException if the table can't be written
     */
    void write(String pollerId, Collection<Change> changes);
}
