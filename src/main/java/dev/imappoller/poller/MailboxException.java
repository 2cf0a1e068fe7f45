package dev.imappoller.poller;

/** The mailbox could not be opened, or was lost: the pass ends with this failure. */
public final class MailboxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public MailboxException(Failure failure, Throwable cause) {
        super(failure.detail(), cause);
        this.failure = failure;
    }

    public MailboxException(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    public MailboxException(PollerStatus status, String detail) {
        this(new Failure(status, detail));
    }

    public MailboxException(PollerStatus status, String detail, Throwable cause) {
        this(new Failure(status, detail), cause);
    }

    public Failure failure() {
        return failure;
    }
}
