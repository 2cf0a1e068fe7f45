package dev.imappoller.message.kind;

/** Who wrote a message: a person or a machine. It is told by the header, and what a sender writes there can be wrong. */
public enum Kind {
    /** A report on whether a message arrived (RFC 3464), or what servers send in its place. */
    BOUNCE("bounce"),
    /** What a machine sent of itself or as an answer (RFC 3834); whoever answers it may begin a loop. */
    AUTO_REPLY("auto-reply"),
    /** What came to many by a list or in bulk (RFC 2919, RFC 2369). */
    LIST("list"),
    /** Everything else, so probably of a person. */
    MAIL("mail");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** What it is called in payloads. */
    public String word() {
        return word;
    }
}
