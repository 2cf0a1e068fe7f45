package dev.imappoller.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.SecretFailures;
import java.time.Duration;
import java.util.Optional;

/** Reads what a token endpoint answers (RFC 6749, sections 5.1 and 5.2). */
sealed interface TokenAnswer {
    /** Where the endpoint doesn't say how long a token lasts. */
    Duration LIFETIME_UNLESS_SAID = Duration.ofMinutes(15);

    /** One that is said to last longer is asked for anew nevertheless. */
    Duration LONGEST_LIFETIME = Duration.ofDays(1);

    /** @param lifetime above zero */
    record Granted(Secret accessToken, Duration lifetime, Optional<Secret> refreshToken) implements TokenAnswer {
        @Override
        public Optional<Granted> granted() {
            return Optional.of(this);
        }

        @Override
        public Optional<Refused> refused() {
            return Optional.empty();
        }
    }

    /** @param lasting true if asking again with the same secrets is of no use */
    record Refused(Failure failure, boolean lasting) implements TokenAnswer {
        @Override
        public Optional<Granted> granted() {
            return Optional.empty();
        }

        @Override
        public Optional<Refused> refused() {
            return Optional.of(this);
        }
    }

    /** An access token; empty if there is none. */
    Optional<Granted> granted();

    /** Why there is none. */
    Optional<Refused> refused();

    static TokenAnswer read(TokenRequest request, Response reply) {
        String host = request.grant().tokenUrl().host();
        return reply.either(answer -> answered(request, host, answer), none -> unanswered(host, none));
    }

    private static TokenAnswer answered(TokenRequest request, String host, Response.Answered answer) {
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

    private static TokenAnswer unanswered(String host, Response.Unanswered none) {
        return switch (none.cause()) {
            case FORBIDDEN_ADDRESS -> lasting(SecretFailures.forbiddenTokenUrl(host, none.detail()));
            case TLS -> passing(SecretFailures.noTlsWithTokenEndpoint(host, none.detail()));
            case UNKNOWN_HOST,
                    NOT_CONNECTED,
                    CONNECTION_LOST,
                    TIMED_OUT,
                    NOT_HTTP,
                    ANSWERED_EARLY,
                    NOT_SENT,
                    NOT_STORED -> passing(SecretFailures.noTokenAnswer(host, none.detail()));
        };
    }

    private static TokenAnswer refused(TokenRequest request, String host, int status, JsonNode json) {
        String error = json.path("error").asText("");
        String description = json.path("error_description").asText("");
        String said = TokenErrorText.of(status, error, description, request.secrets());
        if (status >= 500 || status == 408 || error.equals("temporarily_unavailable") || error.equals("server_error")) {
            return passing(SecretFailures.tokenEndpointInTrouble(host, said));
        }
        if (status == 429) {
            return passing(SecretFailures.tokenEndpointThrottles(host, said));
        }
        Optional<String> advice = TokenAdvice.of(error, TokenErrorText.read(description));
        return switch (error) {
            case "invalid_grant", "interaction_required", "consent_required", "login_required" ->
                lasting(SecretFailures.grantEnded(host, said, advice.orElseGet(() -> reauthorize(request))));
            case "invalid_client", "unauthorized_client", "access_denied" ->
                lasting(SecretFailures.clientRefused(host, said, advice.orElseGet(SecretFailures::checkClient)));
            case "invalid_scope" ->
                lasting(SecretFailures.tokenRequestRefused(host, said, advice.orElseGet(SecretFailures::correctScope)));
            default ->
                lasting(SecretFailures.tokenRequestRefused(host, said, advice.orElseGet(SecretFailures::checkOAuth)));
        };
    }

    private static String reauthorize(TokenRequest request) {
        return request.refreshToken().isPresent()
                ? SecretFailures.grantAgain()
                : SecretFailures.grantAgainByAdministrator();
    }

    private static Refused lasting(Failure failure) {
        return new Refused(failure, true);
    }

    private static Refused passing(Failure failure) {
        return new Refused(failure, false);
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
