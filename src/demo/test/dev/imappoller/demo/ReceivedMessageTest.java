package dev.imappoller.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReceivedMessageTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:15Z");

    @Test
    void readsWhatAPersonWantsToSee() {
        ReceivedMessage message = read("""
                {"headers": {"subject": "Order\\n1001", "from": "Ada <ada@customer.example>"}, "plain": "Hello,\\n\\nAda",
                 "attachments": [{"file_name": "a.csv", "content_type": "text/csv", "size": "30"}]}
                """, 200);

        assertThat(message.subject()).isEqualTo("Order 1001");
        assertThat(message.format()).isEqualTo("json");
        assertThat(message.verdict()).isEqualTo("ACCEPTED");
        assertThat(message.describe().replace("\r", "")).isEqualTo("""

                          --> web app: POST /orders, 188 octets, answered 200
                              webhook-id    x
                              Subject       Order 1001
                              From          Ada <ada@customer.example>
                              Text          Hello, Ada
                              Attachment    a.csv (text/csv, 30 octets)
                        """);
    }

    @Test
    void takesAFormForWhatItIs() {
        ReceivedMessage message = read("--x\r\n", 503);

        assertThat(message.format()).isEqualTo("form");
        assertThat(message.verdict()).isEqualTo("DEFERRED");
        assertThat(message.describe()).contains("(not JSON)");
    }

    @Test
    void theLastOnesAreKeptTheNewestFirst() {
        ReceivedMessages messages = new ReceivedMessages();
        for (int number = 1; number <= 30; number++) {
            messages.add(read("{\"headers\": {\"subject\": \"" + number + "\"}}", 200));
        }

        assertThat(messages.all())
                .hasSize(20)
                .first()
                .extracting(ReceivedMessage::subject)
                .isEqualTo("30");
    }

    private static ReceivedMessage read(String body, int status) {
        return ReceivedMessage.of(
                NOW,
                "/orders",
                Map.of("webhook-id", "x"),
                body.getBytes(StandardCharsets.UTF_8),
                status,
                new ObjectMapper());
    }
}
