package dev.imappoller.alert;

import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates;
import dev.imappoller.poller.run.AlertStates.State;
import dev.imappoller.poller.status.TableException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Claims on alerts in the State table, so that of two runs with the same alert only one mails it. Each claim names its owner. If the answer
 * to a claim is lost, its owner recognizes the claim: at once if the table can be read, else in a later run of this process. So no alert is
 * lost or sent twice.
 */
final class AlertClaims {
    private final AlertStates states;
    /** Of each kind: writes that may stand in the table, or stand there though more is known; and how things stand in truth. */
    private final Map<String, Map<String, State>> truthsByOwner = new ConcurrentHashMap<>();

    /**
     * @param stored what the table holds
     * @param truth how things stand
     */
    record Known(State stored, State truth) {}

    AlertClaims(AlertStates states) {
        this.states = states;
    }

    /** How things stand. */
    Known find(String pollerId, AlertKind kind) {
        State stored = states.find(pollerId, kind);
        State truth = truthsByOwner.getOrDefault(key(pollerId, kind), Map.of()).getOrDefault(stored.owner(), stored);
        return new Known(stored, truth);
    }

    /**
     * Writes a claim.
     *
     * @return the claim as it stands, empty if another run was faster
     * @throws TableException if it is not known whether it stands
     */
    Optional<State> take(String pollerId, AlertKind kind, Known known, State claimed) {
        State claim = claimed.by(UUID.randomUUID().toString());
        truths(pollerId, kind).put(claim.owner(), known.truth());
        boolean stands = write(pollerId, kind, known.stored(), claim);
        truthsByOwner.remove(key(pollerId, kind));
        return stands ? Optional.of(claim) : Optional.empty();
    }

    /** Writes what came of a claim. Where that is not possible, the next run of this process knows it nevertheless. */
    void settle(String pollerId, AlertKind kind, State claim, State after) {
        if (after.by(claim.owner()).equals(claim)) {
            return;
        }
        truths(pollerId, kind).put(claim.owner(), after);
        try {
            write(pollerId, kind, claim, after.by(UUID.randomUUID().toString()));
            truthsByOwner.remove(key(pollerId, kind));
        } catch (TableException e) {
            // What was to be said has been said, or is said by the next run.
        }
    }

    /** Whether it stands, whatever became of the answer. */
    private boolean write(String pollerId, AlertKind kind, State before, State after) {
        try {
            return states.replace(pollerId, kind, before, after) || stands(pollerId, kind, after);
        } catch (TableException e) {
            if (stands(pollerId, kind, after)) {
                return true;
            }
            throw e; // It may yet be carried out.
        }
    }

    private boolean stands(String pollerId, AlertKind kind, State written) {
        return states.find(pollerId, kind).owner().equals(written.owner());
    }

    private Map<String, State> truths(String pollerId, AlertKind kind) {
        return truthsByOwner.computeIfAbsent(key(pollerId, kind), key -> new ConcurrentHashMap<>());
    }

    private static String key(String pollerId, AlertKind kind) {
        return kind + " " + pollerId;
    }
}
