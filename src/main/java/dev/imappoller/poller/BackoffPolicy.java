package dev.imappoller.poller;

import dev.imappoller.poller.Backoffs.Backoff;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides how long a poller is left alone: a wrong password must not lock an account, nor a busy server be asked on and on. */
final class BackoffPolicy {
    private static final Duration AUTH_FIRST = Duration.ofMinutes(15);
    private static final Duration AUTH_LONGEST = Duration.ofHours(24);
    private static final Duration THROTTLED_FIRST = Duration.ofMinutes(5);
    private static final Duration THROTTLED_LONGEST = Duration.ofHours(2);

    /** A wrong password that was typed just now is tried once more before that. */
    private static final int AUTH_FREE = 1;

    /** Of the hash; enough to notice a change, and too little to find a password by. */
    private static final int HASH_OCTETS = 4;

    private BackoffPolicy() {}

    /** Whether a poller that had this status can have a record, so that all others need not be looked up. */
    static boolean mayApply(PollerState state) {
        return state.status().filter(BackoffPolicy::backsOff).isPresent();
    }

    private static boolean backsOff(PollerStatus status) {
        return switch (status) {
            case AUTH_FAILED, REAUTH_REQUIRED, THROTTLED, ENDPOINT_FAILING -> true;
            case OK,
                    CONNECT_FAILED,
                    TLS_FAILED,
                    FOLDER_NOT_FOUND,
                    FOLDER_READ_ONLY,
                    MAILBOX_ERROR,
                    INVALID_CONFIG,
                    SECRET_UNAVAILABLE,
                    INTERNAL_ERROR -> false;
        };
    }

    /** Whether the poller has to be left alone now; not if that is longer than any wait, since a clock was wrong then. */
    static boolean holds(Backoff backoff, String hash, Instant now) {
        return backoff.nextPollAt().isAfter(now)
                && !backoff.nextPollAt().isAfter(now.plus(AUTH_LONGEST))
                && backoff.configHash().equals(hash);
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
            case AUTH_FAILED ->
                inARow <= AUTH_FREE
                        ? Optional.empty()
                        : Optional.of(doubled(AUTH_FIRST, inARow - AUTH_FREE, AUTH_LONGEST));
            case THROTTLED -> Optional.of(doubled(THROTTLED_FIRST, inARow, THROTTLED_LONGEST));
            case ENDPOINT_FAILING -> outcome.retryAfter();
            // A person has to grant access again, which replaces a secret. Once in a while, should an administrator
            // have done it.
            case REAUTH_REQUIRED -> Optional.of(AUTH_LONGEST);
            case OK,
                    CONNECT_FAILED,
                    TLS_FAILED,
                    FOLDER_NOT_FOUND,
                    FOLDER_READ_ONLY,
                    MAILBOX_ERROR,
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
        String configuration = String.join(
                "\0",
                poller.host(),
                Integer.toString(poller.port()),
                poller.security().name(),
                poller.username(),
                poller.login().toString(),
                secrets.stream().map(Secret::reveal).collect(Collectors.joining("\0")),
                poller.folder(),
                poller.target().uri().toString(),
                poller.target().authorization().map(Secret::reveal).orElse(""));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(configuration.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
