package dev.imappoller.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.bench.set.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the results: into the repository if they are to be published, else into target/bench alone. */
public final class Page {
    private static final String BEGIN = "<!-- results -->";
    private static final String END = "<!-- /results -->";
    private static final Path DRAFTS = Path.of("target/bench");
    private static final Path DOCUMENT = Path.of("docs/performance.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Page() {}

    /** Writes results.json, performance.svg and the tables, and returns where. */
    public static List<Path> write(Results results, boolean publish) throws IOException {
        Path json = publish ? Path.of("bench/results.json") : DRAFTS.resolve("results.json");
        Path chart = publish ? Path.of("docs/performance.svg") : DRAFTS.resolve("performance.svg");
        Path page = publish ? DOCUMENT : DRAFTS.resolve("performance.md");
        Files.createDirectories(DRAFTS);
        Files.writeString(json, json(results));
        Files.writeString(chart, Chart.svg(results));
        Files.writeString(page, between(Files.readString(DOCUMENT), tables(results, Table::markdown)));
        return List.of(json, chart, page);
    }

    /** All there is to tell, for a terminal. */
    public static String text(Results results) {
        return "\n" + tables(results, Table::text);
    }

    private static String tables(Results results, Function<Table, String> layout) {
        Summary summary = new Summary(results);
        StringBuilder page = new StringBuilder(surroundings(results.surroundings()));
        results.results().stream()
                .filter(result -> !result.fault().isEmpty())
                .forEach(result -> page.append(
                        "- **Fault**: %s, %s: %s.\n".formatted(result.candidate(), result.trial(), result.fault())));
        results.notMeasured()
                .forEach(
                        what -> page.append("- **Not measured**: ").append(what).append(".\n"));
        for (Table table : List.of(Targets.table(results), summary.start(), summary.day(), summary.mail())) {
            if (!table.isEmpty()) {
                page.append('\n').append(layout.apply(table));
            }
        }
        return page.toString();
    }

    /** What was measured on what, in points of a list. */
    private static String surroundings(Results.Surroundings on) {
        StringBuilder text = new StringBuilder();
        text.append("- Measured on %d cores (%s, %s), JDK %s, with %s.\n"
                .formatted(on.cores(), on.processor(), on.system(), on.java(), on.mailServer()));
        text.append("- %s.\n"
                .formatted(on.zips().entrySet().stream()
                        .map(zip -> zip.getKey() + ": a zip of " + Table.number("%.1f MB", zip.getValue() / 1e6))
                        .collect(Collectors.joining("; "))));
        text.append("- Options of the executable: `%s`; of the JVM: `%s`.\n"
                .formatted(String.join(" ", on.nativeOptions()), String.join(" ", on.jvmOptions())));
        text.append(
                "- Processes for each figure, of which it is the median: %d, and three times as many for the start; warm polls in each: %d.\n"
                        .formatted(on.runs(), on.warmPolls()));
        text.append("- The sink takes at most %.0f requests/s of 4 KiB, or %.0f MiB/s.\n"
                .formatted(on.sinkRequestsPerSecond(), on.sinkMebibytesPerSecond()));
        text.append("- Round trips through the proxy: %s.\n"
                .formatted(on.roundTrips().stream()
                        .map(each -> "%d ms took %s ms"
                                .formatted(each.wantedMillis(), Table.number("%.1f", each.measuredMillis())))
                        .collect(Collectors.joining(", "))));
        return text.toString();
    }

    private static String between(String document, String text) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(DOCUMENT + " lacks its markers");
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + text + document.substring(end);
    }

    /** The figures of the page, a result in each line. */
    private static String json(Results results) {
        return results.results().stream()
                .map(Page::plain)
                .map(Page::line)
                .collect(Collectors.joining(
                        ",\n", "{\"surroundings\":" + line(results.surroundings()) + ",\n\"results\":[\n", "\n]}\n"));
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> plain(Result result) {
        Trial trial = result.trial();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("set", trial.set());
        one.put("tls", trial.tls());
        one.put("postByTls", trial.postByTls());
        one.put("roundTripMillis", trial.roundTripMillis());
        one.put("endpointMillis", trial.endpointMillis());
        trial.share().ifPresent(share -> one.put("share", share));
        one.put("candidate", result.candidate());
        result.cold().ifPresent(figures -> one.put("cold", plain(figures)));
        result.warm().ifPresent(figures -> one.put("warm", plain(figures)));
        return one;
    }

    private static Map<String, Object> plain(Measurements figures) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("polls", figures.samples().size());
        one.put("wallMillis", tenths(figures.wallMillis()));
        one.put("leastMillis", tenths(figures.leastMillis()));
        one.put("mostMillis", tenths(figures.mostMillis()));
        one.put("cpuMillis", tenths(figures.cpuMillis()));
        one.put("residentMebibytes", tenths(figures.residentMebibytes()));
        one.put("peakMebibytes", tenths(figures.peakMebibytes()));
        one.put("turns", figures.turns());
        one.put("mebibytesPerSecond", tenths(figures.mebibytesPerSecond()));
        if (!figures.fault().isEmpty()) {
            one.put("fault", figures.fault());
        }
        return one;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
