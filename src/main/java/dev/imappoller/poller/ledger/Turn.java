package dev.imappoller.poller.ledger;

/** When a message of a pass has its turn: those that may harm others come after them. */
public enum Turn {
    /** It was never tried. */
    NEW,
    /** It did not get through before. */
    FAILED,
    /** The endpoint did not answer to it though it answered others: it may take as long as a POST may take. */
    SILENT,
    /** It was under way when a pass broke off, so nothing else is under way with it. */
    ALONE
}
