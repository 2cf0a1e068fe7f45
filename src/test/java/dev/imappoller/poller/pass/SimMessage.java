package dev.imappoller.poller.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A message of the simulated mailbox, and what has become of it. */
final class SimMessage {
    /** What is wrong with a message. */
    enum Kind {
        HEALTHY,
        /** The connection ends when it is fetched. */
        ENDS_AT_FETCH,
        ENDS_AT_LISTING,
        ENDS_AT_MARK,
        /** The server doesn't hand it over. */
        UNAVAILABLE,
        /** The server lists it and has nothing of it. */
        GHOST,
        /** The server refuses to mark it. */
        NOT_MARKED,
        /** The web app dies at it. */
        SILENT,
        FAILS,
        REJECTED,
        /** It is the end of the function. */
        KILLS,
        TOO_LARGE,
        NOT_POSTED,
        /** Its attachments are none that the bucket takes. */
        NOT_STORED
    }

    final int number;
    final Kind kind;
    final long arrivedAt;
    final long size;
    final List<Attempt> attempts = new ArrayList<>();
    long uid;
    boolean isSeen;
    /** Who has fetched or listed it when the server set its flag by itself. */
    Optional<SimFunction> hiddenBy = Optional.empty();

    boolean isGone;
    /** A person has read or deleted it: nothing is promised about it any more. */
    boolean isGivenUp;
    /** It got a final answer that a function came to know. */
    boolean isAnswered;
    /** When a person has last asked for it again; long ago if nobody has. */
    long askedAgainAt = Long.MIN_VALUE;
    /** Whether a person ever has. */
    boolean wasAskedAgain;
    /** Whether the server has said once that it had marked it, and had not. */
    boolean isMarkLost;
    /** When a person has last marked it as unread; long ago if nobody has. */
    long unreadAt = Long.MIN_VALUE;
    /** Whether a function has marked it. */
    boolean isMarked;
    /** Whether it is done with as the item says. */
    boolean isFiled;
    /** How often a function has begun that. */
    int filings;
    /** How often it was copied to another folder. */
    int copies;
    /** Who has copied it there. */
    Optional<SimFunction> copiedBy = Optional.empty();
    /** Whether that function came to know that it is copied. */
    boolean isCopyKnown;

    Optional<String> webhookId = Optional.empty();
    /** From then on it may be delivered once more. */
    long excusedAt = -1;

    /** One request with it. */
    static final class Attempt {
        final SimFunction by;
        final long begun;
        final long uidValidity;
        boolean isFinal;
        /** Whether that was a refusal. */
        boolean isRejected;
        /** When its function was told what came of it; at the end of all time before. */
        long toldAt = Long.MAX_VALUE;

        Attempt(SimFunction by, long begun, long uidValidity) {
            this.by = by;
            this.begun = begun;
            this.uidValidity = uidValidity;
        }

        boolean isKnown() {
            return isFinal && toldAt != Long.MAX_VALUE;
        }
    }

    SimMessage(int number, Kind kind, long arrivedAt, long size) {
        this.number = number;
        this.kind = kind;
        this.arrivedAt = arrivedAt;
        this.size = size;
        this.isGivenUp = kind == Kind.GHOST;
    }

    /** It may be delivered once more, if it was before. */
    void excuse(long now) {
        excusedAt = Math.max(excusedAt, now);
    }

    /** A person wants it again, so what it was answered before says nothing any more. */
    void askedAgain(long now) {
        askedAgainAt = now;
        wasAskedAgain = true;
        isAnswered = false;
        isMarked = false;
        excuse(now);
    }

    /** A command takes effect. One of a function that began before somebody asked for it again is one of long ago: then nobody has. */
    void isReachedBy(SimFunction function) {
        if (function.call().beganAt() < askedAgainAt) {
            askedAgainAt = Long.MIN_VALUE;
            isAnswered = hasFinalAnswer();
        }
    }

    /** Whether the web app took it, or never will. */
    boolean hasFinalAnswer() {
        return attempts.stream().anyMatch(attempt -> attempt.isFinal && attempt.begun >= askedAgainAt);
    }

    @Override
    public String toString() {
        return "message " + uid + (kind == Kind.HEALTHY ? "" : " (" + kind + ")");
    }
}
