package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.imappoller.message.HostileMail;
import dev.imappoller.message.Message;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds docs/schema to the payloads. With the system property {@code docs.write} set, it writes the TypeScript types that are made from
 * the schema.
 */
class PayloadSchemaTest {
    private static final Path SCHEMA = Path.of("docs/schema/message.schema.json");
    private static final Path TYPES = Path.of("docs/schema/message.d.ts");
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final JsonSchema STRICT = FACTORY.getSchema(closed(schema()));

    private static final String EXAMPLE = String.join(
            "\r\n",
            "Return-Path: <ann@example.net>",
            "Received: by b",
            "Received: by a",
            "In-Reply-To: <1@example.com>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/related; boundary=b",
            "",
            "--b",
            "Content-Type: text/html",
            "",
            "<p>Yes</p>",
            "--b",
            "Content-Type: image/png",
            "Content-ID: <a@b>",
            "Content-Transfer-Encoding: base64",
            "",
            "iVBORw0KGg",
            "--b--",
            "");

    static Map<String, byte[]> messages() throws Exception {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String name : CorpusTest.messages().toList()) {
            messages.put(name, CorpusTest.octets(name));
        }
        HostileMail.all().forEach(mail -> messages.put(mail.toString(), mail.octets()));
        try (Stream<Path> cases = Files.list(Path.of("src/test/resources/decode"))) {
            for (Path file :
                    cases.filter(path -> path.toString().endsWith(".eml")).toList()) {
                messages.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return messages;
    }

    @Test
    void isASchemaOfItsVersion() {
        assertThat(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema()))
                .isEmpty();
    }

    @Test
    void everyPayloadIsAsTheSchemaSays() throws Exception {
        Map<String, byte[]> messages = messages();
        assertThat(messages).hasSizeGreaterThan(250);
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            for (boolean plainFromHtml : new boolean[] {false, true}) {
                assertThat(STRICT.validate(payload(message.getValue(), plainFromHtml)))
                        .as(message.getKey())
                        .isEmpty();
            }
        }
    }

    /** Each makes of a payload what the schema must not admit. */
    static Stream<Consumer<ObjectNode>> otherPayloads() {
        return Stream.of(
                json -> json.remove("plain"),
                json -> json.remove("attachments"),
                json -> json.putNull("attachments"),
                json -> json.put("plain", 1),
                json -> json.put("reply_plain", ""),
                json -> json.put("plain_from_html", false),
                json -> json.put("new", "member"),
                json -> json.putArray("defects"),
                json -> json.putArray("defects").add("Broken Base64"),
                json -> headers(json).put("Return-Path", "x"),
                json -> headers(json).put("number", 1),
                json -> headers(json).putArray("received").add("one"),
                json -> ((ObjectNode) json.path("envelope")).put("tls", "true"),
                json -> ((ObjectNode) json.path("envelope")).remove("spf"),
                json -> attachment(json).remove("content"),
                json -> attachment(json).put("url", "s3://bucket/key"),
                json -> attachment(json).put("url", "ftp://bucket/key").remove("content"),
                json -> attachment(json).put("size", 7),
                json -> attachment(json).put("content_id", "a@b"),
                json -> attachment(json).put("file_name", ""),
                json -> attachment(json).put("content_type", "image"));
    }

    @ParameterizedTest
    @MethodSource("otherPayloads")
    void nothingElseIs(Consumer<ObjectNode> change) throws Exception {
        ObjectNode payload = (ObjectNode) payload(EXAMPLE.getBytes(StandardCharsets.ISO_8859_1), true);
        assertThat(STRICT.validate(payload)).isEmpty();

        change.accept(payload);

        assertThat(STRICT.validate(payload)).isNotEmpty();
    }

    @Test
    void anAttachmentMayBeElsewhere() throws Exception {
        JsonNode payload =
                payload(EXAMPLE.getBytes(StandardCharsets.ISO_8859_1), false, Map.of(0, "s3://bucket/1-image.png"));

        assertThat(payload.path("attachments").get(0).path("url").textValue()).isEqualTo("s3://bucket/1-image.png");
        assertThat(STRICT.validate(payload)).isEmpty();
    }

    @Test
    void typeScriptsTypesAreMadeFromIt() throws IOException {
        String types = "// Made from message.schema.json by PayloadSchemaTest.\n" + TypeScript.of(schema());
        if (System.getProperty("docs.write") != null) {
            Files.writeString(TYPES, types);
        }
        assertThat(Files.readString(TYPES)).isEqualTo(types);
    }

    private static ObjectNode headers(ObjectNode json) {
        return (ObjectNode) json.path("headers");
    }

    private static ObjectNode attachment(ObjectNode json) {
        return (ObjectNode) ((ArrayNode) json.path("attachments")).get(0);
    }

    private static JsonNode payload(byte[] octets, boolean plainFromHtml) throws IOException {
        return payload(octets, plainFromHtml, Map.of());
    }

    private static JsonNode payload(byte[] octets, boolean plainFromHtml, Map<Integer, String> urls)
            throws IOException {
        RawMessage raw = RawMessage.of(octets);
        Message decoded = MessageDecoder.decode(raw);
        Message message = plainFromHtml ? decoded.withPlainFromHtml() : decoded;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new Payloads()
                .of(Format.JSON, raw, message, Envelope.of(message, "poller"), urls)
                .writeTo(body);
        return StrictJson.read(body.toByteArray());
    }

    private static JsonNode schema() {
        try {
            return new ObjectMapper().readTree(Files.readString(SCHEMA));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Receivers must take members that are new; here there must be none that the schema doesn't tell of. */
    private static JsonNode closed(JsonNode schema) {
        schema.findParents("properties").forEach(each -> ((ObjectNode) each).put("additionalProperties", false));
        return schema;
    }
}
