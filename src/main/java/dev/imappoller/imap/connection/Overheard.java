package dev.imappoller.imap.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * What a server says in a login besides its result. QUIRK: some say why they refuse in an untagged response (Gmail, Yahoo), or in one that is
 * no IMAP (hMailServer), and nothing in the tagged one.
 */
final class Overheard {
    /** Nobody has more to say. */
    private static final int MOST = 5;

    private final List<String> refusals = new ArrayList<>();
    private @Nullable OAuthChallenge challenge;

    /** An untagged response. */
    synchronized void take(Response response) {
        boolean capabilities = response instanceof IMAPResponse told && told.keyEquals("CAPABILITY");
        if (response.isUnTagged() && !response.isOK() && !response.isBYE() && !capabilities && refusals.size() < MOST) {
            refusals.add(words(response));
        }
    }

    /** A challenge to which there was no answer any more (RFC 7628, section 3.2.2). */
    synchronized void challenged(Response response) {
        if (challenge == null) {
            challenge = OAuthChallenge.of(response.toString()).orElse(null);
        }
    }

    /** The words of what was said untagged and may be a refusal. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** What is wrong with an access token. */
    synchronized Optional<OAuthChallenge> challenge() {
        return Optional.ofNullable(challenge);
    }

    private static String words(Response response) {
        String text = response.toString().strip();
        String rest = text.startsWith("*") ? text.substring(1).strip() : text;
        boolean condition = response.isNO() || response.isBAD();
        int end = rest.indexOf(' ');
        return condition && end >= 0 ? rest.substring(end + 1) : rest;
    }
}
