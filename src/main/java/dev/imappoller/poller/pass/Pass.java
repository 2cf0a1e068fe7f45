package dev.imappoller.poller.pass;

import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.lease.Lease;
import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.PassEvents;
import dev.imappoller.poller.outcome.PassResult;
import dev.imappoller.poller.pass.PassEvent.TableCall;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Moment;
import dev.imappoller.poller.time.Uninterrupted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one pass over one mailbox: has a {@link PassMachine} decide, carries out what it wants, and tells it what came of that. All by one
 * thread, but for what the mailbox and the senders do by theirs, which comes in through a {@link PassInbox}.
 */
public final class Pass implements PassDoer {
    private final Poller poller;
    private final PollerState before;
    private final Ports ports;
    private final PassContext context;
    private final PassInbox inbox;
    private final Sender sender;
    private final String owner = UUID.randomUUID().toString();
    private @Nullable Mailbox mailbox;

    /** What a pass talks to. */
    public record Ports(Mailboxes mailboxes, Endpoint endpoint, Ledger ledger, Leases leases, PassEvents events) {}

    /** @param before the state that the last pass left */
    public Pass(Poller poller, PollerState before, Ports ports, PassContext context) {
        this.poller = poller;
        this.before = before;
        this.ports = ports;
        this.context = context;
        this.inbox = new PassInbox(context.cutoff(), context.nanoTime(), this::report);
        this.sender = new Sender(poller, ports.endpoint(), ports.events(), context);
    }

