package dev.imappoller.secret;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.secret.FetchedSecret.Reason;
import dev.imappoller.secret.FetchedSecret.Unavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Secrets in AWS Secrets Manager, one a call: BatchGetSecretValue would have to be permitted for all secrets of the account, while
 * GetSecretValue can be permitted for those under a prefix.
 */
final class SecretsManager implements SecretService {
    private final Supplier<SecretsManagerClient> client;

    /** @param client asked for at the first reference, so that a function without any doesn't pay for it */
    SecretsManager(Supplier<SecretsManagerClient> client) {
        this.client = client;
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public Map<String, FetchedSecret> fetch(List<String> ids) {
        return Map.of(ids.get(0), fetch(ids.get(0)));
    }

    @Override
    public Optional<Unavailable> write(String id, Secret text) {
        try {
            client.get().putSecretValue(request -> request.secretId(id).secretString(text.reveal()));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(AwsErrors.of(e));
        }
    }

    @Override
    public Optional<Unavailable> create(String id, Secret text) {
        if (id.startsWith("arn:")) {
            return Optional.of(new Unavailable(Reason.NOT_FOUND)); // AWS makes the ARN.
        }
        try {
            client.get().createSecret(request -> request.name(id).secretString(text.reveal()));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(AwsErrors.of(e));
        }
    }

    private FetchedSecret fetch(String id) {
        try {
            return Optional.ofNullable(client.get()
                            .getSecretValue(request -> request.secretId(id))
                            .secretString())
                    .<FetchedSecret>map(text -> new FetchedSecret.Value(new Secret(text)))
                    .orElseGet(() -> new Unavailable(Reason.NOT_TEXT));
        } catch (SdkException e) {
            return AwsErrors.of(e);
        }
    }
}
