package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.log.LogKeys;
import dev.imappoller.log.Metric;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true of what people watch: dashboard, alarms and saved queries. */
final class WatchChecks {
    /** Published by AWS itself. */
    private static final Map<String, LogKeys.Event> EVENTS = LogKeys.events();

    private static final Map<String, Set<String>> OF_AWS = Map.of(
            "AWS/Lambda", Set.of("Duration", "Errors", "Invocations", "Throttles"),
            "AWS/SQS", Set.of("ApproximateNumberOfMessagesVisible"),
            "AWS/DynamoDB", Set.of("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"),
            "AWS/Logs", Set.of("IncomingBytes"));

    private static final Set<String> LEVELS = Set.of("DEBUG", "INFO", "WARN", "ERROR");

    private WatchChecks() {}

    /** For one function and for segments, it is JSON, and shows metrics that somebody publishes. */
    static List<String> theDashboardShowsWhatThereIs(Template template) {
        List<String> problems = new ArrayList<>();
        Set<String> shown = new TreeSet<>();
        for (String segments : List.of("1", "2")) {
            JsonNode body;
            try {
                body = dashboard(template, segments);
            } catch (JsonProcessingException e) {
                return List.of("with " + segments + " segments the dashboard is no JSON: " + e.getMessage());
            }
            for (JsonNode widget : body.path("widgets")) {
                String title = widget.at("/properties/title").asText("no title");
                switch (widget.path("type").asText()) {
                    case "metric" -> shown.addAll(metrics(title, widget.at("/properties/metrics"), problems));
                    case "log" ->
                        problems.addAll(
                                keys(title, widget.at("/properties/query").asText()));
                    case "alarm" -> {
                        int alarms = alarms(template, segments).size();
                        if (widget.at("/properties/alarms").size() != alarms) {
                            problems.add(title + " shows other than all " + alarms + " alarms");
                        }
                    }
                    case "custom" -> {
                        if (!widget.at("/properties/endpoint").asText().equals("<StatusFunction.Arn>")) {
                            problems.add(title + " is no function's page");
                        }
                    }
                    default -> problems.add(title + " is of no known type");
                }
            }
        }
        Object called =
                Template.variables(template.functions().get("StatusFunction")).get("POLL_FUNCTION_ARN");
        if (!Evaluation.byDefault(template).text(called).equals("<PollFunction.Arn>")) {
            problems.add("the buttons of the page call " + called);
        }
        Stream.of(Metric.values())
                .map(Metric::title)
                .filter(name -> !shown.contains(name))
                .forEach(name -> problems.add("the dashboard doesn't show " + name));
        return problems;
    }

    /** Each is about a metric that somebody publishes, says what to do, and reaches somebody. */
    static List<String> alarmsSpeakOfWhatThereIs(Template template) {
        List<String> problems = new ArrayList<>();
        template.resources("AWS::CloudWatch::Alarm").forEach((id, alarm) -> {
            for (Map<String, Object> metric : metrics(alarm)) {
                problems.addAll(unknown(id, String.valueOf(metric.get("Namespace")), metric.get("MetricName")));
                boolean ours = Metric.NAMESPACE.equals(metric.get("Namespace"));
                Object dimension = map(list(metric.get("Dimensions")).get(0)).get("Name");
                if (ours && !Metric.DIMENSION.equals(dimension)) {
                    problems.add(id + " is by " + dimension);
                }
            }
            if (!String.valueOf(alarm.get("AlarmDescription")).contains("First ")) {
                problems.add(id + " doesn't say what to do first");
            }
            for (String actions : List.of("AlarmActions", "OKActions")) {
                if (!List.of(Map.of("Ref", "AlarmTopic")).equals(alarm.get(actions))) {
                    problems.add(id + " has other " + actions);
                }
            }
        });
        Object missing = template.resources("AWS::CloudWatch::Alarm")
                .getOrDefault("NoRunsAlarm", Map.of())
                .get("TreatMissingData");
        if (!"breaching".equals(missing)) {
            problems.add("NoRunsAlarm takes silence for " + missing);
        }
        return problems;
    }

    /** One run in an hour is enough to set them off, and a schedule may rest. */
    static List<String> alarmsWorkWithSlowSchedules(Template template) {
        List<String> problems = new ArrayList<>();
        template.resources("AWS::CloudWatch::Alarm").forEach((id, alarm) -> {
            boolean waits = alarm.get("EvaluationPeriods") instanceof Integer periods && periods > 1;
            if (waits && !"missing".equals(alarm.get("TreatMissingData"))) {
                problems.add(id + " waits for periods in which a slow schedule makes no run");
            }
        });
        Object least =
                map(map(template.root().get("Parameters")).get("NoRunMinutes")).get("MinValue");
        if (!Integer.valueOf(0).equals(least)) {
            problems.add("the alarm for no runs can't be left out for a schedule that rests");
        }
        return problems;
    }

    /** There is one for each thing that somebody should be woken by. */
    static List<String> everyTroubleHasAnAlarm(Template template) {
        Set<String> about = new TreeSet<>();
        template.resources("AWS::CloudWatch::Alarm")
                .values()
                .forEach(alarm -> metrics(alarm)
                        .forEach(metric -> about.add(metric.get("MetricName") + " "
                                + list(metric.get("Dimensions")).stream()
                                        .map(dimension -> map(dimension).get("Value"))
                                        .map(value -> String.join(",", References.in(Map.of("value", value))))
                                        .collect(Collectors.joining()))));
        return Stream.of(
                        "Runs AWS::StackName",
                        "Errors PollFunction",
                        "Errors SegmentFunction",
                        "Errors ChangedFunction",
                        "Errors StatusFunction",
                        "Throttles PollFunction",
                        "Throttles SegmentFunction",
                        "Throttles ChangedFunction",
                        "Throttles StatusFunction",
                        "Duration PollFunction",
                        "Duration SegmentFunction",
                        "PollersFailing AWS::StackName",
                        "Rejected AWS::StackName",
                        "ApproximateNumberOfMessagesVisible DeadLetterQueue",
                        "ApproximateNumberOfMessagesVisible WorkDeadLetterQueue")
                .filter(trouble -> !about.contains(trouble))
                .map(trouble -> "no alarm for " + trouble + ", only for " + about)
                .toList();
    }

