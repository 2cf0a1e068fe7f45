package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.poller.item.ItemAttribute;
import dev.imappoller.poller.item.ItemAttribute.Group;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.Documents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the documents to the code, where they name the same things. */
class DocumentationTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** How a variable is read, which one, and its default where it has one. */
    private static final Pattern VARIABLE =
            Pattern.compile("(required|optional|text|flag|number|duration)\\(\"([A-Z_]+)\"(?:, \"([^\"]*)\")?");

    private static final Set<String> KNOWN = Arrays.stream(ItemAttribute.values())
            .filter(attribute -> attribute.group() != Group.OAUTH)
            .map(ItemAttribute::attribute)
            .collect(Collectors.toSet());

    @Test
    void configurationSaysOfEveryAttributeWhatTheCodeDoes() {
        assertThat(rows("| attribute | type | default | range |", 4))
                .containsExactlyElementsOf(attributes(
                        Group.CONFIGURATION,
                        List.of(ItemAttribute::type, ItemAttribute::absent, ItemAttribute::range)));
    }

    @Test
    void configurationSaysOfEveryAttributeOfOAuthWhatTheCodeDoes() {
        assertThat(rows("| `oauth` attribute | type | default |", 3))
                .containsExactlyElementsOf(
                        attributes(Group.OAUTH, List.of(ItemAttribute::type, ItemAttribute::absent)));
    }

    @Test
    void configurationSaysOfEveryAttributeOfTheAttachmentStoreWhatTheCodeDoes() {
        assertThat(rows("| `attachmentStore` attribute | type | default | range |", 4))
                .containsExactlyElementsOf(attributes(
                        Group.ATTACHMENT_STORE,
                        List.of(ItemAttribute::type, ItemAttribute::absent, ItemAttribute::range)));
    }

    @Test
    void configurationSaysOfEveryAttributeOfAfterDeliveryWhatTheCodeDoes() {
        assertThat(rows("| `afterDelivery` attribute | type | default |", 3))
                .containsExactlyElementsOf(
                        attributes(Group.AFTER_DELIVERY, List.of(ItemAttribute::type, ItemAttribute::absent)));
    }

    @Test
    void configurationSaysOfEveryEntryOfAFilterWhatTheCodeDoes() {
        assertThat(rows("| `filter` entry | type | default | range |", 4))
                .containsExactlyElementsOf(attributes(
                        Group.FILTER, List.of(ItemAttribute::type, ItemAttribute::absent, ItemAttribute::range)));
    }

    @Test
    void configurationNamesEveryAttributeThatIsWritten() {
        assertThat(rows("| written attribute | type |", 2))
                .containsExactlyElementsOf(attributes(Group.WRITTEN, List.of(ItemAttribute::type)));
    }

    @Test
    void configurationExplainsEveryStatus() throws IOException {
        assertThat(firstColumn("docs/configuration.md", "| status |"))
                .containsExactlyInAnyOrder(Arrays.stream(PollerStatus.values())
                        .map(PollerStatus::name)
                        .toArray(String[]::new));
    }

    @Test
    void configurationNamesEveryVariableWithItsDefault() {
        Map<String, String> variables = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(read("src/main/java/dev/imappoller/Settings.java"));
        while (variable.find()) {
            variables.put(
                    variable.group(2),
                    switch (variable.group(1)) {
                        case "required" -> "required";
                        case "optional" -> "none";
                        default -> variable.group(3);
                    });
        }
        Matcher inProduction = Pattern.compile("(?m)^%prod\\.([A-Z_]+)=(.*)$")
                .matcher(read("src/main/resources/application.properties"));
        while (inProduction.find()) {
            variables.put(inProduction.group(1), inProduction.group(2));
        }
        variables.put("QUARKUS_LOG_LEVEL", "INFO"); // Read by Quarkus.

        assertThat(rows("| variable | default |", 2))
                .containsExactlyInAnyOrderElementsOf(variables.entrySet().stream()
                        .map(each -> each.getKey() + " | " + each.getValue())
                        .toList());
        assertThat(read("template.yaml"))
                .contains("POLLERS_TABLE", "STATE_TABLE", "RUN_BUDGET", "ALLOW_PRIVATE_NETWORKS");
    }

    @Test
    void everyItemInTheDocumentsIsValid() throws IOException {
        List<String> items = new ArrayList<>();
        for (Path document : Documents.all()) {
            for (String block : all("```json\n(.*?)```", Documents.read(document))) {
                if (block.contains("\"pollerId\"") && !block.contains("\"statusDetail\"")) {
                    JsonNode json = JSON.readTree(block);
                    for (JsonNode item : json.isArray() ? json : List.of(json)) {
                        items.add(document + ": " + item.path("pollerId").asText());
                        assertThat(configuration(item)).as(block).isInstanceOf(PollerEntry.Config.Valid.class);
                        assertThat(item.fieldNames()).toIterable().as(block).isSubsetOf(KNOWN);
                    }
                }
            }
        }
        assertThat(items).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void linksLeadToFilesAndHeadingsThatAreThere() {
        for (Path document : Documents.all()) {
            for (String link : all("\\]\\((?!https?:|mailto:)([^)]+)\\)", Documents.read(document))) {
                String file = link.replaceFirst("#.*", "");
                Path target = file.isEmpty() ? document : document.resolveSibling(file);
                assertThat(target).as("a link in %s", document).exists();
                if (link.contains("#")) {
                    assertThat(Documents.anchors(target))
                            .as("the headings of %s, to which %s links", target, document)
                            .contains(link.substring(link.indexOf('#') + 1));
                }
            }
        }
    }

    @Test
    void noSentenceBeginsWithACodeBlock() {
        for (Path document : Documents.all()) {
            assertThat(Documents.read(document))
                    .as(document.toString())
                    .doesNotContainPattern("(?m)^ *```\\n\\n+ *[a-z]");
        }
    }

    @Test
    void theGlossaryHasEveryTermOnceAndInOrder() {
        List<String> terms = Documents.table("docs/architecture.md", "| term | meaning |").stream()
                .map(row -> row.get(0))
                .toList();

        assertThat(terms)
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }

    /** What the code knows of each attribute of a group: its name and these facts, between bars. */
    private static List<String> attributes(Group group, List<Function<ItemAttribute, String>> facts) {
        return Arrays.stream(ItemAttribute.values())
                .filter(attribute -> attribute.group() == group)
                .map(attribute -> Stream.concat(
                                Stream.of(attribute.attribute()), facts.stream().map(fact -> fact.apply(attribute)))
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    /** The first columns of a table in docs/configuration.md, between bars. */
    private static List<String> rows(String heading, int columns) {
        return Documents.table("docs/configuration.md", heading).stream()
                .map(row -> String.join(" | ", row.subList(0, columns)))
                .toList();
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
        return Documents.all(pattern, text);
    }

    private static String read(String path) {
        return Documents.read(path);
    }
}
