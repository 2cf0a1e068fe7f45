package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.provider.Provider;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The attributes of an item of the Pollers table: what each is called, its DynamoDB type, its range, what counts where it is absent,
 * and what it should be. All that reads or writes an item goes by this table, and a test holds docs/configuration.md to it.
 */
public enum ItemAttribute {
    POLLER_ID("pollerId", "S", "required", "the item's key, any text without line breaks"),
    PROVIDER("provider", "S", "none", "one of " + Provider.ids()),
    HOST("host", "S", "required without provider", "the IMAP server's name, such as imap.example.com"),
    USERNAME("username", "S", "required", "the account's login name, often its address"),
    PASSWORD("password", "S", "one of three", "the account's password or app password"),
    PASSWORD_SECRET("passwordSecret", "S", "one of three", SecretReference.EXAMPLE),
    OAUTH(
            "oauth",
            "M",
            "one of three",
            "a map (M): grant, tokenUrl (unless provider has it), clientId, scope, and the secrets of that grant, such as"
                    + " refreshTokenRef"),
    URL("url", "S", "required", "the address to post to, such as https://example.com/inbound"),
    PORT("port", 1, 65_535, "993 with ssl, else 143"),
    SSL("ssl", true),
    ALLOW_PLAINTEXT("allowPlaintext", false),
    FOLDER("folder", "S", "INBOX", "the folder's name, such as INBOX"),
    FORMAT("format", "S", "json", "json, multipart or raw"),
    PLAIN_FROM_HTML("plainFromHtml", false),
    ENABLED("enabled", true),
    INTERVAL_MINUTES("intervalMinutes", 0, 7 * 24 * 60, "1"),
    MAX_MESSAGES("maxMessages", 1, 10_000, "100"),
    MAX_MESSAGE_BYTES("maxMessageBytes", 1, 1024L * 1024 * 1024, "26214400"),
    RETRY_STATUSES(Group.CONFIGURATION, "retryStatuses", "L of N", 400, 499, "none", "a list (L) of numbers (N)"),
    SIGNING_SECRET("signingSecret", "S", "none", "whsec_ and 24 to 64 octets in base64"),
    SIGNING_SECRET_REF("signingSecretRef", "S", "none", SecretReference.EXAMPLE),
    HEADERS("headers", "M of S", "none", "a map (M) of strings (S)"),
    MAX_ATTEMPTS("maxAttempts", 1, 1_000_000, "none"),
    RETRY_BACKOFF("retryBackoff", false),
    AFTER_DELIVERY(
            "afterDelivery", "M", "none", "a map (M): one of move, delete and keyword, and the same in rejected"),
    ALERT_EMAIL("alertEmail", "S", "none", "the address that gets this poller's alerts"),
    ALERT_URL(
            "alertUrl", "S", "none", "the URL that gets this poller's alerts, such as https://app.example.com/alerts"),
    ATTACHMENT_STORE(
            "attachmentStore",
            "M",
            "none",
            "a map (M): bucket, and prefix, minBytes and the like where they are needed"),
    FILTER("filter", "M or L of M", "none", "a map (M) that is not empty, or a list (L) of them"),

    GRANT(
            Group.OAUTH,
            "grant",
            "authorization_code",
            "authorization_code (a person grants access), client_credentials or jwt-bearer"),
    TOKEN_URL(
            Group.OAUTH,
            "tokenUrl",
            "required without provider",
            "the token endpoint, such as https://oauth2.googleapis.com/token"),
    TENANT(Group.OAUTH, "tenant", "that of provider", "the organization's id or domain at Microsoft"),
    CLIENT_ID(Group.OAUTH, "clientId", "required, not with jwt-bearer", "the application's id"),
    CLIENT_SECRET(Group.OAUTH, "clientSecret", "none", "the application's secret"),
    CLIENT_SECRET_REF(Group.OAUTH, "clientSecretRef", "none", SecretReference.EXAMPLE),
    CLIENT_ASSERTION_KEY_REF(Group.OAUTH, "clientAssertionKeyRef", "none", SecretReference.EXAMPLE),
    THUMBPRINT(
            Group.OAUTH,
            "thumbprint",
            "with clientAssertionKeyRef",
            "the certificate's, 40 (SHA-1) or 64 (SHA-256) hexadecimal digits"),
    SCOPE(Group.OAUTH, "scope", "that of provider", "such as https://outlook.office365.com/.default"),
    REFRESH_TOKEN(Group.OAUTH, "refreshToken", "one of two", "what a person granted"),
    REFRESH_TOKEN_REF(Group.OAUTH, "refreshTokenRef", "one of two", SecretReference.EXAMPLE),
    AUTHORIZATION_URL(
            Group.OAUTH,
            "authorizationUrl",
            "that of provider",
            "the page for consent, such as https://accounts.google.com/o/oauth2/v2/auth"),
    DEVICE_AUTHORIZATION_URL(
            Group.OAUTH,
            "deviceAuthorizationUrl",
            "that of provider",
            "such as https://login.microsoftonline.com/TENANT/oauth2/v2.0/devicecode"),
    REDIRECT_URI(Group.OAUTH, "redirectUri", "that of provider", "as registered, such as http://localhost"),
    PRIVATE_KEY_REF(Group.OAUTH, "privateKeyRef", "required with jwt-bearer", SecretReference.EXAMPLE),
    SUBJECT(Group.OAUTH, "subject", "username", "the account that is acted for"),

