package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.RecentDeliveries;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.operation.SimRedelivery;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.Backoffs;
import dev.imappoller.poller.run.PollerTable;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The simulated tables: the lease, the ledger and the backoff of the one poller, and its item. */
final class SimTables {
    private final SimWorld world;
    private final Map<Ledger.Key, LedgerRecord> records = new HashMap<>();
    private Optional<Held> lease = Optional.empty();
    private Optional<Backoffs.Backoff> backoff = Optional.empty();
    private PollerState item = PollerState.NEW;

    /** Who holds the lease, and until when. */
    record Held(SimFunction owner, Instant until) {}

    SimTables(SimWorld world) {
        this.world = world;
    }

    /** Who holds the lease, in time or not. */
    Optional<Held> lease() {
        return lease;
    }

    PollerState item() {
        return item;
    }

    Optional<LedgerRecord> record(long uidValidity, long uid) {
        return Optional.ofNullable(records.get(new Ledger.Key(uidValidity, uid, false)));
    }

    /** As {@link Leases#take} says. */
    Leases.Taking take(SimFunction function, Instant now, Instant until) {
        Optional<Held> before = lease.filter(held -> held.owner() != function);
        boolean isHeld = before.filter(
                        held -> !held.until().isBefore(now) && !held.until().isAfter(until.plus(Leases.AHEAD)))
                .isPresent();
        if (isHeld) {
            world.say(
                    () -> function + " finds the lease held by " + before.get().owner());
            return Leases.Taking.HELD_BY_ANOTHER;
        }
        world.say(() -> function + " takes the lease"
                + before.map(held -> " over from " + held.owner()).orElse(""));
        before.ifPresent(held -> world.history().takesOver(function, held.owner()));
        lease = Optional.of(new Held(function, until));
        return before.isPresent() ? Leases.Taking.TAKEN_OVER : Leases.Taking.TAKEN;
    }

    /** As {@link Leases#renew} says. */
    boolean renew(SimFunction function, Instant until) {
        boolean isKept = isHeldBy(function);
        if (isKept) {
            lease = Optional.of(new Held(function, until));
        }
        world.say(() -> function + (isKept ? " renews the lease" : " has lost the lease"));
        return isKept;
    }

    /** As {@link Leases#release} says. */
    void release(SimFunction function) {
        if (isHeldBy(function)) {
            lease = Optional.empty();
            world.say(() -> function + " gives the lease back");
        }
    }

    boolean isHeldBy(SimFunction function) {
        return lease.filter(held -> held.owner() == function).isPresent();
    }

    Map<Long, LedgerRecord> records(long uidValidity) {
        Map<Long, LedgerRecord> found = new HashMap<>();
        records.forEach((key, record) -> {
            if (key.uidValidity() == uidValidity && !key.rejected()) {
                found.put(key.uid(), record);
            }
        });
        return found;
    }

    Set<Long> rejected(long uidValidity, Collection<Long> uids) {
        Set<Long> found = new HashSet<>();
        for (long uid : uids) {
            if (records.containsKey(new Ledger.Key(uidValidity, uid, true))) {
                found.add(uid);
            }
        }
        return found;
    }

    void write(SimFunction function, List<Ledger.Change> changes) {
        for (Ledger.Change change : changes) {
            world.history().writes(function, change);
            change.record()
                    .ifPresentOrElse(record -> records.put(change.key(), record), () -> records.remove(change.key()));
            world.say(() -> function + " writes " + change.key().uid() + " "
                    + change.record()
                            .map(record -> record.state() + " " + record.care() + " " + record.lastError())
                            .orElse("away"));
        }
    }

    /** Op redeliver has a message delivered again. */
    void redeliver(SimMessage message) {
        long uidValidity = world.mailbox().uidValidity();
        LedgerRecord record = SimRedelivery.record(
                world.poller(),
                uidValidity,
                new MessageSummary(message.uid, message.size, Optional.empty(), true),
                record(uidValidity, message.uid),
                Optional.ofNullable(records.get(new Ledger.Key(uidValidity, message.uid, true))),
                SimWorld.START.plusNanos(world.now()));
        records.put(new Ledger.Key(uidValidity, message.uid, false), record);
    }

    /** As {@link PollerTable#record} says. */
    void record(Outcome outcome, Instant polledAt, PollerState before) {
        boolean ok = outcome.status() == PollerStatus.OK;
        Optional<Instant> when = Optional.of(polledAt.truncatedTo(ChronoUnit.MILLIS));
        Optional<LastAnswered> news =
                outcome.lastAnswered().filter(answered -> !before.lastAnswered().equals(Optional.of(answered)));
        item = new PollerState(
                when,
                ok ? 0 : before.consecutiveFailures() + 1,
                Optional.of(outcome.status()),
                new PollerState.Backlog(
                        outcome.unread().isPresent() && !outcome.unread().equals(before.unread())
                                ? outcome.unread()
                                : item.unread(),
                        item.oldestUnreadAt()),
                ok ? when : item.lastSuccessAt(),
                "",
                RecentDeliveries.NONE,
                new Remembered(news.or(() -> item.lastAnswered()), Optional.empty()));
    }

    /** Backoffs as a function meets them; none of them is asked about anything but the one poller. */
    Backoffs backoffs(SimFunction function) {
        return new Backoffs() {
            @Override
            public Optional<Backoff> find(String pollerId) {
                function.call().failIfTheTableDoes();
                return backoff;
            }

            @Override
            public void put(String pollerId, Backoff record) {
                function.call().failIfTheTableDoes();
                if (world.mutation().keepsBackoffs()) {
                    backoff = Optional.of(record);
                }
            }

            @Override
            public void remove(String pollerId) {
                function.call().failIfTheTableDoes();
                backoff = Optional.empty();
            }
        };
    }
}
