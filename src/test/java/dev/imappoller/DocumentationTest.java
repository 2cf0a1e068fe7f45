package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.poller.PollerEntry;
import dev.imappoller.poller.PollerItem;
import dev.imappoller.poller.PollerStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the documents to the code, where they name the same things. */
class DocumentationTest {
    private static final Set<String> FUNCTION_WRITES = Set.of("lastPollAt", "consecutiveFailures");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void configurationNamesEveryAttributeOfAPollerAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String reader : List.of("PollerItem", "LoginItem")) {
            read.addAll(all(
                    "item\\.\\w+\\(\\s*\"(\\w+)\"", read("src/main/java/dev/imappoller/poller/" + reader + ".java")));
        }
        read.add("pollerId");
        read.removeAll(FUNCTION_WRITES);

        assertThat(firstColumn("docs/configuration.md", "| attribute | type |")).isEqualTo(read);
    }

    @Test
    void configurationNamesEveryAttributeOfOAuth() throws IOException {
        String source = read("src/main/java/dev/imappoller/poller/LoginItem.java");
        Set<String> known = all("\"(\\w+)\"", source.substring(source.indexOf("Set.of("), source.indexOf(");")));

        Set<String> documented = firstColumn("docs/configuration.md", "| `oauth` attribute |");
        documented.remove("or");
        assertThat(documented).isEqualTo(known).hasSize(7);
    }

    @Test
    void configurationNamesEveryAttributeThatIsWritten() throws IOException {
        Set<String> written =
                all("values\\.put\\(\"(\\w+)\"", read("src/main/java/dev/imappoller/store/DynamoPollerTable.java"));

        assertThat(firstColumn("docs/configuration.md", "| attribute | meaning |"))
                .isEqualTo(written)
                .isNotEmpty();
    }

    @Test
    void configurationExplainsEveryStatus() throws IOException {
        assertThat(firstColumn("docs/configuration.md", "| status |"))
                .containsExactlyInAnyOrder(Arrays.stream(PollerStatus.values())
                        .map(PollerStatus::name)
                        .toArray(String[]::new));
    }

    @Test
    void configurationNamesEveryVariableAndTheTemplateKnowsThem() throws IOException {
        Set<String> read = all("name = \"([A-Z_]+)\"", read("src/main/java/dev/imappoller/Wiring.java"));
        read.removeAll(Set.of("AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME")); // Set by Lambda itself.
        Set<String> documented = firstColumn("docs/configuration.md", "| variable |");

        assertThat(documented).containsAll(read).hasSize(read.size() + 1).contains("QUARKUS_LOG_LEVEL");
        assertThat(read("template.yaml"))
                .contains("POLLERS_TABLE", "STATE_TABLE", "RUN_BUDGET", "ALLOW_PRIVATE_NETWORKS");
    }

    @Test
    void everyItemInTheDocumentsIsValid() throws IOException {
        List<String> items = new ArrayList<>();
        for (Path document : documents()) {
            for (String block : all("```json\n(.*?)```", Files.readString(document))) {
                if (block.contains("\"pollerId\"") && !block.contains("\"statusDetail\"")) {
                    JsonNode json = JSON.readTree(block);
                    for (JsonNode item : json.isArray() ? json : List.of(json)) {
                        items.add(document + ": " + item.path("pollerId").asText());
                        assertThat(configuration(item)).as(block).isInstanceOf(PollerEntry.Config.Valid.class);
                    }
                }
            }
        }
        assertThat(items).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void linksLeadToFilesThatAreThere() throws IOException {
        for (Path document : documents()) {
            for (String link : all("\\]\\((?!https?:)([^)#]+)", Files.readString(document))) {
                assertThat(document.resolveSibling(link))
                        .as("a link in %s", document)
                        .exists();
            }
        }
    }

    private static PollerEntry.Config configuration(JsonNode item) {
        Map<?, ?> attributes = JSON.convertValue(item, Map.class);
        Map<String, Object> values = new HashMap<>();
        attributes.forEach((name, value) -> values.put((String) name, plain(value)));
        return PollerItem.read(String.valueOf(values.get("pollerId")), values).config();
    }

    /** Numbers as the table gives them, and DynamoDB's type descriptors taken off. */
    private static Object plain(Object value) {
        if (value instanceof Integer number) {
            return BigDecimal.valueOf(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(DocumentationTest::plain).toList();
        }
        if (value instanceof Map<?, ?> map && map.keySet().equals(Set.of("S"))) {
            return map.get("S");
        }
        if (value instanceof Map<?, ?> map && map.keySet().equals(Set.of("M"))) {
            return plain(map.get("M"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
        }
        return value;
    }

    /** The words of the first column of the table that begins with this heading. */
    private static Set<String> firstColumn(String document, String heading) throws IOException {
        String text = read(document);
        int from = text.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        String table = text.substring(from, text.indexOf("\n\n", from));
        Set<String> words = new TreeSet<>();
        table.lines().skip(2).forEach(row -> words.addAll(all("`?(\\w+)`?", row.split("\\|")[1])));
        return words;
    }

    private static Set<String> all(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> top = Files.list(Path.of("."))) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(String path) throws IOException {
        return Files.readString(Path.of(path));
    }
}
