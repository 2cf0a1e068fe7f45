package dev.imappoller.oauth;

import dev.imappoller.poller.masking.Masking;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be shown of a token endpoint's refusal: codes and sentences that are known, since the rest may repeat what it was sent. */
final class TokenErrorText {
    /** RFC 6749, section 5.2 and 4.1.2.1, OpenID Connect Core, section 3.1.2.6, RFC 8628, and what Google and others add. */
    private static final Set<String> ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "access_denied",
            "unsupported_response_type",
            "server_error",
            "temporarily_unavailable",
            "interaction_required",
            "login_required",
            "account_selection_required",
            "consent_required",
            "invalid_resource",
            "invalid_target",
            "invalid_token",
            "insufficient_scope",
            "expired_token",
            "slow_down",
            "authorization_pending",
            "admin_policy_enforced",
            "deleted_client",
            "disabled_client",
            "org_internal",
            "rate_limit_exceeded",
            "internal_failure",
            "redirect_uri_mismatch",
            "access_not_configured",
            "admin_consent_required",
            "authorization_declined",
            "bad_verification_code",
            "invalid_assertion");

    /** Sentences of Google, Microsoft, Yahoo and others, as far as they are said of every client. */
    private static final List<String> SENTENCES = List.of(
            "Token has been expired or revoked",
            "The OAuth client was not found",
            "The OAuth client was deleted",
            "The OAuth client was disabled",
            "The provided client secret is invalid",
            "Invalid client secret provided",
            "The provided client secret keys are expired",
            "The refresh token has expired",
            "refresh token is invalid",
            "refresh token expired",
            "refresh token revoked",
            "Invalid refresh token",
            "Unknown or invalid refresh token",
            "The user or administrator has not consented to use the application",
            "Account restricted",
            "client_secret is missing",
            "Malformed auth code",
            "Missing code verifier",
            "Invalid code verifier",
            "Client is unauthorized to retrieve access tokens using this method",
            "Requested client not authorized",
            "Invalid email or User ID",
            "Not a valid email",
            "Invalid JWT Signature",
            "account not found",
            "Token must be a short-lived token",
            "Invalid client",
            "Unauthorized",
            "Bad Request");

    private static final int MOST_READ = 2000;

    private TokenErrorText() {}

    /**
     * In brackets, to follow a sentence.
     *
     * @param error as in RFC 6749, section 5.2; empty if there is none
     */
    static String of(int status, String error, String description, Masking secrets) {
        boolean saidMore = !error.isEmpty() || !description.isEmpty();
        String said = known(error, description, secrets)
                .map(words -> ", it said: " + words)
                .orElse(saidMore ? ", in words that are not shown" : "");
        return "(HTTP " + status + said + ")";
    }

    /** What is known of it; empty where that is nothing, or might repeat a secret. */
    static Optional<String> known(String error, String description, Masking secrets) {
        String read = read(description);
        String known = Stream.of(
                        Optional.of(error).filter(ERRORS::contains), TokenAdvice.microsoft(read), sentence(read))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return Optional.of(known)
                .filter(words -> !words.isEmpty()
                        && secrets.mask(words).filter(words::equals).isPresent());
    }

    /** What is looked at of a description. */
    static String read(String description) {
        return description.substring(0, Math.min(description.length(), MOST_READ));
    }

    private static Optional<String> sentence(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return SENTENCES.stream()
                .filter(sentence -> lower.contains(sentence.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
