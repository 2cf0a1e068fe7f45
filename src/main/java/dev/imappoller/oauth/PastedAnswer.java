package dev.imappoller.oauth;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.url.WebUrl;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The address that the browser ended at, as a person has pasted it (RFC 6749, sections 4.1.2 and 4.1.2.1). Whoever made it may mean harm. */
sealed interface PastedAnswer {
    /** In characters; Microsoft's codes have some 1,500. */
    int LONGEST = 8192;

    /** Which browsed-to page it answers; empty where it has none. */
    Optional<Secret> state();

    /** What is made of it, by whether there is a code. */
    <T> T either(Function<Granted, T> granted, Function<Refused, T> refused);

    /** A code to be traded for tokens. */
    record Granted(Optional<Secret> state, Secret code) implements PastedAnswer {
        @Override
        public <T> T either(Function<Granted, T> granted, Function<Refused, T> refused) {
            return granted.apply(this);
        }
    }

    /** None; what the server says stands in its own words. */
    record Refused(Optional<Secret> state, String error, String description) implements PastedAnswer {
        @Override
        public <T> T either(Function<Granted, T> granted, Function<Refused, T> refused) {
            return refused.apply(this);
        }

        /** Nothing by accident: the words are anybody's. */
        @Override
        public String toString() {
            return "a refusal";
        }
    }

    /** A text is no such address; the message says what to paste instead, and repeats nothing of it. */
    final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        private final String what;

        private NoAnswerException(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    /**
     * Reads it.
     *
     * @param redirectUri where the browser was to end
     * @throws NoAnswerException if it is something else
     */
    static PastedAnswer read(String pasted, String redirectUri) throws NoAnswerException {
        if (pasted.length() > LONGEST) {
            throw new NoAnswerException("it is longer than any such address");
        }
        WebUrl url = url(pasted);
        WebUrl expected = WebUrl.parse(redirectUri);
        // The port may be any (RFC 8252, section 7.3).
        if (!url.scheme().equals(expected.scheme())
                || !url.host().equals(expected.host())
                || !url.path().equals(expected.path())) {
            throw new NoAnswerException("it is another address. The page that is meant cannot be shown, and its address"
                    + " begins with " + expected.display());
        }
        Map<String, String> fields = fields(url.query().orElse(""));
        Optional<Secret> state = field(fields, "state").map(Secret::new);
        Optional<String> error = field(fields, "error");
        if (error.isPresent()) {
            return new Refused(
                    state, error.get(), field(fields, "error_description").orElse(""));
        }
        Optional<String> code = field(fields, "code");
        if (code.isEmpty()) {
            throw new NoAnswerException("it has no code in it. Copy all of it, up to its end");
        }
        if (!Characters.all(code.get(), 1, LONGEST, c -> c > ' ' && c < 127)) {
            throw new NoAnswerException("its code is damaged. Copy all of it once more");
        }
        return new Granted(state, new Secret(code.get()));
    }

    /** Terminals and mail programs break long lines, and people put brackets and quotes around addresses. */
    private static WebUrl url(String pasted) throws NoAnswerException {
        String text = Characters.without(pasted, Characters::isBlank);
        int from = 0;
        int end = text.length();
        while (from < end && "<\"'`(".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (end > from && ">\"'`)".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        try {
            return WebUrl.parse(text.substring(from, end));
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException(
                    "it is no address. Copy what the browser's address bar shows at the end, beginning with http");
        }
    }

    private static Map<String, String> fields(String query) throws NoAnswerException {
        Map<String, String> fields = new HashMap<>();
        for (String part : Characters.split(query, '&')) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (fields.putIfAbsent(name, value) != null && !name.isEmpty()) {
                throw new NoAnswerException("it has a parameter twice, which no server makes");
            }
        }
        return fields;
    }

    private static Optional<String> field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** As forms are encoded (WHATWG URL, section 5.1). */
    private static String decoded(String text) throws NoAnswerException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '%') {
                int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
                int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
                if (low < 0) {
                    throw new NoAnswerException(
                            "it is damaged: a percent sign stands by itself. Copy all of it once more");
                }
                decoded.write(high * 16 + low);
                i += 2;
            } else {
                decoded.write(octets[i] == '+' ? ' ' : octets[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NoAnswerException("it is damaged: it holds octets that are no text. Copy all of it once more");
        }
    }
}
