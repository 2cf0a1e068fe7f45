package dev.imappoller.poller.run;

import dev.imappoller.poller.status.TableException;

/** The State table's records of deleted pollers. */
public interface DeletedPollers {
    /**
     * Removes all records of a poller, but for a lease that a pass still holds: that pass gives it back.
     *
     * @return how many there were
     * @throws TableException if the table can't be used
     */
    int remove(String pollerId);
}
