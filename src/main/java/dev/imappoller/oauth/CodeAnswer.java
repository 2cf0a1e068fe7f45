package dev.imappoller.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.masking.Masking;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a token endpoint answers to a code (RFC 6749, section 4.1.4, and RFC 8628, section 3.5). */
sealed interface CodeAnswer {
    /** In characters; those of Microsoft have some 1,500, and the Parameter Store takes 4,096. */
    int LONGEST_TOKEN = 16_384;

    String GOOGLE_MAIL = "https://mail.google.com/";

    /** Whether asking again is of no use. */
    boolean isFinal();

    /** What is made of it, by what came of the code. */
    <T> T match(Function<Granted, T> granted, Function<Pending, T> pending, Function<Refused, T> refused);

    /** A refresh token. */
    record Granted(Secret refreshToken) implements CodeAnswer {
        @Override
        public boolean isFinal() {
            return true;
        }

        @Override
        public <T> T match(Function<Granted, T> granted, Function<Pending, T> pending, Function<Refused, T> refused) {
            return granted.apply(this);
        }
    }

    /** Not yet; or a trouble that may pass. */
    record Pending(boolean slower) implements CodeAnswer {
        @Override
        public boolean isFinal() {
            return false;
        }

        @Override
        public <T> T match(Function<Granted, T> granted, Function<Pending, T> pending, Function<Refused, T> refused) {
            return pending.apply(this);
        }
    }

    /**
     * None.
     *
     * @param why and what to change
     * @param isFinal true unless it was only a trouble that may pass
     */
    record Refused(String why, boolean isFinal) implements CodeAnswer {
        private Refused(String why) {
            this(why, true);
        }

        @Override
        public <T> T match(Function<Granted, T> granted, Function<Pending, T> pending, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /** @param shown all that the endpoint was shown */
    static CodeAnswer read(Grantee grantee, Response reply, List<Secret> shown) {
        String host = grantee.grant().tokenUrl().host();
        return reply.either(
                answer -> answered(grantee, host, answer, Masking.of(shown.stream())),
                none -> new Refused(
                        "The token endpoint " + host + " " + none.detail() + ". If it lasts, check tokenUrl.", false));
    }

    private static CodeAnswer answered(Grantee grantee, String host, Response.Answered answer, Masking masking) {
        JsonNode json = json(answer.body());
        return answer.status() == 200 && json.hasNonNull("access_token")
                ? granted(grantee, host, json)
                : refused(host, answer.status(), json, masking);
    }

    private static CodeAnswer granted(Grantee grantee, String host, JsonNode json) {
        String wanted = grantee.grant().scope().orElse("");
        List<String> got = Characters.words(json.path("scope").asText(""));
        if (Characters.words(wanted).contains(GOOGLE_MAIL) && !got.isEmpty() && !got.contains(GOOGLE_MAIL)) {
            return new Refused(
                    "Access was granted, but not to the mail. Begin again, and tick the box for reading mail.");
        }
        Optional<String> token =
                Optional.ofNullable(json.path("refresh_token").textValue()).filter(text -> !text.isEmpty());
        if (token.isEmpty()) {
            return new Refused(
                    "The token endpoint " + host + " gave an access token, and no refresh token, without which"
                            + " access would end within the hour. " + withoutRefreshToken(wanted));
        }
        return Characters.all(token.get(), 1, LONGEST_TOKEN, c -> c > ' ' && c < 127)
                ? new Granted(new Secret(token.get()))
                : new Refused("The token endpoint " + host + " gave a refresh token that is none. Check tokenUrl.");
    }

    private static String withoutRefreshToken(String scope) {
        if (scope.contains(GOOGLE_MAIL)) {
            return "Google gives one for access_type=offline and prompt=consent: leave authorizationUrl out of oauth and set"
                    + " provider to gmail, or write both into its query.";
        }
        return Characters.words(scope).contains("offline_access")
                ? "Let the client have one: at Microsoft add the permission offline_access."
                : "Add offline_access to scope (at Microsoft and many others), and begin again.";
    }

    private static CodeAnswer refused(String host, int status, JsonNode json, Masking masking) {
        String error = json.path("error").asText("");
        String description = TokenErrorText.read(json.path("error_description").asText(""));
        String said = TokenErrorText.of(status, error, description, masking);
        if (error.equals("authorization_pending") || error.equals("slow_down")) {
            return new Pending(error.equals("slow_down"));
        }
        if (status >= 500 || status == 408 || status == 429) {
            return new Refused(
                    "The token endpoint " + host + " is in trouble " + said + ". Try it once more in a minute.", false);
        }
        return new Refused("The token endpoint " + host + " gave no token " + said + ". "
                + TokenAdvice.of(error, description).orElseGet(() -> advice(error)));
    }

    private static String advice(String error) {
        return switch (error) {
            case "invalid_grant" ->
                "A code is good once, for some minutes, and for the client and redirect URI that it was made for: begin again"
                        + " with op authorize, and paste the new address at once.";
            case "invalid_client", "unauthorized_client" ->
                "Check clientId and the client's secret, and that the client may use this grant.";
            case "access_denied" -> "Access was declined at sign-in, or is not allowed. Begin again, and accept.";
            case "expired_token", "bad_verification_code" ->
                "The code was not typed in time. Begin again with op authorize and \"device\":true.";
            default -> "Check tokenUrl and the rest of oauth.";
        };
    }

    /** An object; what is none counts as an empty one. */
    static JsonNode json(String body) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            JsonNode json = mapper.readTree(body);
            return json == null ? mapper.createObjectNode() : json;
        } catch (JsonProcessingException e) {
            return mapper.createObjectNode(); // The exception quotes the body.
        }
    }
}
