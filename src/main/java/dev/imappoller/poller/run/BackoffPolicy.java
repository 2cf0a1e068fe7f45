package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.Fingerprint;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.SearchKey;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Backoffs.Backoff;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides how long a poller is in backoff. A wrong password must not lock an account, and a busy server must not be asked all the time. */
final class BackoffPolicy {
    private static final Duration AUTH_FIRST = Duration.ofMinutes(15);
    private static final Duration AUTH_LONGEST = Duration.ofHours(24);
    private static final Duration THROTTLED_FIRST = Duration.ofMinutes(5);
    private static final Duration THROTTLED_LONGEST = Duration.ofHours(2);

    /** A wrong password that was typed just now is tried once more before that. */
    private static final int AUTH_FREE = 1;

    private BackoffPolicy() {}

    /** Whether a poller with this status can have a backoff record. For all others the table need not be read. */
    static boolean mayApply(PollerState state) {
        return state.status().filter(BackoffPolicy::backsOff).isPresent();
    }

    /** Whether a backoff may follow a pass with this status. */
    static boolean backsOff(PollerStatus status) {
        return switch (status) {
            case AUTH_FAILED, REAUTH_REQUIRED, THROTTLED, ENDPOINT_FAILING -> true;
            // The mailbox ended the pass, but the endpoint may have asked to wait.
            case CONNECT_FAILED, MAILBOX_ERROR -> true;
            // Without the secret nothing new is known, so an earlier record stays valid.
            case SECRET_UNAVAILABLE -> true;
            case OK, TLS_FAILED, FOLDER_NOT_FOUND, FOLDER_READ_ONLY, STORE_FAILING, INVALID_CONFIG, INTERNAL_ERROR ->
                false;
        };
    }

    /** Whether the backoff lasts now. If its end is further away than any backoff can be, a clock was wrong, and it does not count. */
    static boolean holds(Backoff backoff, Instant now) {
        return backoff.nextPollAt().isAfter(now) && !backoff.nextPollAt().isAfter(now.plus(AUTH_LONGEST));
    }

    /**
     * The backoff that follows a pass, if any.
     *
     * @param earlier the one before it, if it is on record
     */
    static Optional<Backoff> after(
            String hash, PollerState before, @Nullable Backoff earlier, Outcome outcome, Instant now) {
        PollerStatus status = outcome.status();
        boolean again = before.status().filter(status::equals).isPresent();
        int inARow = earlier == null ? (again ? 2 : 1) : inARow(earlier, status, hash);
        return wait(outcome, inARow).map(wait -> new Backoff(now.plus(wait), status, inARow, hash));
    }

    private static int inARow(Backoff earlier, PollerStatus status, String hash) {
        return earlier.reason() == status && earlier.configHash().equals(hash) ? earlier.inARow() + 1 : 1;
    }

    private static Optional<Duration> wait(Outcome outcome, int inARow) {
        return switch (outcome.status()) {
            // What is said of other troubles than the password as well is no reason to wait ever longer.
            case AUTH_FAILED ->
                inARow <= AUTH_FREE
                        ? Optional.empty()
                        : outcome.retryAfter()
                                .or(() -> Optional.of(doubled(AUTH_FIRST, inARow - AUTH_FREE, AUTH_LONGEST)));
            case THROTTLED ->
                outcome.retryAfter().or(() -> Optional.of(doubled(THROTTLED_FIRST, inARow, THROTTLED_LONGEST)));
            case ENDPOINT_FAILING, CONNECT_FAILED, MAILBOX_ERROR -> outcome.retryAfter();
            // A person has to grant access again, which replaces a secret and so ends the backoff. An administrator may
            // grant it without a
            // new secret, so the endpoint is asked once a day.
            case REAUTH_REQUIRED -> Optional.of(AUTH_LONGEST);
            case OK,
                    TLS_FAILED,
                    FOLDER_NOT_FOUND,
                    FOLDER_READ_ONLY,
                    STORE_FAILING,
                    INVALID_CONFIG,
                    SECRET_UNAVAILABLE,
                    INTERNAL_ERROR -> Optional.empty();
        };
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.min(times - 1, 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /**
     * A hash of everything that can change the result of the next pass.
     *
     * @param secrets that the login is made of
     */
    static String hash(Poller poller, List<Secret> secrets) {
        return Fingerprint.of(
                poller.host(),
                Integer.toString(poller.port()),
                poller.security().name(),
                poller.username(),
                poller.login().toString(),
                secrets.stream().map(Secret::reveal).collect(Collectors.joining("\0")),
                poller.folder(),
                poller.target().url().text(),
                poller.target().authorization().map(Secret::reveal).orElse(""),
                poller.format().name(),
                new TreeSet<>(poller.retryStatuses()).toString(),
                poller.filter().map(SearchKey::toString).orElse(""),
                new TreeMap<>(poller.headers())
                        .entrySet().stream()
                                .map(header -> header.getKey() + "\0"
                                        + header.getValue().reveal())
                                .collect(Collectors.joining("\0")),
                poller.signingSecretReference().map(SecretReference::toString).orElse(""));
    }
}
