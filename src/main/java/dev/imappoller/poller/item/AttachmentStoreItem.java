package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.item.AttachmentBucket.AccessKey;
import dev.imappoller.poller.item.ItemAttribute.Group;
import dev.imappoller.poller.url.WebUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads an item's map {@code attachmentStore}. */
final class AttachmentStoreItem {
    private static final int LONGEST_PREFIX = 500;
    private static final int LONGEST_BUCKET = 63;
    private static final int LONGEST_REGION = 50;
    private static final int LONGEST_KEY_ID = 128;

    private final Attributes store;

    private AttachmentStoreItem(Attributes store) {
        this.store = store;
    }

    /** The store, where the item has one; what is wrong with it is noted as a problem. */
    static Optional<AttachmentBucket> read(Attributes item) {
        return item.map(ItemAttribute.ATTACHMENT_STORE).map(store -> new AttachmentStoreItem(store).bucket());
    }

    private AttachmentBucket bucket() {
        store.names().stream()
                .filter(name ->
                        ItemAttribute.called(name, Group.ATTACHMENT_STORE).isEmpty())
                .sorted()
                .forEach(name -> store.problem(
                        name, "is unknown: an attachmentStore map has " + ItemAttribute.names(Group.ATTACHMENT_STORE)));
        String bucket = store.required(ItemAttribute.BUCKET);
        if (!bucket.isEmpty() && !isBucket(bucket)) {
            store.problem(ItemAttribute.BUCKET, "must be " + ItemAttribute.BUCKET.shape());
        }
        Optional<WebUrl> endpoint = endpoint();
        Optional<AccessKey> accessKey = accessKey();
        if (store.has(ItemAttribute.ENDPOINT) && accessKey.isEmpty()) {
            store.problem(
                    ItemAttribute.ACCESS_KEY_ID,
                    "is missing: a store at an endpoint of its own needs accessKeyId and secretAccessKeyRef (or"
                            + " secretAccessKey), since the function's role means nothing there");
        }
        return new AttachmentBucket(
                bucket,
                prefix(),
                store.numberOrDefault(ItemAttribute.MIN_BYTES),
                plain(ItemAttribute.REGION, LONGEST_REGION, c -> Characters.isAlphanumeric(c) || c == '-'),
                endpoint,
                // A bucket with a dot in its name has no certificate for its host name.
                store.has(ItemAttribute.PATH_STYLE)
                        ? store.flag(ItemAttribute.PATH_STYLE)
                        : store.has(ItemAttribute.ENDPOINT) || bucket.indexOf('.') >= 0,
                accessKey,
                store.number(ItemAttribute.URL_EXPIRY_MINUTES).map(Duration::ofMinutes));
    }

    /** As S3 names general purpose buckets. */
    private static boolean isBucket(String name) {
        boolean letters = Characters.all(
                name, 3, LONGEST_BUCKET, c -> c >= 'a' && c <= 'z' || Characters.isDigit(c) || c == '-' || c == '.');
        return letters
                && Characters.isAlphanumeric(name.charAt(0))
                && Characters.isAlphanumeric(name.charAt(name.length() - 1))
                && !name.contains("..");
    }

    /** Only what no tool has to escape, and no segment that leads elsewhere. */
    private String prefix() {
        String prefix = store.textOrDefault(ItemAttribute.PREFIX);
        String inside = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        boolean plain =
                Characters.all(inside, 1, LONGEST_PREFIX, c -> Characters.isAlphanumeric(c) || "-_./".indexOf(c) >= 0);
        boolean sound = Characters.split(inside, '/').stream()
                .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
        if (!plain || !sound) {
            store.problem(ItemAttribute.PREFIX, "must be " + ItemAttribute.PREFIX.shape());
        }
        return inside;
    }

    private Optional<WebUrl> endpoint() {
        Optional<String> written = store.text(ItemAttribute.ENDPOINT);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        try {
            Target target = Target.parse(written.get());
            boolean bare = target.url().path().equals("/")
                    && target.url().query().isEmpty()
                    && target.authorization().isEmpty();
            if (!bare) {
                store.problem(
                        ItemAttribute.ENDPOINT,
                        "must be scheme and host alone, without bucket, user or query: "
                                + ItemAttribute.ENDPOINT.shape());
            }
            return Optional.of(target.url());
        } catch (IllegalArgumentException e) {
            store.problem(ItemAttribute.ENDPOINT, e.getMessage() + ": " + ItemAttribute.ENDPOINT.shape());
            return Optional.empty();
        }
    }

    private Optional<AccessKey> accessKey() {
        Optional<SecretSource> secret =
                store.source(ItemAttribute.SECRET_ACCESS_KEY, ItemAttribute.SECRET_ACCESS_KEY_REF);
        boolean hasSecret =
                store.has(ItemAttribute.SECRET_ACCESS_KEY) || store.has(ItemAttribute.SECRET_ACCESS_KEY_REF);
        if (store.has(ItemAttribute.ACCESS_KEY_ID) != hasSecret) {
            store.problem(
                    hasSecret ? ItemAttribute.ACCESS_KEY_ID : ItemAttribute.SECRET_ACCESS_KEY_REF,
                    "is missing: an access key is an id and a secret");
        }
        Optional<String> id = plain(
                ItemAttribute.ACCESS_KEY_ID,
                LONGEST_KEY_ID,
                c -> Characters.isAlphanumeric(c) || "-_.=+".indexOf(c) >= 0);
        return id.flatMap(known -> secret.map(source -> new AccessKey(known, source)));
    }

    private Optional<String> plain(ItemAttribute attribute, int longest, IntPredicate kind) {
        Optional<String> text = store.text(attribute);
        if (text.isPresent() && !Characters.all(text.get(), 1, longest, kind)) {
            store.problem(attribute, "must be " + attribute.shape());
            return Optional.empty();
        }
        return text;
    }
}
