package dev.imappoller.poller;

import java.net.IDN;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads an item of the Pollers table: every attribute is checked, and every bad one is named. */
public final class PollerItem {
    private static final int DEFAULT_MAX_MESSAGES = 100;
    private static final long DEFAULT_MAX_MESSAGE_BYTES = 25L * 1024 * 1024;
    private static final long LARGEST_MAX_MESSAGE_BYTES = 1024L * 1024 * 1024;
    private static final int LONGEST_INTERVAL_MINUTES = 7 * 24 * 60;

    /** Header fields that the function sets itself, or that would break the framing of the request. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-imap-poller-test");

    private final Attributes item;

    private PollerItem(Map<String, Object> item) {
        this.item = new Attributes(item);
    }

    /** Reads an item whose {@code pollerId} is known; the values are of the kinds that {@link Attributes} names. */
    public static PollerEntry read(String pollerId, Map<String, Object> values) {
        return new PollerItem(values).entry(pollerId, state(values));
    }

    private PollerEntry entry(String pollerId, PollerState state) {
        boolean enabled = item.flag("enabled", true);
        Duration interval = Duration.ofMinutes(
                item.number("intervalMinutes", 0, LONGEST_INTERVAL_MINUTES).orElse(1L));
        if (pollerId.chars().anyMatch(Character::isISOControl)) {
            item.problem("pollerId", "holds a control character or line break");
        }
        Optional<Target> target = target();
        Security security = security();
        Poller poller = new Poller(
                pollerId,
                host(),
                item.number("port", 1, 65535).map(Long::intValue).orElse(security.defaultPort()),
                security,
                item.required("username", "the account's login name, often its address"),
                new LoginItem(item).login(),
                item.text("folder", "the folder's name, such as INBOX").orElse("INBOX"),
                target.orElse(NOWHERE),
                format(),
                item.number("maxMessages", 1, 10_000).map(Long::intValue).orElse(DEFAULT_MAX_MESSAGES),
                item.number("maxMessageBytes", 1, LARGEST_MAX_MESSAGE_BYTES).orElse(DEFAULT_MAX_MESSAGE_BYTES),
                retryStatuses(),
                item.number("maxAttempts", 1, 1_000_000).stream()
                        .mapToInt(Long::intValue)
                        .findFirst(),
                item.flag("retryBackoff", false),
                signingSecrets(),
                signingSecretReference(),
                headers(),
                item.text("alertEmail", "the address that gets this poller's alerts"));
        List<String> problems = item.problems();
        return new PollerEntry(
                pollerId,
                enabled,
                interval,
                problems.isEmpty() ? new PollerEntry.Config.Valid(poller) : new PollerEntry.Config.Invalid(problems),
                state,
                poller.alertEmail());
    }

    /** Stands in for a target that is missing or bad, in an item that is then invalid as a whole. */
    private static final Target NOWHERE = Target.parse("https://invalid/");

    private String host() {
        String host = item.required("host", "the IMAP server's name, such as imap.example.com");
        if (host.isEmpty()) {
            return host;
        }
        if (host.contains("/") || host.contains("@") || host.contains(" ")) {
            item.problem("host", "must be a host name alone, such as imap.example.com, without scheme, user or path");
            return "";
        }
        if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            item.problem("host", "must be a host name alone; the port goes into the attribute port");
            return "";
        }
        try {
            return host.indexOf(':') >= 0 ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            item.problem("host", "is no valid host name");
            return "";
        }
    }

    private Security security() {
        boolean ssl = item.flag("ssl", true);
        boolean allowPlaintext = item.flag("allowPlaintext", false);
        if (ssl) {
            return Security.IMPLICIT_TLS;
        }
        return allowPlaintext ? Security.STARTTLS_IF_OFFERED : Security.STARTTLS;
    }

    private Optional<Target> target() {
        String example = "the address to post to, such as https://example.com/inbound";
        String url = item.required("url", example);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Target.parse(url));
        } catch (IllegalArgumentException e) {
            item.problem("url", e.getMessage() + ": " + example);
            return Optional.empty();
        }
    }

    private Format format() {
        String name = item.text("format", "json, multipart or raw").orElse("json");
        for (Format format : Format.values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        item.problem("format", "must be json, multipart or raw");
        return Format.JSON;
    }

    private Set<Integer> retryStatuses() {
        return new TreeSet<>(item.numbers("retryStatuses", 400, 499));
    }

    private List<SigningSecret> signingSecrets() {
        Optional<String> written = item.verbatim("signingSecret", "whsec_ and 24 to 64 octets in base64");
        try {
            return written.isEmpty() ? List.of() : SigningSecret.parseAll(written.get());
        } catch (IllegalArgumentException e) {
            item.problem("signingSecret", e.getMessage() + " (two may be given, space-separated, to replace one)");
            return List.of();
        }
    }

    private Optional<SecretReference> signingSecretReference() {
        if (item.has("signingSecret") && item.has("signingSecretRef")) {
            item.problem("signingSecretRef", "can't stand beside signingSecret: keep one of them");
        }
        return item.reference("signingSecretRef");
    }

    private Map<String, Secret> headers() {
        Map<String, Secret> headers = new TreeMap<>();
        item.texts("headers").forEach((name, value) -> {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                item.problem("headers", "has a name that is no HTTP field name");
            } else if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                item.problem("headers", "must not set " + name + ", which the function sets itself");
            } else if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
                item.problem("headers", "has a value for " + name + " that is not printable ASCII");
            } else {
                headers.put(name, new Secret(value));
            }
        });
        return headers;
    }

    /** What earlier runs wrote; a value that is not as they wrote it counts as absent. */
    private static PollerState state(Map<String, Object> values) {
        Attributes written = new Attributes(values);
        Optional<Instant> lastPollAt = written.text("lastPollAt", "").flatMap(PollerItem::instant);
        int failures = written.number("consecutiveFailures", 0, Integer.MAX_VALUE)
                .orElse(0L)
                .intValue();
        return new PollerState(
                lastPollAt,
                failures,
                written.text("status", "").flatMap(PollerItem::status),
                written.number("unreadCount", 0, Integer.MAX_VALUE).stream()
                        .mapToInt(Long::intValue)
                        .findFirst(),
                written.text("lastSuccessAt", "").flatMap(PollerItem::instant),
                written.text("oldestUnreadAt", "").flatMap(PollerItem::instant),
                written.verbatim("statusDetail", "").orElse(""),
                written.map("recentDeliveries", "")
                        .flatMap(RecentDeliveries::read)
                        .orElse(RecentDeliveries.NONE));
    }

    private static Optional<PollerStatus> status(String name) {
        return Stream.of(PollerStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
