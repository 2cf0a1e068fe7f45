package dev.imappoller.poller.mailbox;

import dev.imappoller.poller.status.Failure;
import java.util.Optional;

/** The mailbox could not be opened, or its connection was lost. The pass ends with this failure. */
public final class MailboxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final boolean overPipelining;

    public MailboxException(Failure failure, Throwable cause) {
        this(failure, cause, false);
    }

    /** @param overPipelining as {@link #isOverPipelining} */
    public MailboxException(Failure failure, Throwable cause, boolean overPipelining) {
        super(failure.detail(), cause);
        this.failure = failure;
        this.overPipelining = overPipelining;
    }

    public MailboxException(Failure failure) {
        super(failure.detail());
        this.failure = failure;
        this.overPipelining = false;
    }

    public Failure failure() {
        return failure;
    }

    /** Whether the connection seems to be lost because commands were sent ahead of others. If the mailbox is opened again, none are. */
    public boolean isOverPipelining() {
        return overPipelining;
    }

    /** An error of this program, if that is how the mailbox was lost; empty for whatever a server or the network did. */
    public Optional<Throwable> bug() {
        return Optional.ofNullable(getCause())
                .filter(cause -> cause instanceof RuntimeException || cause instanceof Error);
    }
}
