package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.url.WebUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a poller's attachments are kept apart from its messages: a bucket of S3, or of another store that speaks as S3 does.
 *
 * @param prefix what the keys of its objects begin with; no slash at either end
 * @param minBytes smaller attachments stay in the message
 * @param region empty: the function's own, or what stores without regions take
 * @param endpoint the store's URL, without a path; empty: AWS's own
 * @param pathStyle whether the bucket's name stands in the path instead of the host name
 * @param accessKey the store's own; empty: the function's role is used
 * @param urlExpiry how long the URLs in payloads can be used; empty: they are {@code s3://} URLs, for readers with rights of their own
 */
public record AttachmentBucket(
        String bucket,
        String prefix,
        long minBytes,
        Optional<String> region,
        Optional<WebUrl> endpoint,
        boolean pathStyle,
        Optional<AccessKey> accessKey,
        Optional<Duration> urlExpiry) {

    /** What requests are signed with. */
    public record AccessKey(String id, SecretSource secret) {}

    /** Whether an attachment of this size is put there. */
    public boolean takes(long size) {
        return size >= minBytes;
    }

    /** Where the secret of the access key is kept, if not in the item. */
    public Optional<SecretReference> secretReference() {
        return accessKey.flatMap(key -> key.secret().kept());
    }

    /** The secret of the access key, as far as it is at hand. */
    public Optional<Secret> secret() {
        return accessKey.flatMap(key -> key.secret().given());
    }

    /** The same with the secret of its access key. */
    AttachmentBucket with(Secret secret) {
        return new AttachmentBucket(
                bucket,
                prefix,
                minBytes,
                region,
                endpoint,
                pathStyle,
                accessKey.map(key -> new AccessKey(key.id(), new SecretSource.Given(secret))),
                urlExpiry);
    }
}
