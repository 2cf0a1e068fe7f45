package dev.imappoller.poller.url;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs as browsers do (WHATWG URL, section 4.4, for http and https). {@link java.net.URI} refuses odd URLs that they accept, and
 * resolves a query alone in another way.
 */
public final class UrlParser {
    /** Longer ones are taken by no server. */
    private static final int LONGEST = 64 * 1024;

    /** Percent-encoded beside controls, spaces and what is not ASCII. */
    private static final String IN_PATH = "\"#<>?^`{}";

    private static final String IN_QUERY = "\"#<>'";

    private static final String HEX = "0123456789ABCDEF";

    private final @Nullable WebUrl base;

    /**
     * A URL and what stood before its host.
     *
     * @param userInfo as written, percent-encoded or not
     */
    public record Parsed(WebUrl url, Optional<String> userInfo) {}

    private UrlParser(@Nullable WebUrl base) {
        this.base = base;
    }

    /** Reads what stands in an item; see {@link WebUrl#parse}. */
    public static Parsed written(String text) {
        String url = text.strip();
        int colon = url.indexOf("://");
        if (!isScheme(url, colon)
                || url.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "is not a URL of the form https://host/path; write spaces and the like percent-encoded");
        }
        if (url.startsWith("/", colon + 3) || url.startsWith("\\", colon + 3)) {
            throw new IllegalArgumentException("has no valid host name");
        }
        return new UrlParser(null).parse(url);
    }

    /** Reads what a server sent; see {@link WebUrl#resolve}. */
    static Parsed found(String reference, WebUrl base) {
        return new UrlParser(base).parse(cleaned(reference));
    }

    private Parsed parse(String text) {
        int colon = text.indexOf(':');
        Parsed parsed = isScheme(text, colon)
                ? absolute(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1))
                : relative(text);
        if (text.length() > LONGEST || parsed.url().text().length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        return parsed;
    }

    private Parsed absolute(String scheme, String rest) {
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("has the scheme \"" + scheme.substring(0, Math.min(20, scheme.length()))
                    + "\", and only https and http can be posted to");
        }
        boolean sameScheme = base != null && base.scheme().equals(scheme);
        return sameScheme && !rest.startsWith("//") ? relative(rest) : withAuthority(scheme, withoutSlashes(rest));
    }

    private Parsed relative(String reference) {
        WebUrl from = base;
        if (from == null) {
            throw new IllegalArgumentException("is not a URL of the form https://host/path");
        }
        if (isSlash(reference, 0) && isSlash(reference, 1)) {
            return withAuthority(from.scheme(), withoutSlashes(reference));
        }
        int end = endOfPath(reference, 0);
        String path = reference.substring(0, end);
        Optional<String> query = query(reference, end);
        if (path.isEmpty()) {
            boolean same = query.isEmpty();
            return at(from, from.path(), (same ? from.query() : query).orElse(null));
        }
        List<String> segments = new ArrayList<>();
        if (!isSlash(path, 0)) {
            append(segments, from.path().substring(0, from.path().lastIndexOf('/') + 1), 1);
            removeLast(segments); // Nothing stands behind the last slash.
        }
        append(segments, path, isSlash(path, 0) ? 1 : 0);
        return at(from, joined(segments), query.orElse(null));
    }

    private static Parsed at(WebUrl from, String path, @Nullable String query) {
        WebUrl url = new WebUrl(from.scheme(), from.host(), from.port(), path, Optional.ofNullable(query));
        return new Parsed(url, Optional.empty());
    }

    private static Parsed withAuthority(String scheme, String text) {
        int end = 0;
        while (end < text.length() && "/\\?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(0, end);
        int at = authority.lastIndexOf('@');
        Optional<String> userInfo = at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at));
        String hostAndPort = authority.substring(at + 1);
        int colon = hostAndPort.indexOf(':', hostAndPort.startsWith("[") ? Math.max(0, hostAndPort.indexOf(']')) : 0);
        String host = HostName.ascii(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
        int port = port(scheme, colon < 0 ? "" : hostAndPort.substring(colon + 1));
        int endOfPath = endOfPath(text, end);
        List<String> segments = new ArrayList<>();
        append(segments, text.substring(end, endOfPath), 1);
        return new Parsed(new WebUrl(scheme, host, port, joined(segments), query(text, endOfPath)), userInfo);
    }

    private static int port(String scheme, String digits) {
        if (digits.isEmpty()) {
            return WebUrl.defaultPort(scheme);
        }
        int port = 0;
        for (int i = 0; i < digits.length() && port <= 65535; i++) {
            int digit = digits.charAt(i) - '0';
            port = digit < 0 || digit > 9 ? 65536 : port * 10 + digit;
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("has a port that is not between 1 and 65535");
        }
        return port;
    }

    private static int endOfPath(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
            end++;
        }
        return end;
    }

    private static Optional<String> query(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '?') {
            return Optional.empty();
        }
        int end = text.indexOf('#', at);
        return Optional.of(encoded(text.substring(at + 1, end < 0 ? text.length() : end), IN_QUERY));
    }

    /** Appends the segments of a path, and follows those that are dots. */
    private static void append(List<String> segments, String path, int from) {
        for (int begin = from; begin <= path.length(); ) {
            int end = begin;
            while (end < path.length() && !isSlash(path, end)) {
                end++;
            }
            boolean last = end >= path.length();
            String segment = path.substring(Math.min(begin, path.length()), end);
            String dots =
                    segment.length() > 6 ? "" : segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (dots.equals("..")) {
                removeLast(segments);
            }
            if (!dots.equals("..") && !dots.equals(".")) {
                segments.add(encoded(segment, IN_PATH));
            } else if (last) {
                segments.add("");
            }
            begin = end + 1;
        }
    }

    private static void removeLast(List<String> segments) {
        if (!segments.isEmpty()) {
            segments.remove(segments.size() - 1);
        }
    }

    private static String joined(List<String> segments) {
        return "/" + String.join("/", segments);
    }

    private static String encoded(String text, String alsoEncoded) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7F && alsoEncoded.indexOf(c) < 0) {
                encoded.append((char) c);
                return;
            }
            int known = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
            for (byte octet : Character.toString(known).getBytes(StandardCharsets.UTF_8)) {
                encoded.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
            }
        });
        return encoded.toString();
    }

    /** Without controls and spaces around it, and tabs and line ends within. */
    private static String cleaned(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && text.charAt(begin) <= ' ') {
            begin++;
        }
        while (end > begin && text.charAt(end - 1) <= ' ') {
            end--;
        }
        StringBuilder cleaned = new StringBuilder();
        text.substring(begin, end)
                .chars()
                .filter(c -> c != '\t' && c != '\n' && c != '\r')
                .forEach(c -> cleaned.append((char) c));
        return cleaned.toString();
    }

    private static boolean isScheme(String text, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'))) {
                return false;
            }
        }
        return colon > 0;
    }

    private static boolean isSlash(String text, int at) {
        return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
    }

    private static String withoutSlashes(String text) {
        int begin = 0;
        while (isSlash(text, begin)) {
            begin++;
        }
        return text.substring(begin);
    }
}
