package dev.imappoller.poller;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.ModelWorld.Happening;
import dev.imappoller.testing.DeliveryHistory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One process of the model: a pass whose every step may be its last, or the moment for something else. */
final class ModelProcess {
    private static final Duration BUDGET = Duration.ofSeconds(45);

    private final ModelWorld world;
    private final Map<Integer, Happening> plan;
    private final Random random;
    private int steps;
    private boolean overtaken;
    private boolean dead;
    private boolean connectionLost;

    ModelProcess(ModelWorld world, Map<Integer, Happening> plan, Random random) {
        this.world = world;
        this.plan = plan;
        this.random = random;
    }

    Optional<Outcome> pass(PollerState before) {
        Budget budget = Budget.starting(() -> world.nanos, BUDGET);
        PassContext context = new PassContext(
                budget,
                new Cutoff(),
                world.now,
                new WorldClock(),
                () -> world.nanos,
                new Room(100_000_000, 100_000_000),
                8,
                Runnable::run);
        Pass.Ports ports = new Pass.Ports(
                (poller, cutoff, steps) -> open(),
                new ModelEndpoint(),
                new ModelLedger(),
                new ModelLeases(),
                new FakeEvents());
        return new Pass(Pollers.poller(Map.of()), before, ports, context).make();
    }

    private Mailbox open() {
        connectionLost = false;
        return new ModelMailbox(world.uidValidity);
    }

    /** Before and after whatever a process does to the world. */
    private void step() {
        if (dead) {
            throw new ModelWorld.Killed();
        }
        Optional.ofNullable(plan.get(++steps)).ifPresent(this::happens);
    }

    private void happens(Happening happening) {
        switch (happening) {
            case KILLED -> {
                dead = true;
                throw new ModelWorld.Killed();
            }
            case CONNECTION_LOST -> connectionLost = true;
            case ANOTHER_PASS -> another();
            case STOPPED_AND_OVERTAKEN -> {
                world.stops++;
                world.history.stopped(); // For what it had posted and not marked,
                world.elapse(Duration.ofSeconds(12));
                another();
                world.history.stopped(); // and for what it was about to post.
                overtaken = true;
            }
            case SLOW -> world.elapse(Duration.ofSeconds(1 + random.nextInt(7)));
            case MESSAGE_EXPUNGED -> world.expunge(random);
            case MESSAGE_READ -> world.read(random);
        }
    }

    private void another() {
        new ModelProcess(world, Map.of(), random).pass(PollerState.NEW);
    }

