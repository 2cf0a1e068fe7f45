package dev.imappoller.poller.item;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where messages go, and how they are written.
 *
 * @param plainFromHtml whether a message that has HTML alone is posted with a plain text that is derived from it
 * @param signingSecrets keys that payloads are signed with; two while one is replaced
 * @param signingSecretReference where those keys are kept, if not in the item; they must be fetched before the poller is polled
 * @param headers extra request headers; their values are often keys, hence secrets
 */
public record Webhook(
        Target target,
        Format format,
        boolean plainFromHtml,
        List<SigningSecret> signingSecrets,
        Optional<SecretReference> signingSecretReference,
        Map<String, Secret> headers) {
    public Webhook {
        signingSecrets = List.copyOf(signingSecrets);
        headers = Map.copyOf(headers);
    }

    /** The same webhook with these keys. */
    Webhook with(List<SigningSecret> keys) {
        return new Webhook(target, format, plainFromHtml, keys, signingSecretReference, headers);
    }
}
