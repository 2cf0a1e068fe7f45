package dev.imappoller.poller.item;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a search looks for in a message (RFC 9051, section 6.4.4), such as a poller's filter. Only single tests are negated, since some servers
 * don't understand more.
 */
public sealed interface SearchKey {
    /** The key that matches exactly the messages that this one doesn't. */
    SearchKey negated();

    /** The keys that a message must all match in order to match this one. */
    List<SearchKey> parts();

    /** The same in another form. */
    <T> T as(Form<T> form);

    /** How a search is written in another form. */
    interface Form<T> {
        T test(Test test);

        /** @param keys one or more */
        T all(List<T> keys);

        /** @param keys one or more */
        T any(List<T> keys);
    }

    /** A message must match all of these. */
    static SearchKey all(List<SearchKey> keys) {
        return keys.size() == 1 ? keys.get(0) : new All(keys);
    }

    /** A message must match one of these. */
    static SearchKey any(List<SearchKey> keys) {
        return keys.size() == 1 ? keys.get(0) : new Any(keys);
    }

    /** A text in a field or in the body. */
    static SearchKey text(ItemAttribute where, String text) {
        return new Test(false, name(where), List.of(), Optional.of(text));
    }

    /** A text in a header field; an empty one is in each field of that name. */
    static SearchKey header(String field, String text) {
        return new Test(false, name(ItemAttribute.FILTER_HEADER), List.of(field), Optional.of(text));
    }

    /** A number, a date or a keyword. */
    static SearchKey word(ItemAttribute test, String word) {
        return new Test(false, name(test), List.of(word), Optional.empty());
    }

    private static String name(ItemAttribute test) {
        return test.attribute().toUpperCase(Locale.ROOT);
    }

    /**
     * One property of a message.
     *
     * @param name of the search key, such as SUBJECT
     * @param atoms what follows it and needs no quotes
     * @param text what is looked for; any text without control characters
     */
    record Test(boolean isNegated, String name, List<String> atoms, Optional<String> text) implements SearchKey {
        public Test {
            atoms = List.copyOf(atoms);
        }

        @Override
        public SearchKey negated() {
            return new Test(!isNegated, name, atoms, text);
        }

        @Override
        public List<SearchKey> parts() {
            return List.of(this);
        }

        @Override
        public <T> T as(Form<T> form) {
            return form.test(this);
        }
    }

    /** All of several. */
    record All(List<SearchKey> keys) implements SearchKey {
        public All {
            keys = List.copyOf(keys);
        }

        @Override
        public SearchKey negated() {
            return new Any(keys.stream().map(SearchKey::negated).toList());
        }

        @Override
        public List<SearchKey> parts() {
            return keys.stream().flatMap(key -> key.parts().stream()).toList();
        }

        @Override
        public <T> T as(Form<T> form) {
            return form.all(keys.stream().map(key -> key.as(form)).toList());
        }
    }

    /** At least one of several. */
    record Any(List<SearchKey> keys) implements SearchKey {
        public Any {
            keys = List.copyOf(keys);
        }

        @Override
        public SearchKey negated() {
            return new All(keys.stream().map(SearchKey::negated).toList());
        }

        @Override
        public List<SearchKey> parts() {
            return List.of(this);
        }

        @Override
        public <T> T as(Form<T> form) {
            return form.any(keys.stream().map(key -> key.as(form)).toList());
        }
    }
}
