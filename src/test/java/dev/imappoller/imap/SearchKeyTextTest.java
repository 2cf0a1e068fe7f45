package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.item.SearchKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Filters as servers get them. */
class SearchKeyTextTest {
    private static final SearchKeyText WAITING = new SearchKeyText(false, true);

    @Test
    void textsAreQuoted() {
        assertThat(written(Map.of("subject", "a \"b\" \\ {5} ) OR ALL (")))
                .isEqualTo("SUBJECT \"a \\\"b\\\" \\\\ {5} ) OR ALL (\"");
        assertThat(written(Map.of("header", Map.of("List-Id", "")))).isEqualTo("HEADER List-Id \"\"");
    }

    @Test
    void numbersDatesAndKeywordsAreNot() {
        assertThat(written(Map.of("since", "2026-11-01", "larger", Pollers.number(5), "keyword", "$Forwarded")))
                .isEqualTo("SINCE 1-Nov-2026 LARGER 5 KEYWORD $Forwarded");
    }

    @Test
    void textBeyondAsciiIsALiteralInUtf8UnlessItMayBeQuoted() {
        Map<String, Object> filter = Map.of("subject", "Größe", "body", "b");

        assertThat(written(WAITING, filter)).isEqualTo("SUBJECT {7}\r\nGr\u00c3\u00b6\u00c3\u009fe BODY \"b\"");
        assertThat(written(new SearchKeyText(false, false), filter))
                .isEqualTo("SUBJECT {7+}\r\nGr\u00c3\u00b6\u00c3\u009fe BODY \"b\"");
        assertThat(written(new SearchKeyText(true, true), filter))
                .isEqualTo("SUBJECT \"Gr\u00c3\u00b6\u00c3\u009fe\" BODY \"b\"");
    }

    @Test
    void orTakesTwoAndIsNoDeeperThanItMustBe() {
        assertThat(written(Map.of("subject", List.of("a", "b")))).isEqualTo("OR SUBJECT \"a\" SUBJECT \"b\"");
        assertThat(written(Map.of("subject", List.of("a", "b", "c"))))
                .isEqualTo("OR SUBJECT \"a\" OR SUBJECT \"b\" SUBJECT \"c\"");
        assertThat(written(Map.of("subject", List.of("a", "b", "c", "d"))))
                .isEqualTo("OR OR SUBJECT \"a\" SUBJECT \"b\" OR SUBJECT \"c\" SUBJECT \"d\"");
    }

    @Test
    void parenthesesStandOnlyWhereThereIsNoOtherWay() {
        assertThat(written(Map.of("from", "f", "not", List.of(Map.of("subject", "a"), Map.of("subject", "b")))))
                .isEqualTo("FROM \"f\" NOT SUBJECT \"a\" NOT SUBJECT \"b\"");
        assertThat(written(Map.of("not", Map.of("from", "f", "subject", "a"))))
                .isEqualTo("OR NOT FROM \"f\" NOT SUBJECT \"a\"");
        assertThat(written(List.of(Map.of("from", "f", "subject", "a"), Map.of("subject", "b"))))
                .isEqualTo("OR (FROM \"f\" SUBJECT \"a\") SUBJECT \"b\"");
    }

    private static String written(Object filter) {
        return written(WAITING, filter);
    }

    private static String written(SearchKeyText text, Object filter) {
        SearchKey key = Pollers.poller(Map.of("filter", filter)).filter().orElseThrow();
        return text.of(key);
    }
}
