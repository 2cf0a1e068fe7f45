package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person may write as a filter, and what that means. */
class FilterItemTest {
    @Test
    void withoutTheMapAllIsDelivered() {
        assertThat(Pollers.poller(Map.of()).filter()).isEmpty();
    }

    @Test
    void eachEntryIsASearchKey() {
        Map<String, Object> filter = new HashMap<>();
        filter.put("from", "shop@example.com");
        filter.put("to", "orders@example.com");
        filter.put("subject", " Re: ");
        filter.put("body", "a \"quoted\" \\ word");
        filter.put("since", "2026-11-01");
        filter.put("header", Map.of("X-Spam-Flag", "NO", "List-Id", ""));
        filter.put("larger", Pollers.number(0));
        filter.put("smaller", Pollers.number(4_294_967_295L));
        filter.put("keyword", "$Forwarded");
        filter.put("unkeyword", "Junk");

        assertThat(read(filter))
                .isEqualTo(SearchKey.all(List.of(
                        SearchKey.text(ItemAttribute.FILTER_FROM, "shop@example.com"),
                        SearchKey.text(ItemAttribute.FILTER_TO, "orders@example.com"),
                        SearchKey.text(ItemAttribute.FILTER_SUBJECT, " Re: "),
                        SearchKey.text(ItemAttribute.FILTER_BODY, "a \"quoted\" \\ word"),
                        SearchKey.word(ItemAttribute.FILTER_SINCE, "1-Nov-2026"),
                        SearchKey.header("List-Id", ""),
                        SearchKey.header("X-Spam-Flag", "NO"),
                        SearchKey.word(ItemAttribute.FILTER_LARGER, "0"),
                        SearchKey.word(ItemAttribute.FILTER_SMALLER, "4294967295"),
                        SearchKey.word(ItemAttribute.FILTER_KEYWORD, "$Forwarded"),
                        SearchKey.word(ItemAttribute.FILTER_UNKEYWORD, "Junk"))));
    }

    @Test
    void aListMeansThatOneIsEnough() {
        assertThat(read(Map.of("subject", List.of("Invoice", "Rechnung"))))
                .isEqualTo(SearchKey.any(List.of(subject("Invoice"), subject("Rechnung"))));
        assertThat(read(Map.of("header", Map.of("List-Id", List.of("a", "b")))))
                .isEqualTo(SearchKey.any(List.of(SearchKey.header("List-Id", "a"), SearchKey.header("List-Id", "b"))));
        assertThat(read(List.of(Map.of("subject", "a"), Map.of("subject", "b"))))
                .isEqualTo(SearchKey.any(List.of(subject("a"), subject("b"))));
    }

