package dev.imappoller.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads JSON as the strictest receiver would: valid UTF-8, and no half of a surrogate pair. */
final class StrictJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StrictJson() {}

    static JsonNode read(byte[] body) throws IOException {
        JsonNode json = MAPPER.readTree(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString());
        assertWellFormed(json);
        return json;
    }

    private static void assertWellFormed(JsonNode json) {
        if (json.isTextual()) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(json.textValue()))
                    .as(json.textValue())
                    .isTrue();
        }
        json.fieldNames()
                .forEachRemaining(
                        name -> assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name))
                                .as(name)
                                .isTrue());
        json.forEach(StrictJson::assertWellFormed);
    }
}
