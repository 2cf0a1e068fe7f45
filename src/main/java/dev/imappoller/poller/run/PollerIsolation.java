package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.TargetLookup;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerEntry.Config;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.EndpointFailures;
import dev.imappoller.poller.wording.PassFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Runs one poller's work so that no error in it affects another poller. */
final class PollerIsolation {
    private final Endpoints endpoints;
    private final Credentials credentials;
    private final Events events;
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime()} */
    PollerIsolation(Endpoints endpoints, Credentials credentials, Events events, LongSupplier nanoTime) {
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /** The only place that catches everything, since an error in one pass must not affect another. */
    PassResult work(PollerEntry entry, CheckListener steps, Function<Poller, PassResult> work) {
        long began = nanoTime.getAsLong();
        PassResult result;
        try {
            result = result(entry.config(), steps, work);
        } catch (RuntimeException | Error e) { // If memory runs out over one message, only that poller fails.
            events.internalError(entry.pollerId(), e);
            result = new PassResult.Done(failed(PassFailures.internalError(e)));
        }
        return result.map(made -> made.lasting(since(began)).adding(entry.hints()));
    }

    private PassResult result(Config config, CheckListener steps, Function<Poller, PassResult> work) {
        steps.begin(CheckStep.ITEM);
        Optional<Poller> poller = config.valid();
        if (poller.isEmpty()) {
            return new PassResult.Done(failed(PassFailures.invalidItem(config.problems())));
        }
        steps.done(() -> "The item can be used.");
        try {
            return work.apply(storing(signing(poller.get(), steps), steps));
        } catch (CredentialsException e) {
            return new PassResult.Done(failed(e.failure()));
        }
    }

    private Poller signing(Poller poller, CheckListener steps) throws CredentialsException {
        Optional<SecretReference> kept = poller.signingSecretReference();
        kept.ifPresent(reference -> steps.begin(CheckStep.SIGNING_SECRET));
        Poller signing = poller.with(credentials.signingSecrets(poller));
        kept.ifPresent(reference -> steps.done(() -> "The signing secret is at hand from " + reference + "."));
        return signing;
    }

    private Poller storing(Poller poller, CheckListener steps) throws CredentialsException {
        if (poller.attachmentStore().isEmpty()
                || poller.attachmentStore().get().secretReference().isEmpty()) {
            return poller;
        }
        SecretReference kept = poller.attachmentStore().get().secretReference().get();
        steps.begin(CheckStep.ATTACHMENT_STORE);
        Poller storing = credentials.storeSecret(poller).map(poller::with).orElse(poller);
        steps.done(() -> "The secret access key is at hand from " + kept + ".");
        return storing;
    }

    /** If the guard refuses the target, the item is wrong. That is reported before any connection is made. */
    Optional<Outcome> refused(Poller poller, CheckListener steps) {
        steps.begin(CheckStep.TARGET);
        TargetLookup lookup = endpoints.resolve(poller.target());
        Optional<Outcome> refused = lookup.refusal().map(reason -> failed(EndpointFailures.forbiddenTarget(reason)));
        if (refused.isEmpty()) {
            lookup.tell(poller.target(), steps);
        }
        return refused;
    }

    /** What is to be written down of work that has not ended. */
    static PassResult unfinished() {
        return new PassResult.Unfinished(failed(PassFailures.unfinished()));
    }

    private static Outcome failed(Failure failure) {
        return Outcome.failed(failure, Duration.ZERO);
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
