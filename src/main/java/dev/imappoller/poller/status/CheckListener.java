package dev.imappoller.poller.status;

import java.util.function.Supplier;

/**
 * Hears of each step. A check listens. A pass makes the same steps, and nobody listens. Details are one sentence, for the person who wrote
 * the item, and hold no secret.
 */
public interface CheckListener {
    /** Nobody listens. */
    CheckListener NONE = new CheckListener() {
        @Override
        public void begin(CheckStep step) {
            // Nobody listens.
        }

        @Override
        public void done(Supplier<String> detail) {
            // Nobody listens.
        }

        @Override
        public void failed(Failure failure) {
            // Nobody listens.
        }
    };

    /** A step begins. If the step before it had no result, it is not reported. */
    void begin(CheckStep step);

    /**
     * The step under way went well.
     *
     * @param detail called at once, and only if somebody listens, since it may cost a round trip
     */
    void done(Supplier<String> detail);

    /** The step under way failed. What is thrown to the outside need not be told: whoever listens learns it there. */
    void failed(Failure failure);
}
