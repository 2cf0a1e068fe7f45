package dev.imappoller.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message that was posted to the demo's web app, and what that answered.
 *
 * @param headers of the request, those that tell something
 * @param octets of the request's body
 * @param status the HTTP status of the answer
 * @param attachments name, type and size of each
 */
record ReceivedMessage(
        Instant at,
        String path,
        Map<String, String> headers,
        int octets,
        int status,
        String format,
        String from,
        String subject,
        String text,
        List<Attachment> attachments) {
    private static final int LONGEST_TEXT = 90;

    /** A file of the message. */
    record Attachment(String name, String type, String size) {}

    /** Reads a request's body; of one that is not JSON only the format is known. */
    static ReceivedMessage of(
            Instant at, String path, Map<String, String> headers, byte[] body, int status, ObjectMapper json) {
        JsonNode message;
        String format = "json";
        try {
            message = json.readTree(body);
        } catch (IOException e) {
            message = json.missingNode();
            format = "form";
        }
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode file : message.path("attachments")) {
            attachments.add(new Attachment(
                    oneLine(file.path("file_name").asText("(no name)")),
                    oneLine(file.path("content_type").asText()),
                    file.path("size").asText()));
        }
        return new ReceivedMessage(
                at,
                path,
                headers,
                body.length,
                status,
                format,
                oneLine(message.path("headers").path("from").asText("(none)")),
                oneLine(message.path("headers").path("subject").asText("(none)")),
                shortened(oneLine(message.path("plain").asText("(none)"))),
                attachments);
    }

    /** What the answer means to the function. */
    public String verdict() {
        return switch (status / 100) {
            case 2 -> "ACCEPTED";
            case 4 -> "REJECTED";
            default -> "DEFERRED";
        };
    }

    /** The same in a few lines for the terminal. */
    String describe() {
        StringBuilder lines = new StringBuilder();
        lines.append("\n  --> web app: POST ")
                .append(path)
                .append(", ")
                .append(octets)
                .append(" octets, answered ")
                .append(status)
                .append('\n');
        headers.forEach((name, value) -> line(lines, name, value));
        if (!format.equals("json")) {
            line(lines, "Body", "(not JSON)");
            return lines.toString();
        }
        line(lines, "Subject", subject);
        line(lines, "From", from);
        line(lines, "Text", text);
        for (Attachment file : attachments) {
            line(lines, "Attachment", file.name + " (" + file.type + ", " + file.size + " octets)");
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(String.format("      %-13s %s%n", name, oneLine(value)));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }
}
