package dev.imappoller.template;

import static dev.imappoller.template.Template.map;

import dev.imappoller.testing.FunctionProcess;
import io.quarkus.funqy.Funq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must be true of the template's functions, and of what they are told by their environment. */
final class FunctionChecks {
    private static final Path CLASSES = Path.of("target/classes");
    private static final Pattern READ = Pattern.compile("name = \"([A-Z_]+)\"");

    /** What the function's users may rely on being there, set by the template or documented for those who set it. */
    private static final Set<String> PROMISED = Set.of(
            "ALERT_FROM",
            "ALLOW_HTTP_TARGETS",
            "ALLOW_PRIVATE_NETWORKS",
            "MAX_CONCURRENT_POLLERS",
            "MAX_CONNECTIONS_PER_HOST",
            "METRICS",
            "POLLERS_TABLE",
            "POSTS_PER_POLLER",
            "QUARKUS_LOG_LEVEL",
            "QUARKUS_MAILER_HOST",
            "RUN_BUDGET",
            "SECRET_PREFIX",
            "SEGMENTS",
            "STACK_NAME",
            "STATE_TABLE",
            "TRUSTED_CA_FILE",
            "WORK_QUEUE_URL");

    /** Read by Lambda's runtime environment or the JVM, and explained where they are set. */
    private static final Set<String> OF_THE_RUNTIME =
            Set.of("DISABLE_SIGNAL_HANDLERS", "JAVA_TOOL_OPTIONS", "MALLOC_ARENA_MAX");

    private FunctionChecks() {}

    /** Each function runs another export, which the code has. */
    static List<String> everyExportIsAFunctionOfTheCode(Template template) {
        Set<String> known = exports();
        Set<Object> seen = new HashSet<>();
        List<String> problems = new ArrayList<>();
        template.functions().forEach((id, function) -> {
            Object export = Template.variables(function).get("QUARKUS_FUNQY_EXPORT");
            if (!known.contains(String.valueOf(export))) {
                problems.add(id + " exports " + export + ", and the code has " + known);
            }
            if (!seen.add(export)) {
                problems.add(export + " is exported twice");
            }
        });
        return problems;
    }

    /** The zip is as Maven built it, and each function says where it is: what Globals say of it is lost by {@code sam build}. */
    static List<String> everyFunctionIsTheZipAsItIs(Template template) {
        List<String> problems = new ArrayList<>();
        template.resources("AWS::Serverless::Function").forEach((id, function) -> {
            if (!"target/function.zip".equals(function.get("CodeUri"))) {
                problems.add(id + " is " + function.get("CodeUri"));
            }
            Object handler = template.functions().get(id).get("Handler");
            if (!String.valueOf(handler).contains(FunctionProcess.HANDLER)) {
                problems.add(id + " is called by " + handler);
            }
            Object metadata = template.section("Resources").get(id).getOrDefault("Metadata", Map.of());
            if (!Boolean.TRUE.equals(map(metadata).get("SkipBuild"))) {
                problems.add(id + " is built by SAM");
            }
        });
        return problems;
    }

    /** The next tick is the retry. */
    static List<String> nothingIsRunAgainByLambda(Template template) {
        Map<String, Object> poll = template.functions().get("PollFunction");
        Map<String, Object> tick = map(map(map(poll.get("Events")).get("Tick")).get("Properties"));
        List<String> problems = new ArrayList<>();
        for (Map<String, Object> retries : List.of(map(poll.get("EventInvokeConfig")), map(tick.get("RetryPolicy")))) {
            if (!Integer.valueOf(0).equals(retries.get("MaximumRetryAttempts"))
                    || !Integer.valueOf(60).equals(retries.get("MaximumEventAgeInSeconds"))) {
                problems.add("retries: " + retries);
            }
        }
        return problems;
    }

    /** What a variable does is known before it is set, and what can be set is known. */
    static List<String> everyVariableIsSetOrDocumented(Template template) {
        Set<String> read = variablesRead();
        String documents = document("configuration") + document("deployment") + document("alerts");
        Set<String> set = new TreeSet<>();
        template.functions()
                .values()
                .forEach(function -> set.addAll(Template.variables(function).keySet()));
        List<String> problems = new ArrayList<>();
        Set<String> wanted = new TreeSet<>(PROMISED);
        wanted.addAll(read);
        wanted.stream()
                .filter(name -> !set.contains(name) && !documents.contains("`" + name + "`"))
                .forEach(name -> problems.add(name + " is neither set nor documented"));
        set.stream()
                .filter(name -> !read.contains(name) && !OF_THE_RUNTIME.contains(name))
                .filter(name -> !documents.contains(name))
                .forEach(name -> problems.add(name + " is set, and nobody reads it or says what it does"));
        return problems;
    }

    private static Set<String> exports() {
        Set<String> names = new TreeSet<>();
        for (Path file : files(CLASSES.resolve("dev/imappoller"), ".class")) {
            String type = CLASSES.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
            try {
                for (Method method : Class.forName(type, false, FunctionChecks.class.getClassLoader())
                        .getDeclaredMethods()) {
                    Funq funq = method.getAnnotation(Funq.class);
                    if (funq != null) {
                        names.add(funq.value().isEmpty() ? method.getName() : funq.value());
                    }
                }
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return names;
    }

    /** Without those that Lambda sets by itself. */
    private static Set<String> variablesRead() {
        Set<String> names = new TreeSet<>();
        for (Path file : files(Path.of("src/main/java"), ".java")) {
            Matcher matcher = READ.matcher(read(file));
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        names.removeIf(name -> name.startsWith("AWS_LAMBDA_"));
        return names;
    }

    private static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document(String name) {
        return read(Path.of("docs/" + name + ".md"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
