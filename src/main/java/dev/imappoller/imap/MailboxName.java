package dev.imappoller.imap;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/** A mailbox's name as commands have it, one character for each octet. */
final class MailboxName {
    private MailboxName() {}

    /**
     * As an atom or a quoted string.
     *
     * @param folder the name as a person types it
     * @param utf8 whether the server takes UTF-8 (RFC 6855) instead of modified UTF-7 (RFC 3501, section 5.1.3)
     */
    static String of(String folder, boolean utf8) {
        String encoded = utf8
                ? new String(folder.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                : BASE64MailboxEncoder.encode(folder);
        boolean atom = !encoded.isEmpty()
                && encoded.chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 128 || "./_-&+,".indexOf(c) >= 0)
                && Stream.of("NIL").noneMatch(encoded::equalsIgnoreCase);
        return atom ? encoded : '"' + encoded.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
