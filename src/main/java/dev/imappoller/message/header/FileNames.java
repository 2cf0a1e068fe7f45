package dev.imappoller.message.header;

import dev.imappoller.message.octets.Characters;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names for attachments: cleaned where the message has one, made up where it has none. */
public final class FileNames {
    /** What file systems take, in octets of UTF-8. */
    private static final int MAX_LENGTH = 255;

    /** Of the ending that tells what is in the file, in characters. */
    private static final int MAX_ENDING = 16;

    /** What Windows takes for a device, whatever stands behind a dot. */
    private static final Set<String> DEVICES = Set.of("aux", "clock$", "con", "conin$", "conout$", "nul", "prn");

    /** And these, with a number behind them. */
    private static final Set<String> NUMBERED_DEVICES = Set.of("com", "lpt");

    /** Two that letters of Arabic and of India need. */
    private static final char ZERO_WIDTH_NON_JOINER = '\u200C';

    private static final char ZERO_WIDTH_JOINER = '\u200D';

    private static final Map<String, String> NAMES = Map.of(
            "message/rfc822", "message.eml",
            "message/global", "message.eml",
            "message/delivery-status", "delivery-status.txt",
            "message/global-delivery-status", "delivery-status.txt",
            "message/disposition-notification", "disposition-notification.txt",
            "message/feedback-report", "feedback-report.txt",
            "text/rfc822-headers", "headers.txt",
            "text/calendar", "invite.ics",
            "application/pgp-signature", "signature.asc",
            "application/ms-tnef", "winmail.dat");

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("text/plain", ".txt"),
            Map.entry("text/html", ".html"),
            Map.entry("text/csv", ".csv"),
            Map.entry("text/xml", ".xml"),
            Map.entry("text/vcard", ".vcf"),
            Map.entry("text/x-vcard", ".vcf"),
            Map.entry("image/jpeg", ".jpg"),
            Map.entry("image/png", ".png"),
            Map.entry("image/gif", ".gif"),
            Map.entry("image/webp", ".webp"),
            Map.entry("image/tiff", ".tiff"),
            Map.entry("image/svg+xml", ".svg"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/x-wav", ".wav"),
            Map.entry("video/mp4", ".mp4"),
            Map.entry("application/pdf", ".pdf"),
            Map.entry("application/zip", ".zip"),
            Map.entry("application/xml", ".xml"),
            Map.entry("application/json", ".json"),
            Map.entry("application/rtf", ".rtf"),
            Map.entry("application/msword", ".doc"),
            Map.entry("application/pkcs7-mime", ".p7m"),
            Map.entry("application/x-pkcs7-mime", ".p7m"),
            Map.entry("application/pkcs7-signature", ".p7s"),
            Map.entry("application/x-pkcs7-signature", ".p7s"));

    private FileNames() {}

    /** The name that the part gives itself (RFC 2183, section 2.3; RFC 2045, section 5 for the older way). */
    public static Optional<String> given(ContentField disposition, ContentField type) {
        return disposition
                .text("filename")
                .map(FileNames::clean)
                .filter(name -> !name.isEmpty())
                .or(() -> type.text("name").map(FileNames::clean).filter(name -> !name.isEmpty()));
    }

    /** A name for a part that gives itself none. */
    public static String madeUp(String contentType, int number) {
        return Optional.ofNullable(NAMES.get(contentType))
                .orElseGet(() -> "attachment-" + number + EXTENSIONS.getOrDefault(contentType, ""));
    }

    /**
     * Without a path, which only says how the sender's disk looks, and without characters that nobody sees; empty if nothing is left that
     * names a file.
     */
    public static String clean(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        boolean drive = base.length() > 1 && base.charAt(1) == ':' && Characters.isLetter(base.charAt(0));
        String printable = Characters.without(
                        base.substring(drive ? 2 : 0), c -> Characters.isUnprintable(c) || isFormat(c))
                .strip();
        if (printable.chars().allMatch(c -> c == '.' || c == ' ')) {
            return ""; // Folders, or nothing, to those who leave out dots at the end.
        }
        return shortened(isDevice(printable) ? '_' + printable : printable);
    }

    /** As browsers leave them out: some turn the direction of what follows, so that {@code fdp.exe} is shown as {@code exe.pdf}. */
    private static boolean isFormat(int c) {
        return Character.getType(c) == Character.FORMAT && c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
    }

    /** With its ending, if it has one. */
    private static String shortened(String name) {
        if (octets(name) <= MAX_LENGTH) {
            return name;
        }
        int dot = Math.max(name.lastIndexOf('.'), name.length() - MAX_ENDING);
        String ending = name.charAt(dot) == '.' ? name.substring(dot) : "";
        int room = MAX_LENGTH - octets(ending);
        int end = 0;
        while (room >= 0) {
            int length = Character.charCount(name.codePointAt(end));
            room -= octets(name.substring(end, end + length));
            end += room >= 0 ? length : 0;
        }
        return name.substring(0, end) + ending;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isDevice(String name) {
        String stem = Characters.before(name, c -> c == '.' || c == ':').strip().toLowerCase(Locale.ROOT);
        int last = stem.length() - 1;
        return DEVICES.contains(stem)
                || last == 3
                        && NUMBERED_DEVICES.contains(stem.substring(0, last))
                        && "0123456789¹²³".indexOf(stem.charAt(last)) >= 0;
    }
}