    BUCKET(
            Group.ATTACHMENT_STORE,
            "bucket",
            "required",
            "the bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots"),
    PREFIX(
            Group.ATTACHMENT_STORE,
            "prefix",
            "imap-poller",
            "up to 500 letters, digits and -_./ of US-ASCII, such as mail/support"),
    MIN_BYTES(Group.ATTACHMENT_STORE, "minBytes", "N", 0, 1024L * 1024 * 1024, "0", "a whole number (N)"),
    URL_EXPIRY_MINUTES(Group.ATTACHMENT_STORE, "urlExpiryMinutes", "N", 1, 7 * 24 * 60, "none", "a whole number (N)"),
    REGION(Group.ATTACHMENT_STORE, "region", "the function's, or us-east-1 with endpoint", "such as eu-west-1"),
    ENDPOINT(
            Group.ATTACHMENT_STORE,
            "endpoint",
            "that of AWS",
            "the store's URL, such as https://ACCOUNT_ID.r2.cloudflarestorage.com"),
    PATH_STYLE(
            Group.ATTACHMENT_STORE,
            "pathStyle",
            "BOOL",
            "true with endpoint or a dot in bucket, else false",
            "a boolean (BOOL), true or false"),
    ACCESS_KEY_ID(
            Group.ATTACHMENT_STORE,
            "accessKeyId",
            "required with endpoint",
            "the access key's id: letters, digits and -_.=+"),
    SECRET_ACCESS_KEY(
            Group.ATTACHMENT_STORE, "secretAccessKey", "one of two with accessKeyId", "the access key's secret"),
    SECRET_ACCESS_KEY_REF(
            Group.ATTACHMENT_STORE, "secretAccessKeyRef", "one of two with accessKeyId", SecretReference.EXAMPLE),

    AFTER_MOVE(Group.AFTER_DELIVERY, "move", "none", "the folder's name, such as Processed"),
    AFTER_DELETE(Group.AFTER_DELIVERY, "delete", "BOOL", "false", "a boolean (BOOL), true or false"),
    AFTER_KEYWORD(
            Group.AFTER_DELIVERY,
            "keyword",
            "none",
            "a keyword such as $Forwarded: up to 100 characters of US-ASCII, without spaces, controls and (){%*\"\\]"),
    AFTER_REJECTED(Group.AFTER_DELIVERY, "rejected", "M", "none", "a map (M): one of move, delete and keyword"),

    FILTER_FROM(Group.FILTER, "from", "S or L of S", "none", Shape.TEXTS),
    FILTER_TO(Group.FILTER, "to", "S or L of S", "none", Shape.TEXTS),
    FILTER_SUBJECT(Group.FILTER, "subject", "S or L of S", "none", Shape.TEXTS),
    FILTER_BODY(Group.FILTER, "body", "S or L of S", "none", Shape.TEXTS),
    FILTER_SINCE(Group.FILTER, "since", "none", "a day such as 2026-11-01"),
    FILTER_HEADER(
            Group.FILTER,
            "header",
            "M of S or L of S",
            "none",
            "a map (M) from names of header fields to texts, such as {\"List-Id\": \"news.example.com\"}"),
    FILTER_LARGER(Group.FILTER, "larger", "N", 0, 4_294_967_295L, "none", "a whole number (N)"),
    FILTER_SMALLER(Group.FILTER, "smaller", "N", 1, 4_294_967_295L, "none", "a whole number (N)"),
    FILTER_KEYWORD(Group.FILTER, "keyword", "S or L of S", "none", Shape.KEYWORDS),
    FILTER_UNKEYWORD(Group.FILTER, "unkeyword", "S or L of S", "none", Shape.KEYWORDS),
    FILTER_NOT(
            Group.FILTER, "not", "M or L of M", "none", "a filter: a map (M) that is not empty, or a list (L) of them"),

