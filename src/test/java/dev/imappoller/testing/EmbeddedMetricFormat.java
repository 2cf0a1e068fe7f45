package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * CloudWatch's side of the embedded metric format: holds lines to the rules of its specification, and takes the metrics from them.
 */
public final class EmbeddedMetricFormat {
    private static final int MOST_OCTETS = 1024 * 1024;
    private static final int MOST_METRICS = 100;
    private static final int MOST_VALUES = 100;
    private static final int MOST_DIMENSIONS = 30;
    private static final int LONGEST_NAME = 255;

    /** Of those that CloudWatch knows, the ones without a prefix or a rate. */
    private static final Set<String> UNITS =
            Set.of("Seconds", "Microseconds", "Milliseconds", "Bytes", "Bits", "Percent", "Count", "None");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EmbeddedMetricFormat() {}

    /**
     * What identifies a metric, and its unit, which is not part of its identity but must not change.
     *
     * @param dimensions names and values
     */
    public record Metric(String namespace, String name, String unit, Map<String, String> dimensions) {}

    /** The lines among these that CloudWatch looks at: whole JSON objects with {@code _aws} at their top. */
    public static List<JsonNode> linesOf(String output) {
        return output.lines()
                .filter(line -> line.contains("\"_aws\""))
                .map(EmbeddedMetricFormat::parse)
                .toList();
    }

    /** The values that CloudWatch gets from the lines, in their order; fails on a line that breaks a rule. */
    public static Map<Metric, List<Double>> metrics(List<JsonNode> lines) {
        Map<Metric, List<Double>> metrics = new HashMap<>();
        for (JsonNode line : lines) {
            assertThat(line.toString().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MOST_OCTETS);
            JsonNode metadata = line.path("_aws");
            assertThat(metadata.fieldNames())
                    .as(line::toString)
                    .toIterable()
                    .containsOnly("Timestamp", "CloudWatchMetrics");
            assertThat(metadata.get("Timestamp").isIntegralNumber()).isTrue();
            assertThat(metadata.get("CloudWatchMetrics").isArray()).isTrue();
            metadata.get("CloudWatchMetrics").forEach(directive -> take(line, directive, metrics));
        }
        return metrics;
    }

    /** The same by the metrics' names, which must each stand for one metric alone. */
    public static Map<String, List<Double>> byName(Map<Metric, List<Double>> metrics) {
        Map<String, List<Double>> named = new TreeMap<>();
        metrics.forEach((metric, values) -> assertThat(named.put(metric.name(), values))
                .as(metric.toString())
                .isNull());
        return named;
    }

    private static void take(JsonNode line, JsonNode directive, Map<Metric, List<Double>> metrics) {
        assertThat(directive.fieldNames())
                .as(line::toString)
                .toIterable()
                .containsOnly("Namespace", "Dimensions", "Metrics");
        String namespace = name(directive.get("Namespace"));
        assertThat(directive.get("Dimensions").isArray()).isTrue();
        assertThat(directive.get("Dimensions")).isNotEmpty();
        JsonNode definitions = directive.get("Metrics");
        assertThat(definitions.isArray()).isTrue();
        assertThat(definitions).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_METRICS);
        for (JsonNode dimensionSet : directive.get("Dimensions")) {
            Map<String, String> dimensions = dimensions(line, dimensionSet);
            Set<String> names = new HashSet<>();
            for (JsonNode definition : definitions) {
                assertThat(definition.fieldNames()).toIterable().containsOnly("Name", "Unit");
                String name = name(definition.get("Name"));
                assertThat(names.add(name))
                        .as("%s is defined once in %s", name, line)
                        .isTrue();
                assertThat(UNITS).contains(definition.get("Unit").asText());
                metrics.computeIfAbsent(
                                new Metric(
                                        namespace, name, definition.get("Unit").asText(), dimensions),
                                any -> new ArrayList<>())
                        .addAll(values(line, name));
            }
        }
    }

    private static Map<String, String> dimensions(JsonNode line, JsonNode dimensionSet) {
        assertThat(dimensionSet.isArray()).isTrue();
        assertThat(dimensionSet).hasSizeLessThanOrEqualTo(MOST_DIMENSIONS);
        Map<String, String> dimensions = new TreeMap<>();
        for (JsonNode dimension : dimensionSet) {
            JsonNode value = line.path(name(dimension));
            assertThat(value.isTextual())
                    .as("dimension %s of %s", dimension, line)
                    .isTrue();
            dimensions.put(dimension.asText(), name(value));
        }
        return dimensions;
    }

    /** The target of a metric: at the top of the line, a number or an array of numbers. */
    private static List<Double> values(JsonNode line, String name) {
        JsonNode target = line.path(name);
        if (target.isNumber()) {
            return List.of(target.asDouble());
        }
        assertThat(target.isArray()).as("metric %s of %s", name, line).isTrue();
        assertThat(target).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_VALUES);
        List<Double> values = new ArrayList<>();
        for (JsonNode value : target) {
            assertThat(value.isNumber()).as("metric %s of %s", name, line).isTrue();
            values.add(value.asDouble());
        }
        return values;
    }

    private static String name(JsonNode node) {
        assertThat(node.isTextual()).isTrue();
        assertThat(node.asText()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_NAME);
        return node.asText();
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            assertThat(json.isObject() && json.has("_aws")).as(line).isTrue();
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a whole line of JSON: " + line, e);
        }
    }
}
