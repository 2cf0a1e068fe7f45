package dev.imappoller.poller;

/** How a poller logs in: what its item asks for, or, once that is resolved, what is shown to the server. */
public sealed interface Login {
    /** A password at hand. */
    record Password(Secret secret) implements Presented {}

    /** An OAuth 2.0 access token at hand, for XOAUTH2. */
    record AccessToken(Secret secret) implements Presented {}

    /** A password that is kept elsewhere. */
    record PasswordReference(SecretReference reference) implements Login {}

    /** An access token that a token endpoint gives. */
    record OAuth(OAuthGrant grant) implements Login {}

    /** A login that can be shown to a server as it is. */
    sealed interface Presented extends Login {
        Secret secret();
    }
}
