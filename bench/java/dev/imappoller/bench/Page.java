package dev.imappoller.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the results: into the repository if they are to be published, else into target/bench alone. */
final class Page {
    private static final String BEGIN = "<!-- results -->";
    private static final String END = "<!-- /results -->";
    private static final Path DRAFTS = Path.of("target/bench");
    private static final Path DOCUMENT = Path.of("docs/performance.md");

    private Page() {}

    /** Writes results.json, performance.svg and the table, and returns where. */
    static List<Path> write(Results results, boolean publish) throws IOException {
        Path json = publish ? Path.of("bench/results.json") : DRAFTS.resolve("results.json");
        Path chart = publish ? Path.of("docs/performance.svg") : DRAFTS.resolve("performance.svg");
        Path page = publish ? DOCUMENT : DRAFTS.resolve("performance.md");
        Files.createDirectories(DRAFTS);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), plain(results));
        Files.writeString(json, Files.readString(json) + "\n");
        Files.writeString(chart, Chart.svg(results));
        Files.writeString(page, between(Files.readString(DOCUMENT), markdown(results)));
        return List.of(json, chart, page);
    }

    /** What was measured on what, in lines of text. */
    static String surroundings(Results results) {
        Results.Surroundings on = results.surroundings();
        StringBuilder text = new StringBuilder();
        text.append("Measured on %d cores (%s), JDK %s, with %s; the JVMs ran with `%s`.\n"
                .formatted(on.cores(), on.system(), on.java(), on.mailServer(), String.join(" ", on.jvmOptions())));
        text.append(
                "Processes for each figure, of which it is the median: %d; warm: of the %d polls after each one's first, in set I of %d.\n"
                        .formatted(on.runs(), on.warmPolls(), MailSet.I.warmPolls(on.warmPolls())));
        text.append("The sink takes at most %.0f requests/s of 4 KiB, or %.0f MiB/s.\n"
                .formatted(on.sinkRequestsPerSecond(), on.sinkMebibytesPerSecond()));
        for (Results.RoundTrip roundTrip : on.roundTrips()) {
            text.append("A round trip of %d ms through the proxy took %.1f ms.\n"
                    .formatted(roundTrip.wantedMillis(), roundTrip.measuredMillis()));
        }
        List<StartUp> starts = results.startUps();
        if (!starts.isEmpty()) {
            text.append(
                    "From the start of the process to the first answer, without pollers: %s s (%s to %s s, %d starts).\n"
                            .formatted(
                                    Table.seconds(starts.get(starts.size() / 2).wallMillis()),
                                    Table.seconds(starts.get(0).wallMillis()),
                                    Table.seconds(starts.get(starts.size() - 1).wallMillis()),
                                    starts.size()));
        }
        return text.toString();
    }

    private static String markdown(Results results) {
        return surroundings(results).lines().map(line -> "- " + line + "\n").reduce("", String::concat) + "\n"
                + Targets.markdown(results) + "\n" + new Table(results).markdown();
    }

    private static String between(String document, String text) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(DOCUMENT + " lacks its markers");
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + text + document.substring(end);
    }

    private static Map<String, Object> plain(Results results) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("surroundings", results.surroundings());
        all.put("startUps", results.startUps());
        all.put("results", results.results().stream().map(Page::plain).toList());
        return all;
    }

    private static Map<String, Object> plain(Result result) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("set", result.trial().set());
        one.put("roundTripMillis", result.trial().roundTripMillis());
        one.put("endpointMillis", result.trial().endpointMillis());
        one.put("candidate", result.candidate());
        one.put("cold", result.cold());
        one.put("messages", result.trial().set().messages());
        one.put("accounts", result.trial().set().accounts());
        one.put("wallMillis", result.wallMillis());
        one.put("cpuMillis", result.cpuMillis());
        one.put("peakMebibytes", result.peakMebibytes());
        one.put("turns", result.turns());
        one.put("messagesPerSecond", result.messagesPerSecond());
        one.put("mebibytesPerSecond", result.mebibytesPerSecond());
        one.put("fault", result.fault());
        one.put("samples", result.samples());
        return one;
    }
}
