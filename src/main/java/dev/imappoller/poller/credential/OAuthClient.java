package dev.imappoller.poller.credential;

import java.util.Optional;

/**
 * The application that asks for access tokens (RFC 6749, section 2).
 *
 * @param id what the authorization server calls it
 */
public record OAuthClient(String id, Proof proof) {
    /** How it proves that it is that client. */
    public sealed interface Proof {
        /** What it proves it with; empty where it can't. */
        Optional<SecretSource> source();

        /** The assertion, if it is one. */
        default Optional<SignedAssertion> assertion() {
            return Optional.empty();
        }
    }

    /** A public client proves nothing (section 2.1). */
    public record Nothing() implements Proof {
        @Override
        public Optional<SecretSource> source() {
            return Optional.empty();
        }
    }

    /** A secret that the authorization server knows as well (section 2.3.1). */
    public record SharedSecret(SecretSource secret) implements Proof {
        @Override
        public Optional<SecretSource> source() {
            return Optional.of(secret);
        }
    }

    /**
     * An assertion that is signed with a key of its own (RFC 7523, section 2.2).
     *
     * @param certificate by which the authorization server knows the key
     */
    public record SignedAssertion(SecretReference key, Thumbprint certificate) implements Proof {
        @Override
        public Optional<SecretSource> source() {
            return Optional.of(new SecretSource.Kept(key));
        }

        @Override
        public Optional<SignedAssertion> assertion() {
            return Optional.of(this);
        }
    }
}
