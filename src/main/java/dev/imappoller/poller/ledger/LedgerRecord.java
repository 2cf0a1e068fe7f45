package dev.imappoller.poller.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The record of a message that failed, was rejected, or could not be marked.
 *
 * @param attempts answered failures, 0 or more
 * @param nextAttemptAt when it may be tried again, where it is not at the next poll
 * @param lastHttpStatus the last answer, where there was one
 * @param lastError why it did not go through, in words
 * @param messageId its Message-ID (RFC 5322), where it was read
 * @param size in octets, as the server announced it
 * @param mailbox which account and folder it is of, since UIDVALIDITY alone doesn't tell one account's from another's: many servers begin
 *     with 1; empty where that is not known
 * @param care what the next passes have to take care of
 */
public record LedgerRecord(
        long uid,
        State state,
        int attempts,
        Instant firstAttemptAt,
        Instant lastAttemptAt,
        Optional<Instant> nextAttemptAt,
        OptionalInt lastHttpStatus,
        String lastError,
        Optional<String> messageId,
        long size,
        String mailbox,
        Care care) {

    /** A record of a message that needs no special care. */
    public LedgerRecord(
            long uid,
            State state,
            int attempts,
            Instant firstAttemptAt,
            Instant lastAttemptAt,
            Optional<Instant> nextAttemptAt,
            OptionalInt lastHttpStatus,
            String lastError,
            Optional<String> messageId,
            long size,
            String mailbox) {
        this(
                uid,
                state,
                attempts,
                firstAttemptAt,
                lastAttemptAt,
                nextAttemptAt,
                lastHttpStatus,
                lastError,
                messageId,
                size,
                mailbox,
                Care.NONE);
    }

    /**
     * Why the next passes have to treat a message with care: it may harm others, or no search finds it.
     *
     * @param suspect it was under way when a pass broke off, so it is taken last, and alone
     * @param brokeOff passes in a row that broke off while it alone was under way, 0 or more
     * @param silent posts in a row that the endpoint did not answer though it answered others, 0 or more
     * @param hidden the server has marked it as seen by itself, so a search for unseen messages doesn't list it
     */
    public record Care(boolean suspect, int brokeOff, int silent, boolean hidden) {
        public static final Care NONE = new Care(false, 0, 0, false);

        static Care suspect(Care before, int brokeOff) {
            return new Care(true, brokeOff, before.silent(), before.hidden());
        }

        /** The same care, of a message that is hidden or not. */
        public Care hidden(boolean isHidden) {
            return new Care(suspect, brokeOff, silent, isHidden);
        }
    }

    /** The first record of a message, which was not answered yet. */
    public static LedgerRecord first(long uid, State state, Instant now, String why, long size, String mailbox) {
        return new LedgerRecord(
                uid, state, 0, now, now, Optional.empty(), OptionalInt.empty(), why, Optional.empty(), size, mailbox);
    }

    /**
     * The same message in a new state.
     *
     * @param nextAttemptAt null if it need not wait
     */
    LedgerRecord with(State state, Instant lastAttemptAt, @Nullable Instant nextAttemptAt, String why, Care care) {
        return new LedgerRecord(
                uid,
                state,
                attempts,
                firstAttemptAt,
                lastAttemptAt,
                Optional.ofNullable(nextAttemptAt),
                lastHttpStatus,
                why,
                messageId,
                size,
                mailbox,
                care);
    }

    /** Whether it was fetched and no post of it has ended, so that not even its size was written down. */
    boolean isUntried() {
        return state == State.DEFERRED && attempts == 0 && size == 0 && !care.suspect();
    }

    /**
     * Whether it is to be delivered although no search for unseen messages lists it. The server may have marked a suspect before the
     * connection was lost. Once it is parked and reported, a person may mark it as read, and that counts.
     */
    public boolean mayBeHidden() {
        return state != State.DELIVERED && care.hidden() || state == State.DEFERRED && care.suspect();
    }

    /**
     * The same message as if it had not failed yet; empty if it then needs no record. It keeps its record if no search lists it, or if it
     * has ended a pass and must still be taken alone.
     */
    public Optional<LedgerRecord> asNew() {
        Care kept = new Care(care.suspect(), 0, 0, care.hidden());
        return kept.equals(Care.NONE)
                ? Optional.empty()
                : Optional.of(new LedgerRecord(
                        uid,
                        State.DEFERRED,
                        0,
                        firstAttemptAt,
                        lastAttemptAt,
                        Optional.empty(),
                        lastHttpStatus,
                        lastError,
                        messageId,
                        size,
                        mailbox,
                        kept));
    }

    /** The same record, with this care. */
    public LedgerRecord caring(Care other) {
        return with(state, lastAttemptAt, nextAttemptAt.orElse(null), lastError, other);
    }

    /** Whether it may be of this mailbox. */
    public boolean isOf(String someMailbox) {
        return mailbox.isEmpty() || mailbox.equals(someMailbox);
    }

    /** Where a message stands. */
    public enum State {
        /** It did not get through, and is tried again. */
        DEFERRED,
        /** It did not get through so often that it is not tried any more. */
        PARKED,
        /** It is above the poller's {@code maxMessageBytes}. */
        TOO_LARGE,
        /** The endpoint will never take it: it is marked as seen, and kept on record so that it can be brought back. */
        REJECTED,
        /** It got through, and could not be marked as seen. */
        DELIVERED
    }
}
