package dev.imappoller.webhook;

import dev.imappoller.message.Message;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.Characters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A header as the webhook has it: by name, in lower case and with underscores, the topmost value first. */
final class HeaderFields {
    private static final String RETURN_PATH = "return_path";

    private HeaderFields() {}

    static Map<String, List<String>> byName(Message message) {
        return byName(message, key -> key);
    }

    /**
     * By names that are plain words to every parser of forms: of letters, digits and underscores alone. A sender who puts brackets into
     * a name would else replace another field, or have the whole form refused. A name with neither letter nor digit is left out.
     */
    static Map<String, List<String>> byFormName(Message message) {
        Map<String, List<String>> byName = byName(message, HeaderFields::asWord);
        byName.keySet().removeIf(name -> name.chars().noneMatch(Characters::isAlphanumeric));
        return byName;
    }

    private static Map<String, List<String>> byName(Message message, UnaryOperator<String> naming) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HeaderField field : message.headers()) {
            message.budget().spend(field.name().length() + field.value().length());
            String key = naming.apply(field.name().toLowerCase(Locale.ROOT).replace('-', '_'));
            String value = key.equals(RETURN_PATH) ? withoutBrackets(field.value()) : field.value();
            byName.computeIfAbsent(key, name -> new ArrayList<>(1)).add(value);
        }
        return byName;
    }

    private static String asWord(String name) {
        StringBuilder word = new StringBuilder(name.length());
        name.chars().forEach(c -> word.append(Characters.isAlphanumeric(c) ? (char) c : '_'));
        return word.toString();
    }

    /** The address alone, as CloudMailin has it. */
    private static String withoutBrackets(String path) {
        return path.startsWith("<") && path.endsWith(">") ? path.substring(1, path.length() - 1) : path;
    }
}
