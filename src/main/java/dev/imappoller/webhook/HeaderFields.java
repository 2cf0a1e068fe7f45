package dev.imappoller.webhook;

import dev.imappoller.message.HeaderField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A header as the webhook has it: by name, in lower case and with underscores, the topmost value first. */
final class HeaderFields {
    private HeaderFields() {}

    static Map<String, List<String>> byName(List<HeaderField> fields) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (HeaderField field : fields) {
            String key = field.name().toLowerCase(Locale.ROOT).replace('-', '_');
            byName.computeIfAbsent(key, name -> new ArrayList<>()).add(field.value());
        }
        return byName;
    }
}
