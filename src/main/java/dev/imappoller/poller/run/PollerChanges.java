package dev.imappoller.poller.run;

import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.operation.CheckResult;
import dev.imappoller.poller.operation.Posting;
import dev.imappoller.poller.status.TableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows what people do to the Pollers table: a new or replaced poller is tried at once, and what is on record for a deleted one is
 * removed. A change may arrive late, twice, or in a batch with the next one. So each poller's item is read as it is now.
 */
public final class PollerChanges {
    private final PollerTable table;
    private final DeletedPollers leftovers;
    private final Run run;
    private final Events events;

    /**
     * One change.
     *
     * @param id what it is reported by
     * @param deleted whether the item was removed, not written
     */
    public record Change(String id, String pollerId, boolean deleted) {}

    public PollerChanges(PollerTable table, DeletedPollers leftovers, Run run, Events events) {
        this.table = table;
        this.leftovers = leftovers;
        this.run = run;
        this.events = events;
    }

    /**
     * Handles changes, each independently of the others.
     *
     * @return the ids of the changes that Lambda has to bring again
     */
    public List<String> follow(List<Change> changes) {
        Map<String, Boolean> deleted = new LinkedHashMap<>();
        changes.forEach(change -> deleted.merge(change.pollerId(), change.deleted(), Boolean::logicalOr));
        Set<String> failed = new HashSet<>();
        List<PollerEntry> toCheck = new ArrayList<>();
        deleted.forEach((pollerId, wasDeleted) -> {
            try {
                Optional<PollerEntry> entry = table.find(pollerId);
                if (entry.isPresent()) {
                    entry.filter(PollerChanges::isToBeChecked).ifPresent(toCheck::add);
                } else if (wasDeleted) {
                    events.forgotten(pollerId, leftovers.remove(pollerId));
                }
            } catch (TableException e) {
                events.statusNotWritten(pollerId, e.detail());
                failed.add(pollerId);
            }
        });
        failed.addAll(check(toCheck));
        return changes.stream()
                .filter(change -> failed.contains(change.pollerId()))
                .map(Change::id)
                .toList();
    }

    /** One without a status is new. An account that is switched off is not connected to, but its item may be wrong. */
    private static boolean isToBeChecked(PollerEntry entry) {
        return entry.state().status().isEmpty()
                && (entry.enabled() || entry.poller().isEmpty());
    }

    /** The pollers whose check has to be made again. */
    private Set<String> check(List<PollerEntry> entries) {
        Map<String, PollerEntry> read = new HashMap<>();
        entries.forEach(entry -> read.put(entry.pollerId(), entry));
        Set<String> failed = new HashSet<>();
        for (CheckResult checked : run.check(entries, Posting.NOTHING)) {
            String pollerId = checked.pollerId();
            if (!checked.isBegun()) {
                failed.add(pollerId);
                continue;
            }
            try {
                if (Optional.ofNullable(read.get(pollerId))
                        .filter(this::isStill)
                        .isPresent()) {
                    table.recordCheck(pollerId, checked.outcome());
                    events.checked(pollerId, checked.outcome());
                }
            } catch (TableException e) {
                events.statusNotWritten(pollerId, e.detail());
                failed.add(pollerId);
            }
        }
        return failed;
    }

    /** Whether the item is still the one that was read. If it was replaced, another change follows, which brings its own check. */
    private boolean isStill(PollerEntry read) {
        return table.find(read.pollerId())
                .filter(now -> now.config().equals(read.config()) && now.enabled() == read.enabled())
                .isPresent();
    }
}
