package dev.imappoller.oauth;

import dev.imappoller.poller.masking.Masking;

/** Puts into words why a page did not grant access (RFC 6749, section 4.1.2.1): of its own words those alone that are known. */
final class SignInRefusal {
    private SignInRefusal() {}

    static String of(PastedAnswer.Refused refused) {
        String description = TokenErrorText.read(refused.description());
        String said = TokenErrorText.known(refused.error(), description, Masking.NONE)
                .map(words -> " (it said: " + words + ")")
                .orElse("");
        return "The sign-in ended without access" + said + ". "
                + TokenAdvice.of(refused.error(), description).orElseGet(() -> advice(refused.error()));
    }

    private static String advice(String error) {
        return switch (error) {
            case "access_denied" ->
                "Access was declined, or an administrator has to consent first. Begin again with op authorize, and accept.";
            case "unauthorized_client" ->
                "The client may not use this grant: check its type, and the kinds of accounts that it is for.";
            case "unsupported_response_type", "invalid_request" ->
                "Check authorizationUrl, clientId and redirectUri in oauth.";
            case "server_error", "temporarily_unavailable" -> "Begin again in some minutes.";
            default -> "Check authorizationUrl, clientId, redirectUri and scope in oauth, and begin again.";
        };
    }
}
