package dev.imappoller.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows for the terminal and for the page. A heading that begins with a blank is that of figures, which stand on the right. */
final class Table {
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        this.heading = List.of(heading);
        rows.add(this.heading.stream().map(String::strip).toList());
    }

    Table add(List<String> row) {
        if (row.size() != heading.size()) {
            throw new IllegalArgumentException(row + " is no row of " + heading);
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** With columns of even width. */
    String text() {
        List<Integer> widths = columns()
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream()
                .map(row -> columns()
                        .mapToObj(column -> pad(row.get(column), widths.get(column), column))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    String markdown() {
        List<String> lines = rows.stream()
                .map(row -> "| " + String.join(" | ", row) + " |")
                .collect(Collectors.toCollection(ArrayList::new));
        lines.add(
                1,
                columns()
                        .mapToObj(column -> right(column) ? "---:|" : "---|")
                        .collect(Collectors.joining("", "|", "")));
        return String.join("\n", lines) + "\n";
    }

    static String seconds(double millis) {
        return number("%.2f", millis / 1000);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private IntStream columns() {
        return IntStream.range(0, heading.size());
    }

    private boolean right(int column) {
        return heading.get(column).startsWith(" ");
    }

    private String pad(String text, int width, int column) {
        String blanks = " ".repeat(width - text.length());
        return right(column) ? blanks + text : text + blanks;
    }
}
