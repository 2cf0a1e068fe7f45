package dev.imappoller.poller.item;

/** How the connection to an IMAP server is protected. */
public enum Security {
    /** TLS from the first octet (RFC 8314); port 993. */
    IMPLICIT_TLS(993),
    /** STARTTLS (RFC 9051, section 6.2.1), and no login without it; port 143. */
    STARTTLS(143),
    /** STARTTLS where the server offers it, else plain text; port 143. */
    STARTTLS_IF_OFFERED(143);

    private final int defaultPort;

    Security(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    public int defaultPort() {
        return defaultPort;
    }
}
