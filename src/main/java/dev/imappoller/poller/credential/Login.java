package dev.imappoller.poller.credential;

import java.util.Optional;

/** How a poller logs in: what its item asks for, or, once that is resolved, what is shown to the server. */
public sealed interface Login {
    /** Where it comes from, without a full stop. */
    String words();

    /** Whether an access token is shown to the server, by XOAUTH2. */
    boolean isToken();

    /** What can be shown to the server; empty where it has to be fetched first. */
    default Optional<Presented> presented() {
        return Optional.empty();
    }

    /** Where a password is kept, if not in the item. */
    default Optional<SecretReference> passwordReference() {
        return Optional.empty();
    }

    /** What gets an access token, where that is needed. */
    default Optional<OAuthGrant> oauth() {
        return Optional.empty();
    }

    /** A password at hand. */
    record Password(Secret secret) implements Presented {
        @Override
        public boolean isToken() {
            return false;
        }
    }

    /** An OAuth 2.0 access token at hand, for XOAUTH2. */
    record AccessToken(Secret secret) implements Presented {
        @Override
        public boolean isToken() {
            return true;
        }
    }

    /** A password that is kept elsewhere. */
    record PasswordReference(SecretReference reference) implements Login {
        @Override
        public Optional<SecretReference> passwordReference() {
            return Optional.of(reference);
        }

        @Override
        public boolean isToken() {
            return false;
        }

        @Override
        public String words() {
            return "The password is at hand from " + reference;
        }
    }

    /** An access token that a token endpoint gives. */
    record OAuth(OAuthGrant grant) implements Login {
        @Override
        public boolean isToken() {
            return true;
        }

        @Override
        public String words() {
            return "An access token is at hand from " + grant.words();
        }

        @Override
        public Optional<OAuthGrant> oauth() {
            return Optional.of(grant);
        }
    }

    /** A login that can be shown to a server as it is. */
    sealed interface Presented extends Login {
        Secret secret();

        @Override
        default String words() {
            return "The login is in the item";
        }

        @Override
        default Optional<Presented> presented() {
            return Optional.of(this);
        }
    }
}
