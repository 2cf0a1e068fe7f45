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
     * @param noticedAt when that was first noticed which is still to be said; each attempt to say it names this time
     * @param owner names this one write, so that its writer recognizes it if the answer was lost; may be empty
     */
    record State(
            boolean raised,
            Optional<Instant> mailedAt,
            Optional<Instant> clearedAt,
            boolean pending,
            Optional<Instant> noticedAt,
            String owner) {
        public static final State NONE = new State(false, Optional.empty(), Optional.empty(), false);

        public State(boolean raised, Optional<Instant> mailedAt, Optional<Instant> clearedAt, boolean pending) {
            this(raised, mailedAt, clearedAt, pending, Optional.empty(), "");
        }

        /** The same, with what is still to be said first noticed at this time. */
        public State noticed(Instant since) {
            return new State(raised, mailedAt, clearedAt, pending, Optional.of(since), owner);
        }

        /** The same, written by this owner. */
        public State by(String newOwner) {
            return new State(raised, mailedAt, clearedAt, pending, noticedAt, newOwner);
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
