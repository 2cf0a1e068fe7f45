package dev.imappoller.poller.status;

/** A table can't be reached, or refuses. */
public final class TableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String detail;

    public TableException(String detail, Throwable cause) {
        super(detail, cause);
        this.detail = detail;
    }

    /** Which table, what is wrong and what to do. */
    public String detail() {
        return detail;
    }
}
