package dev.imappoller.webhook;

import dev.imappoller.message.HeaderField;
import dev.imappoller.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A header as the webhook has it: by name, in lower case and with underscores, the topmost value first. */
final class HeaderFields {
    private HeaderFields() {}

    static Map<String, List<String>> byName(Message message) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HeaderField field : message.headers()) {
            message.budget().spend(field.name().length() + field.value().length());
            String key = field.name().toLowerCase(Locale.ROOT).replace('-', '_');
            byName.computeIfAbsent(key, name -> new ArrayList<>(1)).add(field.value());
        }
        return byName;
    }
}
