package dev.imappoller.poller.outcome;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What became of one poller's share of a run. */
public sealed interface PassResult {
    /** Whether nothing is left that this run should have done. */
    boolean isComplete();

    /** The outcome, where there is one to be written down. */
    default Optional<Outcome> outcome() {
        return Optional.empty();
    }

    /** The same, with what becomes of its outcome. */
    default PassResult map(UnaryOperator<Outcome> change) {
        return this;
    }

    /** The run's time was up before its turn came. */
    record NotReached() implements PassResult {
        @Override
        public boolean isComplete() {
            return false;
        }
    }

    /** It is not to be polled for a while. */
    record InBackoff() implements PassResult {
        @Override
        public boolean isComplete() {
            return true;
        }
    }

    /** Another run delivers its messages at the moment, and writes what comes of that. */
    record HeldElsewhere() implements PassResult {
        @Override
        public boolean isComplete() {
            return true;
        }
    }

    /** Its work has ended. */
    record Done(Outcome made) implements PassResult {
        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public Optional<Outcome> outcome() {
            return Optional.of(made);
        }

        @Override
        public PassResult map(UnaryOperator<Outcome> change) {
            return new Done(change.apply(made));
        }
    }

    /** Its work had not ended when the run's time was up. */
    record Unfinished(Outcome made) implements PassResult {
        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public Optional<Outcome> outcome() {
            return Optional.of(made);
        }

        @Override
        public PassResult map(UnaryOperator<Outcome> change) {
            return new Unfinished(change.apply(made));
        }
    }
}
