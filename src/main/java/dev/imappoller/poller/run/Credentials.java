package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import java.util.List;
import java.util.Optional;

/** Gets what pollers log in and sign with: secrets that are kept elsewhere, and access tokens. */
public interface Credentials {
    /** Begins to fetch the secrets of these pollers, many at a time, and returns at once. */
    void prepare(List<Poller> pollers);

    /**
     * What is shown to the poller's server.
     *
     * @throws CredentialsException with the reason, if it can't be had
     */
    Login.Presented login(Poller poller) throws CredentialsException;

    /**
     * The secrets that the poller's login is made of, as they are kept now: its password, or what access tokens are asked for with.
     *
     * @throws CredentialsException with the reason, if they can't be had
     */
    List<Secret> loginSecrets(Poller poller) throws CredentialsException;

    /**
     * Fetches the poller's secrets and token again after the server refused its login. Empty if they have not changed, or if there is
     * nothing to fetch.
     *
     * @throws CredentialsException with the reason, if it can't be had
     */
    Optional<Login.Presented> renewed(Poller poller, Login.Presented refused) throws CredentialsException;

    /**
     * The keys that the poller's payloads are signed with.
     *
     * @throws CredentialsException with the reason, if they can't be had
     */
    List<SigningSecret> signingSecrets(Poller poller) throws CredentialsException;

    /**
     * The secret of the access key to the poller's attachment store, where it is kept elsewhere.
     *
     * @throws CredentialsException with the reason, if it can't be had
     */
    Optional<Secret> storeSecret(Poller poller) throws CredentialsException;

    /** A secret or token can't be had. */
    final class CredentialsException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        public CredentialsException(Failure failure) {
            super(failure.detail());
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }
}
