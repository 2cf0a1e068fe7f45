package dev.imappoller.poller.item;

import java.util.Objects;

/**
 * Where a poller's alerts are posted to.
 *
 * @param signer the poller as far as its item could be read, whose keys sign them
 */
public record AlertHook(Target target, Poller signer) {
    public AlertHook {
        Objects.requireNonNull(target);
        Objects.requireNonNull(signer);
    }
}
