package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What CloudFormation makes of a value for given parameters: functions and conditions are worked out, and a reference to a resource
 * becomes the resource's name in angle brackets.
 */
final class Evaluation {
    /** In place of what is left out by {@code AWS::NoValue}. */
    private static final Object NO_VALUE = new Object();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Template template;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Evaluation(Template template, Map<String, String> given) {
        this.template = template;
        template.section("Parameters")
                .forEach((name, parameter) -> parameters.put(name, String.valueOf(parameter.get("Default"))));
        parameters.putAll(given);
    }

    static Evaluation byDefault(Template template) {
        return new Evaluation(template, Map.of());
    }

    static Evaluation with(Template template, Map<String, String> parameters) {
        return new Evaluation(template, parameters);
    }

    /** The same structure without functions. */
    Object of(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(this::of)
                    .filter(entry -> entry != NO_VALUE)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        Map<String, Object> map = map(value);
        if (map.size() == 1) {
            String name = map.keySet().iterator().next();
            if (name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::")) {
                return function(name, map.get(name));
            }
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        map.forEach((key, entry) -> {
            Object evaluated = of(entry);
            if (evaluated != NO_VALUE) {
                entries.put(key, evaluated);
            }
        });
        return entries;
    }

    String text(Object value) {
        return String.valueOf(of(value));
    }

    boolean isTrue(Object condition) {
        return Boolean.TRUE.equals(of(condition));
    }

    boolean condition(String name) {
        return isTrue(template.section("Conditions").get(name));
    }

    private Object function(String name, Object argument) {
        return switch (name) {
            case "Ref" -> reference((String) argument);
            case "Condition" -> condition((String) argument);
            case "Fn::GetAtt" -> "<" + argument + ">";
            case "Fn::Sub" -> substituted(argument);
            case "Fn::If" ->
                of(list(argument).get(condition((String) list(argument).get(0)) ? 1 : 2));
            case "Fn::Equals" ->
                text(list(argument).get(0)).equals(text(list(argument).get(1)));
            case "Fn::Not" -> !isTrue(list(argument).get(0));
            case "Fn::And" -> list(argument).stream().allMatch(this::isTrue);
            case "Fn::Or" -> list(argument).stream().anyMatch(this::isTrue);
            case "Fn::Contains" ->
                list(list(argument).get(0)).contains(text(list(argument).get(1)));
            case "Fn::EachMemberEquals" ->
                List.of(text(list(argument).get(0)).split(",")).stream()
                        .allMatch(list(argument).get(1)::equals);
            case "Fn::Join" -> text(list(argument).get(1));
            case "Fn::FindInMap" -> inMap(list(argument));
            default -> throw new IllegalArgumentException("unknown function " + name);
        };
    }

    private Object reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (parameters.containsKey(name)) {
            return parameters.get(name);
        }
        return name.startsWith("AWS::") ? name.substring(5).toLowerCase(Locale.ROOT) : "<" + name + ">";
    }

    private Object inMap(List<?> path) {
        return map(map(template.section("Mappings").get(text(path.get(0)))).get(text(path.get(1))))
                .get(text(path.get(2)));
    }

    private String substituted(Object argument) {
        boolean withVariables = argument instanceof List<?>;
        Map<String, Object> variables = withVariables ? map(list(argument).get(1)) : Map.of();
        String text = (String) list(argument).get(0);
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            return Matcher.quoteReplacement(
                    variables.containsKey(name)
                            ? text(variables.get(name))
                            : String.valueOf(name.contains(".") ? "<" + name + ">" : reference(name)));
        });
    }
}
