package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentStoreItemTest {
    private final Map<String, Object> store = new HashMap<>(Map.of("bucket", "acme-mail"));

    @Test
    void withoutTheMapThereIsNoStore() {
        assertThat(Pollers.poller(Map.of()).attachmentStore()).isEmpty();
    }

    @Test
    void aBucketAloneIsEnough() {
        assertThat(read())
                .isEqualTo(new AttachmentBucket(
                        "acme-mail",
                        "imap-poller",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void everythingIsRead() {
        store.put("prefix", "mail/support/");
        store.put("minBytes", Pollers.number(1000));
        store.put("urlExpiryMinutes", Pollers.number(60));
        store.put("region", "auto");
        store.put("endpoint", "https://account.r2.cloudflarestorage.com");
        store.put("accessKeyId", "AKID");
        store.put("secretAccessKeyRef", "ssm:/imap-poller/r2");

        AttachmentBucket bucket = read();

        assertThat(bucket.prefix()).isEqualTo("mail/support");
        assertThat(bucket.takes(999)).isFalse();
        assertThat(bucket.takes(1000)).isTrue();
        assertThat(bucket.urlExpiry()).contains(Duration.ofHours(1));
        assertThat(bucket.region()).contains("auto");
        assertThat(bucket.endpoint()).hasToString("Optional[https://account.r2.cloudflarestorage.com/]");
        assertThat(bucket.pathStyle()).isTrue();
        assertThat(bucket.secretReference()).contains(SecretReference.parse("ssm:/imap-poller/r2"));
        assertThat(bucket.secret()).isEmpty();
        assertThat(Pollers.poller(Map.of("attachmentStore", store))
                        .with(new Secret("fetched"))
                        .attachmentStore()
                        .flatMap(AttachmentBucket::secret))
                .contains(new Secret("fetched"));
    }

    /** No certificate of a wildcard holds for two labels. */
    @Test
    void aBucketWithADotStandsInThePath() {
        store.put("bucket", "mail.example.com");

        assertThat(read().pathStyle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Acme", "-acme", "acme-", "a..b", "acme/mail", "acme_mail", "äcme", "acme mail"})
    void whatIsNoBucketIsNamed(String bucket) {
        store.put("bucket", bucket);

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("attachmentStore.bucket must be the bucket's name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//b", "a/../b", "..", ".", "a b", "a\\b", "ä", "a//"})
    void aPrefixLeadsNowhereElse(String prefix) {
        store.put("prefix", prefix);

        assertThat(problems()).singleElement().asString().startsWith("attachmentStore.prefix must be up to 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://s3.example.com/bucket | must be scheme and host alone",
                "https://user:pass@s3.example.com | must be scheme and host alone",
                "https://s3.example.com?x=1 | must be scheme and host alone",
                "s3.example.com | the store's URL, such as",
                "ftp://s3.example.com | the store's URL, such as",
            })
    void anEndpointIsAHost(String endpoint, String problem) {
        store.put("endpoint", endpoint);
        store.put("accessKeyId", "AKID");
        store.put("secretAccessKey", "secret");

        assertThat(problems()).singleElement().asString().contains(problem).doesNotContain("pass@");
    }

    /** The function's own credentials must not be shown to whatever host an item names. */
    @Test
    void anEndpointOfItsOwnNeedsAnAccessKeyOfItsOwn() {
        store.put("endpoint", "https://s3.example.com");

        assertThat(problems()).singleElement().asString().startsWith("attachmentStore.accessKeyId is missing");
    }

    @Test
    void anAccessKeyIsAnIdAndASecret() {
        store.put("accessKeyId", "AKID");
        assertThat(problems()).singleElement().asString().startsWith("attachmentStore.secretAccessKeyRef is missing");

        store.remove("accessKeyId");
        store.put("secretAccessKey", "secret");
        assertThat(problems()).singleElement().asString().startsWith("attachmentStore.accessKeyId is missing");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        store.clear();
        store.put("minByte", Pollers.number(5));
        store.put("minBytes", Pollers.number(-1));
        store.put("urlExpiryMinutes", Pollers.number(0));
        store.put("region", "eu west");
        store.put("accessKeyId", "a/b");
        store.put("secretAccessKey", "secret");

        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("attachmentStore.minByte is unknown"))
                .anyMatch(problem -> problem.startsWith("attachmentStore.bucket is missing"))
                .anyMatch(problem -> problem.startsWith("attachmentStore.minBytes must be"))
                .anyMatch(problem -> problem.startsWith("attachmentStore.urlExpiryMinutes must be"))
                .anyMatch(problem -> problem.startsWith("attachmentStore.region must be"))
                .anyMatch(problem -> problem.startsWith("attachmentStore.accessKeyId must be"));
    }

    private AttachmentBucket read() {
        return Pollers.poller(Map.of("attachmentStore", store))
                .attachmentStore()
                .orElseThrow();
    }

    private List<String> problems() {
        Map<String, Object> item = Pollers.item();
        item.put("attachmentStore", store);
        return ((PollerEntry.Config.Invalid) PollerItem.read("support", item).config()).problems();
    }
}
