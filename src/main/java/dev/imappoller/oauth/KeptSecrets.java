package dev.imappoller.oauth;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import java.time.Duration;
import java.util.Optional;

/** The services that keep secrets, as far as OAuth reads and writes there. */
public interface KeptSecrets {
    /** How long a secret is used before it is fetched again. */
    Duration FRESH = Duration.ofMinutes(5);

    /** What a secret is for. */
    enum Kind {
        /** One line, as a form takes it. */
        LINE,
        /** One line that op authorize writes where it is missing. */
        REFRESH_TOKEN,
        /** A private key: as it is, with all of its lines. */
        KEY
    }

    /**
     * The secret as it was at most so long ago.
     *
     * @throws CredentialsException saying which reference can't be read and why
     */
    Secret read(SecretReference reference, Kind kind, Duration notOlderThan) throws CredentialsException;

    /** Replaces the secret, the other members of a JSON object being kept; says why if that fails. */
    Optional<String> replace(SecretReference reference, Secret secret);

    /** The same, and makes the secret where there is none yet. */
    Optional<String> put(SecretReference reference, Secret secret);

    /**
     * Finds out whether a secret may be read and written there at all.
     *
     * @throws CredentialsException saying why not
     */
    void admit(SecretReference reference) throws CredentialsException;
}
