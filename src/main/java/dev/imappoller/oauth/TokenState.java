package dev.imappoller.oauth;

import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.status.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    private Optional<TokenRequest> basis = Optional.empty();
    private Optional<Secret> refreshToken = Optional.empty();
    private Optional<Secret> token = Optional.empty();
    private Instant tokenUntil = Instant.MIN;
    private Optional<Failure> refusal = Optional.empty();
    private Instant refusalUntil = Instant.MIN;
    private Instant mayRenewFrom = Instant.MIN;

    /** Notes the secrets as they are kept now. If they have changed, what was got with others is forgotten, and the answer is true. */
    boolean basedOn(TokenRequest request) {
        if (basis.filter(request::equals).isPresent()) {
            return false;
        }
        basis = Optional.of(request);
        refreshToken = Optional.empty();
        token = Optional.empty();
        refusal = Optional.empty();
        return true;
    }

    /** The secrets as they are kept. */
    TokenRequest basis() {
        return basis.orElseThrow();
    }

    /** What to ask with: the newest refresh token, even if it could not be written down. */
    TokenRequest request() {
        return refreshToken.map(basis()::with).orElseGet(this::basis);
    }

    Optional<Secret> token(Instant now) {
        return now.isBefore(tokenUntil) ? token : Optional.empty();
    }

    Optional<Failure> refusal(Instant now) {
        return now.isBefore(refusalUntil) ? refusal : Optional.empty();
    }

    void granted(TokenAnswer.Granted granted, Instant now) {
        Duration half = granted.lifetime().dividedBy(2);
        Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
        token = Optional.of(granted.accessToken());
        tokenUntil = now.plus(granted.lifetime()).minus(margin);
        refusal = Optional.empty();
    }

    void refused(TokenAnswer.Refused refused, Instant now) {
        refusal = Optional.of(refused.failure());
        refusalUntil = now.plus(refused.lasting() ? REFUSED : TROUBLED);
    }

    /** The endpoint has replaced the refresh token; where that was written down, it is what the secrets are based on. */
    void rotated(Secret newRefreshToken, boolean written) {
        refreshToken = Optional.of(newRefreshToken);
        if (written) {
            basis = Optional.of(basis().with(newRefreshToken));
        }
    }

    /** Drops a token that a server refused, unless it is another by now, or one was dropped a short time ago. */
    boolean drop(Secret refused, Instant now) {
        if (!token.equals(Optional.of(refused)) || now.isBefore(mayRenewFrom)) {
            return false;
        }
        token = Optional.empty();
        mayRenewFrom = now.plus(BETWEEN_RENEWALS);
        return true;
    }
}
