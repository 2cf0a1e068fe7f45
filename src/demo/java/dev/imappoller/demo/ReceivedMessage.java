package dev.imappoller.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;

/** Describes a posted message in a few readable lines. */
record ReceivedMessage(ObjectMapper json) {
    private static final int LONGEST_TEXT = 90;
    private static final List<String> TELLING_HEADERS = List.of("Content-Type", "User-Agent", "webhook-id");

    String describe(HttpExchange exchange, byte[] body, int status) {
        StringBuilder lines = new StringBuilder();
        lines.append("\n  --> web app: ")
                .append(exchange.getRequestMethod())
                .append(' ')
                .append(exchange.getRequestURI().getPath())
                .append(", ")
                .append(body.length)
                .append(" octets, answered ")
                .append(status)
                .append('\n');
        for (String name : TELLING_HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                line(lines, name, value);
            }
        }
        try {
            describe(lines, json.readTree(body));
        } catch (IOException e) {
            line(lines, "Body", "(not JSON)");
        }
        return lines.toString();
    }

    private static void describe(StringBuilder lines, JsonNode message) {
        line(lines, "Subject", message.path("headers").path("subject").asText("(none)"));
        line(lines, "From", message.path("headers").path("from").asText("(none)"));
        line(lines, "Text", shortened(message.path("plain").asText("(none)")));
        for (JsonNode file : message.path("attachments")) {
            line(
                    lines,
                    "Attachment",
                    file.path("file_name").asText("(no name)") + " ("
                            + file.path("content_type").asText() + ", "
                            + file.path("size").asText() + " octets)");
        }
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(String.format("      %-13s %s%n", name, value.replaceAll("\\p{Cntrl}", " ")));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + " ...";
    }
}
