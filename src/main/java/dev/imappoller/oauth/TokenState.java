package dev.imappoller.oauth;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.status.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one grant: its secrets as they are kept, the token got with them, or why there is none. */
final class TokenState {
    /** A token is not used in its last minutes, so that a long pass can log in again with it. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** How often a token is dropped because a server refused it. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofMinutes(5);

    /** How long a refusal holds unless a secret is replaced: an administrator may lift it otherwise. */
    private static final Duration REFUSED = Duration.ofMinutes(15);

    /** The same for a temporary failure: long enough for the passes of a run. */
    private static final Duration TROUBLED = Duration.ofSeconds(5);

    private @Nullable TokenRequest basis;
    private @Nullable Secret refreshToken;
    private @Nullable Secret token;
    private Instant tokenUntil = Instant.MIN;
    private @Nullable Failure refusal;
    private Instant refusalUntil = Instant.MIN;
    private Instant mayRenewFrom = Instant.MIN;

    /** Notes the secrets as they are kept now. If they have changed, what was got with others is forgotten, and the answer is true. */
    boolean basedOn(TokenRequest request) {
        if (request.equals(basis)) {
            return false;
        }
        basis = request;
        refreshToken = null;
        token = null;
        refusal = null;
        return true;
    }

    /** The secrets as they are kept. */
    TokenRequest basis() {
        return Objects.requireNonNull(basis);
    }

    /** What to ask with: the newest refresh token, even if it could not be written down. */
    TokenRequest request() {
        return refreshToken == null ? basis() : basis().with(refreshToken);
    }

    Optional<Secret> token(Instant now) {
        return now.isBefore(tokenUntil) ? Optional.ofNullable(token) : Optional.empty();
    }

    Optional<Failure> refusal(Instant now) {
        return now.isBefore(refusalUntil) ? Optional.ofNullable(refusal) : Optional.empty();
    }

    void granted(TokenAnswer.Granted granted, Instant now) {
        Duration half = granted.lifetime().dividedBy(2);
        Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
        token = granted.accessToken();
        tokenUntil = now.plus(granted.lifetime()).minus(margin);
        refusal = null;
    }

    void refused(TokenAnswer.Refused refused, Instant now) {
        refusal = refused.failure();
        refusalUntil = now.plus(refused.lasting() ? REFUSED : TROUBLED);
    }

    /** The endpoint has replaced the refresh token; where that was written down, it is what the secrets are based on. */
    void rotated(Secret newRefreshToken, boolean written) {
        refreshToken = newRefreshToken;
        if (written) {
            basis = basis().with(newRefreshToken);
        }
    }

    /** Drops a token that a server refused, unless it is another by now, or one was dropped a short time ago. */
    boolean drop(Secret refused, Instant now) {
        if (token == null || !token.equals(refused) || now.isBefore(mayRenewFrom)) {
            return false;
        }
        token = null;
        mayRenewFrom = now.plus(BETWEEN_RENEWALS);
        return true;
    }
}
