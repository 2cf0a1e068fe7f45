package dev.imappoller.poller;

import java.util.List;
import java.util.stream.Collectors;

/** Puts answers and logins into words. */
public final class Words {
    private Words() {}

    /** What the endpoint did, to follow "the endpoint" or "it". */
    public static String of(Answer answer) {
        if (answer instanceof Answer.Http http) {
            String status = "answered HTTP " + http.status();
            return http.detail().isEmpty() ? status : status + ", " + http.detail();
        }
        return ((Answer.None) answer).detail();
    }

    /** Where a login comes from, without a full stop. */
    static String of(Login login) {
        if (login instanceof Login.PasswordReference password) {
            return "The password is at hand from " + password.reference();
        }
        if (login instanceof Login.OAuth oauth) {
            OAuthGrant grant = oauth.grant();
            String kept = grant.references().map(SecretReference::toString).collect(Collectors.joining(" and "));
            return "An access token is at hand from " + grant.tokenUrl().display() + " (grant "
                    + (grant.refreshToken().isPresent() ? "refresh_token" : "client_credentials")
                    + (kept.isEmpty() ? "" : ", with " + kept) + ")";
        }
        return "The login is in the item";
    }

    /** Some of many, as in {@code a, b and 3 more}. */
    public static String list(List<String> all, int most) {
        String shown = all.stream().limit(most).collect(Collectors.joining(", "));
        return all.size() <= most ? shown : shown + " and " + (all.size() - most) + " more";
    }
}
