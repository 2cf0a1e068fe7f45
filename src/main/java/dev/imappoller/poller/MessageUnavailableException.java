package dev.imappoller.poller;

/** One message can't be had now; others can. */
public final class MessageUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /** @param failure what it means for the poller if no other message goes through either */
    public MessageUnavailableException(Failure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
