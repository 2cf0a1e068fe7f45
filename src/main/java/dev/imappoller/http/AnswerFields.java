package dev.imappoller.http;

import dev.imappoller.http.AnswerHead.BodyLength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers an answer's header line by line, as tolerantly as browsers read it: fields in any case, folded lines, lines that are no
 * fields. Only what {@link AnswerHead} holds is kept.
 */
final class AnswerFields {
    /** The 4 s that connections are kept at the most, see {@link HttpClients}, and one for what is on its way. */
    private static final int IDLE_OTHERWISE = 5;

    private static final int MOST_DIGITS = 18;

    private final int status;
    private final boolean http11;
    private final Map<Name, List<StringBuilder>> values = new EnumMap<>(Name.class);
    private @Nullable StringBuilder last;

    private enum Name {
        CONNECTION,
        CONTENT_LENGTH,
        KEEP_ALIVE,
        LOCATION,
        RETRY_AFTER,
        TRANSFER_ENCODING;

        private final String lowerCase = name().toLowerCase(Locale.ROOT).replace('_', '-');

        private static Optional<Name> of(String name) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(each -> each.lowerCase.equals(lowerCase))
                    .findFirst();
        }
    }

    private AnswerFields(int status, boolean http11) {
        this.status = status;
        this.http11 = http11;
    }

    /**
     * Begins with a status line, one character for each octet (RFC 9112, section 4). The reason may be anything, or missing.
     *
     * @throws NotHttpException if it is none
     */
    static AnswerFields begin(String line) throws NotHttpException {
        int code = afterVersion(line);
        while (code < line.length() && isBlank(line.charAt(code))) {
            code++;
        }
        int end = code;
        while (end < line.length() && isDigit(line.charAt(end))) {
            end++;
        }
        if (end - code != 3 || line.charAt(code) == '0') {
            throw notHttp();
        }
        boolean http11 = line.regionMatches(true, 0, "HTTP/1.1", 0, "HTTP/1.1".length());
        return new AnswerFields(Integer.parseInt(line.substring(code, end)), http11);
    }

    int status() {
        return status;
    }

    /** Takes a line of the header, without its end. */
    void line(String line) {
        if (isBlank(line.charAt(0))) {
            if (last != null) {
                last.append(' ').append(line.strip());
            }
            return;
        }
        int colon = line.indexOf(':');
        Optional<Name> name =
                colon < 0 ? Optional.empty() : Name.of(line.substring(0, colon).strip());
        if (name.isEmpty()) {
            last = null;
            return;
        }
        StringBuilder value = new StringBuilder(line.substring(colon + 1).strip());
        values.computeIfAbsent(name.get(), n -> new ArrayList<>()).add(value);
        last = value;
    }

    /**
     * The header, when its last line was given.
     *
     * @throws NotHttpException if nobody can tell where the body ends
     */
    AnswerHead end() throws NotHttpException {
        BodyLength length = length();
        return new AnswerHead(
                status, length, keepAlive(length), idleSeconds(), one(Name.LOCATION), one(Name.RETRY_AFTER));
    }

    private BodyLength length() throws NotHttpException {
        if (status == 204 || status == 304) {
            return BodyLength.fixed(0);
        }
        List<String> codings = elements(Name.TRANSFER_ENCODING);
        codings.removeIf("identity"::equals);
        if (!codings.isEmpty()) {
            return codings.get(codings.size() - 1).equals("chunked") ? BodyLength.CHUNKED : BodyLength.UNTIL_CLOSE;
        }
        List<Long> lengths = new ArrayList<>();
        for (String each : elements(Name.CONTENT_LENGTH)) {
            if (!each.chars().allMatch(AnswerFields::isDigit) || each.length() > MOST_DIGITS) {
                return BodyLength.UNTIL_CLOSE; // Browsers pass over what is no number.
            }
            lengths.add(Long.parseLong(each));
        }
        if (lengths.stream().distinct().count() > 1) {
            throw new NotHttpException("answered with two lengths, so that nobody can tell where the answer ends");
        }
        return lengths.isEmpty() ? BodyLength.UNTIL_CLOSE : BodyLength.fixed(lengths.get(0));
    }

    private boolean keepAlive(BodyLength length) {
        // RFC 9112, section 6.1: a length beside a coding, or a coding in HTTP/1.0, may be an attempt to smuggle an
        // answer.
        boolean twoWays =
                values.containsKey(Name.TRANSFER_ENCODING) && (!http11 || values.containsKey(Name.CONTENT_LENGTH));
        List<String> options = elements(Name.CONNECTION);
        return !twoWays
                && length.kind() != BodyLength.Kind.UNTIL_CLOSE
                && !options.contains("close")
                && (http11 || options.contains("keep-alive"))
                && idleSeconds().orElse(IDLE_OTHERWISE) > 1;
    }

    private Optional<Integer> idleSeconds() {
        return elements(Name.KEEP_ALIVE).stream()
                .filter(parameter -> parameter.startsWith("timeout="))
                .map(parameter -> parameter.substring("timeout=".length()).strip())
                .filter(digits -> !digits.isEmpty() && digits.chars().allMatch(AnswerFields::isDigit))
                .map(digits -> digits.length() > 4 ? IDLE_OTHERWISE : Integer.parseInt(digits))
                .findFirst();
    }

    /** If a field occurs several times with different values, the right one can't be known. */
    private Optional<String> one(Name name) {
        List<String> all = values.getOrDefault(name, List.of()).stream()
                .map(value -> AnswerHead.text(value.toString()))
                .distinct()
                .toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** The elements of a list (RFC 9110, section 5.6.1) in lower case, over all its lines. */
    private List<String> elements(Name name) {
        List<String> elements = new ArrayList<>();
        for (StringBuilder line : values.getOrDefault(name, List.of())) {
            StringTokenizer tokens = new StringTokenizer(line.toString().toLowerCase(Locale.ROOT), ",");
            while (tokens.hasMoreTokens()) {
                String element = tokens.nextToken().strip();
                if (!element.isEmpty()) {
                    elements.add(element);
                }
            }
        }
        return elements;
    }

    /** Where the version ends: any version, since a server that writes HTTP/2 into its lines is read by browsers too. */
    private static int afterVersion(String line) throws NotHttpException {
        int at = "HTTP/".length();
        if (!line.regionMatches(true, 0, "HTTP/", 0, at)) {
            throw notHttp();
        }
        int begin = at;
        while (at < line.length() && (isDigit(line.charAt(at)) || line.charAt(at) == '.')) {
            at++;
        }
        if (at == begin || at == line.length() || !isBlank(line.charAt(at))) {
            throw notHttp();
        }
        return at;
    }

    private static NotHttpException notHttp() {
        return new NotHttpException("answered with something that is no HTTP");
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
