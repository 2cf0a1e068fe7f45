package dev.imappoller.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of CloudWatch Logs Insights, as far as it names things.
 *
 * @param keys the keys of log lines that it reads; without those that begin with {@code @}, which Insights adds, and without the
 *     names that the query gives itself
 * @param literals the texts that it compares with, such as statuses
 * @param events those of them that it compares {@code event} with
 */
record LogQuery(Set<String> keys, Set<String> literals, Set<String> events) {
    private static final Set<String> WORDS = Set.of(
            "and",
            "as",
            "asc",
            "avg",
            "bin",
            "by",
            "count",
            "desc",
            "display",
            "fields",
            "filter",
            "h",
            "in",
            "ispresent",
            "latest",
            "like",
            "limit",
            "m",
            "max",
            "min",
            "not",
            "or",
            "parse",
            "pct",
            "sort",
            "SOURCE",
            "stats",
            "sum");

    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern EVENT = Pattern.compile("\\bevent (?:= |in \\[)((?:\"\\w+\"(?:, )?)+)");

    static LogQuery parse(String query) {
        String text = query.lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + b + "\n");
        Set<String> given = new TreeSet<>(all(Pattern.compile("\\bas (\\w+(?:, \\w+)*)"), text).stream()
                .flatMap(names -> List.of(names.split(", ")).stream())
                .toList());
        given.addAll(all(Pattern.compile("\\?<(\\w+)>"), text));

        Set<String> events = new TreeSet<>();
        all(EVENT, text).forEach(list -> events.addAll(all(LITERAL, list)));

        String names = LITERAL.matcher(text.replaceAll("/[^/\\n]*/", " ")).replaceAll(" ");
        Set<String> keys = new TreeSet<>(all(Pattern.compile("(?<![@\\w.])([A-Za-z_]\\w*)"), names));
        keys.removeAll(WORDS);
        keys.removeAll(given);
        Set<String> literals = new TreeSet<>(all(LITERAL, text));
        literals.removeAll(events);
        return new LogQuery(keys, literals, events);
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return found;
    }
}
