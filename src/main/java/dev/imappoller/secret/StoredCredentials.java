package dev.imappoller.secret;

import dev.imappoller.poller.endpoint.TokenEndpoint;
import dev.imappoller.poller.item.Login;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.item.SecretReference;
import dev.imappoller.poller.item.SecretReference.Service;
import dev.imappoller.poller.item.SigningSecret;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Credentials from AWS's two services for secrets, and from token endpoints. */
public final class StoredCredentials implements Credentials {
    /** Calls made at the same time before the passes of a run ask for what they need. */
    private static final int FETCHERS = 8;

    private final SecretReader secrets;
    private final AccessTokens tokens;

    StoredCredentials(SecretReader secrets, AccessTokens tokens) {
        this.secrets = secrets;
        this.tokens = tokens;
    }

    /**
     * @param prefix that the names of secrets must begin with
     * @param ssm asked for at the first reference to it, as is {@code secretsManager}
     */
    public static StoredCredentials of(
            String prefix,
            Supplier<SsmClient> ssm,
            Supplier<SecretsManagerClient> secretsManager,
            TokenEndpoint endpoint,
            RotationLease lease,
            Events events,
            Clock clock) {
        ThreadPoolExecutor fetchers = new ThreadPoolExecutor(
                FETCHERS, FETCHERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StoredCredentials::fetcher);
        fetchers.allowCoreThreadTimeOut(true);
        SecretCache cache = new SecretCache(
                Map.of(
                        Service.SSM, new ParameterStore(ssm),
                        Service.SECRETS_MANAGER, new SecretsManager(secretsManager)),
                clock,
                fetchers);
        SecretReader secrets = new SecretReader(prefix, cache, events);
        return new StoredCredentials(secrets, new AccessTokens(secrets, endpoint, lease, events, clock));
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

    private static Stream<SecretReference> references(Poller poller) {
        Login login = poller.login();
        Stream<SecretReference> forLogin = Stream.empty();
        if (login instanceof Login.PasswordReference password) {
            forLogin = Stream.of(password.reference());
        } else if (login instanceof Login.OAuth oauth) {
            forLogin = oauth.grant().references();
        }
        return Stream.concat(forLogin, poller.signingSecretReference().stream());
    }

    private static Thread fetcher(Runnable work) {
        Thread thread = new Thread(work, "secrets");
        thread.setDaemon(true);
        return thread;
    }
}
