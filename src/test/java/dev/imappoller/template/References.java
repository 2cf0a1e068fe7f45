package dev.imappoller.template;

import static dev.imappoller.template.Template.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which names a part of a template refers to. */
final class References {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w:]+)[^}]*}");

    private References() {}

    /** Parameters, resources, conditions and mappings; the resource alone where one of its attributes is meant. */
    static Set<String> in(Object value) {
        Set<String> found = new TreeSet<>();
        if (value instanceof List<?> list) {
            list.forEach(entry -> found.addAll(in(entry)));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> found.addAll(in(String.valueOf(key), entry)));
        }
        return found;
    }

    private static Set<String> in(String function, Object argument) {
        Set<String> found = new TreeSet<>(in(argument));
        switch (function) {
            case "Ref", "Condition" -> {
                if (argument instanceof String name) {
                    found.add(name);
                }
            }
            case "Fn::GetAtt" -> found.add(argument.toString().split("\\.")[0]);
            case "Fn::If", "Fn::FindInMap" -> found.add((String) list(argument).get(0));
            case "Fn::Sub" -> {
                found.addAll(placeholders((String) list(argument).get(0)));
                if (argument instanceof List<?> withVariables) {
                    found.removeAll(Template.map(withVariables.get(1)).keySet());
                }
            }
            default -> {
                // A property's name, or a function whose arguments were looked through above.
            }
        }
        return found;
    }

    private static List<String> placeholders(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** All that is referred to is there, in the outputs too. */
    static List<String> leadSomewhere(Template template) {
        Set<String> known = new TreeSet<>();
        for (String section : List.of("Parameters", "Mappings", "Conditions", "Resources")) {
            known.addAll(template.section(section).keySet());
        }
        List<String> problems = new ArrayList<>();
        for (String section : List.of("Rules", "Conditions", "Globals", "Resources", "Outputs")) {
            template.section(section)
                    .forEach((id, entry) -> in(entry).stream()
                            .filter(name -> !name.startsWith("AWS::") && !known.contains(name))
                            .forEach(name -> problems.add(section + "/" + id + " refers to " + name)));
        }
        return problems;
    }
}
