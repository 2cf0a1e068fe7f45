package dev.imappoller.imap.answer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.angus.mail.iap.ByteArray;

/**
 * What a FETCH is written in: atoms, strings, literals, numbers (RFC 9051, section 4). It never fails: anything malformed makes it unsound.
 * Each call that consumes goes on by at least one octet, or to the end.
 */
final class FetchTokens {
    private final byte[] octets;
    private final int end;
    private int at;
    private boolean sound = true;
    private boolean literals;
    private boolean literalsEndWell = true;

    /**
     * @param from where to begin
     * @param end where the response ends, without its CRLF
     */
    FetchTokens(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    boolean isSound() {
        return sound && isInStep();
    }

    /** Something is not as it should be. */
    void unsound() {
        sound = false;
    }

    /** What stands here is no item: behind a literal it may be the rest of one that is longer than announced. */
    void strayed() {
        sound = false;
        literalsEndWell = !literals && literalsEndWell;
    }

    /** Whether each literal is followed by what may follow one, and none is left open. */
    boolean isInStep() {
        int last = end - 1;
        while (last >= 0 && isBlank(octets[last])) {
            last--;
        }
        byte octet = last < 0 ? 0 : octets[last];
        return octet != '}' && (!literals || literalsEndWell && octet == ')');
    }

    /** The octet that comes next but for blanks; 0 at the end. */
    byte next() {
        while (at < end && isBlank(octets[at])) {
            at++;
        }
        return at < end ? octets[at] : 0;
    }

    boolean atEnd() {
        next();
        return at >= end;
    }

    /** Goes behind this octet, if it is the one that comes next without a blank. */
    boolean take(char octet) {
        boolean here = at < end && octets[at] == octet;
        at += here ? 1 : 0;
        return here;
    }

    void skipOctet() {
        at = Math.min(at + 1, end);
    }

    /** Whether a quoted string or a literal comes next. */
    boolean isString() {
        return next() == '"' || isLiteral();
    }

    boolean isLiteral() {
        byte octet = next();
        return octet == '{' || octet == '~' && at + 1 < end && octets[at + 1] == '{';
    }

    /** All up to a blank or one of these octets; may be empty. */
    String word(String ends) {
        next();
        int from = at;
        while (at < end && !isBlank(octets[at]) && ends.indexOf(octets[at]) < 0) {
            at++;
        }
        return new String(octets, from, at - from, StandardCharsets.ISO_8859_1);
    }

    /** An atom or a string; empty for NIL, or where another kind of value stands. */
    Optional<String> text() {
        if (isString()) {
            return string().map(value ->
                    new String(value.getBytes(), value.getStart(), value.getCount(), StandardCharsets.ISO_8859_1));
        }
        return Optional.of(word("()\"{")).filter(word -> !word.isEmpty() && !word.equalsIgnoreCase("NIL"));
    }

    /** A number below 10^18, written as an atom or, which is wrong, as a string. */
    OptionalLong number() {
        return text().map(FetchTokens::parse).orElse(OptionalLong.empty());
    }

    /** Goes behind a section such as {@code [HEADER.FIELDS ("X")]}; true if there is nothing in it: it stands for the whole message. */
    boolean emptySection() {
        if (!take('[')) {
            return false;
        }
        int from = at;
        boolean quoted = false;
        while (at < end && (quoted || octets[at] != ']')) {
            quoted ^= octets[at] == '"';
            at++;
        }
        boolean empty = at == from;
        sound = take(']') && sound;
        return empty;
    }

    /** QUIRK: some servers repeat the length that was asked for behind the origin. */
    OptionalLong origin() {
        if (!take('<')) {
            return OptionalLong.empty();
        }
        OptionalLong origin = digits();
        while (at < end && !isBlank(octets[at]) && octets[at] != '>') {
            at++;
        }
        sound = take('>') && origin.isPresent() && sound;
        return origin;
    }

    /** Goes behind a quoted string or a literal; empty if it is broken. */
    Optional<ByteArray> string() {
        return next() == '"' ? Optional.of(quoted()) : literal();
    }

    private ByteArray quoted() {
        int from = ++at;
        byte[] unquoted = octets;
        int start = from;
        int length = 0;
        while (at < end && octets[at] != '"') {
            if (octets[at] == '\\' && at + 1 < end) {
                if (start != 0) {
                    unquoted = Arrays.copyOfRange(octets, from, end);
                    start = 0;
                }
                at++;
            }
            if (start == 0) {
                unquoted[length] = octets[at];
            }
            length++;
            at++;
        }
        sound = take('"') && sound;
        return new ByteArray(unquoted, start, length);
    }

    private Optional<ByteArray> literal() {
        at += octets[at] == '~' ? 2 : 1;
        OptionalLong count = digits();
        boolean begins = at + 3 <= end && octets[at] == '}' && octets[at + 1] == '\r' && octets[at + 2] == '\n';
        if (!begins || count.isEmpty() || count.getAsLong() > end - at - 3) {
            sound = false;
            return Optional.empty();
        }
        int from = at + 3;
        at = from + (int) count.getAsLong();
        literals = true;
        literalsEndWell = literalsEndWell && at < end && (isBlank(octets[at]) || octets[at] == ')');
        return Optional.of(new ByteArray(octets, from, at - from));
    }

    private OptionalLong digits() {
        int from = at;
        while (at < end && octets[at] >= '0' && octets[at] <= '9') {
            at++;
        }
        return parse(new String(octets, from, at - from, StandardCharsets.US_ASCII));
    }

    private static OptionalLong parse(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
