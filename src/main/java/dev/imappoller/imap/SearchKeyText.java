package dev.imappoller.imap;

import dev.imappoller.poller.item.SearchKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes search keys as they are sent (RFC 9051, section 9, search-key), one octet a character. Where it can be, nothing stands in
 * parentheses, since some servers read little in them.
 */
final class SearchKeyText implements SearchKey.Form<List<String>> {
    private final boolean isUtf8Quoted;
    private final String literalEnd;

    /**
     * @param isUtf8Quoted whether quoted strings may be in UTF-8; else what is not ASCII goes as a literal
     * @param isLiteralAwaited whether the server has to ask for the octets of a literal
     */
    SearchKeyText(boolean isUtf8Quoted, boolean isLiteralAwaited) {
        this.isUtf8Quoted = isUtf8Quoted;
        this.literalEnd = isLiteralAwaited ? "}\r\n" : "+}\r\n";
    }

    /** All keys, one behind the other. */
    String of(SearchKey key) {
        return String.join(" ", key.as(this));
    }

    /** What does not match one part or another, for so many parts at the most. */
    List<String> opposites(SearchKey key, int most) {
        return key.parts().stream().limit(most).map(part -> of(part.negated())).toList();
    }

    @Override
    public List<String> test(SearchKey.Test test) {
        String atoms = test.atoms().stream().map(atom -> " " + atom).collect(Collectors.joining());
        String text = test.text().map(looked -> " " + string(looked)).orElse("");
        return List.of((test.isNegated() ? "NOT " : "") + test.name() + atoms + text);
    }

    @Override
    public List<String> all(List<List<String>> keys) {
        return keys.stream().flatMap(List::stream).toList();
    }

    /** OR takes two keys; a chain of them might be too deep for a server. */
    @Override
    public List<String> any(List<List<String>> keys) {
        return List.of(or(keys.stream().map(SearchKeyText::one).toList()));
    }

    private static String or(List<String> keys) {
        int half = keys.size() / 2;
        return keys.size() == 1
                ? keys.get(0)
                : "OR " + or(keys.subList(0, half)) + " " + or(keys.subList(half, keys.size()));
    }

    private static String one(List<String> keys) {
        return keys.size() == 1 ? keys.get(0) : "(" + String.join(" ", keys) + ")";
    }

    private String string(String text) {
        String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        boolean isAscii = octets.length() == text.length();
        return isAscii || isUtf8Quoted
                ? '"' + octets.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "{" + octets.length() + literalEnd + octets;
    }
}
