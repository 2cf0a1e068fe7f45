package dev.imappoller.poller.run;

import dev.imappoller.poller.status.TableException;
import java.time.Instant;
import java.util.Optional;

/** The State table's record of what people were told of. */
public interface AlertStates {
    /**
     * What was told of one kind.
     *
     * @param raised whether the last word was that something is wrong
     * @param mailedAt when that was said last
     * @param clearedAt when it was last said that it works again
     * @param pending whether an alert had to wait and is still to be mailed
     * @param owner names this one write, so that its writer recognizes it if the answer was lost; may be empty
     */
    record State(
            boolean raised, Optional<Instant> mailedAt, Optional<Instant> clearedAt, boolean pending, String owner) {
        public static final State NONE = new State(false, Optional.empty(), Optional.empty(), false);

        public State(boolean raised, Optional<Instant> mailedAt, Optional<Instant> clearedAt, boolean pending) {
            this(raised, mailedAt, clearedAt, pending, "");
        }

        /** The same, written by this owner. */
        public State by(String newOwner) {
            return new State(raised, mailedAt, clearedAt, pending, newOwner);
        }
    }

    /**
     * The state of one kind.
     *
     * @throws TableException if the table can't be read
     */
    State find(String pollerId, AlertKind kind);

    /**
     * Writes a state if nobody has changed it since it was read. So of two runs with the same alert only one mails it.
     *
     * @return false if another run was faster, or this very request was repeated because its first answer was lost
     * @throws TableException if the table can't be written, or has been and the answer was lost
     */
    boolean replace(String pollerId, AlertKind kind, State before, State after);
}
