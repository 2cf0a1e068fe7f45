package dev.imappoller.oauth;

import dev.imappoller.oauth.KeptSecrets.Kind;
import dev.imappoller.poller.credential.Login.AccessToken;
import dev.imappoller.poller.credential.OAuthClient;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.SecretFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The access tokens of a warm function: one for all pollers with the same grant, kept until shortly before its end. */
public final class AccessTokens {
    /** A token endpoint across the world answers within a second. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    /** How old a refresh token may be that is about to be spent: another function may have replaced it. */
    private static final Duration JUST_READ = Duration.ofSeconds(10);

    private final KeptSecrets secrets;
    private final RefreshTokens refreshTokens;
    private final TokenEndpoint endpoint;
    private final Assertions assertions;
    private final Events events;
    private final Clock clock;
    private final Map<OAuthGrant, TokenState> states = new ConcurrentHashMap<>();

    public AccessTokens(
            KeptSecrets secrets, RefreshTokens refreshTokens, TokenEndpoint endpoint, Events events, Clock clock) {
        this.secrets = secrets;
        this.refreshTokens = refreshTokens;
        this.endpoint = endpoint;
        this.assertions = new Assertions(clock);
        this.events = events;
        this.clock = clock;
    }

    /**
     * A token that lasts a while yet.
     *
     * @throws CredentialsException if there is none to be had
     */
    public AccessToken get(String pollerId, OAuthGrant grant) throws CredentialsException {
        TokenState state = state(grant);
        synchronized (state) {
            state.basedOn(request(grant, KeptSecrets.FRESH));
            return current(pollerId, state);
        }
    }

    /**
     * A new token in place of this one, which a server refused. If a fresh one is refused too, no third one is asked for.
     *
     * @throws CredentialsException if there is none to be had
     */
    public Optional<AccessToken> renewed(String pollerId, OAuthGrant grant, Secret refused)
            throws CredentialsException {
        TokenState state = state(grant);
        synchronized (state) {
            if (state.drop(refused, clock.instant())) {
                state.basedOn(request(grant, Duration.ZERO));
            }
            return state.token(clock.instant())
                            .filter(token -> token.equals(refused))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(current(pollerId, state))
                            .filter(token -> !token.secret().equals(refused));
        }
    }

    /**
     * What tokens are asked for with.
     *
     * @throws CredentialsException if it can't be had
     */
    public List<Secret> secrets(OAuthGrant grant) throws CredentialsException {
        TokenRequest request = request(grant, KeptSecrets.FRESH);
        return Stream.of(request.proof(), request.granted())
                .flatMap(Optional::stream)
                .toList();
    }

    private TokenState state(OAuthGrant grant) {
        return states.computeIfAbsent(grant, key -> new TokenState());
    }

    private AccessToken current(String pollerId, TokenState state) throws CredentialsException {
        Optional<Secret> token = state.token(clock.instant());
        if (token.isPresent()) {
            return new AccessToken(token.get());
        }
        Optional<Failure> refusal = state.refusal(clock.instant());
        if (refusal.isPresent()) {
            throw new CredentialsException(refusal.get());
        }
        TokenAnswer answer = ask(pollerId, state);
        boolean lasting = answer.refused().filter(TokenAnswer.Refused::lasting).isPresent();
        // The secrets may have been replaced since they were read.
        if (lasting && state.basedOn(request(state.basis().grant(), Duration.ZERO))) {
            answer = ask(pollerId, state);
        }
        Optional<TokenAnswer.Refused> refused = answer.refused();
        if (refused.isPresent()) {
            state.refused(refused.get(), clock.instant());
            throw new CredentialsException(refused.get().failure());
        }
        TokenAnswer.Granted granted = answer.granted().orElseThrow();
        state.granted(granted, clock.instant());
        return new AccessToken(granted.accessToken());
    }

    private TokenAnswer ask(String pollerId, TokenState state) throws CredentialsException {
        OAuthGrant grant = state.basis().grant();
        Optional<SecretReference> kept = grant.refreshToken().flatMap(SecretSource::kept);
        if (kept.isEmpty()) {
            return ask(pollerId, state, null);
        }
        Optional<RotationLease.Held> held = refreshTokens.take(kept.get());
        if (held.isEmpty()) {
            throw new CredentialsException(SecretFailures.refreshTokenInUse(kept.get()));
        }
        try {
            state.basedOn(request(grant, JUST_READ));
            return ask(pollerId, state, kept.get());
        } finally {
            held.get().close();
        }
    }

    /** A new refresh token is kept before the access token is used: whatever happens then, the grant is not lost. */
    private TokenAnswer ask(String pollerId, TokenState state, @Nullable SecretReference kept)
            throws CredentialsException {
        TokenRequest request = state.request();
        TokenAnswer answer =
                TokenAnswer.read(request, endpoint.post(request.grant().tokenUrl(), request.form(assertions), AT_MOST));
        // A client that asks for itself alone has no use for a refresh token.
        answer.granted()
                .flatMap(granted -> request.refreshToken()
                        .map(spent -> granted.refreshToken().orElse(spent)))
                .filter(token -> !Optional.of(token).equals(state.basis().refreshToken()))
                .ifPresent(token -> keep(pollerId, state, token, kept));
        return answer;
    }

    private void keep(String pollerId, TokenState state, Secret refreshToken, @Nullable SecretReference kept) {
        Optional<String> failed = kept == null
                ? Optional.of("it stands in the item, which the function never changes; use refreshTokenRef")
                : refreshTokens.replace(kept, refreshToken);
        state.rotated(refreshToken, failed.isEmpty());
        failed.ifPresent(why -> events.refreshTokenNotSaved(pollerId, kept, why));
    }

    private TokenRequest request(OAuthGrant grant, Duration notOlderThan) throws CredentialsException {
        Optional<OAuthClient> client = grant.application();
        Optional<Secret> proof = client.isEmpty() ? Optional.empty() : proof(client.get(), notOlderThan);
        Optional<Secret> granted = Optional.empty();
        if (grant.refreshToken().isPresent()) {
            granted = Optional.of(secret(grant.refreshToken().get(), Kind.REFRESH_TOKEN, notOlderThan));
        } else if (grant.byServiceAccount().isPresent()) {
            granted = Optional.of(secrets.read(grant.byServiceAccount().get().privateKey(), Kind.KEY, notOlderThan));
        }
        return new TokenRequest(grant, proof, granted);
    }

    /**
     * What a client proves itself with.
     *
     * @throws CredentialsException if it can't be had
     */
    Optional<Secret> proof(OAuthClient client, Duration notOlderThan) throws CredentialsException {
        Kind kind = client.proof().assertion().isPresent() ? Kind.KEY : Kind.LINE;
        Optional<SecretSource> source = client.proof().source();
        return source.isEmpty() ? Optional.empty() : Optional.of(secret(source.get(), kind, notOlderThan));
    }

    private Secret secret(SecretSource source, Kind kind, Duration notOlderThan) throws CredentialsException {
        Optional<SecretReference> kept = source.kept();
        return kept.isEmpty() ? source.given().orElseThrow() : secrets.read(kept.get(), kind, notOlderThan);
    }
}
