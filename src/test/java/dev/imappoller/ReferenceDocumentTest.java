package dev.imappoller;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.log.LogKeys;
import dev.imappoller.log.Metric;
import dev.imappoller.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/reference.md with the log's events and the metrics in the code, and every document's queries with what the log holds. */
class ReferenceDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/reference.md");

    /** Words of Logs Insights' language that the documents' queries use. */
    private static final Set<String> QUERY_WORDS = Set.of(
            "and",
            "as",
            "asc",
            "avg",
            "bin",
            "by",
            "count",
            "desc",
            "fields",
            "filter",
            "in",
            "ispresent",
            "latest",
            "like",
            "limit",
            "max",
            "not",
            "or",
            "parse",
            "pct",
            "sort",
            "stats",
            "sum");

    @Test
    void namesEveryEventWithItsLevelsAndKeysAndNoOther() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        table("| event |").forEach((event, cells) -> documented.put(event, words(cells.get(1) + cells.get(2))));

        Map<String, Set<String>> logged = new TreeMap<>();
        LogKeys.events().forEach((name, event) -> {
            Set<String> all = new TreeSet<>(event.keys());
            all.addAll(event.levels());
            logged.put(name, all);
        });
        assertThat(documented).isEqualTo(logged);
    }

    @Test
    void saysOfEveryEventAndMetricWhatItMeansAndWhatToDo() throws IOException {
        table("| event |")
                .forEach((event, cells) -> assertThat(cells.get(3)).as(event).hasSizeGreaterThan(15));
        table("| metric |")
                .forEach((metric, cells) -> assertThat(cells)
                        .as(metric)
                        .hasSize(5)
                        .allSatisfy(cell -> assertThat(cell).isNotBlank()));
    }

    @Test
    void namesEveryMetricWithItsUnitAndMeaningAndNoOther() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        table("| metric |").forEach((name, cells) -> documented.put(name, cells.get(1) + ": " + plain(cells.get(2))));

        Map<String, String> published = new TreeMap<>();
        for (Metric metric : Metric.values()) {
            published.put(metric.title(), metric.unit().title() + ": " + metric.meaning());
        }
        assertThat(documented).isEqualTo(published);
    }

    @Test
    void namesWhatAMetricsLineCanBeSearchedBy() throws IOException {
        assertThat(table("| property |").keySet()).isEqualTo(LogKeys.metricProperties());
    }

    @Test
    void queriesUseOnlyWhatTheLogHolds() {
        Set<String> known = new TreeSet<>(LogKeys.ON_EVERY_LINE);
        LogKeys.events().values().forEach(event -> known.addAll(event.keys()));
        known.addAll(LogKeys.metricProperties());
        known.addAll(LogKeys.metrics().keySet());
        Set<String> events = LogKeys.events().keySet();

        List<String> queries = Documents.all().stream()
                .flatMap(document -> matches("```\n((?:fields|filter|stats) [^`]*)```", Documents.read(document)))
                .map(found -> found.group(1))
                .toList();
        assertThat(queries).hasSizeGreaterThanOrEqualTo(6);
        for (String query : queries) {
            assertThat(events)
                    .as(query)
                    .containsAll(matches("event = \"(\\w+)\"", query)
                            .map(found -> found.group(1))
                            .toList());
            Set<String> used = matches("@?\\b[A-Za-z]\\w*", query.replaceAll("\"[^\"]*\"|\\b[0-9]+[smhd]\\b", ""))
                    .map(MatchResult::group)
                    .collect(toCollection(TreeSet::new));
            used.removeAll(QUERY_WORDS);
            used.removeAll(
                    matches("\\bas (\\w+)", query).map(found -> found.group(1)).toList());
            assertThat(known).as(query).containsAll(used);
        }
    }

    /** The rows of the table that begins with this heading, by the name in their first cell. */
    private static Map<String, List<String>> table(String heading) throws IOException {
        String text = text();
        int from = text.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        text.substring(from, text.indexOf("\n\n", from)).lines().skip(2).forEach(row -> {
            List<String> cells = Stream.of(
                            row.substring(1, row.lastIndexOf('|')).split(" \\| "))
                    .map(String::strip)
                    .toList();
            rows.put(plain(cells.get(0)), cells);
        });
        assertThat(rows).isNotEmpty();
        return new TreeMap<>(rows);
    }

    private static Set<String> words(String cells) {
        return matches("\\w+", cells).map(MatchResult::group).collect(toCollection(TreeSet::new));
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }

    private static Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static String text() throws IOException {
        return Files.readString(DOCUMENT);
    }
}
