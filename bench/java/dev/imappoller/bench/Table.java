package dev.imappoller.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The results in rows, for the terminal and for the page. */
final class Table {
    private static final List<String> HEADING = List.of(
            "set",
            "away ms",
            "endpoint ms",
            "who",
            "",
            "wall s",
            "min–max s",
            "CPU s",
            "peak MiB",
            "turns/message",
            "turns/account",
            "messages/s",
            "MiB/s",
            "× ours",
            "");

    private final List<List<String>> rows = new ArrayList<>();

    Table(Results results) {
        rows.add(HEADING);
        results.results().forEach(result -> rows.add(row(results, result)));
    }

    /** With columns of even width. */
    String text() {
        List<Integer> widths = IntStream.range(0, HEADING.size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> pad(row.get(column), widths.get(column), column))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** For the page. */
    String markdown() {
        List<String> lines = rows.stream()
                .map(row -> "| " + String.join(" | ", row) + " |")
                .collect(Collectors.toCollection(ArrayList::new));
        lines.add(
                1,
                IntStream.range(0, HEADING.size())
                        .mapToObj(column -> left(column) ? "---|" : "---:|")
                        .collect(Collectors.joining("", "|", "")));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> row(Results results, Result result) {
        Trial trial = result.trial();
        boolean mail = trial.set().messages() > 0;
        return List.of(
                trial.set().name(),
                Integer.toString(trial.roundTripMillis()),
                Integer.toString(trial.endpointMillis()),
                result.candidate(),
                result.temperature(),
                seconds(result.wallMillis()),
                seconds(result.leastMillis()) + "–" + seconds(result.mostMillis()),
                result.cpuMillis() < 0 ? "" : seconds(result.cpuMillis()),
                result.peakMebibytes() < 0 ? "" : number("%.0f", result.peakMebibytes()),
                mail ? number("%.2f", result.turnsPerMessage()) : "",
                number("%.1f", result.turnsPerAccount()),
                mail ? number("%.0f", result.messagesPerSecond()) : "",
                result.mebibytesPerSecond() == 0 ? "" : number("%.1f", result.mebibytesPerSecond()),
                results.timesAsLong(result).map(times -> number("%.1f", times)).orElse(""),
                result.fault());
    }

    static String seconds(double millis) {
        return number("%.2f", millis / 1000);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static boolean left(int column) {
        return column == 0 || column == 3 || column == 4 || column == HEADING.size() - 1;
    }

    private static String pad(String text, int width, int column) {
        String blanks = " ".repeat(width - text.length());
        return left(column) ? text + blanks : blanks + text;
    }
}
