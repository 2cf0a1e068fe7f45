package dev.imappoller.template;

import static dev.imappoller.template.Template.list;
import static dev.imappoller.template.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the documents, and the example of SAM's configuration, to template.yaml. */
class TemplateDocumentationTest {
    private static final Template TEMPLATE = Template.ofTheProject();

    @Test
    void deploymentTellsEveryParameterAndItsDefault() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        TEMPLATE.section("Parameters").forEach((name, parameter) -> {
            String value = parameter.get("Default").toString();
            defaults.put("`" + name + "`", value.isEmpty() ? "none" : "`" + value + "`");
        });

        assertThat(table("docs/deployment.md", "| parameter |")).isEqualTo(defaults);
    }

    @Test
    void costReckonsWithTheDefaultMemory() throws IOException {
        Object memory = TEMPLATE.section("Parameters").get("MemorySize").get("Default");

        assertThat(table("docs/cost.md", "| name | value |")).containsEntry("memory", memory.toString());
    }

    @Test
    void securityTellsWhatEveryFunctionMayDo() {
        Set<String> functions = TEMPLATE.functions().values().stream()
                .map(function -> Template.variables(function).get("QUARKUS_FUNQY_EXPORT"))
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        String who = Documents.table("docs/security.md", "| purpose | permission | on | who |").stream()
                .map(row -> row.get(3))
                .collect(Collectors.joining(", "));

        assertThat(who.split("\\W+")).containsAll(functions);
    }

    @Test
    void securityNamesEveryActionThatTheRolesPermit() {
        String documented = Documents.table("docs/security.md", "| purpose | permission | on | who |").stream()
                .map(row -> row.get(1))
                .collect(Collectors.joining(", "));

        Set<String> permitted = PermissionChecks.statements(TEMPLATE).keySet().stream()
                .filter(statement -> statement.get("Effect").equals("Allow"))
                .flatMap(statement -> list(statement.get("Action")).stream())
                .map(action -> action.toString().replaceFirst(".*:", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented.split("\\W+")).containsAll(permitted);
    }

    @Test
    void referenceExplainsEveryAlarm() throws IOException {
        assertThat(table("docs/reference.md", "| alarm | means |").keySet())
                .isEqualTo(names("AWS::CloudWatch::Alarm", "AlarmName", "${AWS::StackName}-", "`"));
    }

    @Test
    void referenceExplainsEverySavedQuery() throws IOException {
        assertThat(table("docs/reference.md", "| query |").keySet())
                .isEqualTo(names("AWS::Logs::QueryDefinition", "Name", "${AWS::StackName}/", ""));
    }

    @Test
    void theDocumentsNameOutputsThatAreThere() {
        Set<String> named = new TreeSet<>();
        for (Path document : Documents.all()) {
            Matcher matcher =
                    Pattern.compile("output\\s+`(\\w+)`|`(\\w+Command)`").matcher(Documents.read(document));
            while (matcher.find()) {
                named.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
            }
        }

        assertThat(TEMPLATE.section("Outputs")).containsKeys(named.toArray(String[]::new));
        assertThat(named).contains("AlarmTopic", "DeadLettersCommand", "PollersTable");
    }

    @Test
    void theExampleOfSamsConfigurationGivesParametersThatAreThere() throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile("\"(\\w+)='?([^\"']*)'?\",").matcher(read("samconfig.toml.example"));
        while (matcher.find()) {
            given.put(matcher.group(1), matcher.group(2));
        }

        assertThat(given).isNotEmpty();
        assertThat(TEMPLATE.section("Parameters")).containsKeys(given.keySet().toArray(String[]::new));
    }

    private static Set<String> names(String type, String property, String prefix, String quote) {
        Set<String> names = new TreeSet<>();
        TEMPLATE.resources(type).forEach((id, properties) -> {
            String name = map(properties.get(property)).get("Fn::Sub").toString();
            assertThat(name).startsWith(prefix);
            names.add(quote + name.substring(prefix.length()) + quote);
        });
        return names;
    }

    /** First and second column of the table that begins with this heading. */
    private static Map<String, String> table(String document, String heading) throws IOException {
        String text = read(document);
        int from = text.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        Map<String, String> rows = new TreeMap<>();
        text.substring(from, text.indexOf("\n\n", from)).lines().skip(2).forEach(row -> {
            String[] cells = row.split("\\|");
            rows.put(cells[1].strip(), cells[2].strip());
        });
        return rows;
    }

    private static String read(String path) throws IOException {
        return Files.readString(Path.of(path));
    }
}
