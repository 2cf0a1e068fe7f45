package dev.imappoller.oauth;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.lease.RotationLease;
import dev.imappoller.poller.status.TableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** Keeps refresh tokens, and keeps runs from using or writing one at the same time. */
public final class RefreshTokens {
    /** Together a second, which is longer than a secret takes to be written. */
    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final KeptSecrets secrets;
    private final RotationLease lease;

    public RefreshTokens(KeptSecrets secrets, RotationLease lease) {
        this.secrets = secrets;
        this.lease = lease;
    }

    /**
     * Takes the lease of a token, for using or writing it.
     *
     * @throws TableException if the table can't be written
     */
    Optional<RotationLease.Held> take(SecretReference kept) {
        return lease.take(kept);
    }

    /**
     * The same with some patience.
     *
     * @throws TableException if the table can't be written
     */
    Optional<RotationLease.Held> takeSoon(SecretReference kept) {
        Optional<RotationLease.Held> held = lease.take(kept);
        for (int tried = 1; held.isEmpty() && tried < TRIES; tried++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            held = lease.take(kept);
        }
        return held;
    }

    /** Replaces a token that was spent; says why if that fails. */
    Optional<String> replace(SecretReference kept, Secret refreshToken) {
        return write(kept, refreshToken, secrets::replace);
    }

    /** Keeps the first token of a grant, wherever it is to be; says why if that fails. */
    Optional<String> put(SecretReference kept, Secret refreshToken) {
        return write(kept, refreshToken, secrets::put);
    }

    /**
     * Several refresh tokens may be members of one secret, which is written as a whole: by one run at a time, or one would undo what
     * another has written. If that run or the table hangs, the token is stored all the same.
     */
    private Optional<String> write(
            SecretReference kept, Secret refreshToken, BiFunction<SecretReference, Secret, Optional<String>> how) {
        if (kept.jsonKey().isEmpty()) {
            return how.apply(kept, refreshToken);
        }
        synchronized (secrets) {
            Optional<RotationLease.Held> held = takeInAnyCase(kept.whole());
            try {
                return how.apply(kept, refreshToken);
            } finally {
                held.ifPresent(RotationLease.Held::close);
            }
        }
    }

    private Optional<RotationLease.Held> takeInAnyCase(SecretReference whole) {
        try {
            return takeSoon(whole);
        } catch (TableException e) {
            return Optional.empty();
        }
    }
}
