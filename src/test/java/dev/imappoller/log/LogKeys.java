package dev.imappoller.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.FleetStatus;
import dev.imappoller.poller.run.RunReport;
import dev.imappoller.poller.run.RunReport.PassReport;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.EmbeddedMetricFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;

/**
 * What the log really holds, for documents, queries and dashboards to be compared with: every event is logged, with every kind of
 * argument, and looked at.
 */
public final class LogKeys {
    /** On every line, whatever it tells: CloudWatch's own, and those of the JSON formatter. */
    public static final Set<String> ON_EVERY_LINE = Set.of(
            "@timestamp", "@message", "@logStream", "@log", "timestamp", "level", "message", "loggerName", "event");

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** An event of the log: its keys besides {@code event}, and its levels. */
    public record Event(Set<String> keys, Set<String> levels) {}

    private LogKeys() {}

    /** All events by name. */
    public static Map<String, Event> events() {
        Recorder recorder = new Recorder();
        Logger logger = Logger.getLogger("dev.imappoller");
        Level before = logger.getLevel();
        boolean useParents = logger.getUseParentHandlers();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(recorder);
        try {
            LogEvents log = new LogEvents(report -> {});
            for (Method method : Events.class.getMethods()) {
                argumentsOf(method).forEach(arguments -> call(log, method, arguments));
            }
        } finally {
            logger.removeHandler(recorder);
            logger.setUseParentHandlers(useParents);
            logger.setLevel(before);
        }
        assertThat(recorder.events).hasSizeGreaterThan(10);
        return recorder.events;
    }

    /** The members of a metrics' line that are not metrics: what the log can be searched by. */
    public static Set<String> metricProperties() {
        Set<String> members = new TreeSet<>();
        metricLines().forEach(line -> line.fieldNames().forEachRemaining(members::add));
        members.remove("_aws");
        Arrays.stream(Metric.values()).map(Metric::title).forEach(members::remove);
        return members;
    }

    /** The metrics that are really written, by name, with their units. */
    public static Map<String, String> metrics() {
        Map<String, String> units = new TreeMap<>();
        EmbeddedMetricFormat.metrics(metricLines()).keySet().forEach(metric -> units.put(metric.name(), metric.unit()));
        return units;
    }

    private static List<JsonNode> metricLines() {
        StringBuilder written = new StringBuilder();
        EmbeddedMetrics metrics = new EmbeddedMetrics(
                "stack",
                Clock.fixed(NOW, ZoneOffset.UTC),
                line -> written.append(new String(line, StandardCharsets.UTF_8)));
        List<RunReport> reports = samples(RunReport.class);
        reports.forEach(metrics);
        return EmbeddedMetricFormat.linesOf(written.toString());
    }

    private static void call(LogEvents log, Method method, Object[] arguments) {
        try {
            method.invoke(log, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(method.getName() + Arrays.toString(arguments), e);
        }
    }

    /** Every combination of the samples. */
    private static List<Object[]> argumentsOf(Method method) {
        List<Object[]> all = List.<Object[]>of(new Object[0]);
        for (Type type : method.getGenericParameterTypes()) {
            List<Object[]> longer = new ArrayList<>();
            for (Object[] begun : all) {
                for (Object sample : samples(type)) {
                    Object[] arguments = Arrays.copyOf(begun, begun.length + 1);
                    arguments[begun.length] = sample;
                    longer.add(arguments);
                }
            }
            all = longer;
        }
        return all;
    }

    private static List<RunReport> samples(Class<RunReport> reports) {
        return samples((Type) reports).stream().map(reports::cast).toList();
    }

    private static List<?> samples(Type type) {
        if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
            List<Optional<?>> samples = new ArrayList<>(List.of(Optional.empty()));
            samples(optional.getActualTypeArguments()[0]).forEach(sample -> samples.add(Optional.of(sample)));
            return samples;
        }
        if (type instanceof Class<?> kind && kind.isEnum()) {
            return Arrays.asList(kind.getEnumConstants());
        }
        List<?> samples = Samples.ALL.getOrDefault(type, List.of());
        assertThat(samples)
                .as("samples of the type %s, to be added to this class", type)
                .isNotEmpty();
        return samples;
    }

    /** Values for every type that an event has to tell of. */
    private static final class Samples {
        private static final Duration TOOK = Duration.ofMillis(20);
        private static final Poller POLLER = poller();
        private static final RawMessage RAW =
                RawMessage.of("Subject: Hello\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        private static final Outcome DID_SOMETHING = new Outcome(
                PollerStatus.OK,
                "Delivered.",
                new MessageCounts(1, 1, 1, 1, 1, 100),
                OptionalInt.of(2),
                TOOK,
                Optional.empty(),
                new PassMeasurements(List.of(TOOK, TOOK), Optional.of(NOW), false, 1, 1));
        private static final Outcome FAILED =
                Outcome.failed(new Failure(PollerStatus.CONNECT_FAILED, "It is down."), TOOK);
        private static final RunReport ALL_POLLERS = new RunReport(
                1,
                0,
                0,
                DID_SOMETHING.counts(),
                List.of(new PassReport("support", DID_SOMETHING)),
                TOOK,
                true,
                Optional.of(new FleetStatus(0, 0, 2, Optional.of(NOW))));

        private static final Map<Type, List<?>> ALL = Map.ofEntries(
                Map.entry(boolean.class, List.of(true, false)),
                Map.entry(int.class, List.of(3)),
                Map.entry(long.class, List.of(17L)),
                Map.entry(String.class, List.of("text")),
                Map.entry(Throwable.class, List.of(new IllegalStateException("text"))),
                Map.entry(Poller.class, List.of(POLLER)),
                Map.entry(Delivery.class, List.of(delivery())),
                Map.entry(
                        Answer.class,
                        List.of(
                                new Answer.Http(200, "", TOOK),
                                new Answer.None(Answer.Cause.TIMED_OUT, "did not answer", TOOK))),
                Map.entry(Outcome.class, List.of(DID_SOMETHING, FAILED)),
                Map.entry(SecretReference.class, List.of(SecretReference.parse("ssm:/imap-poller/password"))),
                Map.entry(RunReport.class, List.of(ALL_POLLERS, RunReport.of(List.of(), 0, TOOK))));

        private static Delivery delivery() {
            try {
                return new Delivery(POLLER, 17, "id", RAW, MessageDecoder.decode(RAW));
            } catch (IOException e) {
                throw new UncheckedIOException("memory can be read", e);
            }
        }

        private static Poller poller() {
            PollerEntry entry = PollerItem.read(
                    "support",
                    Map.of(
                            "host", "imap.example.com",
                            "username", "support@example.com",
                            "password", "pa55word",
                            "url", "https://example.com/inbound"));
            return entry.poller().orElseThrow();
        }
    }

    /** Any other kind of handler is given the sentences alone. */
    private static final class Recorder extends ExtHandler {
        private final Map<String, Event> events = new TreeMap<>();

        @Override
        protected void doPublish(ExtLogRecord record) {
            Map<String, Object> fields = ((LogLine) record.getParameters()[0]).fields();
            Event event = events.computeIfAbsent(
                    (String) fields.get("event"), any -> new Event(new TreeSet<>(), new TreeSet<>()));
            event.levels().add(record.getLevel().getName());
            fields.keySet().stream().filter(key -> !key.equals("event")).forEach(event.keys()::add);
        }
    }
}
