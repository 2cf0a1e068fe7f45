package dev.imappoller.poller.pass;

import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.mailbox.Mailbox.PastFilter;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.PassEvent.TableCall;
import dev.imappoller.poller.pass.SimMessage.Kind;
import dev.imappoller.poller.pass.SimSettings.Flags;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Carries out in the simulated world what a pass wants, as {@link Pass} does in the real one. */
final class SimDoer implements PassDoer {
    private static final long OPENING = 30 * SimWorld.SECOND;
    private static final long LISTING = 60 * SimWorld.SECOND;

    private final SimWorld world;
    private final SimFunction function;
    private final SimWaiting waiting;
    private final Map<Long, SimMessage> here = new HashMap<>();
    private Optional<SimSession> session = Optional.empty();

    SimDoer(SimWorld world, SimFunction function) {
        this.world = world;
        this.function = function;
        this.waiting = new SimWaiting(world, function);
    }

    /** The connection that is open. */
    Optional<SimSession> session() {
        return session;
    }

    /** A connection hands something over. */
    PassEvent here(SimSession from, PassEvent event) {
        if (!(event instanceof PassEvent.Arrived arrived)) {
            return event;
        }
        here.put(arrived.uid(), from.handedOver(arrived.uid()));
        long read = Math.max(world.now(), function.pausedUntil());
        return new PassEvent.Arrived(arrived.uid(), arrived.size(), arrived.seen(), read);
    }

    static Failure lost() {
        return new Failure(PollerStatus.CONNECT_FAILED, "imap.example.com closed the connection.");
    }

    /** The run's time is up: what is open is closed. */
    void cut() {
        session.ifPresent(SimSession::cut);
        waiting.cut();
    }

    /** No call is waited for any more. */
    void interrupt() {
        waiting.interrupt();
    }

    /** All that is open is closed. */
    void end() {
        session.ifPresent(SimSession::close);
        session = Optional.empty();
        here.clear();
    }

    @Override
    public void open(PassEffect.Open effect) {
        mailbox(OPENING, () -> {
            if (world.odd(SimFault.OPEN_FAILS)) {
                return failed(world.odd(SimFault.THROTTLED) ? PollerStatus.THROTTLED : PollerStatus.CONNECT_FAILED);
            }
            SimSession opened = new SimSession(world, function);
            session = Optional.of(opened);
            return new PassEvent.Opened(OptionalLong.of(opened.uidValidity()));
        });
    }

    @Override
    public void search(PassEffect.Search effect) {
        mailbox(LISTING, () -> {
            if (world.odd(SimFault.THROTTLED)) {
                return failed(PollerStatus.THROTTLED);
            }
            if (!selected().isAlive(List.of())) {
                return failed(PollerStatus.CONNECT_FAILED);
            }
            List<Long> found = world.mailbox().matching(world.mailbox().unseen());
            world.history().searches(function);
            return new PassEvent.Searched(found);
        });
    }

    @Override
    public void lookPastFilter(PassEffect.LookPastFilter effect) {
        mailbox(LISTING, () -> {
            if (!selected().isAlive(List.of())) {
                return failed(PollerStatus.CONNECT_FAILED);
            }
            Set<Long> unseen = new TreeSet<>(world.mailbox().unseen());
            unseen.retainAll(effect.uids());
            return new PassEvent.LookedPastFilter(
                    new PastFilter(unseen, Set.copyOf(world.mailbox().matching(effect.uids()))));
        });
    }

    @Override
    public void listMessages(PassEffect.ListMessages effect) {
        mailbox(LISTING, () -> {
            if (!selected().isAlive(effect.uids())) {
                return failed(PollerStatus.CONNECT_FAILED);
            }
            List<MessageSummary> listed = new ArrayList<>();
            for (long uid : new TreeSet<>(effect.uids())) {
                world.mailbox()
                        .find(uid)
                        .filter(message -> world.mailbox().kind(message) != Kind.GHOST)
                        .ifPresent(message -> listed.add(listed(message)));
            }
            return new PassEvent.MessagesListed(listed);
        });
    }

    private MessageSummary listed(SimMessage message) {
        boolean isUnasked = !message.isSeen && world.settings().flags() == Flags.SET_AT_LISTING;
        if (isUnasked) {
            world.mailbox().hide(List.of(message.uid), function);
        }
        Instant arrivedAt = SimWorld.START.plusNanos(message.arrivedAt);
        return new MessageSummary(message.uid, message.size, Optional.of(arrivedAt), message.isSeen, isUnasked, false);
    }

