package dev.imappoller.poller.lease;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Leases refresh tokens in the State table, as pollers are leased. */
public final class LeasedRotation implements RotationLease {
    /** Longer than a request to a token endpoint and the writing of its answer take. */
    private static final Duration LENGTH = Duration.ofSeconds(60);

    private final Leases leases;
    private final Clock clock;

    public LeasedRotation(Leases leases, Clock clock) {
        this.leases = leases;
        this.clock = clock;
    }

    @Override
    public Optional<Held> take(SecretReference refreshToken) {
        String name = "secret " + refreshToken;
        String owner = UUID.randomUUID().toString();
        Instant now = clock.instant();
        return leases.take(name, owner, now, now.plus(LENGTH)) == Leases.Taking.HELD_BY_ANOTHER
                ? Optional.empty()
                : Optional.of(() -> release(name, owner));
    }

    private void release(String name, String owner) {
        try {
            leases.release(name, owner);
        } catch (TableException e) {
            // It ends by itself.
        }
    }
}
