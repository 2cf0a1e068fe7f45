package dev.imappoller.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The Parameter Store and Secrets Manager behind one HTTP endpoint (AWS JSON 1.1), as far as the function uses them. */
public final class AwsSecrets implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Receiver receiver;
    private final Map<String, String> parameters = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> binary = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Optional<Answer> trouble = Optional.empty();
    private final AtomicReference<Answer> troubleOnce = new AtomicReference<>();

    private AwsSecrets() {
        receiver = Receiver.http().otherwise(this::answer);
    }

    public static AwsSecrets start() {
        return new AwsSecrets();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + receiver.port());
    }

    /** The variables by which a function's process finds it, on top of those for the database. */
    public Map<String, String> environment() {
        String url = endpoint().toString();
        return Map.of("AWS_ENDPOINT_URL_SSM", url, "AWS_ENDPOINT_URL_SECRETS_MANAGER", url);
    }

    /** Puts a SecureString. */
    public AwsSecrets parameter(String name, String value) {
        parameters.put(name, value);
        types.putIfAbsent(name, "SecureString");
        return this;
    }

    /** Puts a parameter of a type. */
    public AwsSecrets parameter(String name, String type, String value) {
        types.put(name, type);
        return parameter(name, value);
    }

    public AwsSecrets secret(String id, String text) {
        secrets.put(id, text);
        return this;
    }

    /** A secret with binary data. */
    public AwsSecrets binarySecret(String id) {
        binary.add(id);
        return this;
    }

    /** Denies a parameter or secret from now on, reading and writing. */
    public AwsSecrets deny(String name) {
        denied.add(name);
        return this;
    }

    /** Answers every call in this way from now on; empty ends that. */
    public AwsSecrets trouble(Optional<Answer> answer) {
        trouble = answer;
        return this;
    }

    /** Answers the next call that writes in this way. */
    public AwsSecrets troubleOnce(Answer answer) {
        troubleOnce.set(answer);
        return this;
    }

    /** An error as the services write it. */
    public static Answer error(int status, String code) {
        return Answers.response(
                status,
                "{\"__type\":\"com.amazonaws#" + code + "\",\"message\":\"canary\"}",
                "Content-Type: application/x-amz-json-1.1");
    }

    public String parameter(String name) {
        return parameters.get(name);
    }

    public String type(String name) {
        return types.get(name);
    }

    public String secret(String id) {
        return secrets.get(id);
    }

    /** Each call so far: the operation and the names, sorted and joined by commas. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** Forgets everything but its address. */
    public void clear() {
        List.of(parameters, types, secrets).forEach(Map::clear);
        denied.clear();
        binary.clear();
        calls.clear();
        trouble = Optional.empty();
    }

    @Override
    public void close() {
        receiver.close();
    }

    private Answer answer(Request request) {
        String target = request.header("X-Amz-Target").orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        JsonNode input = json(request.text());
        List<String> names = names(input);
        calls.add(operation + " " + String.join(",", names.stream().sorted().toList()));
        if (trouble.isPresent()) {
            return trouble.get();
        }
        boolean writes = operation.startsWith("Put") || operation.startsWith("Create");
        Answer once = writes ? troubleOnce.getAndSet(null) : null;
        if (once != null) {
            return once;
        }
        if (names.stream().anyMatch(denied::contains)) {
            return error(400, "AccessDeniedException");
        }
        return switch (target) {
            case "AmazonSSM.GetParameters" -> getParameters(names);
            case "AmazonSSM.GetParameter" -> getParameter(names.get(0));
            case "AmazonSSM.PutParameter" -> putParameter(input);
            case "secretsmanager.GetSecretValue" -> getSecretValue(names.get(0));
            case "secretsmanager.PutSecretValue" -> putSecretValue(input);
            case "secretsmanager.CreateSecret" -> createSecret(input);
            default -> error(400, "UnknownOperationException");
        };
    }

    private static List<String> names(JsonNode input) {
        if (input.has("Names")) {
            return JSON.convertValue(
                    input.get("Names"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        }
        return List.of(input.path("Name").asText(input.path("SecretId").asText()));
    }

    private Answer getParameters(List<String> names) {
        if (names.size() > 10) {
            return error(400, "ValidationException");
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("Parameters");
        ArrayNode invalid = answer.putArray("InvalidParameters");
        for (String name : names) {
            if (parameters.containsKey(name)) {
                describe(found.addObject(), name).put("Value", parameters.get(name));
            } else {
                invalid.add(name);
            }
        }
        return ok(answer);
    }

    private Answer getParameter(String name) {
        if (!parameters.containsKey(name)) {
            return error(400, "ParameterNotFound");
        }
        ObjectNode answer = JSON.createObjectNode();
        describe(answer.putObject("Parameter"), name).put("Value", "encrypted");
        return ok(answer);
    }

    private ObjectNode describe(ObjectNode parameter, String name) {
        return parameter.put("Name", name).put("Type", types.get(name)).put("Version", 1);
    }

    private Answer putParameter(JsonNode input) {
        if (!input.path("Overwrite").asBoolean()
                && parameters.containsKey(input.path("Name").asText())) {
            return error(400, "ParameterAlreadyExists");
        }
        parameter(
                input.path("Name").asText(),
                input.path("Type").asText(),
                input.path("Value").asText());
        return ok(JSON.createObjectNode().put("Version", 2));
    }

    private Answer getSecretValue(String id) {
        ObjectNode answer = JSON.createObjectNode().put("Name", id);
        if (binary.contains(id)) {
            return ok(answer.put("SecretBinary", "AAEC"));
        }
        return secrets.containsKey(id)
                ? ok(answer.put("SecretString", secrets.get(id)))
                : error(400, "ResourceNotFoundException");
    }

    private Answer putSecretValue(JsonNode input) {
        String id = input.path("SecretId").asText();
        if (!secrets.containsKey(id)) {
            return error(400, "ResourceNotFoundException");
        }
        secret(id, input.path("SecretString").asText());
        return ok(JSON.createObjectNode());
    }

    private Answer createSecret(JsonNode input) {
        String name = input.path("Name").asText();
        if (secrets.containsKey(name)) {
            return error(400, "ResourceExistsException");
        }
        if (name.startsWith("arn:") || input.path("ClientRequestToken").asText().isEmpty()) {
            return error(400, "ValidationException");
        }
        secret(name, input.path("SecretString").asText());
        return ok(JSON.createObjectNode());
    }

    private static Answer ok(JsonNode body) {
        return Answers.response(200, body.toString(), "Content-Type: application/x-amz-json-1.1");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
