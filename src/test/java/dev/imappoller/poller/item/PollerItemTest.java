package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.PollerEntry.Config;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollerItemTest {
    private final Map<String, Object> item = new HashMap<>(Map.of(
            "pollerId", "support",
            "host", "imap.example.com",
            "username", "support@example.com",
            "password", "pa55word",
            "url", "https://example.com/inbound"));

    @Test
    void fillsInTheDefaults() {
        Poller poller = valid();

        assertThat(poller.pollerId()).isEqualTo("support");
        assertThat(poller.port()).isEqualTo(993);
        assertThat(poller.security()).isEqualTo(Security.IMPLICIT_TLS);
        assertThat(poller.folder()).isEqualTo("INBOX");
        assertThat(poller.format()).isEqualTo(Format.JSON);
        assertThat(poller.plainFromHtml()).isFalse();
        assertThat(poller.maxMessages()).isEqualTo(100);
        assertThat(poller.maxMessageBytes()).isEqualTo(26_214_400);
        assertThat(poller.retryStatuses()).isEmpty();
        assertThat(poller.maxAttempts()).isEmpty();
        assertThat(poller.headers()).isEmpty();
        assertThat(read().enabled()).isTrue();
        assertThat(read().interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(read().state()).isEqualTo(PollerState.NEW);
    }

    @Test
    void readsEveryAttribute() {
        item.putAll(Map.of(
                "port",
                number("1993"),
                "ssl",
                false,
                "allowPlaintext",
                true,
                "folder",
                "Entwürfe/2024",
                "format",
                "json",
                "enabled",
                false,
                "intervalMinutes",
                number("15"),
                "maxMessages",
                number("7"),
                "maxMessageBytes",
                number("1000")));
        item.putAll(Map.of(
                "retryStatuses", List.of(number("401"), number("429")),
                "maxAttempts", number("5"),
                "headers", Map.of("X-Tenant", "blue"),
                "plainFromHtml", true,
                "alertEmail", "ops@example.com"));

        Poller poller = valid();

        assertThat(poller.port()).isEqualTo(1993);
        assertThat(poller.security()).isEqualTo(Security.STARTTLS_IF_OFFERED);
        assertThat(poller.folder()).isEqualTo("Entwürfe/2024");
        assertThat(poller.plainFromHtml()).isTrue();
        assertThat(poller.maxMessages()).isEqualTo(7);
        assertThat(poller.maxMessageBytes()).isEqualTo(1000);
        assertThat(poller.retryStatuses()).isEqualTo(Set.of(401, 429));
        assertThat(poller.maxAttempts()).hasValue(5);
        assertThat(poller.headers()).containsEntry("X-Tenant", new Secret("blue"));
        assertThat(poller.alertEmail()).contains("ops@example.com");
        assertThat(read().enabled()).isFalse();
        assertThat(read().interval()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void withoutTlsDemandsStartTlsOnItsOwnPort() {
        item.put("ssl", false);

        assertThat(valid().security()).isEqualTo(Security.STARTTLS);
        assertThat(valid().port()).isEqualTo(143);
    }

    @Test
    void readsWhatEarlierRunsWrote() {
        item.put("lastPollAt", "2026-03-01T10:00:00.123Z");
        item.put("consecutiveFailures", number("4"));
        item.put("oldestUnreadAt", "2026-03-01T09:00:00Z");
        item.put("noPipelining", "imap.example.com:993 2026-03-01T09:00:00Z/2026-03-01T09:30:00Z");

        assertThat(read().state().lastPollAt()).contains(Instant.parse("2026-03-01T10:00:00.123Z"));
        assertThat(read().state().consecutiveFailures()).isEqualTo(4);
        assertThat(read().state().status()).isEmpty();
        assertThat(read().state().oldestUnreadAt()).contains(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(read().state().noPipelining())
                .contains(new NoPipelining(
                        "imap.example.com:993",
                        Instant.parse("2026-03-01T09:00:00Z"),
                        Instant.parse("2026-03-01T09:30:00Z")));
    }

    @Test
    void takesNoHarmFromWrittenAttributesThatWereTamperedWith() {
        item.put("lastPollAt", "yesterday");
        item.put("consecutiveFailures", "many");
        item.put("noPipelining", "always");

        assertThat(read().state()).isEqualTo(PollerState.NEW);
        assertThat(read().config()).isInstanceOf(Config.Valid.class);
    }

    @Test
    void aProviderStandsForItsHost() {
        item.remove("host");
        item.put("provider", "Gmail");

        assertThat(valid().host()).isEqualTo("imap.gmail.com");
        assertThat(valid().port()).isEqualTo(993);
        assertThat(valid().security()).isEqualTo(Security.IMPLICIT_TLS);
    }

    @Test
    void whatTheItemSaysItselfWins() {
        item.put("provider", "gmail");
        item.put("host", "imap.example.com");
        item.put("port", number("1993"));

        assertThat(valid().host()).isEqualTo("imap.example.com");
        assertThat(valid().port()).isEqualTo(1993);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hotmale", "gmail.com", "GMAIL 2"})
    void namesTheProvidersThatThereAre(String provider) {
        item.put("provider", provider);
        item.remove("host");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("provider must be one of gmail, microsoft365, outlook, yahoo, ");
    }

    @Test
    void proposesAProviderWhereTheHostIsMissing() {
        item.remove("host");
        item.put("username", "somebody@GMX.de");

        assertThat(problems()).singleElement().asString().endsWith("or else provider, by username gmx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "username", "password", "url"})
    void namesAMissingAttribute(String attribute) {
        item.remove(attribute);

        assertThat(problems()).singleElement().asString().startsWith(attribute + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "host, http://imap.example.com, host name alone",
        "host, imap.example.com:993, the port goes into the attribute port",
        "host, '', is empty",
        "username, 'a\nb', control character",
        "url, ftp://example.com/, only https and http",
        "url, example.com/inbound, not a URL",
        "url, https:///path, no valid host name",
        "url, https://example.com:99999/, between 1 and 65535",
        "format, yaml, 'json, multipart or raw'"
    })
    void namesABadAttributeAndWhatItShouldBe(String attribute, String value, String problem) {
        item.put(attribute, value);

        assertThat(problems()).singleElement().asString().startsWith(attribute).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0, 1 to 65535",
        "port, 993.5, 1 to 65535",
        "intervalMinutes, -1, 0 to 10080",
        "maxMessages, 0, 1 to 10000",
        "maxMessageBytes, 1E+999999, 1 to 1073741824",
        "maxAttempts, 0, 1 to"
    })
    void namesANumberThatIsOutOfRange(String attribute, String value, String range) {
        item.put(attribute, number(value));

        assertThat(problems()).singleElement().asString().startsWith(attribute).contains(range);
    }

    @Test
    void namesEveryWrongType() {
        item.put("host", number("5"));
        item.put("port", "993");
        item.put("ssl", "true");
        item.put("enabled", number("1"));
        item.put("retryStatuses", "429");
        item.put("headers", List.of("X-Tenant"));

        assertThat(problems())
                .hasSize(6)
                .anySatisfy(p -> assertThat(p).startsWith("host must be a string (S)"))
                .anySatisfy(p -> assertThat(p).startsWith("port must be a whole number (N)"))
                .anySatisfy(p -> assertThat(p).startsWith("ssl must be a boolean (BOOL)"))
                .anySatisfy(p -> assertThat(p).startsWith("enabled must be a boolean (BOOL)"))
                .anySatisfy(p -> assertThat(p).startsWith("retryStatuses must be a list (L)"))
                .anySatisfy(p -> assertThat(p).startsWith("headers must be a map (M)"));
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 5", "webhook-id, 1", "X Tenant, blue", "X-Tenant, 'a\nb'", "Host, example.com"})
    void refusesHeadersThatWouldBreakTheRequest(String name, String value) {
        item.put("headers", Map.of(name, value));

        assertThat(problems()).singleElement().asString().startsWith("headers");
    }

    @ParameterizedTest
    @CsvSource({
        "foldr, folder",
        "Folder, folder",
        "retrystatuses, retryStatuses",
        "retry_statuses, retryStatuses",
        "retryStatus, retryStatuses",
        "prot, port",
        "max-message-bytes, maxMessageBytes",
        "intervallMinutes, intervalMinutes",
        "interval, intervalMinutes",
        "alertMail, alertEmail"
    })
    void hintsAtAnAttributeThatIsWrittenWrong(String written, String meant) {
        item.put(written, "whatever");

        assertThat(read().config()).isInstanceOf(Config.Valid.class);
        assertThat(read().hints()).containsExactly("There is no attribute " + written + ": is " + meant + " meant?");
    }

    @Test
    void hintsAtWhatIsMissingInAnInvalidItem() {
        item.put("hosts", item.remove("host"));

        assertThat(problems()).singleElement().asString().startsWith("host is missing");
        assertThat(read().hints()).containsExactly("There is no attribute hosts: is host meant?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note",
                "notes",
                "owner",
                "team",
                "name",
                "tags",
                "comment",
                "description",
                "createdAt",
                "environment",
                "customer",
                "type",
                "status",
                "lastPass",
                "urls",
                "hosts",
                "password2"
            })
    void leavesAttributesOfOnesOwnAlone(String name) {
        item.put(name, "whatever");

        assertThat(read().config()).isInstanceOf(Config.Valid.class);
        assertThat(read().hints()).isEmpty();
    }

    @Test
    void showsNoNameThatCouldBreakALine() {
        item.put("foldr\n", "whatever");

        assertThat(read().hints()).isEmpty();
    }

    @Test
    void neverRepeatsASecretInAProblem() {
        item.put("url", "ftp://user:canary@example.com/?token=canary");
        item.put("password", "canary\n");
        item.put("headers", Map.of("Host", "canary"));

        assertThat(problems()).hasSize(3).noneSatisfy(p -> assertThat(p).contains("canary"));
    }

    private PollerEntry read() {
        return PollerItem.read("support", item);
    }

    private Poller valid() {
        assertThat(read().config()).isInstanceOf(Config.Valid.class);
        return ((Config.Valid) read().config()).poller();
    }

    private List<String> problems() {
        assertThat(read().config()).isInstanceOf(Config.Invalid.class);
        return ((Config.Invalid) read().config()).problems();
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits);
    }
}
