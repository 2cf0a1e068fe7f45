package dev.imappoller.s3;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.poller.endpoint.AttachmentStore;
import dev.imappoller.poller.endpoint.HttpRequests;
import dev.imappoller.poller.item.AttachmentBucket;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Attachments in buckets of S3 and of stores that speak as S3 does: single requests, signed by the signer of the AWS SDK. */
public final class S3AttachmentStore implements AttachmentStore {
    private final HttpRequests http;
    private final Supplier<AwsCredentialsIdentity> credentials;
    private final String region;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * @param http closed with the store
     * @param credentials those of the function's role, asked for where an item has no access key
     * @param region the function's own
     * @param nanoTime as {@link System#nanoTime()}
     */
    public S3AttachmentStore(
            HttpRequests http,
            Supplier<AwsCredentialsIdentity> credentials,
            String region,
            Clock clock,
            LongSupplier nanoTime) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Put put(AttachmentBucket bucket, String key, Attachment attachment, Duration atMost) throws IOException {
        ObjectUrl url = ObjectUrl.of(bucket, region, key);
        Failures failures = new Failures(bucket, url);
        RequestSigner signer;
        try {
            signer = new RequestSigner(identity(bucket), url.region(), clock);
        } catch (SdkException e) {
            return new Put.Failed(failures.withoutCredentials());
        }
        long until = nanoTime.getAsLong() + atMost.toNanos();
        Calls calls = new Calls(http, signer, () -> Duration.ofNanos(until - nanoTime.getAsLong()));
        try (AttachmentReader toSign = new AttachmentReader(attachment);
                AttachmentReader toSend = new AttachmentReader(attachment)) {
            new Upload(calls, url, attachment, toSign, toSend).run();
        } catch (RefusedException e) {
            return new Put.Failed(failures.words(e.reply()));
        }
        return new Put.Stored(bucket.urlExpiry()
                .map(expiry -> signer.presigned(url, expiry))
                .orElseGet(() -> "s3://" + bucket.bucket() + "/" + key));
    }

    @Override
    public void close() {
        http.close();
    }

    private AwsCredentialsIdentity identity(AttachmentBucket bucket) {
        return bucket.accessKey()
                .map(key -> AwsCredentialsIdentity.create(
                        key.id(), bucket.secret().orElseThrow().reveal()))
                .orElseGet(credentials);
    }
}
