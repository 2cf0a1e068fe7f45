package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.WellFormed;
import dev.imappoller.poller.item.ItemAttribute.Group;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads an item's {@code filter}. */
final class FilterItem {
    /** Servers need not take longer commands than 8192 octets (RFC 7162, section 4), nor longer literals than 4096 without waiting (RFC 7888). */
    private static final int LONGEST = 4000;

    /** What a test takes besides its text, such as its name, OR, NOT and the length of a literal. */
    private static final int AROUND_A_TEXT = 30;

    private static final int DEEPEST = 5;
    private static final int LONGEST_NAME = 100;
    private static final int FIRST_YEAR = 1970;
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final Attributes filter;
    private final int depth;

    private FilterItem(Attributes filter, int depth) {
        this.filter = filter;
        this.depth = depth;
    }

    /** The filter, where the item has one; what is wrong with it is noted as a problem. */
    static Optional<SearchKey> read(Attributes item) {
        Optional<SearchKey> key = any(item, ItemAttribute.FILTER, 0);
        if (key.filter(read -> length(read) > LONGEST).isPresent()) {
            item.problem(
                    ItemAttribute.FILTER,
                    "is too long for a mail server: all of it may have " + LONGEST + " octets, and each text counts "
                            + AROUND_A_TEXT + " more");
        }
        return key;
    }

    /** A filter matches if one of its maps does. */
    private static Optional<SearchKey> any(Attributes item, ItemAttribute attribute, int depth) {
        if (depth > DEEPEST && item.has(attribute)) {
            item.problem(attribute, "is nested too deep: " + DEEPEST + " times is the most");
            return Optional.empty();
        }
        List<SearchKey> keys = new ArrayList<>();
        for (Attributes map : item.maps(attribute)) {
            if (map.names().isEmpty()) {
                item.problem(attribute, "is empty: it must be " + attribute.shape());
            }
            new FilterItem(map, depth).all().ifPresent(keys::add);
        }
        return some(keys, SearchKey::any);
    }

    private static Optional<SearchKey> some(List<SearchKey> keys, Function<List<SearchKey>, SearchKey> made) {
        return keys.isEmpty() ? Optional.empty() : Optional.of(made.apply(keys));
    }

    private Optional<SearchKey> all() {
        filter.names().stream()
                .filter(name -> ItemAttribute.called(name, Group.FILTER).isEmpty())
                .sorted()
                .forEach(name -> filter.problem(
                        Characters.all(name, 1, LONGEST_NAME, Characters::isAlphanumeric) ? name : "an entry",
                        "is unknown: a filter has " + ItemAttribute.names(Group.FILTER)));
        List<SearchKey> keys = new ArrayList<>();
        for (ItemAttribute where : List.of(
                ItemAttribute.FILTER_FROM,
                ItemAttribute.FILTER_TO,
                ItemAttribute.FILTER_SUBJECT,
                ItemAttribute.FILTER_BODY)) {
            texts(where, FilterItem::isText, text -> SearchKey.text(where, text))
                    .ifPresent(keys::add);
        }
        since().ifPresent(keys::add);
        headers(keys);
        for (ItemAttribute size : List.of(ItemAttribute.FILTER_LARGER, ItemAttribute.FILTER_SMALLER)) {
            filter.number(size)
                    .map(octets -> SearchKey.word(size, octets.toString()))
                    .ifPresent(keys::add);
        }
        for (ItemAttribute flag : List.of(ItemAttribute.FILTER_KEYWORD, ItemAttribute.FILTER_UNKEYWORD)) {
            texts(flag, FilterItem::isKeyword, keyword -> SearchKey.word(flag, keyword))
                    .ifPresent(keys::add);
        }
        any(filter, ItemAttribute.FILTER_NOT, depth + 1).map(SearchKey::negated).ifPresent(keys::add);
        return some(keys, SearchKey::all);
    }

