package dev.imappoller.alert;

import dev.imappoller.alert.AlertPolicy.Sign;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Alerts that could not be sent and that no later pass would raise again: about single messages, and that something works again. They are
 * sent after the poller's next pass, while this process lives.
 */
final class PendingAlerts {
    private final Map<String, Map<AlertKind, AlertSignal>> kept = new ConcurrentHashMap<>();

    /** Keeps what could not be told. */
    void add(AlertSignal signal) {
        boolean comesAgain =
                signal.sign() == Sign.WRONG ? AlertPolicy.lasts(signal.kind()) : signal.sign() == Sign.STILL;
        if (!comesAgain) {
            kept.merge(signal.pollerId(), Map.of(signal.kind(), signal), PendingAlerts::both);
        }
    }

    /** A pass's news and what was kept of its poller, which is kept no longer. What has failed anew is not said to work. */
    List<AlertSignal> with(List<AlertSignal> signals, PollerEntry entry, Outcome outcome) {
        Map<AlertKind, AlertSignal> told = signals.stream().collect(Collectors.toMap(AlertSignal::kind, one -> one));
        List<AlertSignal> all = new ArrayList<>(signals);
        Optional.ofNullable(kept.remove(entry.pollerId())).orElseGet(Map::of).forEach((kind, one) -> {
            Optional<Sign> now = Optional.ofNullable(told.get(kind)).map(AlertSignal::sign);
            boolean holds = one.sign() == Sign.WRONG || outcome.status() == PollerStatus.OK;
            if (holds && now.filter(sign -> sign != Sign.STILL).isEmpty()) {
                all.removeIf(still -> still.kind() == kind);
                all.add(one);
            }
        });
        return all;
    }

    private static Map<AlertKind, AlertSignal> both(
            Map<AlertKind, AlertSignal> earlier, Map<AlertKind, AlertSignal> later) {
        Map<AlertKind, AlertSignal> both = new EnumMap<>(earlier);
        both.putAll(later);
        return both;
    }
}
