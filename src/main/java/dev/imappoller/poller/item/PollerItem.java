package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.provider.Provider;
import dev.imappoller.poller.status.PollerStatus;
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
import org.jspecify.annotations.Nullable;

/** Reads an item of the Pollers table: every attribute is checked, and every bad one is named. */
public final class PollerItem {
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
        boolean enabled = item.flag(ItemAttribute.ENABLED);
        Duration interval = Duration.ofMinutes(item.numberOrDefault(ItemAttribute.INTERVAL_MINUTES));
        if (pollerId.chars().anyMatch(Character::isISOControl)) {
            item.problem(ItemAttribute.POLLER_ID, "holds a control character or line break");
        }
        Optional<Target> target = target();
        Security security = security();
        Optional<Provider> provider = provider();
        String username = item.required(ItemAttribute.USERNAME);
        Account account = new Account(
                host(provider.orElse(null), username),
                item.number(ItemAttribute.PORT).map(Long::intValue).orElse(security.defaultPort()),
                security,
                username,
                new LoginItem(item, provider.flatMap(Provider::oauth).orElse(null), username).login(),
                item.textOrDefault(ItemAttribute.FOLDER));
        Format format = format();
        boolean plainFromHtml = item.flag(ItemAttribute.PLAIN_FROM_HTML);
        Policy policy = new Policy(
                (int) item.numberOrDefault(ItemAttribute.MAX_MESSAGES),
                item.numberOrDefault(ItemAttribute.MAX_MESSAGE_BYTES),
                retryStatuses(),
                item.number(ItemAttribute.MAX_ATTEMPTS).stream()
                        .mapToInt(Long::intValue)
                        .findFirst(),
                item.flag(ItemAttribute.RETRY_BACKOFF),
                item.has(ItemAttribute.AFTER_DELIVERY) ? AfterDelivery.read(item, account.folder()) : Optional.empty(),
                item.has(ItemAttribute.FILTER) ? FilterItem.read(item) : Optional.empty());
        Webhook webhook = new Webhook(
                target.orElse(NOWHERE),
                format,
                plainFromHtml,
                signingSecrets(),
                signingSecretReference(),
                headers(),
                item.has(ItemAttribute.ATTACHMENT_STORE) ? AttachmentStoreItem.read(item) : Optional.empty());
        Poller poller = new Poller(pollerId, account, webhook, policy, item.text(ItemAttribute.ALERT_EMAIL));
        Optional<AlertHook> alertHook = item.has(ItemAttribute.ALERT_URL) ? alertHook(poller) : Optional.empty();
        List<String> problems = item.problems();
        return new PollerEntry(
                pollerId,
                enabled,
                interval,
                problems.isEmpty() ? new PollerEntry.Config.Valid(poller) : new PollerEntry.Config.Invalid(problems),
                state,
                poller.alertEmail(),
                alertHook,
                Misspelling.hints(item.names()));
    }

    /** Stands in for a target that is missing or bad, in an item that is then invalid as a whole. */
    private static final Target NOWHERE = Target.parse("https://invalid/");

    private Optional<Provider> provider() {
        Optional<String> name = item.text(ItemAttribute.PROVIDER);
        Optional<Provider> provider = name.flatMap(Provider::called);
        if (name.isPresent() && provider.isEmpty()) {
            item.problem(ItemAttribute.PROVIDER, "must be " + ItemAttribute.PROVIDER.shape());
        }
        return provider;
    }

    /** What the item says itself, or else its provider's. */
    private String host(@Nullable Provider provider, String username) {
        if (!item.has(ItemAttribute.HOST) && item.has(ItemAttribute.PROVIDER)) {
            return provider == null ? "" : provider.host();
        }
        Optional<String> written = item.text(ItemAttribute.HOST);
        if (written.isEmpty()) {
            hostIsMissing(username);
            return "";
        }
        String host = written.get();
        if (host.contains("/") || host.contains("@") || host.contains(" ")) {
            item.problem(
                    ItemAttribute.HOST,
                    "must be a host name alone, such as imap.example.com, without scheme, user or path");
            return "";
        }
        if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            item.problem(ItemAttribute.HOST, "must be a host name alone; the port goes into the attribute port");
            return "";
        }
        try {
            return host.indexOf(':') >= 0 ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            item.problem(ItemAttribute.HOST, "is no valid host name");
            return "";
        }
    }

    private void hostIsMissing(String username) {
        if (!item.has(ItemAttribute.HOST)) {
            String proposed = Provider.ofUser(username)
                    .map(known -> ", or else provider, by username " + known.id())
                    .orElse("");
            item.problem(ItemAttribute.HOST, "is missing: " + ItemAttribute.HOST.shape() + proposed);
        }
    }

    private Security security() {
        boolean ssl = item.flag(ItemAttribute.SSL);
        boolean allowPlaintext = item.flag(ItemAttribute.ALLOW_PLAINTEXT);
        if (ssl) {
            return Security.IMPLICIT_TLS;
        }
        return allowPlaintext ? Security.STARTTLS_IF_OFFERED : Security.STARTTLS;
    }

    private Optional<Target> target() {
        return Optional.of(item.required(ItemAttribute.URL))
                .filter(url -> !url.isEmpty())
                .flatMap(url -> target(ItemAttribute.URL, url));
    }

    /** An alert is signed where messages are, so without keys that were asked for there is none. */
    private Optional<AlertHook> alertHook(Poller signer) {
        Optional<Target> target =
                item.text(ItemAttribute.ALERT_URL).flatMap(url -> target(ItemAttribute.ALERT_URL, url));
        boolean signs = item.has(ItemAttribute.SIGNING_SECRET) || item.has(ItemAttribute.SIGNING_SECRET_REF);
        boolean hasKeys = !signer.signingSecrets().isEmpty()
                || signer.signingSecretReference().isPresent();
        return target.filter(found -> !signs || hasKeys).map(found -> new AlertHook(found, signer));
    }

    private Optional<Target> target(ItemAttribute attribute, String url) {
        try {
            return Optional.of(Target.parse(url));
        } catch (IllegalArgumentException e) {
            item.problem(attribute, e.getMessage() + ": " + attribute.shape());
            return Optional.empty();
        }
    }

    private Format format() {
        String name = item.textOrDefault(ItemAttribute.FORMAT);
        for (Format format : Format.values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        item.problem(ItemAttribute.FORMAT, "must be " + ItemAttribute.FORMAT.shape());
        return Format.JSON;
    }

    private Set<Integer> retryStatuses() {
        return new TreeSet<>(item.numbers(ItemAttribute.RETRY_STATUSES));
    }

    private List<SigningSecret> signingSecrets() {
        Optional<String> written = item.verbatim(ItemAttribute.SIGNING_SECRET);
        try {
            return written.isEmpty() ? List.of() : SigningSecret.parseAll(written.get());
        } catch (IllegalArgumentException e) {
            item.problem(
                    ItemAttribute.SIGNING_SECRET,
                    e.getMessage() + " (two may be given, space-separated, to replace one)");
            return List.of();
        }
    }

    private Optional<SecretReference> signingSecretReference() {
        if (item.has(ItemAttribute.SIGNING_SECRET) && item.has(ItemAttribute.SIGNING_SECRET_REF)) {
            item.problem(ItemAttribute.SIGNING_SECRET_REF, "can't stand beside signingSecret: keep one of them");
        }
        return item.reference(ItemAttribute.SIGNING_SECRET_REF);
    }

    /** Of a token (RFC 9110, section 5.6.2). */
    private static boolean mayStandInFieldName(int c) {
        return Characters.isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private Map<String, Secret> headers() {
        Map<String, Secret> headers = new TreeMap<>();
        item.texts(ItemAttribute.HEADERS).forEach((name, value) -> {
            if (!Characters.all(name, 1, name.length(), PollerItem::mayStandInFieldName)) {
                item.problem(ItemAttribute.HEADERS, "has a name that is no HTTP field name");
            } else if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                item.problem(ItemAttribute.HEADERS, "must not set " + name + ", which the function sets itself");
            } else if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
                item.problem(ItemAttribute.HEADERS, "has a value for " + name + " that is not printable ASCII");
            } else {
                headers.put(name, new Secret(value));
            }
        });
        return headers;
    }

    /** What earlier runs wrote; a value that is not as they wrote it counts as absent. */
    private static PollerState state(Map<String, Object> values) {
        Attributes written = new Attributes(values);
        Optional<Instant> lastPollAt = written.text(ItemAttribute.LAST_POLL_AT).flatMap(PollerItem::instant);
        int failures =
                written.number(ItemAttribute.CONSECUTIVE_FAILURES).orElse(0L).intValue();
        return new PollerState(
                lastPollAt,
                failures,
                written.text(ItemAttribute.STATUS).flatMap(PollerItem::status),
                new PollerState.Backlog(
                        written.number(ItemAttribute.UNREAD_COUNT).stream()
                                .mapToInt(Long::intValue)
                                .findFirst(),
                        written.text(ItemAttribute.OLDEST_UNREAD_AT).flatMap(PollerItem::instant)),
                written.text(ItemAttribute.LAST_SUCCESS_AT).flatMap(PollerItem::instant),
                written.verbatim(ItemAttribute.STATUS_DETAIL).orElse(""),
                written.map(ItemAttribute.RECENT_DELIVERIES)
                        .flatMap(RecentDeliveries::read)
                        .orElse(RecentDeliveries.NONE),
                new Remembered(
                        written.verbatim(ItemAttribute.LAST_ANSWERED).flatMap(LastAnswered::parse),
                        written.verbatim(ItemAttribute.NO_PIPELINING).flatMap(NoPipelining::parse)));
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
