package dev.imappoller.s3;

import dev.imappoller.message.octets.Characters;
import java.util.Optional;

/** Finds the text of an element in the small documents that stores answer with. Prefixes, comments and sections of characters are in none of them. */
final class XmlText {
    private static final String[][] ENTITIES = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#34;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}
    };

    private XmlText() {}

    /** The text of the first element of that name. */
    static Optional<String> of(String document, String element) {
        int start = document.indexOf('>', begin(document, element)) + 1;
        int end = begin(document, element) < 0 ? -1 : document.indexOf("</" + element, start);
        if (start == 0 || end < 0) {
            return Optional.empty();
        }
        String text = document.substring(start, end).strip();
        for (String[] entity : ENTITIES) {
            text = text.replace(entity[0], entity[1]);
        }
        return Optional.of(text);
    }

    /** Whether there is an element of that name. */
    static boolean has(String document, String element) {
        return begin(document, element) >= 0;
    }

    /** Where the first start tag of that name is, or below zero. */
    private static int begin(String document, String element) {
        int at = document.indexOf("<" + element);
        while (at >= 0) {
            int behind = at + element.length() + 1;
            if (behind < document.length()
                    && (document.charAt(behind) == '>'
                            || document.charAt(behind) == '/'
                            || Characters.isBlank(document.charAt(behind)))) {
                return at;
            }
            at = document.indexOf("<" + element, behind);
        }
        return -1;
    }

    /** Text as it stands in an element. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
