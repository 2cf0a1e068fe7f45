package dev.imappoller.poller;

import dev.imappoller.poller.Backoffs.Backoff;
import dev.imappoller.poller.PollerEntry.Config;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Leaves pollers alone for a while whose server or endpoint asked for that, or refused their login again and again. */
final class LeftAlone {
    private final Backoffs backoffs;
    private final Credentials credentials;
    private final Events events;
    private final Instant now;

    LeftAlone(Backoffs backoffs, Credentials credentials, Events events, Instant now) {
        this.backoffs = backoffs;
        this.credentials = credentials;
        this.events = events;
        this.now = now;
    }

    /** Whether a poller's time has come, or its configuration has changed. */
    boolean mayBePolled(PollerEntry entry) {
        return !(entry.config() instanceof Config.Valid valid)
                || find(entry)
                        .filter(backoff -> BackoffPolicy.holds(backoff, hash(valid.poller()), now))
                        .isEmpty();
    }

    /** Writes down what follows from a pass, and adds it to the outcome's words. */
    Outcome after(PollerEntry entry, Outcome outcome) {
        if (!(entry.config() instanceof Config.Valid valid)) {
            return outcome;
        }
        Optional<Backoff> earlier = find(entry);
        Optional<Backoff> next = BackoffPolicy.after(hash(valid.poller()), entry.state(), earlier, outcome, now);
        try {
            next.ifPresent(backoff -> backoffs.put(entry.pollerId(), backoff));
            if (next.isEmpty() && earlier.isPresent()) {
                backoffs.remove(entry.pollerId());
            }
        } catch (PollerTable.TableException e) {
            events.ledgerFailed(entry.pollerId(), e.detail());
            return outcome;
        }
        return next.map(backoff -> outcome.adding("The next poll is at "
                        + backoff.nextPollAt().truncatedTo(ChronoUnit.SECONDS)
                        + ", or at once when the item or its secret is changed."))
                .orElse(outcome);
    }

    /** A secret that was replaced where it is kept counts as a change of the item. */
    private String hash(Poller poller) {
        try {
            return BackoffPolicy.hash(poller, credentials.loginSecrets(poller));
        } catch (Credentials.CredentialsException e) {
            return BackoffPolicy.hash(poller, List.of());
        }
    }

    /** Only a poller that failed so can have a record: the others cost no read. */
    private Optional<Backoff> find(PollerEntry entry) {
        try {
            return BackoffPolicy.mayApply(entry.state()) ? backoffs.find(entry.pollerId()) : Optional.empty();
        } catch (PollerTable.TableException e) {
            events.ledgerFailed(entry.pollerId(), e.detail());
            return Optional.empty();
        }
    }
}
