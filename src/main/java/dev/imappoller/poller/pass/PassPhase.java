package dev.imappoller.poller.pass;

/** What a pass is at. */
enum PassPhase {
    OPENING,
    SEARCHING,
    TAKING_THE_LEASE,
    READING_RECORDS,
    SEARCHING_AGAIN,
    LOOKING_PAST_THE_FILTER,
    LOOKING_FOR_LOST_MARKS,
    LISTING,
    MOVING,
    /** The connection was lost, and is to be closed. */
    CLOSING_FOR_ANOTHER,
    /** What broke off is put on record before there is another connection. */
    WRITING_FOR_ANOTHER,
    OPENING_ANOTHER,
    FINDING_REJECTED,
    WRITING_THE_REST,
    RELEASING_THE_LEASE,
    CLOSING,
    ENDED;

    /** Whether it is not known yet what is to be done. */
    boolean isBeginning() {
        return compareTo(MOVING) < 0;
    }
}
