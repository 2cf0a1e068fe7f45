package dev.imappoller.poller.mailbox;

import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.Optional;

/** The mailbox could not be opened, or its connection was lost. The pass ends with this failure. */
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

    /** An error of this program, if that is how the mailbox was lost; empty for whatever a server or the network did. */
    public Optional<Throwable> bug() {
        return Optional.ofNullable(getCause())
                .filter(cause -> cause instanceof RuntimeException || cause instanceof Error);
    }
}