    private PassEvent failed(PollerStatus why) {
        return new PassEvent.MailboxFailed(
                new Failure(why, "imap.example.com failed."), function.call().isCut());
    }

    private SimSession selected() {
        return session.orElseThrow();
    }

    @Override
    public void carefully(PassEffect.Carefully effect) {
        // Each answer is waited for anyway before anything that depends on it.
    }

    @Override
    public void close(PassEffect.Close effect) {
        end();
        function.tell(new PassEvent.Closed(List.of()));
    }

    @Override
    public void takeLease(PassEffect.TakeLease effect) {
        long asked = world.now();
        Instant now = function.call().clock();
        table(TableCall.TAKE_LEASE, () -> {
            Leases.Taking taking = world.tables().take(function, now, now.plus(Lease.LENGTH));
            leased(asked, taking != Leases.Taking.HELD_BY_ANOTHER);
            return new PassEvent.LeaseTaken(taking);
        });
    }

    @Override
    public void renewLease(PassEffect.RenewLease effect) {
        long asked = world.now();
        Instant until = function.call().clock().plus(Lease.LENGTH);
        table(TableCall.RENEW_LEASE, () -> {
            boolean isKept = world.tables().renew(function, until);
            leased(asked, isKept);
            return new PassEvent.LeaseRenewed(isKept);
        });
    }

    private void leased(long asked, boolean isMine) {
        if (isMine) {
            function.record().leased(asked);
        }
    }

    @Override
    public void releaseLease(PassEffect.ReleaseLease effect) {
        table(TableCall.RELEASE_LEASE, () -> {
            world.tables().release(function);
            return new PassEvent.LeaseReleased();
        });
    }

    @Override
    public void readRecords(PassEffect.ReadRecords effect) {
        table(
                TableCall.READ_RECORDS,
                () -> new PassEvent.RecordsRead(world.tables().records(effect.uidValidity())));
    }

    @Override
    public void writeRecords(PassEffect.WriteRecords effect) {
        if (effect.isTooLate(world.now())) {
            function.tell(PassEvent.TableFailed.tooLate());
            return;
        }
        List<Ledger.Change> changes = effect.changes();
        waiting.table(
                TableCall.WRITE_RECORDS,
                () -> {
                    world.tables().write(function, changes);
                    return new PassEvent.RecordsWritten();
                },
                () -> world.tables()
                        .write(function, changes.subList(0, world.choices().below(changes.size() + 1))));
    }

    @Override
    public void findRejected(PassEffect.FindRejected effect) {
        table(
                TableCall.FIND_REJECTED,
                () -> new PassEvent.RejectedFound(world.tables().rejected(effect.uidValidity(), effect.uids())));
    }

    @Override
    public void fetch(PassEffect.Fetch effect) {
        selected().fetch(effect.messages());
    }

    @Override
    public void checkUnseen(PassEffect.CheckUnseen effect) {
        selected().checkUnseen(effect.uids());
    }

    @Override
    public void markSeen(PassEffect.MarkSeen effect) {
        selected().markSeen(effect.uids());
    }

    @Override
    public void markUnseen(PassEffect.MarkUnseen effect) {
        selected().markUnseen(effect.uids());
    }

    @Override
    public void fileAway(PassEffect.FileAway effect) {
        selected().fileAway(effect.uids(), effect.action());
    }

    @Override
    public void post(PassEffect.Post effect) {
        SimMessage message = taken(effect.uid());
        world.history().posts(function, message);
        if (world.mailbox().kind(message) == Kind.KILLS) {
            function.kill("is killed by " + message);
        } else {
            world.endpoint().post(function, message, effect, selected().uidValidity());
        }
    }

    @Override
    public void drop(PassEffect.Drop effect) {
        taken(effect.uid());
    }

    @Override
    public void tell(PassEffect.Tell effect) {
        // Nobody reads it.
    }

    private SimMessage taken(long uid) {
        return Optional.ofNullable(here.remove(uid))
                .orElseThrow(() -> new IllegalStateException("message " + uid + " is not here"));
    }

    private void mailbox(long patience, Supplier<PassEvent> question) {
        PassEvent cut = new PassEvent.MailboxFailed(lost(), true);
        waiting.mailbox(patience, failed(PollerStatus.CONNECT_FAILED), cut, question);
    }

    private void table(TableCall kind, Supplier<PassEvent> question) {
        waiting.table(kind, question, () -> {});
    }
}
