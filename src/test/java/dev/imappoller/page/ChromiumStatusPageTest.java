package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.LocalDatabase;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.Chromium;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The page as a browser shows it. */
@QuarkusTest
@QuarkusTestResource(LocalDatabase.class)
class ChromiumStatusPageTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");
    private static final String POLL = "arn:aws:lambda:eu-west-1:123456789012:function:imap-poller-poll";
    private static final int NARROW = 400;
    private static final int HEIGHT = 800;

    /** What WCAG 2.1 asks for (AA). */
    private static final double READABLE = 4.5;

    /** Each tries another way out of the text, and to leave a mark. */
    private static final List<String> HOSTILE = List.of(
            "</style></p></td><script>window.pwned=1</script>",
            "\"><img src=x onerror=window.pwned=1>",
            "'><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
            "<cwdb-action action=\"call\" endpoint=\"arn:aws:lambda:x\"></cwdb-action>",
            "&lt;b&gt;&quot;{inject:clock}{#include StatusPage/style /}{|",
            "\u202E<a href=javascript:window.pwned=1>x");

    private static Chromium browser;

    @BeforeAll
    static void start() {
        assumeTrue(Chromium.available(), "Chromium is not installed");
        browser = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotScrollSidewaysOnANarrowScreen(Theme theme) {
        String unbroken = "x".repeat(500);
        FakeTables tables = hostile(SampleTables.at(NOW))
                .with(unbroken, "folder", unbroken, "status", "CONNECT_FAILED", "statusDetail", unbroken)
                .with("many", "status", "OK", "unreadCount", Integer.MAX_VALUE);

        browser.screen(NARROW, HEIGHT, "light").show(document(tables, theme));
        openAll();

        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(NARROW);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(NARROW);
        assertThat(browser.evaluate("Math.max(...[...document.querySelectorAll('dl *, tbody *, footer *')]"
                                + ".map(each => each.getBoundingClientRect().right))")
                        .asInt())
                .isLessThanOrEqualTo(NARROW);
    }

    @ParameterizedTest
    @CsvSource({
        "LIGHT, dark, 1200",
        "DARK, light, 1200",
        "SYSTEM, light, 1200",
        "SYSTEM, dark, 1200",
        "LIGHT, dark, 400",
        "DARK, light, 400",
    })
    void isReadableInLightAndDark(Theme theme, String colorScheme, int width) throws IOException {
        browser.screen(width, HEIGHT, colorScheme).show(document(SampleTables.at(NOW), theme));
        openAll();

        JsonNode texts = browser.evaluate(script("contrast.js"));

        boolean dark = theme == Theme.DARK || theme == Theme.SYSTEM && colorScheme.equals("dark");
        assertThat(texts).hasSizeGreaterThan(80);
        for (JsonNode text : texts) {
            assertThat(text.path("contrast").asDouble()).as("%s", text).isGreaterThanOrEqualTo(READABLE);
            assertThat(text.path("lightOnDark").asBoolean()).as("%s", text).isEqualTo(dark);
        }
    }

    @Test
    void whatIsHostileStaysText() throws IOException {
        browser.screen(1200, HEIGHT, "light").show(document(hostile(new FakeTables()), Theme.LIGHT));

        assertThat(texts("td.poller strong")).containsExactlyInAnyOrderElementsOf(HOSTILE);
        assertThat(String.join("\n", texts("td.poller small")))
                .contains(HOSTILE)
                .contains("it's&lt;b&gt;");
        assertThat(texts("td.poller p")).containsExactlyInAnyOrderElementsOf(HOSTILE);
        assertThat(texts("li .error")).containsExactlyInAnyOrderElementsOf(HOSTILE);
        assertThat(texts("cwdb-action")).hasSize(2 * HOSTILE.size());
        holdsNothingButThePage();
    }

    /** A dashboard takes what stands in a {@code cwdb-action} for JSON, and may read its text or its source. */
    @Test
    void everyButtonIsAboutItsOwnMessage() {
        browser.screen(1200, HEIGHT, "light").show(document(hostile(new FakeTables()), Theme.LIGHT));

        JsonNode actions = browser.evaluate("[...document.querySelectorAll('cwdb-action')].map(each => ({"
                + "of: each.closest('td').querySelector('strong').textContent,"
                + "before: each.previousElementSibling.localName, action: each.getAttribute('action'),"
                + "display: each.getAttribute('display'), endpoint: each.getAttribute('endpoint'),"
                + "confirmation: each.getAttribute('confirmation'),"
                + "text: JSON.parse(each.textContent), source: JSON.parse(each.innerHTML)}))");

        assertThat(actions).hasSize(2 * HOSTILE.size());
        for (JsonNode each : actions) {
            assertThat(each.path("text").path("pollerId")).isEqualTo(each.path("of"));
            assertThat(each.path("text").path("uid").asInt()).isEqualTo(1);
            assertThat(each.path("source")).isEqualTo(each.path("text"));
            assertThat(each.path("before").asText()).isEqualTo("button");
            assertThat(each.path("action").asText()).isEqualTo("call");
            assertThat(each.path("display").asText()).isEqualTo("popup");
            assertThat(each.path("endpoint").asText()).isEqualTo(POLL);
            assertThat(each.path("confirmation").asText())
                    .contains("message 1 of ")
                    .doesNotContain("\u202E");
        }
    }

    @Test
    void aRowOpensToItsMessages() {
        browser.screen(NARROW, HEIGHT, "light").show(document(SampleTables.at(NOW), Theme.LIGHT));
        String seen = "[...document.querySelectorAll('li, button')].filter(each => each.checkVisibility()).length";

        assertThat(browser.evaluate(seen).asInt()).isZero();
        assertThat(texts("[data-poller=returns] summary"))
                .containsExactly("2 messages fail, 2 rejected in the last 7 days");

        browser.evaluate("document.querySelector('[data-poller=returns] summary').click()");

        assertThat(browser.evaluate(seen).asInt()).isEqualTo(10);
        assertThat(texts("[data-poller=returns] h4"))
                .containsExactly("2 messages fail", "2 rejected in the last 7 days");
        assertThat(texts("[data-poller=returns] button"))
                .containsExactly("Retry all", "Retry", "Skip", "Skip", "Redeliver", "Redeliver");
        assertThat(browser.evaluate("[...document.querySelectorAll('[data-poller=returns] button')]"
                                + ".every(each => each.getBoundingClientRect().height >= 24)")
                        .asBoolean())
                .as("large enough for a finger (WCAG 2.2, AA)")
                .isTrue();
    }

    /** The demo's page has no dashboard around it, so a script of the demo does the dashboard's part. */
    @Test
    void theDemoDoesWhatAButtonAsksForOnceThatIsConfirmed() throws IOException {
        browser.screen(NARROW, HEIGHT, "light")
                .show(document(SampleTables.at(NOW), Theme.LIGHT)
                        + "<dialog id=answer><div></div><form method=dialog><button>Close</button></form></dialog>");
        browser.evaluate("window.asked = []; window.calls = []; window.sure = false;"
                + "window.confirm = question => { asked.push(question); return sure; };"
                + "window.fetch = async (url, options) => { calls.push({url, ...options});"
                + " return new Response(JSON.stringify('<p>It is <b>done</b>.</p>')); }; true");
        browser.evaluate(Files.readString(Path.of("src/demo/resources/page/buttons.js")) + "; true");
        String press = "document.querySelector('[data-poller=returns] [aria-label^=Redeliver]').click()";

        browser.evaluate(press);

        assertThat(browser.evaluate("calls.length").asInt()).as("not confirmed").isZero();
        assertThat(browser.evaluate("asked[0]").asText()).startsWith("Deliver message 91 of returns once more?");

        browser.evaluate("window.sure = true");
        browser.evaluate(press);

        Await.until(Duration.ofSeconds(30), "the answer is shown", () -> answer().equals("It is done."));
        assertThat(browser.evaluate("calls.length").asInt()).isEqualTo(1);
        assertThat(browser.evaluate("calls[0].url + ' ' + calls[0].method").asText())
                .isEqualTo("/call POST");
        assertThat(browser.evaluate("JSON.stringify(JSON.parse(calls[0].body))").asText())
                .isEqualTo("{\"op\":\"redeliver\",\"pollerId\":\"returns\",\"uid\":91,\"widgetContext\":{}}");
        assertThat(browser.evaluate("document.getElementById('answer').open").asBoolean())
                .isTrue();
    }

    private static String answer() {
        return browser.evaluate("document.querySelector('#answer div').textContent")
                .asText();
    }

    private static void openAll() {
        browser.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })");
    }

    @Test
    void aHostileReasonWhyTheTableCanNotBeReadStaysText() {
        FakeTables tables = new FakeTables();
        tables.pollersUnreadable = true;

        browser.screen(1200, HEIGHT, "light").show(document(tables, Theme.LIGHT));

        assertThat(texts("p.failing")).singleElement().asString().contains("can't be read: <b>throttled</b>");
        holdsNothingButThePage();
    }

    @Test
    void rowsThatNeedAttentionComeFirst() {
        browser.screen(1200, HEIGHT, "light").show(document(SampleTables.at(NOW), Theme.LIGHT));

        assertThat(texts("tbody .word"))
                .containsExactly("AUTH_FAILED", "ENDPOINT_FAILING", "OK", "NEW", "OK", "OK", "OK", "DISABLED");
        assertThat(texts("tbody strong"))
                .containsExactly(
                        "billing",
                        "support-de",
                        "returns",
                        "newsletter-replies",
                        "invoices-in",
                        "jobs",
                        "orders",
                        "trade-fair");
    }

    @Test
    void staysATableForThoseWhoCanNotSeeIt() {
        browser.screen(NARROW, HEIGHT, "light").show(document(SampleTables.at(NOW), Theme.LIGHT));

        assertThat(browser.evaluate("[...document.querySelectorAll('table, tr, td, th')].every(each => each.role)")
                        .asBoolean())
                .isTrue();
        assertThat(texts("th[scope=col]"))
                .containsExactly(
                        "Status", "Poller", "Unread", "Last poll, UTC", "Last success, UTC", "Delivered, 24 h");
        assertThat(browser.evaluate("[...document.querySelectorAll('svg')].every(each => each.ariaLabel.length > 20)")
                        .asBoolean())
                .isTrue();
    }

    /** The picture in the README: {@code ./mvnw test -Dtest=ChromiumStatusPageTest -Dpicture.file=docs/status-page.png}. */
    @Test
    @EnabledIfSystemProperty(named = "picture.file", matches = ".+", disabledReason = "only to make a new picture")
    void makesThePictureForTheReadme() throws IOException {
        for (int width : new int[] {1200, NARROW}) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                browser.screen(width, HEIGHT, "light").show(document(SampleTables.at(NOW), theme));
                browser.evaluate("document.querySelector('[data-poller=returns]').open = true");
                String file = System.getProperty("picture.file");
                boolean readme = width > NARROW && theme == Theme.LIGHT;
                Files.write(
                        Path.of(readme ? file : "target/status-page-" + width + "-" + theme + ".png"),
                        browser.picture());
            }
        }
    }

    private static FakeTables hostile(FakeTables tables) {
        for (String hostile : HOSTILE) {
            tables.with(
                            hostile,
                            "username",
                            hostile,
                            "folder",
                            hostile,
                            "url",
                            "https://app.example.com/it's&lt;b&gt;",
                            "status",
                            "FOLDER_NOT_FOUND",
                            "statusDetail",
                            hostile,
                            "lastPollAt",
                            hostile,
                            "recentDeliveries",
                            hostile,
                            "unreadCount",
                            1)
                    .failing(hostile, FakeTables.record(1, State.DEFERRED, 1, NOW, hostile));
        }
        return tables;
    }

    private static void holdsNothingButThePage() {
        assertThat(browser.evaluate("String(window.pwned)").asText()).isEqualTo("undefined");
        assertThat(texts("script, img, iframe, a, form, b b, button button, cwdb-action *, [href], [src]"))
                .isEmpty();
        assertThat(browser.evaluate("document.querySelectorAll('style').length").asInt())
                .isEqualTo(1);
        assertThat(browser.evaluate("[...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())"
                                + ".filter(name => name.startsWith('on')).length")
                        .asInt())
                .isZero();
    }

    private static List<String> texts(String selector) {
        List<String> texts = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll(" + quoted(selector) + ")].map(each => each.textContent)")
                .forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private static String document(FakeTables tables, Theme theme) {
        String piece = new StatusPage(tables, tables, Clock.fixed(NOW, ZoneOffset.UTC), POLL).html(theme);
        return "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>status</title><body style=\"margin:0\">"
                + piece;
    }

    private static String script(String name) throws IOException {
        try (InputStream in = ChromiumStatusPageTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
