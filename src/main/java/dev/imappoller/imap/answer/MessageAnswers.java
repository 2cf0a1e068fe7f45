package dev.imappoller.imap.answer;

/** Takes what comes back once nobody waits for it. */
public interface MessageAnswers {
    /** An untagged FETCH, which may belong to any command under way. */
    void fetched(FetchAnswer answer);

    /** A message is gone, and those behind it have other numbers now. */
    void expunged();

    /** A response that can't be read as IMAP: whatever it was, it is lost. */
    void unreadable();

    /** The connection is gone, with a BYE or without; nothing is told of afterwards. */
    void lost(String during, Throwable cause);
}
