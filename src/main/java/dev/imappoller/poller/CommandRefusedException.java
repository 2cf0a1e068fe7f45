package dev.imappoller.poller;

/** The IMAP server answered one command with NO or BAD (RFC 9051, section 7.1); the connection can still be used. */
public final class CommandRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String detail;

    /** @param detail the command and what came of it */
    public CommandRefusedException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** @param detail the command and the server's words */
    public CommandRefusedException(String detail, Throwable cause) {
        super(detail, cause);
        this.detail = detail;
    }

    /** What was refused, and the server's words. */
    public String detail() {
        return detail;
    }
}
