package dev.imappoller.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.LocalDatabase;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page as text; how a browser takes it is ChromiumStatusPageTest's. */
@QuarkusTest
@QuarkusTestResource(LocalDatabase.class)
class StatusPageTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:21:40Z");
    private static final String POLL = "arn:aws:lambda:eu-west-1:123456789012:function:x-poll";

    /** Half of what Lambda takes. */
    private static final int MOST_OCTETS = 3_000_000;

    private final FakeTables tables = new FakeTables();

    @Test
    void isAPieceOfHtmlThatBringsItsStyle() {
        tables.with("support", "status", "OK", "statusDetail", "No unread messages.", "lastPollAt", NOW.toString());

        assertThat(html())
                .startsWith("<div class=\"imap-poller ")
                .endsWith("</div>\n")
                .contains(
                        "<style>",
                        "data-theme=\"light\"",
                        ">support<",
                        "No unread messages.",
                        "2 March 2026 14:21:40 UTC")
                .doesNotContain("<html", "<body", "<script", "NOT_FOUND", "{row");
    }

    @Test
    void looksForMessagesOnlyWhereTheyMayBe() {
        tables.with("waiting", "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 2)
                .with("fine", "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 0)
                .with("new")
                .failing("waiting", failing(17));

        assertThat(html()).contains("UID 17</b>: <bdi class=\"error\">answered HTTP 503</bdi>; 3 attempts");
        assertThat(tables.lookedUp).containsExactly("waiting");
        assertThat(tables.rejectedLookedUp).containsExactly("waiting", "fine");
    }

    @Test
    void aRowOpensToRejectedMessagesToo() {
        tables.with("fine", "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 0)
                .failing("fine", FakeTables.record(9, State.REJECTED, 1, NOW.minusSeconds(7200), "answered HTTP 404"));

        assertThat(html())
                .contains(
                        "<summary>1 rejected in the last 7 days</summary>",
                        "UID 9</b>: <bdi class=\"error\">answered HTTP 404</bdi>; rejected 2 h ago, marked as read",
                        "</button><cwdb-action action=\"call\" display=\"popup\" endpoint=\"" + POLL + "\"",
                        "{&quot;op&quot;:&quot;redeliver&quot;,&quot;pollerId&quot;:&quot;fine&quot;,&quot;uid&quot;:9}");
    }

    @Test
    void hasNoButtonsWithoutAFunctionForThem() {
        tables.with("waiting", "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 2)
                .failing("waiting", failing(17));

        String html = new StatusPage(tables, tables, Clock.fixed(NOW, ZoneOffset.UTC), null).html(Theme.LIGHT);

        assertThat(html).contains("UID 17").doesNotContain("<button", "<cwdb-action");
    }

    @Test
    void whatAButtonHasComeToIsText() {
        assertThat(StatusPage.answer("Message <b>17</b> & \"more\""))
                .isEqualTo("<p><bdi>Message &lt;b&gt;17&lt;/b&gt; &amp; &quot;more&quot;</bdi></p>\n");
    }

    @Test
    void asksTheStateTableNoMoreOftenThanItSays() {
        for (int i = 0; i < 30; i++) {
            tables.with("p" + i, "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 1);
        }

        assertThat(html()).contains("listed for the first 20 pollers");
        assertThat(tables.lookedUp).hasSize(20);
        assertThat(tables.rejectedLookedUp).hasSize(20);
    }

    @Test
    void showsAFewOfManyFailingMessagesAndSaysSo() {
        tables.with("some", "unreadCount", 12)
                .failing(
                        "some",
                        IntStream.range(1, 14).mapToObj(StatusPageTest::failing).toArray(LedgerRecord[]::new))
                .with("very-many", "unreadCount", 200)
                .failing(
                        "very-many",
                        IntStream.range(1, 200)
                                .mapToObj(StatusPageTest::failing)
                                .toArray(LedgerRecord[]::new));

        assertThat(html()).contains("<li>and 3</li>", "<li>and 40 or more</li>");
        assertThat(html().split("<b>UID")).hasSize(21);
    }

    @Test
    void showsThePollersWhereTheStateTableCanNotBeRead() {
        tables.with("a", "status", "OK", "unreadCount", 1).with("b", "status", "OK", "unreadCount", 1);
        tables.ledgerUnreadable = true;

        assertThat(html()).contains(">a<", ">b<").containsOnlyOnce("The table State can&#39;t be read: &lt;b&gt;");
    }

    @Test
    void saysWhyThereIsNothingToShow() {
        tables.pollersUnreadable = true;

        assertThat(html())
                .contains("NO STATUS", "The table Pollers can&#39;t be read")
                .doesNotContain("<table");
    }

    @Test
    void staysSmallHoweverManyPollersThereAre() {
        for (int i = 0; i < 5000; i++) {
            tables.with("p" + i, "status", "AUTH_FAILED", "statusDetail", "x".repeat(10_000), "unreadCount", 1);
        }

        assertThat(html().length()).isLessThan(500_000);
        assertThat(html()).contains("4,900 more pollers left out");
    }

    @Test
    void staysBelowLambdasLimitWhateverTheNamesAre() throws JsonProcessingException {
        for (int i = 0; i < 100; i++) {
            String pollerId = i + "\"<&".repeat(i % 2 == 0 ? 39 : 600);
            tables.with(pollerId, "status", "OK", "lastPollAt", NOW.toString(), "unreadCount", 100)
                    .failing(
                            pollerId,
                            IntStream.range(1, 50)
                                    .mapToObj(uid -> FakeTables.record(uid, State.PARKED, 9, NOW, "<&\"".repeat(200)))
                                    .toArray(LedgerRecord[]::new))
                    .failing(
                            pollerId,
                            IntStream.range(50, 100)
                                    .mapToObj(uid -> FakeTables.record(uid, State.REJECTED, 9, NOW, "<&\"".repeat(200)))
                                    .toArray(LedgerRecord[]::new));
        }

        assertThat(new ObjectMapper().writeValueAsBytes(html()).length).isLessThan(MOST_OCTETS);
    }

    @Test
    void anEmptyTableSaysWhatToDo() {
        assertThat(html()).contains("The Pollers table is empty.");
    }

    private static LedgerRecord failing(int uid) {
        return FakeTables.record(uid, State.DEFERRED, 3, NOW.minusSeconds(60), "answered HTTP 503");
    }

    private String html() {
        return new StatusPage(tables, tables, Clock.fixed(NOW, ZoneOffset.UTC), POLL).html(Theme.LIGHT);
    }
}