    private Optional<SearchKey> texts(
            ItemAttribute attribute, Predicate<String> sound, Function<String, SearchKey> made) {
        return texts(filter, attribute.attribute(), attribute.shape(), sound, made);
    }

    private static Optional<SearchKey> texts(
            Attributes map, String name, String shape, Predicate<String> sound, Function<String, SearchKey> made) {
        List<String> texts = map.oneOrMore(name, shape);
        if (!texts.stream().allMatch(sound)) {
            map.problem(name, "must be " + shape);
            return Optional.empty();
        }
        return some(texts.stream().map(made).toList(), SearchKey::any);
    }

    private void headers(List<SearchKey> keys) {
        Optional<Attributes> headers = filter.map(ItemAttribute.FILTER_HEADER);
        if (headers.isEmpty()) {
            return;
        }
        String shape = ItemAttribute.FILTER_HEADER.shape();
        boolean named = headers.get().names().stream().allMatch(FilterItem::isFieldName);
        if (!named || headers.get().names().isEmpty()) {
            filter.problem(ItemAttribute.FILTER_HEADER, "must be " + shape);
            return;
        }
        headers.get().names().stream()
                .sorted()
                .forEach(field -> texts(
                                headers.get(),
                                field,
                                "a text (S) or a list (L) of texts, without line breaks",
                                text -> text.isEmpty() || isText(text),
                                text -> SearchKey.header(field, text))
                        .ifPresent(keys::add));
    }

    private Optional<SearchKey> since() {
        ItemAttribute since = ItemAttribute.FILTER_SINCE;
        Optional<String> written = filter.text(since);
        Optional<SearchKey> key = written.flatMap(FilterItem::day).map(day -> SearchKey.word(since, date(day)));
        if (written.isPresent() && key.isEmpty()) {
            filter.problem(since, "must be " + since.shape());
        }
        return key;
    }

    private static Optional<LocalDate> day(String written) {
        try {
            // Java takes years of any length.
            return written.length() == "2026-11-01".length()
                    ? Optional.of(LocalDate.parse(written)).filter(day -> day.getYear() >= FIRST_YEAR)
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As a search has it (RFC 9051, section 9, date-text). */
    private static String date(LocalDate day) {
        return day.getDayOfMonth() + "-" + MONTHS.get(day.getMonthValue() - 1) + "-" + day.getYear();
    }

    /** What a search can look for: not all texts, and nothing that would end its line. */
    private static boolean isText(String text) {
        return !text.isEmpty()
                && text.chars().noneMatch(Characters::isUnprintable)
                && WellFormed.text(text).equals(text);
    }

    /** RFC 5322, section 2.2, without the signs that no field's name has in practice. */
    private static boolean isFieldName(String name) {
        return Characters.all(name, 1, LONGEST_NAME, c -> Characters.isAlphanumeric(c) || "-_.".indexOf(c) >= 0);
    }

    /** RFC 9051, section 9, flag-keyword. */
    private static boolean isKeyword(String word) {
        return Characters.all(word, 1, LONGEST_NAME, c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
    }

    /** Within quotes, where quotes and backslashes take two. */
    private static long octets(String text) {
        long escaped = text.chars().filter(c -> c == '"' || c == '\\').count();
        return text.getBytes(StandardCharsets.UTF_8).length + escaped;
    }

    private static long length(SearchKey key) {
        return key.as(new SearchKey.Form<Long>() {
            @Override
            public Long test(SearchKey.Test test) {
                long atoms = test.atoms().stream().mapToLong(String::length).sum();
                long text = test.text().map(FilterItem::octets).orElse(0L);
                return AROUND_A_TEXT + atoms + text;
            }

            @Override
            public Long all(List<Long> keys) {
                return keys.stream().mapToLong(Long::longValue).sum();
            }

            @Override
            public Long any(List<Long> keys) {
                return all(keys);
            }
        });
    }
}
