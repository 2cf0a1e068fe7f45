package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What must be true of under what conditions keys, queues and the topic may be used. */
final class PolicyChecks {
    private static final Set<String> SERVICES = Set.of("dynamodb", "lambda", "s3", "secretsmanager", "sqs", "ssm");

    private PolicyChecks() {}

    /** A key is used by way of the services that the functions call, and never by itself. */
    static List<String> keysAreUsedByServicesOnly(Template template) {
        List<String> problems = new ArrayList<>();
        PermissionChecks.statements(template).forEach((statement, where) -> {
            boolean ofKeys = list(statement.get("Action")).stream()
                    .anyMatch(action -> String.valueOf(action).startsWith("kms:"));
            if (ofKeys) {
                Map<String, Object> condition = map(statement.getOrDefault("Condition", Map.of()));
                Map<String, Object> equal = map(condition.getOrDefault("StringEquals", Map.of()));
                List<?> services = list(equal.getOrDefault("kms:ViaService", List.of()));
                if (services.isEmpty()) {
                    problems.add(where + " lets the key be used by itself");
                }
                services.stream()
                        .map(String::valueOf)
                        .filter(service -> !SERVICES.contains(service.split("\\.")[0]))
                        .forEach(service -> problems.add(where + " lets the key be used by " + service));
            }
        });
        return problems;
    }

    /** Nobody talks to them in plain text, whatever he may do besides. */
    static List<String> queuesAndTopicTakeTlsOnly(Template template) {
        Set<String> open = new TreeSet<>(template.resources("AWS::SQS::Queue").keySet());
        open.addAll(template.resources("AWS::SNS::Topic").keySet());
        open.addAll(template.resources("AWS::S3::Bucket").keySet());
        for (Map.Entry<String, Map<String, Object>> policy : policies(template).entrySet()) {
            boolean closes = statements(policy.getValue()).stream()
                    .anyMatch(statement -> "Deny".equals(statement.get("Effect"))
                            && "*".equals(statement.get("Principal"))
                            && Map.of("Bool", Map.of("aws:SecureTransport", "false"))
                                    .equals(statement.get("Condition")));
            if (closes) {
                Stream<Object> of = Stream.of("Queues", "Topics", "Bucket")
                        .map(policy.getValue()::get)
                        .filter(Objects::nonNull)
                        .flatMap(named -> list(named).stream());
                of.forEach(name -> open.removeIf(id -> Map.of("Ref", id).equals(name)));
            }
        }
        return open.stream().map(id -> id + " may be used without TLS").toList();
    }

    /** CloudWatch is not asked to send by another account. */
    static List<String> onlyOurAlarmsSend(Template template) {
        List<String> problems = new ArrayList<>();
        policies(template)
                .forEach((id, policy) -> statements(policy).stream()
                        .filter(statement -> "Allow".equals(statement.get("Effect")))
                        .forEach(statement -> {
                            Map<String, Object> condition = map(statement.getOrDefault("Condition", Map.of()));
                            Map<String, Object> equal = map(condition.getOrDefault("StringEquals", Map.of()));
                            Map<String, Object> like = map(condition.getOrDefault("ArnLike", Map.of()));
                            if (!equal.containsKey("aws:SourceAccount") || !like.containsKey("aws:SourceArn")) {
                                problems.add(id + " admits a service whoever asks it");
                            }
                        }));
        return problems;
    }

    private static Map<String, Map<String, Object>> policies(Template template) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>(template.resources("AWS::SQS::QueuePolicy"));
        all.putAll(template.resources("AWS::SNS::TopicPolicy"));
        all.putAll(template.resources("AWS::S3::BucketPolicy"));
        return all;
    }

    private static List<Map<String, Object>> statements(Map<String, Object> policy) {
        return list(map(policy.get("PolicyDocument")).get("Statement")).stream()
                .map(Template::map)
                .toList();
    }
}
