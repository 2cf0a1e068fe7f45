package dev.imappoller.s3;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where an object is.
 *
 * @param store host and port, the bucket's name in front of them unless it stands in the path
 * @param path percent-encoded, with the bucket's name if it stands there
 * @param region that requests are signed for
 */
record ObjectUrl(WebUrl store, String path, String region) {
    /** What stores without regions take. */
    private static final String NO_REGION = "us-east-1";

    private static final String HEX = "0123456789ABCDEF";

    /** @param ownRegion the function's */
    static ObjectUrl of(AttachmentBucket bucket, String ownRegion, String key) {
        String region = bucket.region().orElse(bucket.endpoint().isPresent() ? NO_REGION : ownRegion);
        WebUrl endpoint = bucket.endpoint().orElseGet(() -> ofAws(region));
        String path = "/" + encoded(key, true);
        if (bucket.pathStyle()) {
            return new ObjectUrl(endpoint, "/" + bucket.bucket() + path, region);
        }
        WebUrl store = new WebUrl(
                endpoint.scheme(),
                bucket.bucket() + "." + endpoint.host(),
                endpoint.port(),
                endpoint.path(),
                endpoint.query());
        return new ObjectUrl(store, path, region);
    }

    private static WebUrl ofAws(String region) {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return new WebUrl("https", "s3." + region + "." + domain, 443, "/", Optional.empty());
    }

    /** As it is requested, and signed. */
    WebUrl with(String query) {
        return new WebUrl(
                store.scheme(),
                store.host(),
                store.port(),
                path,
                query.isEmpty() ? Optional.empty() : Optional.of(query));
    }

    /** As S3 encodes names: every octet but those of unreserved characters (RFC 3986, section 2.3), and slashes where they divide. */
    static String encoded(String text, boolean slashes) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (Characters.isAlphanumeric(c) || "-_.~".indexOf(c) >= 0 || slashes && c == '/') {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }
}
