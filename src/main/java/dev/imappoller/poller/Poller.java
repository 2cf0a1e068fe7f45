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
 * @param maxMessages messages delivered in one pass, 1 or more
 * @param maxMessageBytes the largest message that is fetched, in octets
 * @param retryStatuses 4xx codes that defer a message instead of rejecting it
 * @param maxAttempts answered failures after which a message is parked
 * @param retryBackoff whether a message that failed waits ever longer before it is tried again
 * @param signingSecrets keys that payloads are signed with; two while one is replaced
 * @param headers extra request headers; their values are often keys, hence secrets
 */
public record Poller(
        String pollerId,
        String host,
        int port,
        Security security,
        String username,
        Secret password,
        String folder,
        Target target,
        Format format,
        int maxMessages,
        long maxMessageBytes,
        Set<Integer> retryStatuses,
        OptionalInt maxAttempts,
        boolean retryBackoff,
        List<SigningSecret> signingSecrets,
        Map<String, Secret> headers,
        Optional<String> alertEmail) {

    public Poller {
        retryStatuses = Set.copyOf(retryStatuses);
        signingSecrets = List.copyOf(signingSecrets);
        headers = Map.copyOf(headers);
    }
}
