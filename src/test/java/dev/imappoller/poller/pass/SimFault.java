package dev.imappoller.poller.pass;

/** What may go wrong in a schedule, or happen beside the passes. */
enum SimFault {
    /** A function is gone from one moment to the next. */
    KILLED(3),
    /** A function stands still, often for longer than its lease. */
    PAUSED(3),
    /** An error in the program, where something was to be done. */
    BROKEN(2),
    CONNECTION_LOST(5),
    OPEN_FAILS(60),
    /** The server says nothing more. */
    SILENT_SERVER(2),
    SLOW_SERVER(20),
    /** Answers come in another order than commands were sent. */
    OUT_OF_ORDER(100),
    THROTTLED(5),
    UNAVAILABLE(30),
    MARK_REFUSED(60),
    UNMARK_REFUSED(60),
    FILING_REFUSED(60),
    /** The server says that it has marked messages, and has not. */
    MARK_LOST(60),
    TABLE_FAILS(15),
    TABLE_ANSWER_LOST(15),
    TABLE_SLOW(40),
    /** The web app took the message, and its answer did not arrive. */
    ANSWER_LOST(40),
    ANSWER_LATE(15),
    NO_ANSWER(60),
    FAILS(100),
    ASKS_TO_WAIT(15),
    REJECTS(100),
    NOT_POSTED(20),
    /** The bucket for attachments does not take those of a message. */
    NOT_STORED(60),
    GIVEN_UP(20),
    /** The web app is down until it is said to be up again. */
    ENDPOINT_DOWN(250),
    PERSON_READS(300),
    PERSON_DELETES(300),
    PERSON_UNREADS(200),
    NEW_UIDVALIDITY(150),
    TWO_AT_ONCE(400),
    LATE(300),
    CLOCK_WRONG(400);

    private final int inAThousand;

    SimFault(int inAThousand) {
        this.inAThousand = inAThousand;
    }

    /** How likely it is at each opportunity where it is not meant to be frequent. */
    int inAThousand() {
        return inAThousand;
    }
}
