package dev.imappoller.poller.credential;

import java.util.Optional;

/** A secret as an item has it: the value itself, or the place where it is kept. */
public sealed interface SecretSource {
    /** The value stands in the item. */
    record Given(Secret value) implements SecretSource {
        @Override
        public Optional<SecretReference> kept() {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> given() {
            return Optional.of(value);
        }
    }

    /** The value is kept elsewhere. */
    record Kept(SecretReference reference) implements SecretSource {
        @Override
        public Optional<SecretReference> kept() {
            return Optional.of(reference);
        }

        @Override
        public Optional<Secret> given() {
            return Optional.empty();
        }
    }

    /** The place where it is kept; empty if the value stands in the item. */
    Optional<SecretReference> kept();

    /** The value, if it stands in the item. */
    Optional<Secret> given();
}
