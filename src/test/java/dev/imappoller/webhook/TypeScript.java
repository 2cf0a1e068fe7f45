package dev.imappoller.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes TypeScript's types of a JSON Schema, as far as that of the payload goes; what it doesn't know it refuses. */
final class TypeScript {
    private static final String REFERENCE = "#/$defs/";

    private final StringBuilder text = new StringBuilder();

    private TypeScript() {}

    static String of(JsonNode schema) {
        TypeScript types = new TypeScript();
        types.declare(schema.path("title").asText(), schema);
        for (Map.Entry<String, JsonNode> definition : schema.path("$defs").properties()) {
            types.declare(definition.getKey(), definition.getValue());
        }
        return types.text.toString();
    }

    private void declare(String name, JsonNode schema) {
        text.append(text.isEmpty() ? "" : "\n");
        comment(schema, "");
        if (!schema.has("properties")) {
            text.append("export type ")
                    .append(name)
                    .append(" = ")
                    .append(type(schema))
                    .append(";\n");
            return;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(each -> required.add(each.asText()));
        text.append("export interface ").append(name).append(" {\n");
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            comment(property.getValue(), "  ");
            text.append("  ")
                    .append(property.getKey())
                    .append(required.contains(property.getKey()) ? ": " : "?: ")
                    .append(type(property.getValue()))
                    .append(";\n");
        }
        text.append("}\n");
    }

    private void comment(JsonNode schema, String indent) {
        if (schema.has("description")) {
            text.append(indent)
                    .append("/** ")
                    .append(schema.path("description").asText())
                    .append(" */\n");
        }
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            if (!reference.startsWith(REFERENCE)) {
                throw new IllegalArgumentException(reference);
            }
            return reference.substring(REFERENCE.length());
        }
        if (schema.has("const")) {
            return schema.path("const").toString();
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(each -> values.add(each.toString()));
            return String.join(" | ", values);
        }
        if (schema.has("oneOf")) {
            return union(schema.path("oneOf"));
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> names = new ArrayList<>();
            type.forEach(each -> names.add(each.asText()));
            return String.join(" | ", names);
        }
        return switch (type.asText()) {
            case "string", "boolean" -> type.asText();
            case "array" -> type(schema.path("items")) + "[]";
            case "object" -> "{ [name: string]: " + type(schema.path("additionalProperties")) + " }";
            default -> throw new IllegalArgumentException(schema.toString());
        };
    }

    private static String union(JsonNode alternatives) {
        List<String> types = new ArrayList<>();
        alternatives.forEach(each -> types.add(type(each)));
        return types.stream().collect(Collectors.joining(" | "));
    }
}
