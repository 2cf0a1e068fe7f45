package dev.imappoller.poller;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One configuration, checked: which account and folder is read, and where its messages go.
 *
 * @param pollerId the key of the item
 * @param host the IMAP server, in ASCII
 * @param port 1 to 65535
 * @param folder the mailbox's name in UTF-8, as a person would type it
 * @param plainFromHtml whether a message that has HTML alone is posted with a plain text that is derived from it
 * @param maxMessages messages delivered in one pass, 1 or more
 * @param maxMessageBytes the largest message that is fetched, in octets
 * @param retryStatuses 4xx codes that defer a message instead of rejecting it
 * @param maxAttempts answered failures after which a message is parked
 * @param retryBackoff whether a message that failed waits ever longer before it is tried again
 * @param signingSecrets keys that payloads are signed with; two while one is replaced
 * @param signingSecretReference where those keys are kept, if not in the item; they must be fetched before the poller is polled
 * @param headers extra request headers; their values are often keys, hence secrets
 */
public record Poller(
        String pollerId,
        String host,
        int port,
        Security security,
        String username,
        Login login,
        String folder,
        Target target,
        Format format,
        boolean plainFromHtml,
        int maxMessages,
        long maxMessageBytes,
        Set<Integer> retryStatuses,
        OptionalInt maxAttempts,
        boolean retryBackoff,
        List<SigningSecret> signingSecrets,
        Optional<SecretReference> signingSecretReference,
        Map<String, Secret> headers,
        Optional<String> alertEmail) {

    public Poller {
        retryStatuses = Set.copyOf(retryStatuses);
        signingSecrets = List.copyOf(signingSecrets);
        headers = Map.copyOf(headers);
    }

    /** The same poller with a login that can be shown to its server. */
    public Poller with(Login.Presented presented) {
        return new Poller(
                pollerId,
                host,
                port,
                security,
                username,
                presented,
                folder,
                target,
                format,
                plainFromHtml,
                maxMessages,
                maxMessageBytes,
                retryStatuses,
                maxAttempts,
                retryBackoff,
                signingSecrets,
                signingSecretReference,
                headers,
                alertEmail);
    }

    /** The same poller with these keys. */
    public Poller with(List<SigningSecret> keys) {
        return new Poller(
                pollerId,
                host,
                port,
                security,
                username,
                login,
                folder,
                target,
                format,
                plainFromHtml,
                maxMessages,
                maxMessageBytes,
                retryStatuses,
                maxAttempts,
                retryBackoff,
                keys,
                signingSecretReference,
                headers,
                alertEmail);
    }

    /**
     * What is shown to the server.
     *
     * @throws IllegalStateException if the login has not been resolved
     */
    public Login.Presented presentedLogin() {
        if (login instanceof Login.Presented presented) {
            return presented;
        }
        throw new IllegalStateException("the login has not been resolved");
    }
}
