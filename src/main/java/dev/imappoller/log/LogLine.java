package dev.imappoller.log;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of the log: a sentence for people, and fields for queries. {@link #toString()} is the sentence, which is what a plain
 * formatter prints; {@link JsonLines} adds the fields.
 */
final class LogLine {
    private final String sentence;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    LogLine(String event, String sentence) {
        this.sentence = sentence;
        fields.put("event", event);
    }

    LogLine with(String key, String value) {
        fields.put(key, value);
        return this;
    }

    LogLine with(String key, long value) {
        fields.put(key, value);
        return this;
    }

    /** The values are String or Long. */
    Map<String, Object> fields() {
        return fields;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
