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
 * News that could not be told and that no later pass brings again: of single messages, and that something works again. They are told
 * after the poller's next pass, as long as this process lives.
 */
final class Unsaid {
    private final Map<String, Map<AlertKind, News>> kept = new ConcurrentHashMap<>();

    /** Keeps what could not be told. */
    void add(News news) {
        boolean comesAgain = news.sign() == Sign.WRONG ? AlertPolicy.lasts(news.kind()) : news.sign() == Sign.STILL;
        if (!comesAgain) {
            kept.merge(news.pollerId(), Map.of(news.kind(), news), Unsaid::both);
        }
    }

    /** A pass's news and what was kept of its poller, which is kept no longer. What has failed anew is not said to work. */
    List<News> with(List<News> news, PollerEntry entry, Outcome outcome) {
        Map<AlertKind, News> told = news.stream().collect(Collectors.toMap(News::kind, one -> one));
        List<News> all = new ArrayList<>(news);
        Optional.ofNullable(kept.remove(entry.pollerId())).orElseGet(Map::of).forEach((kind, one) -> {
            Optional<Sign> now = Optional.ofNullable(told.get(kind)).map(News::sign);
            boolean holds = one.sign() == Sign.WRONG || outcome.status() == PollerStatus.OK;
            if (holds && now.filter(sign -> sign != Sign.STILL).isEmpty()) {
                all.removeIf(still -> still.kind() == kind);
                all.add(one);
            }
        });
        return all;
    }

    private static Map<AlertKind, News> both(Map<AlertKind, News> earlier, Map<AlertKind, News> later) {
        Map<AlertKind, News> both = new EnumMap<>(earlier);
        both.putAll(later);
        return both;
    }
}