    STATUS("status", "S"),
    STATUS_DETAIL("statusDetail", "S"),
    UNREAD_COUNT("unreadCount", "N"),
    OLDEST_UNREAD_AT("oldestUnreadAt", "S"),
    LAST_POLL_AT("lastPollAt", "S"),
    LAST_SUCCESS_AT("lastSuccessAt", "S"),
    CONSECUTIVE_FAILURES("consecutiveFailures", "N"),
    LAST_PASS("lastPass", "M"),
    RECENT_DELIVERIES("recentDeliveries", "M"),
    LAST_ANSWERED("lastAnswered", "S"),
    NO_PIPELINING("noPipelining", "S"),

    PER_HOUR(Group.RECENT_DELIVERIES, "perHour", "L of N", 0, Integer.MAX_VALUE, "", "a list (L) of numbers (N)"),
    UNTIL(Group.RECENT_DELIVERIES, "until", "", "");

    private static final long ANY = Long.MIN_VALUE;

    private final Group group;
    private final String attribute;
    private final String type;
    private final long from;
    private final long to;
    private final String absent;
    private final String shape;

    /** Who writes an attribute, and where. */
    public enum Group {
        /** People, in the item. */
        CONFIGURATION,
        /** People, in the item's map {@code oauth}. */
        OAUTH,
        /** People, in the item's map {@code attachmentStore}. */
        ATTACHMENT_STORE,
        /** People, in the item's map {@code afterDelivery}. */
        AFTER_DELIVERY,
        /** People, in the item's map {@code filter} and in those within it. */
        FILTER,
        /** The function, in the item. */
        WRITTEN,
        /** The function, in the item's map {@code recentDeliveries}. */
        RECENT_DELIVERIES
    }

    /** What several attributes should be; an enum's own constants can't be used before it is made. */
    private static final class Shape {
        private static final String TEXTS =
                "a text (S) that is not empty and has no line break or other control character, or a list (L) of such texts";
        private static final String KEYWORDS =
                "a keyword (S) such as $Forwarded: printable ASCII without blanks and (){%*\"\\], or a list (L) of keywords";
    }

    /** A text, map or list that people write. */
    ItemAttribute(String attribute, String type, String absent, String shape) {
        this(Group.CONFIGURATION, attribute, type, ANY, ANY, absent, shape);
    }

    /** A text in a map. */
    ItemAttribute(Group group, String attribute, String absent, String shape) {
        this(group, attribute, "S", ANY, ANY, absent, shape);
    }

    /** An attribute of a map that is no number. */
    ItemAttribute(Group group, String attribute, String type, String absent, String shape) {
        this(group, attribute, type, ANY, ANY, absent, shape);
    }

    /** A yes or no that people write. */
    ItemAttribute(String attribute, boolean absent) {
        this(attribute, "BOOL", Boolean.toString(absent), "a boolean (BOOL), true or false");
    }

    /** A number that people write. */
    ItemAttribute(String attribute, long from, long to, String absent) {
        this(Group.CONFIGURATION, attribute, "N", from, to, absent, "a whole number (N)");
    }

    /** What the function writes. */
    ItemAttribute(String attribute, String type) {
        this(Group.WRITTEN, attribute, type, type.equals("N") ? 0 : ANY, Integer.MAX_VALUE, "", "");
    }

    ItemAttribute(Group group, String attribute, String type, long from, long to, String absent, String shape) {
        this.group = group;
        this.attribute = attribute;
        this.type = type;
        this.from = from;
        this.to = to;
        this.absent = absent;
        this.shape = shape;
    }

    /** The attribute of this name, where a group has one. */
    static Optional<ItemAttribute> called(String name, Group... groups) {
        return Arrays.stream(values())
                .filter(known ->
                        known.attribute.equals(name) && Arrays.asList(groups).contains(known.group))
                .findFirst();
    }

    /** What those of a group are called. */
    static String names(Group group) {
        return Arrays.stream(values())
                .filter(attribute -> attribute.group == group)
                .map(ItemAttribute::attribute)
                .collect(Collectors.joining(", "));
    }

    /** What it is called. */
    public String attribute() {
        return attribute;
    }

    public Group group() {
        return group;
    }

    /** DynamoDB's type, as people write it; L of N is a list whose elements are numbers. */
    public String type() {
        return type;
    }

    /** The default, in words where it is no single value. */
    public String absent() {
        return absent;
    }

    /** The least and the greatest number; empty where it is no number. */
    public String range() {
        return from == ANY ? "" : from + " to " + to;
    }

    /** What it should be, for a person. */
    String shape() {
        return from == ANY ? shape : shape + " from " + range();
    }

    boolean admits(long number) {
        return number >= from && number <= to;
    }
}
