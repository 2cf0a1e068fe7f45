package dev.imappoller.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.oauth.TokenEndpoint.Reply;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.util.Optional;

/** Reads what a token endpoint answers (RFC 6749, sections 5.1 and 5.2). */
sealed interface TokenAnswer {
    /** Where the endpoint doesn't say how long a token lasts. */
    Duration LIFETIME_UNLESS_SAID = Duration.ofMinutes(15);

    /** One that is said to last longer is asked for anew nevertheless. */
    Duration LONGEST_LIFETIME = Duration.ofDays(1);

    /** @param lifetime above zero */
    record Granted(Secret accessToken, Duration lifetime, Optional<Secret> refreshToken) implements TokenAnswer {}

    /** @param lasting true if asking again with the same secrets is of no use */
    record Refused(Failure failure, boolean lasting) implements TokenAnswer {}

    static TokenAnswer read(TokenRequest request, Reply reply) {
        String host = request.grant().tokenUrl().host();
        if (reply instanceof Reply.Unanswered none) {
            return unanswered(host, none);
        }
        Reply.Answered answer = (Reply.Answered) reply;
        JsonNode json = json(answer.body());
        if (answer.status() == 200
                && !Optional.ofNullable(json.path("access_token").textValue())
                        .orElse("")
                        .isBlank()) {
            return granted(json);
        }
        return refused(request, host, answer.status(), json);
    }

    private static TokenAnswer granted(JsonNode json) {
        // Some endpoints write the seconds as a string.
        long seconds = json.path("expires_in").asLong(0);
        return new Granted(
                new Secret(json.path("access_token").textValue()),
                seconds > 0
                        ? Duration.ofSeconds(Math.min(seconds, LONGEST_LIFETIME.toSeconds()))
                        : LIFETIME_UNLESS_SAID,
                Optional.ofNullable(json.path("refresh_token").textValue())
                        .filter(token -> !token.isEmpty())
                        .map(Secret::new));
    }

    private static TokenAnswer unanswered(String host, Reply.Unanswered none) {
        String what = "The token endpoint " + host + " " + none.detail() + ".";
        return switch (none.cause()) {
            case FORBIDDEN_ADDRESS -> lasting(PollerStatus.INVALID_CONFIG, what + " Correct tokenUrl.");
            case TLS -> passing(PollerStatus.TLS_FAILED, what + " Check tokenUrl.");
            case UNKNOWN_HOST,
                    NOT_CONNECTED,
                    CONNECTION_LOST,
                    TIMED_OUT,
                    NOT_HTTP,
                    ANSWERED_EARLY,
                    NOT_SENT,
                    NOT_STORED ->
                passing(
                        PollerStatus.CONNECT_FAILED,
                        what + " It is tried again at the next poll; if it lasts, check tokenUrl.");
        };
    }

    private static TokenAnswer refused(TokenRequest request, String host, int status, JsonNode json) {
        String error = json.path("error").asText("");
        String description = json.path("error_description").asText("");
        String said = TokenErrorText.of(status, error, description, request.secrets());
        if (status >= 500 || status == 408 || error.equals("temporarily_unavailable") || error.equals("server_error")) {
            return passing(
                    PollerStatus.CONNECT_FAILED,
                    "The token endpoint " + host + " is in trouble " + said + ". It is tried again at the next poll.");
        }
        if (status == 429) {
            return passing(
                    PollerStatus.THROTTLED,
                    "The token endpoint " + host + " asks to come back later " + said
                            + ". It is tried again at the next poll.");
        }
        String refused = "The token endpoint " + host + " gave no access token " + said + ". ";
        Optional<String> advice = TokenAdvice.of(error, TokenErrorText.read(description));
        return switch (error) {
            case "invalid_grant", "interaction_required", "consent_required", "login_required" ->
                lasting(PollerStatus.REAUTH_REQUIRED, refused + advice.orElseGet(() -> reauthorize(request)));
            case "invalid_client", "unauthorized_client", "access_denied" ->
                lasting(
                        PollerStatus.AUTH_FAILED,
                        refused
                                + advice.orElse(
                                        "Check clientId, the client's secret, which may have expired, and what the"
                                                + " application is permitted.")
                                + " It is asked again within 15 minutes, or when one of them has changed.");
            case "invalid_scope" ->
                lasting(PollerStatus.INVALID_CONFIG, refused + advice.orElse("Correct scope in oauth."));
            default ->
                lasting(PollerStatus.INVALID_CONFIG, refused + advice.orElse("Check tokenUrl and the rest of oauth."));
        };
    }

    private static String reauthorize(TokenRequest request) {
        return request.refreshToken().isPresent()
                ? "Access has ended: grant it again with op authorize."
                : "Access has ended: let an administrator grant it once more.";
    }

    private static Refused lasting(PollerStatus status, String detail) {
        return new Refused(new Failure(status, detail), true);
    }

    private static Refused passing(PollerStatus status, String detail) {
        return new Refused(new Failure(status, detail), false);
    }

    private static JsonNode json(String body) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            return mapper.createObjectNode(); // The exception quotes the body.
        }
    }
}
