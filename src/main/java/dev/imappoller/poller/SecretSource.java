package dev.imappoller.poller;

import java.util.Optional;

/** A secret as an item has it: the value itself, or the place where it is kept. */
public sealed interface SecretSource {
    /** The value stands in the item. */
    record Given(Secret value) implements SecretSource {}

    /** The value is kept elsewhere. */
    record Kept(SecretReference reference) implements SecretSource {}

    /** The place where it is kept; empty if the value stands in the item. */
    default Optional<SecretReference> kept() {
        return this instanceof Kept kept ? Optional.of(kept.reference()) : Optional.empty();
    }
}
