package dev.imappoller.bench.result;

import dev.imappoller.bench.candidate.BareFetch;
import dev.imappoller.bench.candidate.FunctionCandidate;
import dev.imappoller.bench.result.Results.Phase;
import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Trial;
import java.util.List;
import java.util.Locale;

/** A few results as bars, each trial on a scale of its own: first polls by TLS, the start of the process included. */
final class Chart {
    private static final List<Trial> PANELS =
            List.of(Trial.tls(MailSet.S200).away(20), Trial.tls(MailSet.M), Trial.tls(MailSet.L));

    private static final int WIDTH = 760;
    private static final int LABEL = 170;
    private static final int BAR = 18;
    private static final int ROW = 26;
    private static final int HEADING = 34;
    private static final int GAP = 18;

    /** Room right of the longest bar for what it stands for. */
    private static final int VALUE = 150;

    private final Results results;
    private final StringBuilder panels = new StringBuilder();
    private int height = ROW + GAP;

    private Chart(Results results) {
        this.results = results;
    }

    /** An SVG that follows the reader's choice of light or dark. */
    static String svg(Results results) {
        Chart chart = new Chart(results);
        chart.text(
                "label",
                0,
                BAR,
                "Seconds from the start of the process until a mailbox is collected by TLS, and how many times as long as "
                        + results.packagings().get(0) + ". Less is better.");
        PANELS.forEach(chart::panel);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
                <title>Seconds to collect a mailbox</title>
                <style>
                text { font: 13px system-ui, sans-serif; fill: #24292f }
                .panel { font-weight: 600 }
                .peer { fill: #8c959f }
                .native { fill: #1a7f37 }
                .jvm { fill: #7fbf94 }
                @media (prefers-color-scheme: dark) {
                  text { fill: #e6edf3 }
                  .peer { fill: #6e7681 }
                  .native { fill: #3fb950 }
                  .jvm { fill: #23683a }
                }
                </style>
                %s</svg>
                """.formatted(WIDTH, chart.height, WIDTH, chart.height, chart.panels);
    }

    private void panel(Trial trial) {
        List<Result> bars = results.results().stream()
                .filter(result -> !result.candidate().equals(BareFetch.NAME))
                .filter(result -> result.trial().equals(trial) && result.cold().isPresent())
                .toList();
        double longest = bars.stream().mapToDouble(Chart::millis).max().orElse(1);
        if (!bars.isEmpty()) {
            text("panel", 0, height + BAR, heading(trial));
            height += HEADING;
        }
        for (Result bar : bars) {
            double length = Math.max(1, (WIDTH - LABEL - VALUE) * millis(bar) / longest);
            text("label", 0, height + BAR - 5, bar.candidate());
            panels.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    color(bar.candidate()),
                    LABEL,
                    height,
                    length,
                    BAR));
            String times = results.timesAsLong(bar, Phase.COLD)
                    .map(factor -> Table.number(", %.1f ×", factor))
                    .orElse("");
            text("label", LABEL + (int) length + 8, height + BAR - 5, Table.seconds(millis(bar)) + " s" + times);
            height += ROW;
        }
        height += GAP;
    }

    private static double millis(Result result) {
        return result.cold().orElseThrow().wallMillis();
    }

    private static String color(String candidate) {
        return switch (candidate) {
            case FunctionCandidate.NATIVE -> "native";
            case FunctionCandidate.JVM -> "jvm";
            default -> "peer";
        };
    }

    private static String heading(Trial trial) {
        MailSet set = trial.set();
        return set + ": " + set.messages() + " messages, mail server " + trial.roundTripMillis() + " ms away";
    }

    private void text(String type, int x, int y, String text) {
        panels.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", type, x, y, text));
    }
}
