package dev.imappoller.page;

import dev.imappoller.poller.item.SearchKey;
import java.util.List;
import java.util.Locale;

/** A poller's filter as a person reads it. */
final class FilterWords implements SearchKey.Form<String> {
    @Override
    public String test(SearchKey.Test test) {
        StringBuilder words = new StringBuilder(test.isNegated() ? "not " : "");
        words.append(test.name().toLowerCase(Locale.ROOT));
        test.atoms().forEach(atom -> words.append(' ').append(atom));
        test.text().ifPresent(text -> words.append(" \u201c").append(text).append('\u201d'));
        return words.toString();
    }

    @Override
    public String all(List<String> keys) {
        return String.join(" and ", keys);
    }

    @Override
    public String any(List<String> keys) {
        return "(" + String.join(" or ", keys) + ")";
    }
}
