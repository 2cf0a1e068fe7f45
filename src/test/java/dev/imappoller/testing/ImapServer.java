package dev.imappoller.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tests ask of any IMAP server, so that they run the same against each. */
public interface ImapServer extends AutoCloseable {
    /** Of every user. */
    String PASSWORD = "secret";

    /** The port of plain text. */
    int imapPort();

    /** The port of implicit TLS. */
    int imapsPort();

    /** Appends unread messages and returns their UIDs. User and folder are created where they are missing. */
    List<Long> append(String user, String folder, byte[]... messages);

    /** The flags of every message by UID, as in {@code \\Seen}, without {@code \\Recent}. */
    Map<Long, Set<String>> flags(String user, String folder);

    /** The UIDs of the messages without {@code \\Seen}. */
    default Set<Long> unseen(String user, String folder) {
        Set<Long> unseen = new HashSet<>();
        flags(user, folder).forEach((uid, flags) -> {
            if (!flags.contains("\\Seen")) {
                unseen.add(uid);
            }
        });
        return unseen;
    }

    @Override
    void close();
}
