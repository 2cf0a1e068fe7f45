package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must be true of the permissions that the template gives. */
final class PermissionChecks {
    private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Z][A-Za-z]+");

    private static final Pattern CALL = Pattern.compile(
            "\\b(?:client(?:\\.get\\(\\))?|TableAccess(?=\\.getItem))\\s*\\.(?!get\\()(\\w+?)(?:Paginator)?\\(");

    private PermissionChecks() {}

    /** Actions are spelled out. */
    static List<String> noActionIsAWildcard(Template template) {
        List<String> problems = new ArrayList<>();
        statements(template).forEach((statement, where) -> {
            if (statement.containsKey("NotAction") || statement.containsKey("NotResource")) {
                problems.add(where + " allows all but something");
            }
            list(statement.get("Action")).stream()
                    .map(String::valueOf)
                    .filter(Predicate.not(ACTION.asMatchPredicate()))
                    .forEach(action -> problems.add(where + " allows " + action));
        });
        return problems;
    }

    /** Right above a resource that is everything, a comment says why there is no other. */
    static List<String> everyWildcardResourceHasAReason(Template template) {
        List<String> problems = new ArrayList<>();
        List<String> lines = template.text().lines().toList();
        long explained = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches(" *(- |Resource: )[\"']?\\*[\"']?")) {
                boolean reason = lines.get(i - 1).strip().startsWith("# ");
                explained += reason ? 1 : 0;
                if (!reason) {
                    problems.add("line " + (i + 1) + " is any resource, without a reason");
                }
            }
        }
        long all = statements(template).keySet().stream()
                .filter(statement -> list(statement.get("Resource")).contains("*"))
                .count();
        if (all != explained) {
            problems.add(all + " statements are about any resource, and " + explained + " give a reason");
        }
        return problems;
    }

    /** No role is shared, no function has one that SAM makes, which may do more. */
    static List<String> everyFunctionHasARoleOfItsOwn(Template template) {
        Set<Object> roles = new TreeSet<>();
        List<String> problems = new ArrayList<>();
        template.functions().forEach((id, function) -> {
            String role = String.valueOf(function.get("Role"));
            if (!function.containsKey("Role") || function.containsKey("Policies")) {
                problems.add(id + " has a role made by SAM");
            }
            if (!roles.add(role)) {
                problems.add(id + " shares " + role);
            }
        });
        return problems;
    }

    /** Of tables and secrets, just what the code calls may be called: no more, and no less. */
    static List<String> whatIsAllowedIsWhatTheCodeCalls(Template template) {
        Map<String, Set<String>> allowed = new TreeMap<>();
        statements(template)
                .keySet()
                .forEach(statement -> list(statement.get("Resource"))
                        .forEach(resource -> target(String.valueOf(resource))
                                .ifPresent(target -> list(statement.get("Action"))
                                        .forEach(action -> allowed.computeIfAbsent(target, any -> new TreeSet<>())
                                                .add(String.valueOf(action).split(":")[1])))));
        Map<String, Set<String>> called = new TreeMap<>();
        called.put("Pollers table", calls("store", "DynamoPollerTable"));
        called.put("State table", calls("store", "Dynamo(?!PollerTable)\\w+"));
        called.put("attachments", Set.of("AbortMultipartUpload", "GetObject", "PutObject"));
        called.put("parameters", calls("secret", "ParameterStore"));
        called.put("secrets", calls("secret", "SecretsManager"));
        return allowed.equals(called) ? List.of() : List.of("allowed is " + allowed + ", called " + called);
    }

    /** Secrets are read and written below the prefix alone, and made by the function alone that op authorize is called on. */
    static List<String> secretsAreKeptBelowThePrefix(Template template) {
        List<String> problems = new ArrayList<>();
        statements(template).forEach((statement, where) -> {
            List<?> actions = list(statement.get("Action"));
            boolean ofSecrets = actions.stream()
                    .map(String::valueOf)
                    .anyMatch(action -> action.startsWith("secretsmanager:") || action.startsWith("ssm:"));
            for (Object resource : ofSecrets ? list(statement.get("Resource")) : List.of()) {
                String name = String.valueOf(resource);
                if (!name.endsWith(":secret:imap-poller/*") && !name.endsWith(":parameter/imap-poller/*")) {
                    problems.add(where + " is about " + resource);
                }
            }
            if (actions.contains("secretsmanager:CreateSecret") && !where.startsWith("PollRole ")) {
                problems.add(where + " makes secrets");
            }
        });
        return problems;
    }

    private static Optional<String> target(String resource) {
        if (resource.equals("<PollersTable.Arn>") || resource.equals("<StateTable.Arn>")) {
            return Optional.of(resource.contains("Pollers") ? "Pollers table" : "State table");
        }
        boolean ofBucket = resource.startsWith("<AttachmentsBucket.Arn>/") || resource.contains(":s3:::");
        if (ofBucket) {
            return Optional.of(resource.endsWith("/imap-poller/*") ? "attachments" : "all of a bucket");
        }
        if (resource.contains(":parameter/") || resource.contains(":secret:")) {
            return Optional.of(resource.contains(":parameter/") ? "parameters" : "secrets");
        }
        return Optional.empty();
    }

    /** The operations of AWS that a package's classes of such a name call on their client. */
    private static Set<String> calls(String folder, String name) {
        Set<String> operations = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/imappoller", folder))) {
            for (Path source : sources.toList()) {
                if (source.getFileName().toString().matches(name + "\\.java")) {
                    Matcher call = CALL.matcher(Files.readString(source));
                    while (call.find()) {
                        String operation = call.group(1);
                        operations.add(operation.substring(0, 1).toUpperCase(Locale.ROOT) + operation.substring(1));
                    }
                }
            }
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All statements, each with the name of its resource. */
    static Map<Map<String, Object>, String> statements(Template template) {
        // With everything on: statements may hang on a condition.
        Evaluation everything = Evaluation.with(
                template,
                Map.of(
                        "KmsKeyArn",
                        "key",
                        "VpcSubnetIds",
                        "subnet",
                        "Segments",
                        "2",
                        "AlertFrom",
                        "a@example.com",
                        "AttachmentDays",
                        "30",
                        "AttachmentBucket",
                        "acme-mail"));
        Map<Map<String, Object>, String> statements = new LinkedHashMap<>();
        template.resources("AWS::IAM::ManagedPolicy")
                .forEach((id, policy) -> collect(id, everything.of(policy.get("PolicyDocument")), statements));
        template.resources("AWS::IAM::Role").forEach((id, role) -> {
            for (Object policy : list(role.getOrDefault("Policies", List.of()))) {
                collect(id, everything.of(map(policy).get("PolicyDocument")), statements);
            }
        });
        return statements;
    }

    static void collect(String id, Object document, Map<Map<String, Object>, String> statements) {
        for (Object statement : list(map(document).get("Statement"))) {
            statements.put(map(statement), id + " (" + map(statement).get("Sid") + ")");
        }
    }
}
