package dev.imappoller.poller.endpoint;

import dev.imappoller.message.body.Attachment;
import java.nio.charset.StandardCharsets;

/** Names the objects that attachments become: the same at each attempt at a message, so that a repetition takes the place of what there is. */
final class ObjectKey {
    /** Of a name, in octets of UTF-8: with prefix and {@code webhook-id} a key stays far below the 1024 that stores take. */
    static final int LONGEST_NAME = 200;

    /** Longer ones are none. */
    private static final int LONGEST_EXTENSION = 20;

    private ObjectKey() {}

    /** {@code prefix/webhook-id/N-name}, N being the attachment's place in its message from 1 on. */
    static String of(String prefix, String webhookId, int number, Attachment attachment) {
        return prefix + "/" + webhookId + "/" + number + "-" + safe(attachment.fileName());
    }

    /**
     * A file name without anything that could lead elsewhere, or that tools trip over: letters and digits of all scripts, single dots,
     * hyphens and underscores are kept. What is too long is cut before its extension.
     */
    static String safe(String fileName) {
        StringBuilder safe = new StringBuilder();
        int before = '.';
        for (int c : fileName.codePoints().toArray()) {
            boolean kept = c == '.' ? before != '.' : isSafe(c);
            before = kept ? c : '_';
            safe.appendCodePoint(before);
        }
        String name = safe.toString();
        if (octets(name) <= LONGEST_NAME) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot >= 0 && octets(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        return beginning(name, LONGEST_NAME - octets(extension)) + extension;
    }

    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> c == '-' || c == '_';
        };
    }

    private static String beginning(String text, int octets) {
        int end = 0;
        int length = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            length += octets(text.substring(end, next));
            if (length > octets) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
