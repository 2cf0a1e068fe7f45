package dev.imappoller.secret;

import dev.imappoller.oauth.AccessTokens;
import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.item.Login;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.item.SecretReference;
import dev.imappoller.poller.item.SigningSecret;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
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
        Login login = poller.login();
        if (login instanceof Login.PasswordReference password) {
            return new Login.Password(secrets.read(password.reference(), SecretCache.FRESH));
        }
        if (login instanceof Login.OAuth oauth) {
            return tokens.get(poller.pollerId(), oauth.grant());
        }
        return poller.presentedLogin();
    }

    @Override
    public List<Secret> loginSecrets(Poller poller) throws CredentialsException {
        return poller.login() instanceof Login.OAuth oauth
                ? tokens.secrets(oauth.grant())
                : List.of(login(poller).secret());
    }

    @Override
    public Optional<Login.Presented> renewed(Poller poller, Login.Presented refused) throws CredentialsException {
        Login login = poller.login();
        if (login instanceof Login.PasswordReference password) {
            Secret now = secrets.read(password.reference(), Duration.ZERO);
            return now.equals(refused.secret()) ? Optional.empty() : Optional.of(new Login.Password(now));
        }
        if (login instanceof Login.OAuth oauth) {
            return tokens.renewed(poller.pollerId(), oauth.grant(), refused.secret())
                    .map(token -> token);
        }
        return Optional.empty();
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
            throw new CredentialsException(new Failure(
                    PollerStatus.SECRET_UNAVAILABLE,
                    "The secret " + reference + " is no signing secret: it " + e.getMessage() + "."));
        }
    }

    @Override
    public Optional<Secret> storeSecret(Poller poller) throws CredentialsException {
        Optional<SecretReference> kept = poller.attachmentStore().flatMap(AttachmentBucket::secretReference);
        return kept.isEmpty() ? Optional.empty() : Optional.of(secrets.read(kept.get(), SecretCache.FRESH));
    }

    private static Stream<SecretReference> references(Poller poller) {
        Login login = poller.login();
        Stream<SecretReference> forLogin = Stream.empty();
        if (login instanceof Login.PasswordReference password) {
            forLogin = Stream.of(password.reference());
        } else if (login instanceof Login.OAuth oauth) {
            forLogin = oauth.grant().references();
        }
        Stream<SecretReference> others = poller.signingSecretReference().stream();
        if (poller.attachmentStore().isPresent()) {
            others = Stream.concat(others, poller.attachmentStore().get().secretReference().stream());
        }
        return Stream.concat(forLogin, others);
    }
}
