package dev.imappoller.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Draws the Pollers table as it says how the pollers are, a line or a few for each. */
final class StatusTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final List<String> TITLES = List.of("poller", "status", "unread", "last poll", "detail");
    private static final int DETAIL = TITLES.size() - 1;

    private final int width;
    private final ZoneId zone;

    /** @param width the longest line, in characters */
    StatusTable(int width, ZoneId zone) {
        this.width = width;
        this.zone = zone;
    }

    String draw(List<Map<String, AttributeValue>> items) {
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        items.stream()
                .sorted(Comparator.comparing(item -> text(item, "pollerId", "")))
                .map(this::row)
                .forEach(rows::add);
        int[] widths = IntStream.range(0, DETAIL)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        int left = IntStream.of(widths).map(column -> column + 2).sum() + 2;
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < DETAIL; column++) {
                line.append(padded(row.get(column), widths[column] + 2));
            }
            for (String part : wrapped(row.get(DETAIL), Math.max(20, width - left))) {
                table.append(line.append(part).toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(left));
            }
        }
        return table.toString();
    }

    private List<String> row(Map<String, AttributeValue> item) {
        AttributeValue enabled = item.get("enabled");
        boolean disabled = enabled != null && Boolean.FALSE.equals(enabled.bool());
        return List.of(
                text(item, "pollerId", ""),
                disabled ? "(disabled)" : text(item, "status", "(not yet polled)"),
                text(item, "unreadCount", "-"),
                time(text(item, "lastPollAt", "-")),
                text(item, "statusDetail", ""));
    }

    private String time(String instant) {
        try {
            return TIME.format(Instant.parse(instant).atZone(zone));
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    private static String text(Map<String, AttributeValue> item, String name, String otherwise) {
        AttributeValue value = item.get(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value.type()) {
            case S -> value.s().replaceAll("\\p{Cntrl}", " ");
            case N -> value.n();
            case BOOL, M, L, B, SS, NS, BS, NUL, UNKNOWN_TO_SDK_VERSION -> otherwise;
        };
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
