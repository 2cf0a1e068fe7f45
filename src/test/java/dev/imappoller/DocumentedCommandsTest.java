package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.poller.item.ItemAttribute;
import dev.imappoller.poller.item.ItemAttribute.Group;
import dev.imappoller.poller.item.PollerEntry.Config;
import dev.imappoller.store.DynamoPollerTable;
import dev.imappoller.template.Template;
import dev.imappoller.testing.Documents;
import dev.imappoller.testing.DynamoDbLocal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Tries the commands of the documents and of the stack's outputs, as far as that goes without AWS: those for DynamoDB are carried out, payloads are held to the code. */
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLLERS = "POLLERS_TABLE";
    private static final String STATE = "STATE_TABLE";

    /** What stands for the name of a function of the stack. */
    private static final Set<String> FUNCTIONS = Set.of("POLL_FUNCTION", "STATUS_FUNCTION");

    /** Options of the AWS CLI that change only how an answer looks, or where the tables are. */
    private static final Set<String> PRESENTATION = Set.of("--output", "--query", "--region");

    private DynamoDbLocal database;

    /** A command of a document; shown as that in a report. */
    record Command(Path document, List<String> words) {
        @Override
        public String toString() {
            return document + ": " + String.join(" ", words);
        }

        Optional<String> option(String name) {
            int at = words.indexOf(name);
            return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
        }

        String required(String name) {
            return option(name).orElseGet(() -> fail("%s has no %s", this, name));
        }

        Set<String> options() {
            return words.stream().filter(word -> word.startsWith("--")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @BeforeAll
    void start() {
        database = DynamoDbLocal.start().createPollersTable(POLLERS).createStateTable(STATE);
    }

    @AfterAll
    void stop() {
        database.close();
    }

    static Stream<Command> dynamoDb() {
        return commands("aws dynamodb");
    }

    static Stream<Command> invocations() {
        return commands("aws lambda invoke");
    }

    /** Every event in the documents, whether in a command or by itself. */
    static Stream<Command> payloads() {
        String payload = "(\\{ *\"op\":[^}]*})";
        return Stream.concat(
                Documents.all().stream()
                        .flatMap(document -> Documents.all(payload, Documents.read(document)).stream()
                                .map(event -> new Command(document, List.of(event)))),
                Documents.all(payload, Template.ofTheProject().outputs()).stream()
                        .map(event -> new Command(Template.FILE, List.of(event))));
    }

    @ParameterizedTest
    @MethodSource("dynamoDb")
    void dynamoDbTakesTheCommand(Command command) {
        DynamoDbClient client = database.client();
        String table = command.required("--table-name");
        assertThat(table).isIn(POLLERS, STATE);
        switch (command.words().get(0)) {
            case "put-item" -> {
                only(command, "--item");
                if (!command.required("--item").startsWith("file://")) {
                    Map<String, AttributeValue> item = attributes(command.required("--item"));
                    assertThat(item.keySet()).isSubsetOf(configuration());
                    client.putItem(put -> put.tableName(table).item(item));
                    assertThat(new DynamoPollerTable(client, table)
                                    .find(item.get("pollerId").s())
                                    .orElseThrow()
                                    .config())
                            .isInstanceOf(Config.Valid.class);
                }
            }
            case "get-item" -> {
                only(command, "--key", "--projection-expression", "--expression-attribute-names");
                client.getItem(get -> get.tableName(table)
                        .key(attributes(command.required("--key")))
                        .projectionExpression(
                                command.option("--projection-expression").orElse(null))
                        .expressionAttributeNames(names(command)));
            }
            case "delete-item" -> {
                only(command, "--key");
                client.deleteItem(delete -> delete.tableName(table).key(attributes(command.required("--key"))));
            }
            case "update-item" -> {
                only(
                        command,
                        "--key",
                        "--update-expression",
                        "--expression-attribute-names",
                        "--expression-attribute-values");
                client.updateItem(update -> update.tableName(table)
                        .key(attributes(command.required("--key")))
                        .updateExpression(command.required("--update-expression"))
                        .expressionAttributeNames(names(command))
                        .expressionAttributeValues(values(command)));
            }
            case "scan" -> {
                only(
                        command,
                        "--projection-expression",
                        "--filter-expression",
                        "--expression-attribute-names",
                        "--expression-attribute-values");
                client.scan(scan -> scan.tableName(table)
                        .projectionExpression(
                                command.option("--projection-expression").orElse(null))
                        .filterExpression(command.option("--filter-expression").orElse(null))
                        .expressionAttributeNames(names(command))
                        .expressionAttributeValues(values(command)));
            }
            case "query" -> {
                only(
                        command,
                        "--key-condition-expression",
                        "--projection-expression",
                        "--filter-expression",
                        "--expression-attribute-names",
                        "--expression-attribute-values");
                client.query(query -> query.tableName(table)
                        .keyConditionExpression(command.required("--key-condition-expression"))
                        .projectionExpression(
                                command.option("--projection-expression").orElse(null))
                        .filterExpression(command.option("--filter-expression").orElse(null))
                        .expressionAttributeNames(names(command))
                        .expressionAttributeValues(values(command)));
            }
            // Not carried out: the other commands need the table.
            case "update-table" -> only(command, "--deletion-protection-enabled", "--no-deletion-protection-enabled");
            case "update-continuous-backups" -> only(command, "--point-in-time-recovery-specification");
            case "delete-table" -> only(command);
            default -> fail("%s is no command that this test can try", command);
        }
        if (table.equals(POLLERS)) {
            assertThat(attributesNamed(command)).isSubsetOf(known());
        }
    }

    @ParameterizedTest
    @MethodSource("invocations")
    void invocationsNameAFunctionAndCarryAnEvent(Command command) throws JsonProcessingException {
        assertThat(command.required("--function-name")).isIn(FUNCTIONS);
        assertThat(command.required("--cli-binary-format")).isEqualTo("raw-in-base64-out");
        // A run may take longer than the minute after which the CLI gives up, and calls again.
        assertThat(command.required("--cli-read-timeout")).isEqualTo("0");
        String payload = command.required("--payload");
        if (!payload.equals("PAYLOAD")) {
            JsonNode event = JSON.readTree(payload);
            assertThat(event.isObject()).isTrue();
            boolean mayBeOfAll = event.path("op").asText().equals("retry");
            assertThat(event.has("pollerId")).isIn(event.has("op"), event.has("op") && !mayBeOfAll);
        }
        assertThat(command.words().get(command.words().size() - 1))
                .as("the file for the answer")
                .matches("/dev/stdout|\\w+\\.json");
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyPayloadIsOneThatTheFunctionKnows(Command payload) throws JsonProcessingException {
        String source = Documents.read("src/main/java/dev/imappoller/PollFunction.java");
        JsonNode event = JSON.readTree(payload.words().get(0));

        assertThat(Documents.all("case \"(\\w+)\" ->", source))
                .contains(event.get("op").asText());
        assertThat(event.fieldNames()).toIterable().isSubsetOf(Documents.all("event\\.\\w+\\(\"(\\w+)\"", source));
    }

    private static Stream<Command> commands(String beginning) {
        String outputs = Template.ofTheProject().outputs().replaceAll(" && .*", "");
        return Stream.concat(
                Documents.all().stream()
                        .flatMap(document -> Documents.commands(document, beginning).stream()
                                .filter(words -> words.size() > 2)
                                .map(words -> new Command(document, words))),
                Documents.commandsIn(outputs, beginning).stream().map(words -> new Command(Template.FILE, words)));
    }

    private static void only(Command command, String... options) {
        Set<String> possible = new TreeSet<>(PRESENTATION);
        possible.add("--table-name");
        possible.addAll(List.of(options));
        assertThat(command.options()).as("%s", command).isSubsetOf(possible);
    }

    private static Set<String> known() {
        return Arrays.stream(ItemAttribute.values())
                .filter(attribute -> attribute.group() != Group.OAUTH)
                .map(ItemAttribute::attribute)
                .collect(Collectors.toSet());
    }

    private static Set<String> configuration() {
        return Arrays.stream(ItemAttribute.values())
                .filter(attribute -> attribute.group() == Group.CONFIGURATION)
                .map(ItemAttribute::attribute)
                .collect(Collectors.toSet());
    }

    /** The attributes that a command's expressions and key name. */
    private static Set<String> attributesNamed(Command command) {
        Set<String> named = new TreeSet<>();
        Stream.of("--projection-expression", "--update-expression", "--filter-expression")
                .flatMap(option -> command.option(option).stream())
                .forEach(expression -> named.addAll(Documents.all("(?<![#:\\w(])([a-z]\\w+)(?![\\w(])", expression)));
        command.option("--key").ifPresent(key -> named.addAll(attributes(key).keySet()));
        Optional.ofNullable(names(command)).ifPresent(names -> named.addAll(names.values()));
        return named;
    }

    private static Map<String, String> names(Command command) {
        return command.option("--expression-attribute-names")
                .map(text -> {
                    Map<String, String> names = new HashMap<>();
                    json(text)
                            .properties()
                            .forEach(entry ->
                                    names.put(entry.getKey(), entry.getValue().asText()));
                    return names;
                })
                .orElse(null);
    }

    private static Map<String, AttributeValue> values(Command command) {
        return command.option("--expression-attribute-values")
                .map(DocumentedCommandsTest::attributes)
                .orElse(null);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    private static Map<String, AttributeValue> attributes(String text) {
        return attributes(json(text));
    }

    private static Map<String, AttributeValue> attributes(JsonNode object) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        object.properties().forEach(entry -> attributes.put(entry.getKey(), attribute(entry.getValue())));
        return attributes;
    }

    private static AttributeValue attribute(JsonNode typed) {
        String type = typed.fieldNames().next();
        JsonNode value = typed.get(type);
        assertThat(typed).as("%s has one type", typed).hasSize(1);
        return switch (type) {
            case "S" -> AttributeValue.fromS(value.textValue());
            case "N" -> AttributeValue.fromN(value.textValue());
            case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
            case "M" -> AttributeValue.fromM(attributes(value));
            case "L" ->
                AttributeValue.fromL(StreamSupport.stream(value.spliterator(), false)
                        .map(DocumentedCommandsTest::attribute)
                        .toList());
            default -> throw new IllegalArgumentException(type + " is no type that an item needs");
        };
    }
}
