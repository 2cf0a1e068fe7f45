package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be true of the template's parameters, and of the rules and mappings that hang on them. */
final class ParameterChecks {
    private static final List<String> SCHEDULES = List.of(
            "rate(1 minute)",
            "rate(5 minutes)",
            "rate(1 hour)",
            "rate(12 hours)",
            "rate(1 day)",
            "rate(10 days)",
            "cron(0/5 * * * ? *)",
            "cron(0 8-18 ? * MON-FRI *)");

    /** Refused by EventBridge Scheduler, which says so only in mid-deployment. */
    private static final List<String> NO_SCHEDULES = List.of(
            "",
            "rate(0 minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(10 hour)",
            "rate(30 seconds)",
            "rate(5)",
            "cron(0 8 * * ?)",
            "cron()",
            "cron(0 8 * * ? * *)",
            "at(2030-01-01T00:00:00)",
            "every minute");

    private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

    private ParameterChecks() {}

    /** Each has a label, one group, a description, and says what it wants where it doesn't take everything. */
    static List<String> everyParameterIsExplained(Template template) {
        Map<String, Object> form = map(template.section("Metadata").get("AWS::CloudFormation::Interface"));
        List<Object> grouped = new ArrayList<>();
        for (Object group : list(form.get("ParameterGroups"))) {
            grouped.addAll(list(map(group).get("Parameters")));
        }
        Map<String, Object> labels = map(form.get("ParameterLabels"));
        List<String> problems = new ArrayList<>();
        template.section("Parameters").forEach((name, parameter) -> {
            long groups = grouped.stream().filter(name::equals).count();
            if (groups != 1) {
                problems.add(name + " is in " + groups + " groups");
            }
            if (!labels.containsKey(name)) {
                problems.add(name + " has no label");
            }
            if (!parameter.containsKey("Description")) {
                problems.add(name + " has no description");
            }
            boolean limited = !Set.of("AllowedPattern", "AllowedValues", "MinValue").stream()
                    .filter(parameter::containsKey)
                    .toList()
                    .isEmpty();
            if (limited && !parameter.containsKey("ConstraintDescription")) {
                problems.add(name + " does not say what it must be");
            }
        });
        Set<Object> unknown = new TreeSet<>(labels.keySet());
        unknown.addAll(grouped);
        unknown.removeAll(template.section("Parameters").keySet());
        unknown.forEach(name -> problems.add("there is no parameter " + name));
        return problems;
    }

    static List<String> everyParameterIsUsed(Template template) {
        Set<String> used = new TreeSet<>();
        for (String section : List.of("Conditions", "Globals", "Resources", "Outputs")) {
            used.addAll(References.in(template.section(section)));
        }
        return template.section("Parameters").keySet().stream()
                .filter(name -> !used.contains(name))
                .map(name -> name + " is not used")
                .toList();
    }

    static List<String> everyDefaultIsAllowed(Template template) {
        List<String> problems = new ArrayList<>();
        template.section("Parameters").forEach((name, parameter) -> {
            if (!isAllowed(parameter, String.valueOf(parameter.get("Default")))) {
                problems.add(name + " doesn't allow its default, " + parameter.get("Default"));
            }
        });
        return problems;
    }

    /** The schedule's pattern takes what EventBridge Scheduler takes, and nothing else that people may type. */
    static List<String> schedulesAreValid(Template template) {
        Map<String, Object> parameter = template.section("Parameters").get("PollSchedule");
        List<String> problems = new ArrayList<>();
        SCHEDULES.stream()
                .filter(schedule -> !isAllowed(parameter, schedule))
                .forEach(schedule -> problems.add("PollSchedule doesn't take " + schedule));
        NO_SCHEDULES.stream()
                .filter(schedule -> isAllowed(parameter, schedule))
                .forEach(schedule -> problems.add("PollSchedule takes \"" + schedule + "\""));
        Object used = map(map(map(template.functions().get("PollFunction").get("Events"))
                                .get("Tick"))
                        .get("Properties"))
                .get("ScheduleExpression");
        if (!Map.of("Ref", "PollSchedule").equals(used)) {
            problems.add("the schedule is " + used);
        }
        return problems;
    }

    /** Whatever time-out is chosen, the run budget leaves a run the time to end by itself, and no more. */
    static List<String> runsEndBeforeTheirTimeout(Template template) {
        Duration needed = constant("time.Budget", "GRACE")
                .plus(constant("run.Dispatcher", "TO_RECORD"))
                .plus(constant("run.Polling", "TO_ALERT"));
        List<String> problems = new ArrayList<>();
        for (Object timeout : values(template, "Timeout")) {
            Evaluation chosen = Evaluation.with(template, Map.of("Timeout", timeout.toString()));
            template.functions().forEach((id, function) -> {
                String budget = chosen.text(Template.variables(function).get("RUN_BUDGET"));
                Duration left =
                        Duration.ofSeconds(Long.parseLong(timeout.toString())).minus(Duration.parse("PT" + budget));
                if (left.compareTo(needed) <= 0) {
                    problems.add(id + ": " + timeout + " s with " + budget + " leaves " + left.toSeconds()
                            + " s, of which a run may need more than " + needed.toSeconds());
                }
                if (left.toSeconds() > 15) {
                    problems.add(id + ": " + timeout + " s with " + budget + " leaves time unused");
                }
            });
        }
        return problems;
    }

