package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SigningSecret;
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
 * @param attachmentStore where attachments are kept, if not in the payload; the secret of its access key must be at hand before the poller is
 *     polled
 */
public record Webhook(
        Target target,
        Format format,
        boolean plainFromHtml,
        List<SigningSecret> signingSecrets,
        Optional<SecretReference> signingSecretReference,
        Map<String, Secret> headers,
        Optional<AttachmentBucket> attachmentStore) {
    public Webhook {
        signingSecrets = List.copyOf(signingSecrets);
        headers = Map.copyOf(headers);
    }

    /** The same webhook with these keys. */
    Webhook with(List<SigningSecret> keys) {
        return new Webhook(target, format, plainFromHtml, keys, signingSecretReference, headers, attachmentStore);
    }

    /** The same webhook with the secret of its attachment store's access key. */
    Webhook with(Secret secretAccessKey) {
        return new Webhook(
                target,
                format,
                plainFromHtml,
                signingSecrets,
                signingSecretReference,
                headers,
                attachmentStore.map(store -> store.with(secretAccessKey)));
    }
}
