package dev.imappoller.poller.ledger;

/** When a message of a pass has its turn: those that may harm others come after them. */
public enum DeliveryOrder {
    /** It was never tried. */
    NEW,
    /** It did not get through before. */
    FAILED,
    /** The endpoint did not answer it, though it answered others. Its POST may last until the time-out. */
    SILENT,
    /** It was under way when a pass broke off, so nothing else is under way with it. */
    ALONE
}
