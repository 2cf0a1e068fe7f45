package dev.imappoller.poller;

import dev.imappoller.poller.Credentials.CredentialsException;
import dev.imappoller.poller.PollerEntry.Config;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Does the work for one poller of several, so that nothing that happens in it reaches another. */
final class Isolated {
    private final Endpoints endpoints;
    private final Credentials credentials;
    private final Events events;
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime()} */
    Isolated(Endpoints endpoints, Credentials credentials, Events events, LongSupplier nanoTime) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /** The one place where everything is caught: an error in one pass must not reach another. */
    Optional<Outcome> work(PollerEntry entry, Steps steps, Function<Poller, Optional<Outcome>> work) {
        long began = nanoTime.getAsLong();
        Optional<Outcome> outcome;
        try {
            outcome = outcome(entry.config(), steps, work);
        } catch (RuntimeException | Error e) { // Running out of memory over one message is that poller's trouble alone.
            events.internalError(entry.pollerId(), e);
            outcome = Optional.of(failed(
                    PollerStatus.INTERNAL_ERROR,
                    "This is an error in IMAP Poller itself (" + e.getClass().getSimpleName()
                            + "); the log says where. What was not marked as read is tried again at the next poll."));
        }
        return outcome.map(made -> made.lasting(since(began)).adding(entry.hints()));
    }

    private Optional<Outcome> outcome(Config config, Steps steps, Function<Poller, Optional<Outcome>> work) {
        steps.begin(Step.ITEM);
        if (config instanceof Config.Valid valid) {
            steps.done(() -> "The item can be used.");
            try {
                return work.apply(signing(valid.poller(), steps));
            } catch (CredentialsException e) {
                return Optional.of(Outcome.failed(e.failure(), Duration.ZERO));
            }
        }
        List<String> problems = ((Config.Invalid) config).problems();
        return Optional.of(
                failed(PollerStatus.INVALID_CONFIG, "Correct this item: " + String.join("; ", problems) + "."));
    }

    private Poller signing(Poller poller, Steps steps) throws CredentialsException {
        Optional<SecretReference> kept = poller.signingSecretReference();
        kept.ifPresent(reference -> steps.begin(Step.SIGNING_SECRET));
        Poller signing = poller.with(credentials.signingSecrets(poller));
        kept.ifPresent(reference -> steps.done(() -> "The signing secret is at hand from " + reference + "."));
        return signing;
    }

    /** A target that must not be posted to is a fault of the item, and said before anything is connected to. */
    Optional<Outcome> refused(Poller poller, Steps steps) {
        steps.begin(Step.TARGET);
        Look look = endpoints.look(poller.target());
        if (look instanceof Look.Refused refused) {
            return Optional.of(
                    failed(PollerStatus.INVALID_CONFIG, "url can't be posted to: " + refused.reason() + "."));
        }
        look.tell(poller.target(), steps);
        return Optional.empty();
    }

    static Outcome unfinished() {
        return failed(
                PollerStatus.CONNECT_FAILED,
                "The pass had not ended when the run's time was up. It is tried again at the next poll.");
    }

    private static Outcome failed(PollerStatus status, String detail) {
        return Outcome.failed(new Failure(status, detail), Duration.ZERO);
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