    /** Makes the pass. */
    public PassResult make() {
        PassLimits limits = new PassLimits(
                context.budget(),
                context.now(),
                context.room(),
                context.posts(),
                ThreadLocalRandom.current().nextLong());
        PassMachine machine = new PassMachine(poller, before, limits, now());
        context.cutoff().onCut(() -> inbox.tell(new PassEvent.Cut()));
        try {
            carryOut(machine.begin());
            while (!machine.hasEnded()) {
                List<PassEvent> events = inbox.await(machine.patience());
                carryOut(machine.on(events, now()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Uninterrupted.run(() -> end(machine, new PassEvent.Interrupted()));
        } catch (RuntimeException | Error e) {
            Uninterrupted.run(() -> end(machine, new PassEvent.Broken()));
            throw e;
        } finally {
            inbox.close();
            if (mailbox != null) {
                mailbox.close();
            }
        }
        return machine.outcome().<PassResult>map(PassResult.Done::new).orElseGet(PassResult.HeldElsewhere::new);
    }

    /** What is to be on record however a pass ends. */
    private void end(PassMachine machine, PassEvent why) {
        List<PassEvent> events = new ArrayList<>(inbox.drain());
        events.add(why);
        while (!machine.hasEnded() && !events.isEmpty()) {
            carryOut(machine.on(events, now()));
            events = inbox.drain();
        }
    }

    private void carryOut(List<PassEffect> effects) {
        effects.forEach(effect -> effect.carryOut(this));
    }

    private Moment now() {
        return new Moment(context.nanoTime().getAsLong(), context.clock().instant());
    }

    @Override
    public void open(PassEffect.Open effect) {
        mailbox(() -> {
            Mailbox opened = ports.mailboxes().open(poller, context.cutoff());
            mailbox = opened;
            return new PassEvent.Opened(opened.uidValidity());
        });
    }

    @Override
    public void search(PassEffect.Search effect) {
        mailbox(() -> new PassEvent.Searched(selected().searchUnseen()));
    }

    @Override
    public void lookPastFilter(PassEffect.LookPastFilter effect) {
        mailbox(() -> new PassEvent.LookedPastFilter(selected().lookPastFilter(effect.uids())));
    }

    @Override
    public void listMessages(PassEffect.ListMessages effect) {
        mailbox(() -> new PassEvent.MessagesListed(list(effect.uids())));
    }

    /** Once more over another connection, where the first was lost over commands that were sent ahead: nothing was moved yet. */
    private List<MessageSummary> list(Collection<Long> uids) throws MailboxException {
        Mailbox first = selected();
        try {
            return first.list(uids);
        } catch (MailboxException e) {
            if (!e.isOverPipelining() || context.cutoff().isCut()) {
                throw e;
            }
            first.close();
            mailbox = null;
            Mailbox another = ports.mailboxes().open(poller, context.cutoff());
            mailbox = another;
            if (!another.uidValidity().equals(first.uidValidity())) {
                throw e; // Its UIDs name other messages.
            }
            return another.list(uids);
        }
    }

    /** Asks a mailbox and waits for its answer. */
    private interface Question {
        PassEvent ask() throws MailboxException;
    }

    private void mailbox(Question question) {
        try {
            inbox.tell(question.ask());
        } catch (MailboxException e) {
            if (mailbox != null) { // Else a library was at work, which throws anything over what a server says.
                e.bug().ifPresent(this::report);
            }
            inbox.tell(new PassEvent.MailboxFailed(e.failure(), context.cutoff().isCut()));
        }
    }

    private void report(Throwable bug) {
        ports.events().internalError(poller.pollerId(), bug);
    }

    private Mailbox selected() {
        return Objects.requireNonNull(mailbox);
    }

    @Override
    public void carefully(PassEffect.Carefully effect) {
        selected().carefully();
    }

    @Override
    public void close(PassEffect.Close effect) {
        List<String> remarks = List.of();
        if (mailbox != null) {
            remarks = mailbox.remarks();
            mailbox.close();
        }
        mailbox = null;
        inbox.endSession();
        inbox.tell(new PassEvent.Closed(remarks));
    }

    @Override
    public void takeLease(PassEffect.TakeLease effect) {
        table(
                TableCall.TAKE_LEASE,
                () -> new PassEvent.LeaseTaken(ports.leases()
                        .take(
                                poller.pollerId(),
                                owner,
                                context.clock().instant(),
                                context.clock().instant().plus(Lease.LENGTH))));
    }

    @Override
    public void renewLease(PassEffect.RenewLease effect) {
        table(
                TableCall.RENEW_LEASE,
                () -> new PassEvent.LeaseRenewed(ports.leases()
                        .renew(
                                poller.pollerId(),
                                owner,
                                context.clock().instant().plus(Lease.LENGTH))));
    }

    @Override
    public void releaseLease(PassEffect.ReleaseLease effect) {
        table(TableCall.RELEASE_LEASE, () -> {
            ports.leases().release(poller.pollerId(), owner);
            return new PassEvent.LeaseReleased();
        });
    }

    @Override
    public void readRecords(PassEffect.ReadRecords effect) {
        table(
                TableCall.READ_RECORDS,
                () -> new PassEvent.RecordsRead(ports.ledger().records(poller.pollerId(), effect.uidValidity())));
    }

    @Override
    public void writeRecords(PassEffect.WriteRecords effect) {
        if (effect.isTooLate(context.nanoTime().getAsLong())) {
            inbox.tell(PassEvent.TableFailed.tooLate());
            return;
        }
        table(TableCall.WRITE_RECORDS, () -> {
            ports.ledger().write(poller.pollerId(), effect.changes());
            return new PassEvent.RecordsWritten();
        });
    }

    @Override
    public void findRejected(PassEffect.FindRejected effect) {
        table(
                TableCall.FIND_REJECTED,
                () -> new PassEvent.RejectedFound(
                        ports.ledger().rejected(poller.pollerId(), effect.uidValidity(), effect.uids())));
    }

    private void table(TableCall call, Supplier<PassEvent> question) {
        try {
            inbox.tell(question.get());
        } catch (TableException e) {
            inbox.tell(new PassEvent.TableFailed(call, e.detail()));
        }
    }

    @Override
    public void fetch(PassEffect.Fetch effect) {
        selected().fetch(effect.messages(), poller.maxMessageBytes(), inbox.listener());
    }

    @Override
    public void checkUnseen(PassEffect.CheckUnseen effect) {
        selected().checkUnseen(effect.uids(), inbox.listener());
    }

    @Override
    public void markSeen(PassEffect.MarkSeen effect) {
        selected().markSeen(effect.uids(), inbox.listener());
    }

    @Override
    public void markUnseen(PassEffect.MarkUnseen effect) {
        selected().markUnseen(effect.uids(), inbox.listener());
    }

    @Override
    public void fileAway(PassEffect.FileAway effect) {
        selected().fileAway(effect.uids(), effect.action(), inbox.listener());
    }

    @Override
    public void post(PassEffect.Post effect) {
        sender.begin(
                effect, inbox.take(effect.uid()), result -> inbox.tell(new PassEvent.Posted(effect.uid(), result)));
    }

    @Override
    public void drop(PassEffect.Drop effect) {
        inbox.take(effect.uid()).close();
    }

    @Override
    public void tell(PassEffect.Tell effect) {
        effect.line().accept(ports.events());
    }
}