    /** They read keys that their events have, and compare them with values that these can have. */
    static List<String> savedQueriesReadWhatIsLogged(Template template) {
        List<String> problems = new ArrayList<>();
        template.resources("AWS::Logs::QueryDefinition").forEach((id, query) -> {
            problems.addAll(keys(id, String.valueOf(query.get("QueryString"))));
            if (!List.of(Map.of("Ref", "LogGroup")).equals(query.get("LogGroupNames"))) {
                problems.add(id + " searches " + query.get("LogGroupNames"));
            }
        });
        return problems;
    }

    private static List<String> keys(String where, String text) {
        LogQuery query = LogQuery.parse(text);
        List<String> problems = new ArrayList<>();
        query.events().stream()
                .filter(event -> !EVENTS.containsKey(event))
                .forEach(event -> problems.add(where + " asks for the event " + event));
        Set<String> logged = new TreeSet<>(LogKeys.ON_EVERY_LINE);
        EVENTS.forEach((name, event) -> {
            if (query.events().isEmpty() || query.events().contains(name)) {
                logged.addAll(event.keys());
            }
        });
        query.keys().stream()
                .filter(key -> !logged.contains(key))
                .forEach(key -> problems.add(where + " reads " + key));
        Set<String> values = new TreeSet<>(LEVELS);
        Stream.of(Verdict.values(), PollerStatus.values(), Answer.Cause.values())
                .flatMap(Arrays::stream)
                .map(Enum::name)
                .forEach(values::add);
        query.literals().stream()
                .filter(literal -> literal.matches("[A-Z_]+") && !values.contains(literal))
                .forEach(literal -> problems.add(where + " compares with " + literal));
        return problems;
    }

    private static JsonNode dashboard(Template template, String segments) throws JsonProcessingException {
        Map<String, Object> dashboard =
                template.resources("AWS::CloudWatch::Dashboard").get("Dashboard");
        return new ObjectMapper()
                .readTree(
                        Evaluation.with(template, Map.of("Segments", segments)).text(dashboard.get("DashboardBody")));
    }

    /** Alarms that exist with so many segments. */
    private static List<String> alarms(Template template, String segments) {
        Evaluation evaluation = Evaluation.with(template, Map.of("Segments", segments));
        return template.resources("AWS::CloudWatch::Alarm").keySet().stream()
                .filter(id -> {
                    Object condition = template.section("Resources").get(id).get("Condition");
                    return condition == null || evaluation.condition((String) condition);
                })
                .toList();
    }

    /** The names of a widget's metrics, with {@code .} and {@code ...} filled in from the metric before. */
    private static Set<String> metrics(String title, JsonNode rows, List<String> problems) {
        Set<String> names = new TreeSet<>();
        List<String> before = List.of();
        for (JsonNode row : rows) {
            List<String> written = new ArrayList<>();
            row.forEach(cell -> {
                if (cell.isTextual()) {
                    written.add(cell.asText());
                }
            });
            if (written.isEmpty()) {
                continue; // An expression.
            }
            List<String> metric = filledIn(written, before);
            before = metric;
            if (metric.size() != 4) {
                problems.add(title + " names no metric: " + written);
                continue;
            }
            problems.addAll(unknown(title, metric.get(0), metric.get(1)));
            if (metric.get(0).equals(Metric.NAMESPACE) && !metric.get(2).equals(Metric.DIMENSION)) {
                problems.add(title + " is by " + metric.get(2));
            }
            names.add(metric.get(1));
        }
        return names;
    }

    private static List<String> filledIn(List<String> written, List<String> before) {
        List<String> filled = new ArrayList<>();
        if (written.get(0).equals("...")) {
            filled.addAll(before.subList(0, Math.max(0, before.size() - written.size() + 1)));
            filled.addAll(written.subList(1, written.size()));
            return filled;
        }
        for (int i = 0; i < written.size(); i++) {
            filled.add(written.get(i).equals(".") && i < before.size() ? before.get(i) : written.get(i));
        }
        return filled;
    }

    private static List<Map<String, Object>> metrics(Map<String, Object> alarm) {
        if (alarm.containsKey("MetricName")) {
            return List.of(alarm);
        }
        // Not evaluated but for the conditions, since what it refers to is looked at.
        return list(alarm.get("Metrics")).stream()
                .map(entry -> map(entry).containsKey("Fn::If")
                        ? list(map(entry).get("Fn::If")).get(1)
                        : entry)
                .filter(entry -> map(entry).containsKey("MetricStat"))
                .map(entry -> map(map(map(entry).get("MetricStat")).get("Metric")))
                .toList();
    }

    private static List<String> unknown(String where, String namespace, Object name) {
        Set<String> known = Metric.NAMESPACE.equals(namespace)
                ? Stream.of(Metric.values()).map(Metric::title).collect(Collectors.toSet())
                : OF_AWS.getOrDefault(namespace, Set.of());
        return known.contains(String.valueOf(name))
                ? List.of()
                : List.of(where + " is about " + namespace + " " + name + ", which nobody publishes");
    }
}
