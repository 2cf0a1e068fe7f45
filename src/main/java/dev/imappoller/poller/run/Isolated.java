package dev.imappoller.poller.run;

import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.Look;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerEntry.Config;
import dev.imappoller.poller.item.SecretReference;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.Step;
import dev.imappoller.poller.status.Steps;
import java.time.Duration;
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
    PassResult work(PollerEntry entry, Steps steps, Function<Poller, PassResult> work) {
        long began = nanoTime.getAsLong();
        PassResult result;
        try {
            result = result(entry.config(), steps, work);
        } catch (RuntimeException | Error e) { // Running out of memory over one message is that poller's trouble alone.
            events.internalError(entry.pollerId(), e);
            result = new PassResult.Done(failed(
                    PollerStatus.INTERNAL_ERROR,
                    "This is an error in IMAP Poller itself (" + e.getClass().getSimpleName()
                            + "); the log says where. What was not marked as read is tried again at the next poll."));
        }
        return result.map(made -> made.lasting(since(began)).adding(entry.hints()));
    }

    private PassResult result(Config config, Steps steps, Function<Poller, PassResult> work) {
        steps.begin(Step.ITEM);
        Optional<Poller> poller = config.valid();
        if (poller.isEmpty()) {
            String problems = String.join("; ", config.problems());
            return new PassResult.Done(failed(PollerStatus.INVALID_CONFIG, "Correct this item: " + problems + "."));
        }
        steps.done(() -> "The item can be used.");
        try {
            return work.apply(signing(poller.get(), steps));
        } catch (CredentialsException e) {
            return new PassResult.Done(Outcome.failed(e.failure(), Duration.ZERO));
        }
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
        Optional<Outcome> refused = look.refusal()
                .map(reason -> failed(PollerStatus.INVALID_CONFIG, "url can't be posted to: " + reason + "."));
        if (refused.isEmpty()) {
            look.tell(poller.target(), steps);
        }
        return refused;
    }

    /** What is to be written down of work that has not ended. */
    static PassResult unfinished() {
        return new PassResult.Unfinished(failed(
                PollerStatus.CONNECT_FAILED,
                "The pass had not ended when the run's time was up. It is tried again at the next poll."));
    }

    private static Outcome failed(PollerStatus status, String detail) {
        return Outcome.failed(new Failure(status, detail), Duration.ZERO);
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
