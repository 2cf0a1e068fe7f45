package dev.imappoller.secret;

import dev.imappoller.oauth.AccessTokens;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.wording.SecretFailures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Credentials from AWS's two services for secrets, and from token endpoints. */
public final class StoredCredentials implements Credentials {
    private final SecretReader secrets;
    private final AccessTokens tokens;

    public StoredCredentials(SecretReader secrets, AccessTokens tokens) {
        this.secrets = secrets;
        this.tokens = tokens;
    }

    @Override
    public void prepare(List<Poller> pollers) {
        secrets.prefetch(pollers.stream().flatMap(StoredCredentials::references));
    }

    @Override
    public Login.Presented login(Poller poller) throws CredentialsException {
        Optional<SecretReference> password = poller.login().passwordReference();
        if (password.isPresent()) {
            return new Login.Password(secrets.read(password.get(), SecretCache.FRESH));
        }
        Optional<OAuthGrant> grant = poller.login().oauth();
        return grant.isPresent() ? tokens.get(poller.pollerId(), grant.get()) : poller.presentedLogin();
    }

    @Override
    public List<Secret> loginSecrets(Poller poller) throws CredentialsException {
        Optional<OAuthGrant> grant = poller.login().oauth();
        return grant.isPresent()
                ? tokens.secrets(grant.get())
                : List.of(login(poller).secret());
    }

    @Override
    public Optional<Login.Presented> renewed(Poller poller, Login.Presented refused) throws CredentialsException {
        Optional<SecretReference> password = poller.login().passwordReference();
        if (password.isPresent()) {
            Secret now = secrets.read(password.get(), Duration.ZERO);
            return now.equals(refused.secret()) ? Optional.empty() : Optional.of(new Login.Password(now));
        }
        Optional<OAuthGrant> grant = poller.login().oauth();
        return grant.isEmpty()
                ? Optional.empty()
                : tokens.renewed(poller.pollerId(), grant.get(), refused.secret())
                        .map(token -> token);
    }

    @Override
    public List<SigningSecret> signingSecrets(Poller poller) throws CredentialsException {
        if (poller.signingSecretReference().isEmpty()) {
            return poller.signingSecrets();
        }
        SecretReference reference = poller.signingSecretReference().get();
        try {
            return SigningSecret.parseAll(
                    secrets.read(reference, SecretCache.FRESH).reveal());
        } catch (IllegalArgumentException e) {
            throw new CredentialsException(SecretFailures.noSigningSecret(reference, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<Secret> storeSecret(Poller poller) throws CredentialsException {
        Optional<SecretReference> kept = poller.attachmentStore().flatMap(AttachmentBucket::secretReference);
        return kept.isEmpty() ? Optional.empty() : Optional.of(secrets.read(kept.get(), SecretCache.FRESH));
    }

    private static Stream<SecretReference> references(Poller poller) {
        Stream<SecretReference> forLogin = Stream.concat(
                poller.login().passwordReference().stream(),
                poller.login().oauth().stream().flatMap(OAuthGrant::references));
        Stream<SecretReference> others = poller.signingSecretReference().stream();
        if (poller.attachmentStore().isPresent()) {
            others = Stream.concat(others, poller.attachmentStore().get().secretReference().stream());
        }
        return Stream.concat(forLogin, others);
    }
}
