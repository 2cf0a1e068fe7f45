package dev.imappoller.imap;

/** A literal is longer or shorter than announced, so that nobody knows where the next response begins. */
final class OutOfStepException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfStepException() {
        super("a literal is longer or shorter than announced");
    }
}
