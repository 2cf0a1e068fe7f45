package dev.imappoller.poller.lease;

import dev.imappoller.poller.credential.SecretReference;
import java.util.Optional;

/**
 * Keeps two functions from using one refresh token at the same time: where the endpoint replaces it with every use, the second would use a
 * spent one, and both would lose the grant.
 */
public interface RotationLease {
    /** For a function of which only one runs at a time. */
    RotationLease ALONE = reference -> Optional.of(() -> {});

    /** Takes the lease for a refresh token, without waiting; empty if another has it. */
    Optional<Held> take(SecretReference refreshToken);

    /** A lease until it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
