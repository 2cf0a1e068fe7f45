package dev.imappoller.poller.run;

import dev.imappoller.poller.item.Fingerprint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.item.SecretReference;
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

/** Decides how long a poller is left alone: a wrong password must not lock an account, nor a busy server be asked on and on. */
final class BackoffPolicy {
    private static final Duration AUTH_FIRST = Duration.ofMinutes(15);
    private static final Duration AUTH_LONGEST = Duration.ofHours(24);
    private static final Duration THROTTLED_FIRST = Duration.ofMinutes(5);
    private static final Duration THROTTLED_LONGEST = Duration.ofHours(2);

    /** A wrong password that was typed just now is tried once more before that. */
    private static final int AUTH_FREE = 1;

    private BackoffPolicy() {}

    /** Whether a poller that had this status can have a record, so that all others need not be looked up. */
    static boolean mayApply(PollerState state) {
        return state.status().filter(BackoffPolicy::backsOff).isPresent();
    }

    /** Whether a pass that ends so may have to be followed by a wait. */
    static boolean backsOff(PollerStatus status) {
        return switch (status) {
            case AUTH_FAILED, REAUTH_REQUIRED, THROTTLED, ENDPOINT_FAILING -> true;
            // What ended a pass is not all that is to be known: its endpoint may have asked to wait.
            case CONNECT_FAILED, MAILBOX_ERROR -> true;
            // What was on record before is so still, once the secret can be had again.
            case SECRET_UNAVAILABLE -> true;
            case OK, TLS_FAILED, FOLDER_NOT_FOUND, FOLDER_READ_ONLY, INVALID_CONFIG, INTERNAL_ERROR -> false;
        };
    }

    /** Whether the poller has to be left alone now; not if that is longer than any wait, since a clock was wrong then. */
    static boolean holds(Backoff backoff, Instant now) {
        return backoff.nextPollAt().isAfter(now) && !backoff.nextPollAt().isAfter(now.plus(AUTH_LONGEST));
    }

    /** What follows from a pass: the record that is to be written, if any. */
    static Optional<Backoff> after(
            String hash, PollerState before, Optional<Backoff> earlier, Outcome outcome, Instant now) {
        PollerStatus status = outcome.status();
        boolean again = before.status().filter(status::equals).isPresent();
        int inARow = earlier.map(backoff ->
                        backoff.reason() == status && backoff.configHash().equals(hash) ? backoff.inARow() + 1 : 1)
                .orElse(again ? 2 : 1);
        return wait(outcome, inARow).map(wait -> new Backoff(now.plus(wait), status, inARow, hash));
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
            // A person has to grant access again, which replaces a secret. Once in a while, should an administrator
            // have done it.
            case REAUTH_REQUIRED -> Optional.of(AUTH_LONGEST);
            case OK,
                    TLS_FAILED,
                    FOLDER_NOT_FOUND,
                    FOLDER_READ_ONLY,
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
     * Of all that decides whether the same would happen again.
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
                new TreeMap<>(poller.headers())
                        .entrySet().stream()
                                .map(header -> header.getKey() + "\0"
                                        + header.getValue().reveal())
                                .collect(Collectors.joining("\0")),
                poller.signingSecretReference().map(SecretReference::toString).orElse(""));
    }
}
