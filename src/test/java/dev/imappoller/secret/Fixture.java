package dev.imappoller.secret;

import dev.imappoller.oauth.AccessTokens;
import dev.imappoller.oauth.RefreshTokens;
import dev.imappoller.oauth.TokenEndpoint;
import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.url.WebUrl;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Credentials over the SDK's own clients, against services and a token endpoint of the tests. */
public final class Fixture implements AutoCloseable {
    public final AwsSecrets aws = AwsSecrets.start();
    public final TestClock clock = new TestClock();
    public final SecretEvents events = new SecretEvents();
    public final List<Map<String, String>> asked = new ArrayList<>();
    public final AtomicInteger clients = new AtomicInteger();
    public Function<Map<String, String>, TokenEndpoint.Response> tokens = form -> granted("token-canary-1", 3600);
    public RotationLease lease = RotationLease.ALONE;

    /** Over the network, instead of {@link #tokens}. */
    public Optional<TokenEndpoint> real = Optional.empty();

    private final StaticCredentialsProvider keys =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private final ClientOverrideConfiguration settings = ClientOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(3))
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .build();
    private final SsmClient ssm = SsmClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(keys)
            .overrideConfiguration(settings)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    private final SecretsManagerClient secretsManager = SecretsManagerClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(keys)
            .overrideConfiguration(settings)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    public final SecretReader secrets = SecretReader.of(
            "imap-poller/",
            () -> {
                clients.incrementAndGet();
                return ssm;
            },
            () -> {
                clients.incrementAndGet();
                return secretsManager;
            },
            events.events(),
            clock);
    public final TokenEndpoint endpoint = this::answer;
    public final RefreshTokens refreshTokens = new RefreshTokens(secrets, reference -> lease.take(reference));
    public final AccessTokens accessTokens = new AccessTokens(secrets, refreshTokens, endpoint, events.events(), clock);
    public final StoredCredentials credentials = new StoredCredentials(secrets, accessTokens);

    public static TokenEndpoint.Response granted(String token, long seconds) {
        return new TokenEndpoint.Response.Answered(
                200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    }

    public static TokenEndpoint.Response granted(String token, String refreshToken) {
        return new TokenEndpoint.Response.Answered(
                200,
                "{\"access_token\":\"" + token + "\",\"expires_in\":\"3600\",\"refresh_token\":\"" + refreshToken
                        + "\"}");
    }

    public static TokenEndpoint.Response error(int status, String error) {
        return new TokenEndpoint.Response.Answered(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS1: because\"}");
    }

    public static Poller withPassword(String pollerId, String reference) {
        return poller(pollerId, Map.of("passwordSecret", reference));
    }

    public static Poller withOAuth(Map<String, Object> more) {
        Map<String, Object> oauth =
                new HashMap<>(Map.of("tokenUrl", "https://login.example.com/token", "clientId", "app"));
        oauth.putAll(more);
        return poller("p", Map.of("oauth", oauth));
    }

    public static Poller poller(String pollerId, Map<String, Object> more) {
        Map<String, Object> item = new HashMap<>(
                Map.of("host", "imap.example.com", "username", "u", "url", "https://example.com/inbound"));
        item.putAll(more);
        return PollerItem.read(pollerId, item).poller().orElseThrow();
    }

    /** The login that is shown now. */
    public String login(Poller poller) throws CredentialsException {
        return credentials.login(poller).secret().reveal();
    }

    /** Why there is no login. */
    public Failure failure(Poller poller) {
        try {
            Login.Presented login = credentials.login(poller);
            throw new AssertionError("there is a login: " + login);
        } catch (CredentialsException e) {
            return e.failure();
        }
    }

    /** The login after this one was refused. */
    public Optional<String> renewed(Poller poller, String refused) throws CredentialsException {
        Login.Presented shown = poller.login() instanceof Login.OAuth
                ? new Login.AccessToken(new Secret(refused))
                : new Login.Password(new Secret(refused));
        return credentials.renewed(poller, shown).map(login -> login.secret().reveal());
    }

    @Override
    public void close() {
        ssm.close();
        secretsManager.close();
        aws.close();
    }

    private synchronized TokenEndpoint.Response answer(WebUrl tokenUrl, Map<String, String> form, Duration atMost) {
        asked.add(Map.copyOf(form));
        return real.map(endpoint -> endpoint.post(tokenUrl, form, atMost)).orElseGet(() -> tokens.apply(form));
    }
}
