package dev.imappoller.bench;

import java.util.List;
import java.util.Locale;

/** The results as bars: one panel for each trial in which peers took part, each on a scale of its own. */
final class Chart {
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
                "Seconds to collect a mailbox, and how many times as long as IMAP Poller. Less is better.");
        results.results().stream()
                .filter(result -> Peer.NAMES.contains(result.candidate()))
                .map(Result::trial)
                .distinct()
                .forEach(chart::panel);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
                <title>Seconds to collect a mailbox</title>
                <style>
                text { font: 13px system-ui, sans-serif; fill: #24292f }
                .panel { font-weight: 600 }
                .peer { fill: #8c959f }
                .ours { fill: #1a7f37 }
                @media (prefers-color-scheme: dark) {
                  text { fill: #e6edf3 }
                  .peer { fill: #6e7681 }
                  .ours { fill: #3fb950 }
                }
                </style>
                %s</svg>
                """.formatted(WIDTH, chart.height, WIDTH, chart.height, chart.panels);
    }

    private void panel(Trial trial) {
        List<Result> bars = results.results().stream()
                .filter(result -> !result.candidate().equals(BareFetch.NAME))
                .filter(result -> result.trial().equals(trial) && (!result.cold() || onlyCold(result)))
                .toList();
        double longest = bars.stream().mapToDouble(Result::wallMillis).max().orElse(1);
        text("panel", 0, height + BAR, heading(trial));
        height += HEADING;
        for (Result bar : bars) {
            double length = Math.max(1, (WIDTH - LABEL - VALUE) * bar.wallMillis() / longest);
            boolean ours = bar.candidate().equals(FunctionCandidate.NAME);
            text("label", 0, height + BAR - 5, bar.candidate() + (bar.cold() ? " (cold)" : ""));
            panels.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    ours ? "ours" : "peer",
                    LABEL,
                    height,
                    length,
                    BAR));
            String times = results.timesAsLong(bar)
                    .map(factor -> Table.number(", %.1f ×", factor))
                    .orElse("");
            text("label", LABEL + (int) length + 8, height + BAR - 5, Table.seconds(bar.wallMillis()) + " s" + times);
            height += ROW;
        }
        height += GAP;
    }

    /** A slow peer was polled from cold alone: then that is shown. */
    private boolean onlyCold(Result result) {
        return results.of(result.candidate(), result.trial(), false).isEmpty();
    }

    private static String heading(Trial trial) {
        MailSet set = trial.set();
        return set + ": " + set.messages() + " messages, mail server " + trial.roundTripMillis() + " ms away, endpoint "
                + trial.endpointMillis() + " ms";
    }

    private void text(String type, int x, int y, String text) {
        panels.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", type, x, y, text));
    }
}