    @Test
    void notTurnsAllOfItAround() {
        assertThat(read(Map.of("not", Map.of("subject", List.of("a", "b"), "keyword", "k"))))
                .isEqualTo(SearchKey.any(List.of(
                        SearchKey.all(
                                List.of(subject("a").negated(), subject("b").negated())),
                        SearchKey.word(ItemAttribute.FILTER_KEYWORD, "k").negated())));
        assertThat(read(Map.of("not", List.of(Map.of("subject", "a"), Map.of("subject", "b")))))
                .isEqualTo(SearchKey.all(
                        List.of(subject("a").negated(), subject("b").negated())));
        assertThat(read(Map.of("not", Map.of("not", Map.of("subject", "a"))))).isEqualTo(subject("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "subject", "body"})
    void whatNoSearchCanLookForIsRefused(String entry) {
        for (String text :
                List.of("", "a\r\nb", "a\nb", "a\0b", "a\tb", "\u0007", "\u0085", "\u2028", "\ud83d", "\udc00x")) {
            assertThat(problems(Map.of(entry, text)))
                    .singleElement()
                    .asString()
                    .startsWith("filter." + entry + " must be a text (S) that is not empty and has no line break");
            assertThat(problems(Map.of(entry, List.of("good", text)))).hasSize(1);
        }
        assertThat(read(Map.of(entry, "Größe \ud83d\ude00 ) OR ALL ("))).isNotNull();
    }

    static Stream<Object> noTexts() {
        return Stream.of(
                List.of(),
                Pollers.number(5),
                true,
                Map.of("S", "a"),
                List.of("a", Pollers.number(1)),
                List.of(List.of("a")));
    }

    @ParameterizedTest
    @MethodSource("noTexts")
    void whatIsNoTextAndNoListOfTextsIsRefused(Object value) {
        assertThat(problems(Map.of("subject", value)))
                .singleElement()
                .asString()
                .startsWith("filter.subject must be a text (S)");
        assertThat(problems(Map.of("header", Map.of("List-Id", value))))
                .singleElement()
                .asString()
                .startsWith("filter.header.List-Id must be a text (S) or a list (L) of texts");
        assertThat(problems(Map.of("keyword", value)))
                .singleElement()
                .asString()
                .startsWith("filter.keyword must be a keyword (S)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-Nov-2026",
                "2026-13-01",
                "2026-02-30",
                "2026-11-1",
                "+999999999-11-01",
                "-026-11-01",
                "0000-01-01",
                "1969-12-31",
                "yesterday",
                "2026-11-01T00:00:00Z",
                "2026-11-01\" ALL"
            })
    void onlyADayIsADay(String since) {
        assertThat(problems(Map.of("since", since))).singleElement().asString().startsWith("filter.since ");
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01,1-Jan-1970", "2024-02-29,29-Feb-2024", "9999-12-31,31-Dec-9999"})
    void aDayIsWrittenAsASearchHasIt(String since, String written) {
        assertThat(read(Map.of("since", since))).isEqualTo(SearchKey.word(ItemAttribute.FILTER_SINCE, written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Foo", "X-Foo:", "X\r\nFoo", "Größe", "a(b", "a\"b", "a{3}", "*", "%"})
    void whatIsNoFieldNameIsRefused(String field) {
        assertThat(problems(Map.of("header", Map.of(field, "x"))))
                .singleElement()
                .asString()
                .startsWith("filter.header must be a map (M) from names of header fields to texts");
    }

    @Test
    void aHeaderWithoutAFieldIsRefused() {
        assertThat(problems(Map.of("header", Map.of()))).hasSize(1);
        assertThat(problems(Map.of("header", "List-Id"))).hasSize(1);
        assertThat(problems(Map.of("header", Map.of("List-Id", "a\r\nb")))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "\\Flagged", "a(b", "a)b", "a{b", "a]b", "a*", "a%", "a\"b", "a\r\nb", "schön"})
    void whatIsNoKeywordIsRefused(String keyword) {
        assertThat(problems(Map.of("keyword", keyword))).hasSize(1);
        assertThat(problems(Map.of("unkeyword", List.of("$Good", keyword)))).hasSize(1);
    }

    @Test
    void sizesAreWholeNumbersOfFourOctets() {
        for (Object size : List.of(Pollers.number(-1), Pollers.number(4_294_967_296L), new BigDecimal("1.5"), "1")) {
            assertThat(problems(Map.of("larger", size)))
                    .singleElement()
                    .asString()
                    .startsWith("filter.larger must be a whole number (N) from 0 to 4294967295");
        }
        assertThat(problems(Map.of("smaller", Pollers.number(0)))).hasSize(1);
    }

    @Test
    void whatIsEmptyOrUnknownIsRefusedSinceItWouldLetEverythingThrough() {
        assertThat(problems(Map.of())).singleElement().asString().startsWith("filter is empty");
        assertThat(problems(List.of())).singleElement().asString().startsWith("filter must be a map (M)");
        assertThat(problems(List.of(Map.of("subject", "a"), Map.of())))
                .singleElement()
                .asString()
                .startsWith("filter is empty");
        assertThat(problems(List.of(Map.of("subject", "a"), "b"))).hasSize(1);
        assertThat(problems("subject")).hasSize(1);
        assertThat(problems(Map.of("not", Map.of()))).singleElement().asString().startsWith("filter.not is empty");
        assertThat(problems(Map.of("not", List.of()))).hasSize(1);
        assertThat(problems(Map.of("subjcet", "a")))
                .singleElement()
                .asString()
                .startsWith("filter.subjcet is unknown: a filter has from, to, subject, body, since");
        assertThat(problems(Map.of("a\r\nb", "a"))).singleElement().asString().startsWith("filter.an entry is unknown");
        assertThat(problems(List.of(Map.of("subject", "a"), Map.of("not", Map.of("from", "")))))
                .singleElement()
                .asString()
                .startsWith("filter[1].not.from must be a text");
    }

    @Test
    void itIsNoDeeperAndNoLongerThanServersTake() {
        Map<String, Object> deep = Map.of("subject", "a");
        for (int i = 0; i < 5; i++) {
            deep = Map.of("not", deep);
        }
        assertThat(read(deep)).isEqualTo(subject("a").negated());
        assertThat(problems(Map.of("not", deep))).singleElement().asString().contains("nested too deep", "5 times");

        assertThat(read(Map.of("body", "x".repeat(3970)))).isNotNull();
        for (Object long_ : List.of(
                Map.of("body", "x".repeat(3971)),
                Map.of("body", "ö".repeat(1990)),
                Map.of("body", "\"\\".repeat(1000)),
                Map.of("subject", IntStream.range(0, 130).mapToObj(i -> "x" + i).toList()),
                Map.of("header", IntStream.range(0, 130).boxed().collect(Collectors.toMap(i -> "X-" + i, i -> "x"))))) {
            assertThat(problems(long_)).singleElement().asString().startsWith("filter is too long for a mail server");
        }
    }

    private static SearchKey subject(String text) {
        return SearchKey.text(ItemAttribute.FILTER_SUBJECT, text);
    }

    private static SearchKey read(Object filter) {
        return Pollers.poller(Map.of("filter", filter)).filter().orElseThrow();
    }

    private static List<String> problems(Object filter) {
        Map<String, Object> item = new HashMap<>(Pollers.item());
        item.put("filter", filter);
        PollerEntry entry = PollerItem.read("support", item);
        assertThat(entry.poller()).isEqualTo(Optional.empty());
        return entry.config().problems();
    }
}
