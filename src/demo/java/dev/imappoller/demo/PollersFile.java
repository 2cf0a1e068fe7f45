package dev.imappoller.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads pollers.json: an array of items of the Pollers table, in plain JSON without DynamoDB's type descriptors. */
final class PollersFile {
    private static final String SHOULD_BE =
            "It should be an array of items: [{\"pollerId\": \"support\", \"host\": \"imap.example.com\", ...}, ...]";

    /** DynamoDB's limits: octets of a key, digits of a number, and its power of ten. */
    private static final int LONGEST_POLLER_ID = 2048;

    private static final int MOST_DIGITS = 38;
    private static final int LARGEST_EXPONENT = 125;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PollersFile() {}

    /** The file can't be used. */
    static final class BadFileException extends Exception {
        private static final long serialVersionUID = 1;

        private final String sentence;

        BadFileException(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        /** Names what is bad and what it should be. */
        String sentence() {
            return sentence;
        }
    }

    /** Reads the file. */
    static List<Map<String, AttributeValue>> read(Path file) throws BadFileException {
        try {
            return parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new BadFileException("pollers.json is gone. " + SHOULD_BE);
        } catch (IOException e) {
            throw new BadFileException(file.getFileName() + " can't be read ("
                    + e.getClass().getSimpleName() + "). It should be a file that you may read.");
        }
    }

    /** Reads the file's content. */
    static List<Map<String, AttributeValue>> parse(byte[] content) throws BadFileException {
        JsonNode entries = json(content);
        if (entries.isMissingNode()) {
            throw new BadFileException("pollers.json is empty. " + SHOULD_BE);
        }
        if (!entries.isArray()) {
            throw new BadFileException("pollers.json holds " + kind(entries) + ". " + SHOULD_BE);
        }
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (JsonNode entry : entries) {
            int number = items.size() + 1;
            String pollerId = pollerId(entry, number);
            Integer earlier = numbers.putIfAbsent(pollerId, number);
            if (earlier != null) {
                throw new BadFileException("Entries " + earlier + " and " + number
                        + " of pollers.json have the same pollerId, \"" + pollerId
                        + "\". Each should have one of its own.");
            }
            checkStorable(entry, "Entry " + number + " of pollers.json ");
            items.add(attributes(entry));
        }
        return items;
    }

    /** The pollerId of an item that was read here. */
    static String pollerIdOf(Map<String, AttributeValue> item) {
        return item.getOrDefault("pollerId", AttributeValue.fromS("")).s();
    }

    private static JsonNode json(byte[] content) throws BadFileException {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            String problem = e.getOriginalMessage().lines().findFirst().orElse("it can't be parsed");
            throw new BadFileException("pollers.json is no JSON" + place + ": " + problem + ". " + SHOULD_BE);
        } catch (IOException e) {
            throw new BadFileException("pollers.json is no text in UTF-8. " + SHOULD_BE);
        }
    }

    private static String pollerId(JsonNode entry, int number) throws BadFileException {
        String which = "Entry " + number + " of pollers.json ";
        if (!entry.isObject()) {
            throw new BadFileException(which + "is " + kind(entry) + ". " + SHOULD_BE);
        }
        JsonNode id = entry.path("pollerId");
        String example = "It should have a name of its own, such as \"pollerId\": \"support\".";
        if (id.isMissingNode() || id.isNull()) {
            throw new BadFileException(which + "has no pollerId. " + example);
        }
        if (id.isObject()) {
            throw new BadFileException(
                    which + "has an object as pollerId. Values stand as they are, without DynamoDB's type"
                            + " descriptors: \"pollerId\": \"support\", not \"pollerId\": {\"S\": \"support\"}.");
        }
        if (!id.isTextual()
                || id.textValue().isBlank()
                || id.textValue().getBytes(StandardCharsets.UTF_8).length > LONGEST_POLLER_ID) {
            throw new BadFileException(which + "has a pollerId that is "
                    + (id.isTextual() ? "empty or too long" : kind(id)) + ". " + example);
        }
        return id.textValue();
    }

    /** DynamoDB would refuse these with words that name no attribute. */
    private static void checkStorable(JsonNode object, String which) throws BadFileException {
        for (Map.Entry<String, JsonNode> attribute : object.properties()) {
            if (attribute.getKey().isEmpty()) {
                throw new BadFileException(
                        which + "has an attribute without a name. Each should have one of the documented.");
            }
            if (attribute.getValue().isNumber()
                    && !isStorable(attribute.getValue().decimalValue())) {
                throw new BadFileException(which + "has a number in " + attribute.getKey()
                        + " that is too large or too long. It should have no more than " + MOST_DIGITS + " digits.");
            }
        }
    }

    private static boolean isStorable(BigDecimal number) {
        return number.precision() <= MOST_DIGITS && Math.abs(number.precision() - number.scale()) <= LARGEST_EXPONENT;
    }

    private static Map<String, AttributeValue> attributes(JsonNode object) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        object.properties().forEach(field -> attributes.put(field.getKey(), attribute(field.getValue())));
        return attributes;
    }

    private static AttributeValue attribute(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> AttributeValue.fromS(value.textValue());
            case NUMBER -> AttributeValue.fromN(value.decimalValue().toString());
            case BOOLEAN -> AttributeValue.fromBool(value.booleanValue());
            case OBJECT -> AttributeValue.fromM(attributes(value));
            case ARRAY ->
                AttributeValue.fromL(StreamSupport.stream(value.spliterator(), false)
                        .map(PollersFile::attribute)
                        .toList());
            case NULL, MISSING, BINARY, POJO -> AttributeValue.fromNul(true);
        };
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case OBJECT -> "a single object";
            case ARRAY -> "an array";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}
