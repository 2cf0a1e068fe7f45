package dev.imappoller.alert;

import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates.State;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what people are told of: changes, and never more than one mail of a kind in six hours. */
final class AlertPolicy {
    /** One or two failed passes are a restart somewhere. */
    static final int FAILURES = 3;

    static final Duration QUIET = Duration.ofHours(6);

    private AlertPolicy() {}

    /** What a pass has to say of one kind. */
    enum Sign {
        /** Something is wrong that was not before, or goes on. */
        WRONG,
        /** A known trouble goes on. That is no news, but an alert that had to wait may be mailed now. */
        STILL,
        /** It works again. */
        RIGHT
    }

    /** What is to be done. */
    enum Action {
        RAISE,
        CLEAR,
        /** It has to wait for its time. */
        WAIT,
        /** It has ended before anybody was told. */
        FORGET,
        NOTHING
    }

    /** The news of a pass. Most passes have none, and then the table is not read. */
    static Map<AlertKind, Sign> signs(PollerState before, Outcome outcome) {
        Map<AlertKind, Sign> signs = new EnumMap<>(AlertKind.class);
        boolean ok = outcome.status() == PollerStatus.OK;
        boolean endpoint = outcome.status() == PollerStatus.ENDPOINT_FAILING;
        boolean failing = !ok && (before.consecutiveFailures() + 1 >= FAILURES || isUrgent(before, outcome.status()));
        if (failing) {
            signs.put(endpoint ? AlertKind.ENDPOINT_FAILING : AlertKind.POLLER_FAILING, Sign.WRONG);
        }
        // If a person replaces an item to repair it, the item's count of failures and its status are gone.
        if (ok && (before.consecutiveFailures() > 0 || before.lastPollAt().isEmpty())) {
            signs.put(AlertKind.ENDPOINT_FAILING, Sign.RIGHT);
            signs.put(AlertKind.POLLER_FAILING, Sign.RIGHT);
        }
        if (outcome.counts().rejected() > 0) {
            signs.put(AlertKind.REJECTED, Sign.WRONG);
        }
        count(
                signs,
                AlertKind.PARKED,
                outcome.measurements().newlyParked(),
                outcome.counts().parked());
        count(
                signs,
                AlertKind.TOO_LARGE,
                outcome.measurements().newlyTooLarge(),
                outcome.counts().tooLarge());
        return signs;
    }

    /**
     * A grant that is gone does not come back by itself, nor does a password that was refused a second time; the poller is in backoff then,
     * so a third time is long to wait for.
     */
    private static boolean isUrgent(PollerState before, PollerStatus status) {
        return status == PollerStatus.REAUTH_REQUIRED
                || status == PollerStatus.AUTH_FAILED
                        && before.status().filter(status::equals).isPresent();
    }

    private static void count(Map<AlertKind, Sign> signs, AlertKind kind, int news, int known) {
        if (news > 0) {
            signs.put(kind, Sign.WRONG);
        } else if (known > 0) {
            signs.put(kind, Sign.STILL);
        }
    }

    /** @param worked when it last worked, where that is known */
    static Action action(AlertKind kind, Sign sign, State state, @Nullable Instant worked, Instant now) {
        boolean quiet = isRecent(state.mailedAt().orElse(null), now);
        return switch (sign) {
            case WRONG -> {
                // If the poller has worked since the last alert, this failure is news, even if the mail about that
                // could not be sent.
                boolean sameAsBefore = worked == null
                        || state.mailedAt().filter(worked::isAfter).isEmpty();
                if (lasts(kind) && state.raised() && sameAsBefore) {
                    yield Action.NOTHING;
                }
                yield quiet ? (state.pending() ? Action.NOTHING : Action.WAIT) : Action.RAISE;
            }
            case STILL -> state.pending() && !quiet ? Action.RAISE : Action.NOTHING;
            case RIGHT -> {
                if (!state.raised()) {
                    yield state.pending() ? Action.FORGET : Action.NOTHING;
                }
                yield isRecent(state.clearedAt().orElse(null), now) ? Action.FORGET : Action.CLEAR;
            }
        };
    }

    /**
     * When what is said was first noticed. It stays the same from one attempt to the next, whichever process makes it, since the alert's id
     * follows from it.
     */
    static Instant since(Action action, AlertSignal signal, State state) {
        boolean isNews = signal.sign() == Sign.WRONG && !lasts(signal.kind());
        Optional<Instant> told = isNews ? Optional.empty() : state.noticedAt().filter(noticed -> isOf(action, state));
        Optional<Instant> failing = action == Action.RAISE && lasts(signal.kind())
                ? signal.entry().state().failingSince()
                : Optional.empty();
        return told.or(() -> failing).orElse(signal.noticedAt());
    }

    /** What is written if an alert was not sent: how things stood, and since when. */
    static State notSent(Action action, State state, Instant since) {
        return isOf(action, state) ? state.noticed(since) : state;
    }

    /** Whether the time that a state holds is of this action: what was raised is to be cleared, and else to be raised. */
    private static boolean isOf(Action action, State state) {
        return state.raised() == (action == Action.CLEAR);
    }

    /**
     * What is written before a mail is sent. It may stay unknown whether a hanging mail server has taken the mail, or the process may end.
     * So the alert counts as sent for the time between two mails, and after that as still to be sent.
     */
    static State before(Action action, AlertKind kind, State state, Instant since, Instant now) {
        return action == Action.RAISE
                ? new State(false, Optional.of(now), state.clearedAt(), true).noticed(since)
                : after(action, kind, state, since, now);
    }

    /** What is written once the action is done. */
    static State after(Action action, AlertKind kind, State state, Instant since, Instant now) {
        return switch (action) {
            case RAISE -> new State(lasts(kind), Optional.of(now), state.clearedAt(), false);
            case CLEAR -> new State(false, state.mailedAt(), Optional.of(now), false);
            case WAIT ->
                notSent(Action.RAISE, new State(state.raised(), state.mailedAt(), state.clearedAt(), true), since);
            case FORGET -> new State(false, state.mailedAt(), state.clearedAt(), false);
            case NOTHING -> state;
        };
    }

    /** Whether it goes on until it works again; the others are said of single messages. */
    static boolean lasts(AlertKind kind) {
        return switch (kind) {
            case POLLER_FAILING, ENDPOINT_FAILING -> true;
            case REJECTED, PARKED, TOO_LARGE -> false;
        };
    }

    /** A time far in the future does not hold back an alert, since it was written by a wrong clock. */
    private static boolean isRecent(@Nullable Instant when, Instant now) {
        return when != null && Duration.between(when, now).abs().compareTo(QUIET) < 0;
    }
}