    /** By default, a run is over before the next one begins, and two may be missing before anybody is alarmed. */
    static List<String> defaultsFitEachOther(Template template) {
        Evaluation defaults = Evaluation.byDefault(template);
        String schedule = defaults.text(Map.of("Ref", "PollSchedule"));
        Matcher rate = RATE.matcher(schedule);
        if (!rate.matches()) {
            return List.of("the default schedule is no rate: " + schedule);
        }
        Duration unit = switch (rate.group(2)) {
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        Duration interval = unit.multipliedBy(Long.parseLong(rate.group(1)));
        List<String> problems = new ArrayList<>();
        if (interval.toSeconds() < Long.parseLong(defaults.text(Map.of("Ref", "Timeout")))) {
            problems.add("a run may last longer than " + interval + ", when the next one begins");
        }
        if (Long.parseLong(defaults.text(Map.of("Ref", "NoRunMinutes"))) < 2 * interval.toMinutes()) {
            problems.add("the alarm about missing runs goes off between two runs");
        }
        if (!isAdmitted(template, Map.of())) {
            problems.add("the rules refuse the defaults");
        }
        return problems;
    }

    /** What CloudFormation can't calculate is looked up, and must have been calculated rightly. */
    static List<String> mappingsAreCalculatedRightly(Template template) {
        Map<String, Object> timeouts = template.section("Mappings").get("Timeouts");
        List<String> problems = new ArrayList<>();
        for (Object timeout : values(template, "Timeout")) {
            int seconds = Integer.parseInt(timeout.toString());
            Map<String, Object> right =
                    Map.of("RunBudget", (seconds - 15) + "s", "FourFifths", seconds * 800, "SixTimes", seconds * 6);
            if (!right.equals(timeouts.get(timeout.toString()))) {
                problems.add(timeout + ": " + timeouts.get(timeout.toString()) + " should be " + right);
            }
        }
        return problems;
    }

    /** What makes no sense alone can't be given alone. */
    static List<String> rulesRefuseHalves(Template template) {
        Map<String, String> alerts = Map.of(
                "AlertFrom", "a@example.com", "SmtpHost", "smtp.example.com", "SmtpUser", "u", "SmtpPassword", "p");
        Map<String, String> vpc = Map.of("VpcSubnetIds", "subnet-1", "VpcSecurityGroupIds", "sg-1");
        List<String> problems = new ArrayList<>();
        for (Map<String, String> whole : List.of(alerts, vpc)) {
            if (!isAdmitted(template, whole)) {
                problems.add(whole + " is refused");
            }
        }
        List<Map<String, String>> halves = List.of(
                Map.of("AlertFrom", "a@example.com"),
                Map.of("AlertFrom", "a@example.com", "SmtpHost", "smtp.example.com", "SmtpUser", "u"),
                Map.of("VpcSubnetIds", "subnet-1"),
                Map.of("VpcSecurityGroupIds", "sg-1"));
        for (Map<String, String> half : halves) {
            if (isAdmitted(template, half)) {
                problems.add(half + " alone is admitted");
            }
        }
        return problems;
    }

    /** The native executable's default is too little for it. */
    static List<String> theJavaRuntimeHasTheMemoryItNeeds(Template template) {
        List<String> problems = new ArrayList<>();
        for (Object memory : values(template, "MemorySize")) {
            boolean enough = Integer.parseInt(memory.toString()) >= 512;
            if (isAdmitted(template, Map.of("Packaging", "jvm", "MemorySize", memory.toString())) != enough) {
                problems.add(memory + " MB are " + (enough ? "refused to" : "admitted for") + " the Java runtime");
            }
            if (!isAdmitted(template, Map.of("Packaging", "native", "MemorySize", memory.toString()))) {
                problems.add(memory + " MB are refused to the native executable");
            }
        }
        return problems;
    }

    private static boolean isAdmitted(Template template, Map<String, String> parameters) {
        Evaluation evaluation = Evaluation.with(template, parameters);
        return template.section("Rules").values().stream()
                .filter(rule -> evaluation.isTrue(rule.getOrDefault("RuleCondition", true)))
                .flatMap(rule -> list(rule.get("Assertions")).stream())
                .allMatch(assertion -> evaluation.isTrue(map(assertion).get("Assert")));
    }

    private static boolean isAllowed(Map<String, Object> parameter, String value) {
        Object pattern = parameter.get("AllowedPattern");
        Object values = parameter.get("AllowedValues");
        Object least = parameter.get("MinValue");
        Object most = parameter.get("MaxValue");
        return (pattern == null || Pattern.matches(pattern.toString(), value))
                && (values == null || list(values).stream().anyMatch(each -> value.equals(each.toString())))
                && (least == null || Long.parseLong(value) >= Long.parseLong(least.toString()))
                && (most == null || Long.parseLong(value) <= Long.parseLong(most.toString()));
    }

    private static List<?> values(Template template, String parameter) {
        return list(template.section("Parameters").get(parameter).get("AllowedValues"));
    }

    /** A constant of the run, which is nobody else's business. */
    private static Duration constant(String type, String name) {
        try {
            Field field = Class.forName("dev.imappoller.poller." + type).getDeclaredField(name);
            field.setAccessible(true);
            return (Duration) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
