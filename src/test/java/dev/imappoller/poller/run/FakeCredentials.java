package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Credentials in memory: secrets by reference, of which any may be missing. */
public final class FakeCredentials implements Credentials {
    final Map<String, String> secrets = new HashMap<>();
    final List<String> prepared = new ArrayList<>();
    Optional<Login.Presented> renewed = Optional.empty();
    int renewals;

    @Override
    public void prepare(List<Poller> pollers) {
        pollers.forEach(poller -> prepared.add(poller.pollerId()));
    }

    @Override
    public Login.Presented login(Poller poller) throws CredentialsException {
        return poller.login() instanceof Login.PasswordReference password
                ? new Login.Password(read(password.reference()))
                : poller.presentedLogin();
    }

    @Override
    public List<Secret> loginSecrets(Poller poller) throws CredentialsException {
        List<Secret> all = new ArrayList<>();
        if (poller.login() instanceof Login.OAuth oauth) {
            for (SecretReference reference : oauth.grant().references().toList()) {
                all.add(read(reference));
            }
        } else {
            all.add(login(poller).secret());
        }
        return all;
    }

    @Override
    public Optional<Login.Presented> renewed(Poller poller, Login.Presented refused) {
        renewals++;
        return renewed;
    }

    @Override
    public List<SigningSecret> signingSecrets(Poller poller) throws CredentialsException {
        return poller.signingSecretReference().isPresent()
                ? SigningSecret.parseAll(
                        read(poller.signingSecretReference().get()).reveal())
                : poller.signingSecrets();
    }

    @Override
    public Optional<Secret> storeSecret(Poller poller) throws CredentialsException {
        Optional<SecretReference> kept = poller.attachmentStore().flatMap(AttachmentBucket::secretReference);
        return kept.isEmpty() ? Optional.empty() : Optional.of(read(kept.get()));
    }

    private Secret read(SecretReference reference) throws CredentialsException {
        if (!secrets.containsKey(reference.toString())) {
            throw new CredentialsException(
                    new Failure(PollerStatus.SECRET_UNAVAILABLE, "The secret " + reference + " is missing."));
        }
        return new Secret(secrets.get(reference.toString()));
    }
}
