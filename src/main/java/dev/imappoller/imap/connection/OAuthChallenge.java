package dev.imappoller.imap.connection;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.provider.OAuthPreset;
import dev.imappoller.poller.provider.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server says of an access token that it does not take, as RFC 7628, section 3.2.2, and Google's XOAUTH2 have it: JSON in a challenge.
 * It may repeat the token in any form, so what is not known is not shown.
 *
 * @param status a number of HTTP's, or a word of RFC 6750's
 * @param scope what a token must be good for
 */
record OAuthChallenge(Optional<String> status, Optional<String> scope) {
    /** A challenge longer than this, in octets of base64, says something else. */
    private static final int LONGEST = 4000;

    private static final int MOST_SCOPES = 10;

    private static final Set<String> STATUSES =
            Set.of("400", "401", "403", "invalid_request", "invalid_token", "insufficient_scope");

    private static final Set<String> SCOPES = Stream.concat(
                    Stream.of("mail", "imap", "email", "openid", "profile", "offline_access"),
                    Arrays.stream(Provider.values())
                            .flatMap(provider -> provider.oauth().stream())
                            .flatMap(OAuthChallenge::scopes))
            .collect(Collectors.toUnmodifiableSet());

    /** Reads a continuation ({@code + eyJzdGF0…}); empty if it tells of no token. */
    static Optional<OAuthChallenge> of(String continuation) {
        String text = continuation.strip();
        String base64 = text.startsWith("+") ? text.substring(1).strip() : text;
        if (base64.isEmpty() || base64.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            OAuthChallenge read = new OAuthChallenge(
                    member(json, "status").filter(STATUSES::contains),
                    member(json, "scope").flatMap(OAuthChallenge::known));
            return Optional.of(read).filter(told -> told.status.isPresent() || told.scope.isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A sentence of its own, after another. */
    String words() {
        return " Of the token it said: "
                + Stream.of(status.map(word -> "status " + word), scope.map(words -> "scope " + words))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static Stream<String> scopes(OAuthPreset preset) {
        return Stream.concat(Stream.of(preset.scope()), preset.applicationScope().stream())
                .flatMap(scope -> Characters.words(scope).stream());
    }

    /** Some write a slash as JSON allows it. */
    private static Optional<String> known(String scope) {
        List<String> words = Characters.words(scope.replace("\\/", "/"));
        return Optional.of(words)
                .filter(any -> !any.isEmpty() && any.size() <= MOST_SCOPES && SCOPES.containsAll(any))
                .map(all -> String.join(" ", all));
    }

    /** The string that a member of a JSON object has; one with an escape in it is none that is known. */
    private static Optional<String> member(String json, String name) {
        String quoted = '"' + name + '"';
        int at = json.indexOf(quoted);
        if (at < 0) {
            return Optional.empty();
        }
        int colon = skipSpace(json, at + quoted.length());
        int begin = colon < json.length() && json.charAt(colon) == ':' ? skipSpace(json, colon + 1) : json.length();
        if (begin >= json.length() || json.charAt(begin) != '"') {
            return Optional.empty();
        }
        int end = json.indexOf('"', begin + 1);
        return end < 0 ? Optional.empty() : Optional.of(json.substring(begin + 1, end));
    }

    private static int skipSpace(String json, int from) {
        int at = from;
        while (at < json.length() && json.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }
}
