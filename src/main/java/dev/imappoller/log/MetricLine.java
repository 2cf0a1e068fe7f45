package dev.imappoller.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line in CloudWatch's embedded metric format: numbers that become metrics, and properties beside them that only queries of the log
 * see. At most 100 metrics, 100 values of each, and 1 MB.
 */
final class MetricLine {
    private final Map<Metric, Object> metrics = new EnumMap<>(Metric.class);
    private final Map<String, Object> properties = new LinkedHashMap<>();

    MetricLine with(Metric metric, long value) {
        metrics.put(metric, value);
        return this;
    }

    /** Several values, which CloudWatch makes a distribution of. */
    MetricLine with(Metric metric, List<Long> values) {
        metrics.put(metric, values);
        return this;
    }

    MetricLine with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    MetricLine with(String property, long value) {
        properties.put(property, value);
        return this;
    }

    /** The line with its end. */
    byte[] json(JsonFactory json, String stack, Instant at) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            writeDirective(out, at);
            out.writeStringField(Metric.DIMENSION, stack);
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                write(out, property.getKey(), property.getValue());
            }
            for (Map.Entry<Metric, Object> entry : metrics.entrySet()) {
                write(out, entry.getKey().title(), entry.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    /** What tells CloudWatch which members of the line are metrics. */
    private void writeDirective(JsonGenerator out, Instant at) throws IOException {
        out.writeObjectFieldStart("_aws");
        out.writeNumberField("Timestamp", at.toEpochMilli());
        out.writeArrayFieldStart("CloudWatchMetrics");
        out.writeStartObject();
        out.writeStringField("Namespace", Metric.NAMESPACE);
        out.writeArrayFieldStart("Dimensions");
        out.writeArray(new String[] {Metric.DIMENSION}, 0, 1);
        out.writeEndArray();
        out.writeArrayFieldStart("Metrics");
        for (Metric metric : metrics.keySet()) {
            out.writeStartObject();
            out.writeStringField("Name", metric.title());
            out.writeStringField("Unit", metric.unit().title());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String name, Object value) throws IOException {
        out.writeFieldName(name);
        if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof List<?> several) {
            long[] numbers = several.stream().mapToLong(each -> (Long) each).toArray();
            out.writeArray(numbers, 0, numbers.length);
        } else {
            out.writeString(value.toString());
        }
    }
}