    private final class ModelEndpoint implements Endpoint {
        @Override
        public Answer post(Delivery delivery, Duration atMost) {
            step();
            String name = delivery.message().header("Subject").orElseThrow().value();
            DeliveryHistory.Attempt attempt = world.history.received(name, delivery.webhookId());
            Answer answer = world.answer(name, attempt, random);
            if (overtaken) {
                overtaken = false;
                world.history.stopped(); // The one post that it was about to make has no lease to keep others from it.
            }
            step();
            return answer;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private final class ModelLeases implements Leases {
        @Override
        public Taking take(String pollerId, String owner, Instant now, Instant until) {
            step();
            Taking taken = world.leases.take(pollerId, owner, now, until);
            step();
            return taken;
        }

        @Override
        public boolean renew(String pollerId, String owner, Instant until) {
            step();
            boolean renewed = world.leases.renew(pollerId, owner, until);
            step();
            return renewed;
        }

        @Override
        public void release(String pollerId, String owner) {
            step();
            world.leases.release(pollerId, owner);
            step();
        }
    }

    private final class ModelLedger implements Ledger {
        @Override
        public Map<Long, LedgerRecord> records(String pollerId, long uidValidity) {
            step();
            Map<Long, LedgerRecord> found = new HashMap<>();
            world.records.forEach((key, record) -> {
                if (key.startsWith(uidValidity + "#")) {
                    found.put(record.uid(), record);
                }
            });
            return found;
        }

        @Override
        public void forEach(String pollerId, Consumer<Entry> action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<Long> rejected(String pollerId, long uidValidity, Collection<Long> uids) {
            step();
            return uids.stream()
                    .filter(uid -> world.rejected.containsKey(uidValidity + "#" + uid))
                    .collect(Collectors.toSet());
        }

        @Override
        public void write(String pollerId, Collection<Change> changes) {
            step();
            for (Change change : changes) {
                Ledger.Key key = change.key();
                if (world.ledgerDown) {
                    change.record()
                            .or(() -> Optional.ofNullable(world.records.get(key.uidValidity() + "#" + key.uid()))
                                    .filter(LedgerRecord::mayBeHidden))
                            .filter(record ->
                                    change.record().isEmpty() || record.state() == LedgerRecord.State.DELIVERED)
                            .ifPresent(record -> world.history.forgotten());
                    continue;
                }
                Map<String, LedgerRecord> kind = key.rejected() ? world.rejected : world.records;
                String name = key.uidValidity() + "#" + key.uid();
                change.record().ifPresentOrElse(record -> kind.put(name, record), () -> kind.remove(name));
            }
            if (world.ledgerDown) {
                throw down();
            }
            step();
        }

        private PollerTable.TableException down() {
            return new PollerTable.TableException("The table can't be used.", new IllegalStateException());
        }
    }

    private final class ModelMailbox implements Mailbox {
        private final long uidValidity;

        private ModelMailbox(long uidValidity) {
            this.uidValidity = uidValidity;
        }

        @Override
        public OptionalLong uidValidity() {
            return OptionalLong.of(uidValidity);
        }

        @Override
        public List<Long> searchUnseen() throws MailboxException {
            step();
            failIfLost();
            List<Long> found = world.unseen();
            step();
            return found;
        }

        @Override
        public List<Listed> list(Collection<Long> uids) throws MailboxException {
            step();
            failIfLost();
            return uids.stream()
                    .filter(world.messages::containsKey)
                    .sorted()
                    .map(uid -> new Listed(uid, bytes(uid).length, Optional.empty(), world.seen.contains(uid)))
                    .toList();
        }

        @Override
        public void fetch(List<Listed> window, long largest, Listener listener) {
            for (Listed listed : window) {
                step();
                if (tellIfLost(listener)) {
                    return;
                }
                long uid = listed.uid();
                connectionLost = world.bad(world.endTheConnection, uid);
                if (connectionLost) {
                    world.flags.before(uid, world.seen);
                    tellIfLost(listener);
                    return;
                }
                if (world.messages.containsKey(uid)) {
                    world.flags.before(uid, world.seen);
                    boolean seen = world.seen.contains(uid);
                    world.flags.after(uid, world.seen);
                    listener.arrived(uid, RawMessage.of(bytes(uid)), seen);
                } else {
                    listener.missing(uid);
                }
            }
        }

        @Override
        public void look(Collection<Long> uids, Listener listener) {
            step();
            if (!tellIfLost(listener)) {
                List<Long> unseen = world.unseen();
                listener.looked(uids, uids.stream().filter(unseen::contains).collect(Collectors.toSet()));
            }
        }

        @Override
        public void markSeen(Collection<Long> uids, Listener listener) {
            step();
            connectionLost |= uids.stream().anyMatch(uid -> world.bad(world.endWhenMarked, uid));
            if (tellIfLost(listener)) {
                return;
            }
            if (world.storeRefused) {
                listener.markRefused(uids, new Failure(PollerStatus.MAILBOX_ERROR, "the server refused STORE: no"));
                return;
            }
            if (!world.marksLost) {
                uids.stream().filter(world.messages::containsKey).forEach(world.seen::add);
            }
            step();
            if (!tellIfLost(listener)) {
                listener.marked(uids);
            }
        }

        @Override
        public void markUnseen(Collection<Long> uids, Listener listener) {
            step();
            if (!tellIfLost(listener)) {
                world.seen.removeAll(uids);
                listener.unmarked(uids);
            }
        }

        @Override
        public void close() {
            // Even a dead process' connection ends.
        }

        private byte[] bytes(long uid) {
            return ("Subject: " + world.messages.get(uid) + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII);
        }

        private void failIfLost() throws MailboxException {
            if (connectionLost) {
                throw lost();
            }
        }

        private boolean tellIfLost(Listener listener) {
            if (connectionLost) {
                listener.lost(lost());
            }
            return connectionLost;
        }

        private MailboxException lost() {
            return new MailboxException(
                    PollerStatus.CONNECT_FAILED,
                    "imap.example.com closed the connection.",
                    new IllegalStateException());
        }
    }

    private final class WorldClock extends Clock {
        @Override
        public Instant instant() {
            return world.now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
