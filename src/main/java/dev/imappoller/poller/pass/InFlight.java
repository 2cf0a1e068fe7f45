package dev.imappoller.poller.pass;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;

/** One message on its way through a pass. */
final class InFlight {

    /** How far it has come. */
    enum Stage {
        /** It has its turn later. */
        WAITING,
        /** The server is to send it. */
        ASKED_FOR,
        /** It is here. */
        ARRIVED,
        /** It is here, and the server is asked whether it is still unseen. */
        LOOKED_AT,
        /** It is being decoded and posted. */
        POSTING,
        /** It has its final answer. */
        ANSWERED,
        /** The server is to mark it. */
        BEING_MARKED,
        /** The pass is done with it. */
        ENDED
    }

    /** How the pass was done with a message. */
    enum End {
        /** It has its final answer, and is marked. */
        MARKED,
        /** It has its final answer, and is not known to be marked: the next pass marks it. */
        NOT_MARKED,
        /** It was here and got no final answer: a later pass tries again. */
        NOT_DELIVERED,
        /** The server did not hand it over. */
        NOT_FETCHED,
        /** Somebody has read or deleted it. */
        GONE,
        /** The pass ended before its turn, or in the middle of it. */
        LEFT
    }

    private final MessageSummary listed;
    private final DeliveryOrder turn;
    private final int connection;
    private Stage stage = Stage.WAITING;
    private End end = End.LEFT;
    private long place;
    private Flags flags = Flags.UNKNOWN;
    private long size;
    private int answersBefore;
    private long answeredAt;
    private int batch;

    /**
     * What is known of its flags, that is, whether a person has read it.
     *
     * @param tell false where they say nothing, as where the server sets them by itself
     * @param at when they were known, as {@link System#nanoTime()}
     */
    record Flags(boolean tell, long at) {
        static final Flags UNKNOWN = new Flags(false, 0);
    }

    /** @param connection over which it comes, of those of the pass */
    InFlight(MessageSummary listed, DeliveryOrder turn, int connection) {
        this.listed = listed;
        this.turn = turn;
        this.connection = connection;
    }

    long uid() {
        return listed.uid();
    }

    /** What the server announced of it. */
    MessageSummary listed() {
        return listed;
    }

    DeliveryOrder turn() {
        return turn;
    }

    /** Over which connection of the pass it comes. */
    int connection() {
        return connection;
    }

    Stage stage() {
        return stage;
    }

    /** How it ended, once it has. */
    End end() {
        return end;
    }

    /** Its place among those at the same stage: they go on in this order. */
    long place() {
        return place;
    }

    Flags flags() {
        return flags;
    }

    /** Its octets, once it is here. */
    long size() {
        return size;
    }

    /** How many answers the endpoint had given when this message began to be posted. */
    int answersBefore() {
        return answersBefore;
    }

    /** When it got its final answer, as {@link System#nanoTime()}. */
    long answeredAt() {
        return answeredAt;
    }

    /** Which batch it is marked with. */
    int batch() {
        return batch;
    }

    void answered(long nanos) {
        answeredAt = nanos;
    }

    void markedWith(int number) {
        batch = number;
    }

    void flags(Flags known) {
        flags = known;
    }

    void here(long octets) {
        size = octets;
    }

    void posting(int answers) {
        answersBefore = answers;
    }

    /** For {@link Flights}, which knows all that are at a stage. */
    void at(Stage next, long itsPlace) {
        stage = next;
        place = itsPlace;
    }

    /** For {@link Flights}. */
    void ended(End how) {
        end = how;
    }

    @Override
    public String toString() {
        return uid() + " " + stage + (stage == Stage.ENDED ? " " + end : "");
    }
}
