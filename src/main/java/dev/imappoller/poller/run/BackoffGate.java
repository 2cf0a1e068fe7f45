package dev.imappoller.poller.run;

import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Backoffs.Backoff;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps pollers from being polled for a while after refused logins, or when their server or endpoint asked to wait. */
final class BackoffGate {
    private final Backoffs backoffs;
    private final Credentials credentials;
    private final Events events;
    private final Clock clock;

    /** The pollers whose configuration had not changed since their record was written, when their pass began. */
    private final Set<String> unchanged = ConcurrentHashMap.newKeySet();

    BackoffGate(Backoffs backoffs, Credentials credentials, Events events, Clock clock) {
        this.backoffs = backoffs;
        this.credentials = credentials;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a poller's time has come, or its configuration has changed. To be asked before each pass. */
    boolean mayBePolled(PollerEntry entry) {
        unchanged.remove(entry.pollerId());
        Optional<Poller> poller = entry.poller();
        if (poller.isEmpty()) {
            return true;
        }
        Optional<Backoff> record = find(entry);
        if (record.isEmpty() || !record.get().configHash().equals(hash(poller.get()))) {
            return true;
        }
        unchanged.add(entry.pollerId());
        return !BackoffPolicy.holds(record.get(), clock.instant());
    }

    /** Writes the backoff that follows a pass, and adds its end to the outcome's detail. */
    Outcome after(PollerEntry entry, Outcome outcome) {
        Optional<Poller> poller = entry.poller();
        // Without its secret the poller was not tried.
        if (poller.isEmpty() || outcome.status() == PollerStatus.SECRET_UNAVAILABLE) {
            return outcome;
        }
        boolean same = unchanged.remove(entry.pollerId()) && replacesItsSecret(poller.get());
        Optional<Backoff> found = find(entry);
        if (found.isEmpty() && !BackoffPolicy.backsOff(outcome.status())) {
            return outcome; // The usual case: there is no record, and none to write.
        }
        String hash = hash(poller.get());
        Optional<Backoff> earlier = found.map(record -> same ? record.of(hash) : record);
        Optional<Backoff> next =
                BackoffPolicy.after(hash, entry.state(), earlier.orElse(null), outcome, clock.instant());
        try {
            next.ifPresent(backoff -> backoffs.put(entry.pollerId(), backoff));
            if (next.isEmpty() && earlier.isPresent()) {
                backoffs.remove(entry.pollerId());
            }
        } catch (TableException e) {
            events.ledgerFailed(entry.pollerId(), e.detail());
            return outcome;
        }
        return next.map(backoff -> outcome.adding("The next poll is at "
                        + backoff.nextPollAt().truncatedTo(ChronoUnit.SECONDS)
                        + ", or at once when the item or its secret is changed."))
                .orElse(outcome);
    }

    /** Whether the pass itself may have replaced the refresh token, which is no change that a person has made. */
    private static boolean replacesItsSecret(Poller poller) {
        return poller.login().oauth().flatMap(OAuthGrant::refreshToken).isPresent();
    }

    /** A secret that was replaced where it is kept counts as a change of the item. */
    private String hash(Poller poller) {
        try {
            return BackoffPolicy.hash(poller, credentials.loginSecrets(poller));
        } catch (Credentials.CredentialsException e) {
            return BackoffPolicy.hash(poller, List.of());
        }
    }

    /** Only a poller with such a status can have a record. The others cost no read. */
    private Optional<Backoff> find(PollerEntry entry) {
        try {
            return BackoffPolicy.mayApply(entry.state()) ? backoffs.find(entry.pollerId()) : Optional.empty();
        } catch (TableException e) {
            events.ledgerFailed(entry.pollerId(), e.detail());
            return Optional.empty();
        }
    }
}
