package dev.imappoller.poller.item;

import dev.imappoller.poller.provider.Provider;
import java.util.Arrays;
import java.util.Optional;

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
            "a map (M): tokenUrl (unless provider has it), clientId, clientSecret or clientSecretRef, scope, and refreshToken or"
                    + " refreshTokenRef where a person has granted access"),
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
    ALERT_EMAIL("alertEmail", "S", "none", "the address that gets this poller's alerts"),

    TOKEN_URL(
            Group.OAUTH,
            "tokenUrl",
            "required without provider",
            "the token endpoint, such as https://oauth2.googleapis.com/token"),
    TENANT(Group.OAUTH, "tenant", "that of provider", "the organization's id or domain at Microsoft"),
    CLIENT_ID(Group.OAUTH, "clientId", "required", "the application's id"),
    CLIENT_SECRET(Group.OAUTH, "clientSecret", "one of two without a refresh token", "the application's secret"),
    CLIENT_SECRET_REF(Group.OAUTH, "clientSecretRef", "one of two without a refresh token", SecretReference.EXAMPLE),
    SCOPE(Group.OAUTH, "scope", "that of provider", "such as https://outlook.office365.com/.default"),
    REFRESH_TOKEN(Group.OAUTH, "refreshToken", "none", "what a person granted"),
    REFRESH_TOKEN_REF(Group.OAUTH, "refreshTokenRef", "none", SecretReference.EXAMPLE),

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
        /** The function, in the item. */
        WRITTEN,
        /** The function, in the item's map {@code recentDeliveries}. */
        RECENT_DELIVERIES
    }

    /** A text, map or list that people write. */
    ItemAttribute(String attribute, String type, String absent, String shape) {
        this(Group.CONFIGURATION, attribute, type, ANY, ANY, absent, shape);
    }

    /** A text in a map. */
    ItemAttribute(Group group, String attribute, String absent, String shape) {
        this(group, attribute, "S", ANY, ANY, absent, shape);
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
