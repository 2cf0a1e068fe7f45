package dev.imappoller.template;

import dev.imappoller.testing.EventPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A SAM template, parsed: maps, lists, strings, numbers and booleans, with {@code !Ref X} as {@code {"Ref": "X"}} and {@code !Sub X} as
 * {@code {"Fn::Sub": "X"}}, as CloudFormation itself reads them.
 *
 * @param text as it stands in the file, comments included
 */
public record Template(String text, Map<String, Object> root) {
    /** Where it is. */
    public static final Path FILE = Path.of("template.yaml");

    private static final Pattern PLACE = Pattern.compile("\\$\\{(?:AWS::)?(\\w+)}");

    /** The one that is deployed. */
    public static Template ofTheProject() {
        try {
            return parse(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Template parse(String text) {
        return new Template(text, map(new Yaml(new Tags()).load(text)));
    }

    /** The entries of a section, such as Resources. */
    Map<String, Map<String, Object>> section(String name) {
        Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
        map(root.getOrDefault(name, Map.of())).forEach((id, entry) -> entries.put(id, map(entry)));
        return entries;
    }

    /** The properties of all resources of a type, by logical id. */
    Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        section("Resources").forEach((id, resource) -> {
            if (type.equals(resource.get("Type"))) {
                found.put(id, map(resource.get("Properties")));
            }
        });
        return found;
    }

    /** The functions, each with what Globals says about all of them. */
    Map<String, Map<String, Object>> functions() {
        Map<String, Object> globals = map(map(root.get("Globals")).get("Function"));
        Map<String, Map<String, Object>> functions = new LinkedHashMap<>();
        resources("AWS::Serverless::Function").forEach((id, own) -> {
            Map<String, Object> all = new LinkedHashMap<>(globals);
            all.putAll(own);
            Map<String, Object> variables = new LinkedHashMap<>(variables(globals));
            variables.putAll(variables(own));
            all.put("Environment", Map.of("Variables", variables));
            functions.put(id, all);
        });
        return functions;
    }

    /** What passes from the Pollers table's stream to the function that follows it. */
    public List<EventPattern> streamPatterns() {
        Map<String, Object> source =
                map(map(map(functions().get("ChangedFunction").get("Events")).get("Pollers"))
                        .get("Properties"));
        return list(map(source.get("FilterCriteria")).get("Filters")).stream()
                .map(filter -> EventPattern.parse(String.valueOf(map(filter).get("Pattern"))))
                .toList();
    }

    /** The outputs' texts, a line each, as documents write them: {@code POLLERS_TABLE} where the table's name will stand. */
    public String outputs() {
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> output : section("Outputs").values()) {
            if (output.get("Value") instanceof Map<?, ?> value && value.get("Fn::Sub") instanceof String text) {
                lines.append(PLACE.matcher(text)
                                .replaceAll(place -> place.group(1)
                                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                        .toUpperCase(Locale.ROOT)))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    static Map<String, Object> variables(Map<String, Object> function) {
        return map(map(function.getOrDefault("Environment", Map.of())).getOrDefault("Variables", Map.of()));
    }

    /** A value that is a map with text keys; numbers as keys become text. */
    static Map<String, Object> map(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("not a map: " + value);
        }
        Map<String, Object> checked = new LinkedHashMap<>();
        map.forEach((key, entry) -> checked.put(String.valueOf(key), entry));
        return checked;
    }

    /** A value that is a list, or the only element of one. */
    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    /** CloudFormation's short forms. */
    private static final class Tags extends SafeConstructor {
        Tags() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String name = node.getTag().getValue().substring(1);
                    String function = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
                    return Map.of(function, argument(node));
                }
            });
        }

        private Object argument(Node node) {
            if (node instanceof ScalarNode scalar) {
                return constructScalar(scalar);
            }
            return node instanceof SequenceNode sequence
                    ? constructSequence(sequence)
                    : constructMapping((MappingNode) node);
        }
    }
}
