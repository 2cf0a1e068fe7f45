package dev.imappoller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * What an event source mapping of Lambda lets pass: of the pattern's operators plain values and {@code exists}, as this project uses them.
 */
public record EventPattern(JsonNode pattern) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a pattern as it stands in a template. */
    public static EventPattern parse(String pattern) {
        return new EventPattern(tree(pattern));
    }

    /** Whether an event passes. */
    public boolean matches(String event) {
        return matches(pattern, tree(event));
    }

    /** Every leaf of the pattern lists what it takes, and {@code exists} is for leaves of the event alone. */
    private static boolean matches(JsonNode pattern, JsonNode event) {
        if (!pattern.isArray()) {
            for (Map.Entry<String, JsonNode> field : pattern.properties()) {
                if (!matches(field.getValue(), event.path(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        for (JsonNode choice : pattern) {
            boolean leaf = event.isValueNode();
            if (choice.isObject() ? leaf == choice.path("exists").asBoolean() : choice.equals(event)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
