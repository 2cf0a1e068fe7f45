package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollerDetailsTest {
    @Test
    void tellsWhereAttachmentsAreKept() {
        assertThat(of("attachmentStore", Map.of("bucket", "mail-files")).facts())
                .containsExactly(new PollerDetails.Fact(
                        "Attachment store", "s3://mail-files/imap-poller, all attachments, by s3:// URLs"));
    }

    @Test
    void tellsOfAnotherStoreWithoutItsSecrets() {
        PollerDetails details = of(
                "attachmentStore",
                Map.of(
                        "bucket",
                        "mail-files",
                        "prefix",
                        "in/support",
                        "endpoint",
                        "https://account.r2.example.com",
                        "accessKeyId",
                        "CANARY-ID",
                        "secretAccessKey",
                        "CANARY-SECRET",
                        "minBytes",
                        BigDecimal.valueOf(1024 * 1024),
                        "urlExpiryMinutes",
                        BigDecimal.valueOf(60)));

        assertThat(details.facts())
                .extracting(PollerDetails.Fact::text)
                .containsExactly(
                        "s3://mail-files/in/support at https://account.r2.example.com, attachments from 1.0 MiB"
                                + " up, by URLs that expire after 60 minutes");
        assertThat(details.toString()).doesNotContain("CANARY");
    }

    @Test
    void tellsWhichMessagesAreTaken() {
        Map<String, Object> invoices = Map.of(
                "subject",
                List.of("invoice", "Rechnung"),
                "since",
                "2026-11-01",
                "not",
                Map.of("from", "robot@", "larger", BigDecimal.TEN));

        assertThat(of("filter", invoices).facts())
                .containsExactly(new PollerDetails.Fact(
                        "Filter",
                        "(subject \u201cinvoice\u201d or subject \u201cRechnung\u201d) and since 1-Nov-2026 and (not from"
                                + " \u201crobot@\u201d or not larger 10)"));
    }

    @Test
    void saysInAWordWhatThereIsToSee() {
        MessageList failing = new MessageList("3 messages fail", List.of(), "", List.of());
        MessageList rejected = new MessageList("2 rejected in the last 7 days", List.of(), "", List.of());
        PollerDetails store = of("attachmentStore", Map.of("bucket", "mail-files"));

        assertThat(of().summary()).isEmpty();
        assertThat(store.summary()).isEqualTo("attachment store");
        assertThat(store.with(failing, rejected).summary())
                .isEqualTo("3 messages fail, 2 rejected in the last 7 days, attachment store");
    }

    private static PollerDetails of(Object... attributes) {
        return PollerDetails.of(new FakeTables().with("p", attributes).entries.get(0));
    }
}
