package dev.imappoller.oauth;

import dev.imappoller.oauth.AuthorizeResult.Failed;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
import dev.imappoller.poller.item.Poller;
import java.util.Optional;

/**
 * A poller that a person can grant access to.
 *
 * @param kept where its refresh token is to be
 * @param proof what its client proves itself with, at hand
 */
record Grantee(Poller poller, OAuthGrant.AuthorizationCode grant, SecretReference kept, Optional<Secret> proof) {
    /** Why a poller is none, if so. */
    static Optional<Failed> obstacle(Poller poller) {
        String id = poller.pollerId();
        Optional<OAuthGrant> grant = poller.login().oauth();
        if (grant.isEmpty()) {
            return failed(id + " logs in by a password: op authorize is for items with oauth.");
        }
        if (grant.get().byPerson().isEmpty()) {
            return failed("Nobody has to authorize " + id + ": its grant is "
                    + grant.get().word() + ". Op check tries it.");
        }
        if (grant.get().refreshToken().flatMap(SecretSource::kept).isEmpty()) {
            return failed("The function never changes what stands in an item: replace oauth.refreshToken of " + id
                    + " by refreshTokenRef, where op authorize is to keep what it gets.");
        }
        return Optional.empty();
    }

    private static Optional<Failed> failed(String error) {
        return Optional.of(new Failed(error));
    }

    String id() {
        return poller.pollerId();
    }

    /** For whom, of whom, and by which way: another item's answer is none. */
    String basis() {
        return String.join(
                " ",
                grant.tokenUrl().text(),
                grant.client().id(),
                grant.server().redirectUri(),
                grant.scope().orElse(""));
    }

    /** Whose consent it is, as far as it is known: of a shared mailbox its owner's. */
    Optional<String> hint() {
        String user = poller.username();
        int shared = user.indexOf('\\');
        String owner = shared < 0 ? user : user.substring(0, shared);
        return Optional.of(owner).filter(name -> name.indexOf('@') > 0);
    }
}
