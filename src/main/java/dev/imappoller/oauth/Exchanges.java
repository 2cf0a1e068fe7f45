package dev.imappoller.oauth;

import dev.imappoller.oauth.AuthorizeResult.Failed;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.url.WebUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What both ways of authorizing have in common: who is authorized, the exchange at the token endpoint, and keeping what comes of it. */
public final class Exchanges {
    /** A token endpoint across the world answers within a second. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final TokenEndpoint endpoint;
    private final AccessTokens tokens;
    private final KeptSecrets secrets;
    private final RefreshTokens refreshTokens;
    private final Assertions assertions;

    /** What is done for a grantee. */
    interface Work {
        AuthorizeResult on(Grantee grantee) throws CredentialsException;
    }

    /** What is done while nobody else uses the refresh token. */
    interface AloneWork {
        AuthorizeResult make() throws CredentialsException;
    }

    public Exchanges(
            TokenEndpoint endpoint,
            AccessTokens tokens,
            KeptSecrets secrets,
            RefreshTokens refreshTokens,
            Assertions assertions) {
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.secrets = secrets;
        this.refreshTokens = refreshTokens;
        this.assertions = assertions;
    }

    /** Does it, if there is nothing about the poller that would make a person sign in for nothing. */
    AuthorizeResult with(Poller poller, Work work) {
        Optional<Failed> obstacle = Grantee.obstacle(poller);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        OAuthGrant.AuthorizationCode grant =
                poller.login().oauth().flatMap(OAuthGrant::byPerson).orElseThrow();
        SecretReference kept = grant.kept().kept().orElseThrow();
        try {
            secrets.admit(kept);
            Grantee grantee = new Grantee(poller, grant, kept, tokens.proof(grant.client(), Duration.ZERO));
            client(grantee);
            return work.on(grantee);
        } catch (CredentialsException e) {
            return new Failed(e.failure().detail());
        }
    }

    /** Does it under the lease of the refresh token: a run that spends the old one would else write over the new one. */
    AuthorizeResult alone(Grantee grantee, AloneWork work) throws CredentialsException {
        Optional<RotationLease.Held> held = refreshTokens.takeSoon(grantee.kept());
        if (held.isEmpty()) {
            return new Failed("A run is just using the refresh token " + grantee.kept()
                    + ". Send the same once more in a minute.");
        }
        try {
            return work.make();
        } finally {
            held.get().close();
        }
    }

    /**
     * Asks the token endpoint.
     *
     * @param more of the form, beside the client
     * @param shown all in it that is secret
     * @throws CredentialsException if the client's key is none
     */
    CodeAnswer ask(Grantee grantee, Map<String, String> more, List<Secret> shown) throws CredentialsException {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.putAll(client(grantee));
        List<Secret> all = new ArrayList<>(shown);
        grantee.proof().ifPresent(all::add);
        return CodeAnswer.read(grantee, post(grantee.grant().tokenUrl(), form), all);
    }

    TokenEndpoint.Response post(WebUrl url, Map<String, String> form) {
        return endpoint.post(url, form, AT_MOST);
    }

    /** Keeps the refresh token, if there is one. */
    AuthorizeResult kept(Grantee grantee, CodeAnswer codes) {
        return codes.match(
                granted -> kept(grantee, granted),
                pending -> new Failed("The token endpoint "
                        + grantee.grant().tokenUrl().host()
                        + " asks to wait, as it may do with devices only. Check tokenUrl."),
                refused -> new Failed(refused.why()));
    }

    private AuthorizeResult kept(Grantee grantee, CodeAnswer.Granted granted) {
        // What is not kept is lost, and nobody likes to sign in again for a passing trouble.
        return refreshTokens
                .put(grantee.kept(), granted.refreshToken())
                .flatMap(why -> refreshTokens.put(grantee.kept(), granted.refreshToken()))
                .<AuthorizeResult>map(why -> new Failed("Access is granted, but the refresh token could not be kept in "
                        + grantee.kept() + ": " + why + ". What was granted is lost: begin again."))
                .orElseGet(() -> new AuthorizeResult.Granted(
                        "Access is granted, and the refresh token is kept in " + grantee.kept() + "."));
    }

    private Map<String, String> client(Grantee grantee) throws CredentialsException {
        return new TokenRequest(grantee.grant(), grantee.proof(), Optional.empty())
                .client(grantee.grant().client(), assertions);
    }
}
