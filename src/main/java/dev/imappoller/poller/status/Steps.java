package dev.imappoller.poller.status;

import java.util.function.Supplier;

/**
 * Who is told of each step as it is made. A check listens; a pass does not, and makes the very same steps. Details are one sentence, for
 * the person who wrote the item, and hold no secret.
 */
public interface Steps {
    /** Nobody listens. */
    Steps NONE = new Steps() {
        @Override
        public void begin(Step step) {
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

    /** A step is under way. One that was before and has come to nothing is not told of. */
    void begin(Step step);

    /**
     * The step under way went well.
     *
     * @param detail asked for at once, and only where somebody listens: it may cost what a pass must not spend
     */
    void done(Supplier<String> detail);

    /** The step under way failed. What is thrown to the outside need not be told: whoever listens learns it there. */
    void failed(Failure failure);
}
