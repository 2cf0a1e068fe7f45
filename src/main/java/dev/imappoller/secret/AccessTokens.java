package dev.imappoller.secret;

import dev.imappoller.poller.endpoint.TokenEndpoint;
import dev.imappoller.poller.item.Login.AccessToken;
import dev.imappoller.poller.item.OAuthGrant;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.item.SecretReference;
import dev.imappoller.poller.item.SecretSource;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The access tokens of a warm function: one for all pollers with the same grant, kept until shortly before its end. */
final class AccessTokens {
    /** A token endpoint across the world answers within a second. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    /** How old a refresh token may be that is about to be spent: another function may have replaced it. */
    private static final Duration JUST_READ = Duration.ofSeconds(10);

    /** Together a second, which is longer than a secret takes to be written. */
    private static final int WRITE_LEASE_TRIES = 10;

    private static final Duration WRITE_LEASE_PAUSE = Duration.ofMillis(100);

    private final SecretReader secrets;
    private final TokenEndpoint endpoint;
    private final RotationLease lease;
    private final Events events;
    private final Clock clock;
    private final Map<OAuthGrant, TokenState> states = new ConcurrentHashMap<>();

    AccessTokens(SecretReader secrets, TokenEndpoint endpoint, RotationLease lease, Events events, Clock clock) {
        this.secrets = secrets;
        this.endpoint = endpoint;
        this.lease = lease;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A token that lasts a while yet.
     *
     * @throws CredentialsException if there is none to be had
     */
    AccessToken get(String pollerId, OAuthGrant grant) throws CredentialsException {
        TokenState state = state(grant);
        synchronized (state) {
            state.basedOn(request(grant, SecretCache.FRESH));
            return current(pollerId, state);
        }
    }

    /**
     * Another token than this one, which a server refused. A fresh one that is refused too is no reason to ask for yet another.
     *
     * @throws CredentialsException if there is none to be had
     */
    Optional<AccessToken> renewed(String pollerId, OAuthGrant grant, Secret refused) throws CredentialsException {
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
    List<Secret> secrets(OAuthGrant grant) throws CredentialsException {
        TokenRequest request = request(grant, SecretCache.FRESH);
        return Stream.of(request.clientSecret(), request.refreshToken())
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
        if (answer instanceof TokenAnswer.Refused refused && refused.lasting()) {
            // The secrets may have been replaced since they were read.
            if (state.basedOn(request(state.basis().grant(), Duration.ZERO))) {
                answer = ask(pollerId, state);
            }
        }
        if (answer instanceof TokenAnswer.Refused refused) {
            state.refused(refused, clock.instant());
            throw new CredentialsException(refused.failure());
        }
        TokenAnswer.Granted granted = (TokenAnswer.Granted) answer;
        state.granted(granted, clock.instant());
        return new AccessToken(granted.accessToken());
    }

    private TokenAnswer ask(String pollerId, TokenState state) throws CredentialsException {
        OAuthGrant grant = state.basis().grant();
        Optional<SecretReference> kept = grant.refreshToken().flatMap(SecretSource::kept);
        if (kept.isEmpty()) {
            return ask(pollerId, state, kept);
        }
        Optional<RotationLease.Held> held = lease.take(kept.get());
        if (held.isEmpty()) {
            throw new CredentialsException(new Failure(
                    PollerStatus.SECRET_UNAVAILABLE,
                    "Another run is just using the refresh token " + kept.get()
                            + ". It is tried again at the next poll."));
        }
        try {
            state.basedOn(request(grant, JUST_READ));
            return ask(pollerId, state, kept);
        } finally {
            held.get().close();
        }
    }

    /** A new refresh token is kept before the access token is used: whatever happens then, the grant is not lost. */
    private TokenAnswer ask(String pollerId, TokenState state, Optional<SecretReference> kept) {
        TokenRequest request = state.request();
        TokenAnswer answer =
                TokenAnswer.read(request, endpoint.post(request.grant().tokenUrl(), request.form(), AT_MOST));
        if (answer instanceof TokenAnswer.Granted granted) {
            // A client that asks for itself alone has no use for a refresh token.
            Optional<Secret> inUse =
                    request.refreshToken().map(spent -> granted.refreshToken().orElse(spent));
            inUse.filter(token -> !Optional.of(token).equals(state.basis().refreshToken()))
                    .ifPresent(token -> keep(pollerId, state, token, kept));
        }
        return answer;
    }

    private void keep(String pollerId, TokenState state, Secret refreshToken, Optional<SecretReference> kept) {
        Optional<String> failed = kept.isPresent()
                ? write(kept.get(), refreshToken)
                : Optional.of("it stands in the item, which the function never changes; use refreshTokenRef");
        state.rotated(refreshToken, failed.isEmpty());
        failed.ifPresent(why -> events.refreshTokenNotSaved(pollerId, kept, why));
    }

    /**
     * Several refresh tokens may be members of one secret, which is written as a whole: by one run at a time, or one would undo what
     * another has written. That one hangs, or the table, is no reason to lose the token.
     */
    private Optional<String> write(SecretReference kept, Secret refreshToken) {
        if (kept.jsonKey().isEmpty()) {
            return secrets.write(kept, refreshToken);
        }
        synchronized (secrets) {
            Optional<RotationLease.Held> held = takeSoon(kept.whole());
            try {
                return secrets.write(kept, refreshToken);
            } finally {
                held.ifPresent(RotationLease.Held::close);
            }
        }
    }

    private Optional<RotationLease.Held> takeSoon(SecretReference whole) {
        try {
            Optional<RotationLease.Held> held = lease.take(whole);
            for (int tried = 1; held.isEmpty() && tried < WRITE_LEASE_TRIES; tried++) {
                LockSupport.parkNanos(WRITE_LEASE_PAUSE.toNanos());
                held = lease.take(whole);
            }
            return held;
        } catch (TableException e) {
            return Optional.empty();
        }
    }

    private TokenRequest request(OAuthGrant grant, Duration notOlderThan) throws CredentialsException {
        return new TokenRequest(
                grant, secret(grant.clientSecret(), notOlderThan), secret(grant.refreshToken(), notOlderThan));
    }

    private Optional<Secret> secret(Optional<SecretSource> source, Duration notOlderThan) throws CredentialsException {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        if (source.get() instanceof SecretSource.Given given) {
            return Optional.of(given.value());
        }
        return Optional.of(secrets.read(((SecretSource.Kept) source.get()).reference(), notOlderThan));
    }
}
