package dev.imappoller.imap.fetch;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a message that the server has written itself, in the place of one that it can't hand over. QUIRK: Exchange and Microsoft 365
 * do so for what they can't convert, and while Defender still looks at an attachment. It has come by no other server, so it has no
 * Received field (RFC 5321, section 4.4); nobody outside can send one like it.
 */
final class SubstituteMessage {
    /** The sentence for people: what happens to the message, and what to do. */
    static final String WHY =
            "the server has put a message of its own in the place of this one (\"Retrieval using the IMAP4 protocol"
                    + " failed for the following message\"), as Exchange does with what it can't convert or still scans. It stays unread and is"
                    + " tried again; if that doesn't help, open it in Outlook, then op skip";

    /** Stand-ins have a few hundred octets, plus what they say about the message. */
    private static final int LARGEST = 64 * 1024;

    private static final int MOST_OF_HEADER = 8 * 1024;

    private static final String SUBJECT_BEGINS = "retrieval using the ";
    private static final String SUBJECT_GOES_ON = " protocol failed for the following message";
    private static final String SENDER = "microsoft exchange";

    private final Map<String, String> fields;

    private SubstituteMessage(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Whether it is one. */
    static boolean is(RawMessage message) {
        if (message.size() > LARGEST) {
            return false;
        }
        try (InputStream octets = message.open(0, Math.min(message.size(), MOST_OF_HEADER))) {
            return new SubstituteMessage(fields(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1))).is();
        } catch (IOException e) {
            return false; // The next reader of the message reports this error.
        }
    }

    private boolean is() {
        return !fields.containsKey("received") && (saysSo() || isWritten());
    }

    private boolean saysSo() {
        String subject = fields.getOrDefault("subject", "");
        return subject.startsWith(SUBJECT_BEGINS) && subject.contains(SUBJECT_GOES_ON);
    }

    /** In whatever language: the sender has no address, and what every message has that was sent is missing. */
    private boolean isWritten() {
        String from = fields.getOrDefault("from", "");
        return (from.startsWith(SENDER) || from.startsWith('"' + SENDER))
                && from.indexOf('@') < 0
                && fields.containsKey("subject")
                && !fields.containsKey("message-id")
                && !fields.containsKey("date");
    }

    /** The first of each name, in lower case and unfolded. */
    private static Map<String, String> fields(String header) {
        Map<String, String> fields = new HashMap<>();
        String name = "";
        StringBuilder value = new StringBuilder();
        for (String line : Characters.split(header, '\n')) {
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            boolean folded = !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(0) == '\t');
            if (folded) {
                value.append(' ').append(text.strip().toLowerCase(Locale.ROOT));
                continue;
            }
            fields.putIfAbsent(name, value.toString().strip());
            int colon = text.indexOf(':');
            if (colon < 0 || name.equals("received")) {
                return fields;
            }
            name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            value = new StringBuilder(
                    text.substring(colon + 1).toLowerCase(Locale.ROOT).strip());
        }
        fields.putIfAbsent(name, value.toString().strip());
        return fields;
    }
}
