package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.SimMessage.Kind;
import dev.imappoller.poller.pass.SimSettings.Flags;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One connection to the simulated mailbox: commands take effect in their order, and their answers come later. */
final class SimSession {
    /** After so long without an answer the connection is given up. */
    private static final long SILENCE = 60 * SimWorld.SECOND;

    private final SimWorld world;
    private final SimMailbox mailbox;
    private final SimFunction function;
    private final long uidValidity;
    private final Map<Long, SimMessage> handedOver = new HashMap<>();
    private long freeAt;
    private long toldAt;
    private boolean isLost;
    private boolean isLossTold;
    private boolean isClosed;

    SimSession(SimWorld world, SimFunction function) {
        this.world = world;
        this.mailbox = world.mailbox();
        this.function = function;
        this.uidValidity = mailbox.uidValidity();
    }

    long uidValidity() {
        return uidValidity;
    }

    /** A message that was fetched. */
    SimMessage handedOver(long uid) {
        return Optional.ofNullable(handedOver.get(uid)).orElseThrow();
    }

    /** Whether a command is carried out that the function has waited for, in place of a lost connection. */
    boolean isAlive(Collection<Long> listed) {
        boolean ends = listed.stream().anyMatch(uid -> is(uid, Kind.ENDS_AT_LISTING));
        return !isLost && isOfNow() && !ends && !world.odd(SimFault.CONNECTION_LOST);
    }

    void fetch(List<MessageSummary> messages) {
        messages.forEach(listed -> send(() -> fetched(listed.uid())));
    }

    void checkUnseen(Collection<Long> uids) {
        send(() -> {
            Set<Long> unseen = uids.stream()
                    .filter(uid ->
                            mailbox.find(uid).filter(message -> !message.isSeen).isPresent())
                    .collect(Collectors.toSet());
            return List.of(new PassEvent.UnseenChecked(uids, unseen));
        });
    }

    void markSeen(Collection<Long> uids) {
        send(() -> {
            if (uids.stream().anyMatch(uid -> is(uid, Kind.ENDS_AT_MARK))) {
                return List.of();
            }
            boolean refusesAll = world.odd(SimFault.MARK_REFUSED);
            List<Long> refused = uids.stream()
                    .filter(uid -> refusesAll || is(uid, Kind.NOT_MARKED))
                    .toList();
            List<Long> marked =
                    uids.stream().filter(uid -> !refused.contains(uid)).toList();
            boolean isLostMark = world.odd(SimFault.MARK_LOST);
            marked.forEach(function.record()::settled);
            marked.forEach(uid -> mailbox.find(uid).ifPresent(message -> mark(message, isLostMark)));
            world.say(() -> function + " marks " + marked + (isLostMark ? ", and the server does not" : "")
                    + (refused.isEmpty() ? "" : ", refused " + refused));
            List<PassEvent> answers = new ArrayList<>();
            if (!marked.isEmpty()) {
                answers.add(new PassEvent.Marked(marked));
            }
            if (!refused.isEmpty()) {
                answers.add(new PassEvent.MarkRefused(refused, refusal()));
            }
            return answers;
        });
    }

    private void mark(SimMessage message, boolean isLostMark) {
        world.history().marks(message, function);
        if (function.hasEnded()) {
            mailbox.changed(); // By a command of long ago.
        }
        if (isLostMark) {
            message.isMarkLost = true;
        } else {
            message.isSeen = true;
            message.hiddenBy = Optional.empty();
        }
    }

    void markUnseen(Collection<Long> uids) {
        send(() -> {
            if (world.odd(SimFault.UNMARK_REFUSED)) {
                return List.of(new PassEvent.UnmarkRefused(uids));
            }
            uids.forEach(uid -> mailbox.find(uid).ifPresent(message -> {
                message.isSeen = false;
                message.hiddenBy = Optional.empty();
                if (function.hasEnded()) {
                    mailbox.changed();
                    message.excuse(world.now()); // A server may take so long that another pass has marked it.
                }
            }));
            world.say(() -> function + " takes the marks of " + uids + " away");
            return List.of(new PassEvent.Unmarked(uids));
        });
    }

    /** Where the server can't move, it copies first; once that is answered, the originals are removed. */
    void fileAway(Collection<Long> uids, AfterDelivery.Action action) {
        uids.forEach(uid -> mailbox.find(uid).ifPresent(message -> message.filings++));
        if (action.kind() == AfterDelivery.Kind.MOVE && !world.settings().moves()) {
            List<Long> copied = new ArrayList<>();
            send(
                    () -> {
                        if (world.odd(SimFault.FILING_REFUSED)) {
                            return List.of(new PassEvent.FilingRefused(uids, refusal()));
                        }
                        uids.forEach(uid -> mailbox.find(uid).ifPresent(message -> mailbox.copy(message, function)));
                        copied.addAll(uids);
                        return List.of(new PassEvent.Copied(uids));
                    },
                    () -> {
                        if (!copied.isEmpty()) {
                            file(copied, action);
                        }
                    });
        } else {
            file(uids, action);
        }
    }

    private void file(Collection<Long> uids, AfterDelivery.Action action) {
        send(() -> {
            if (world.odd(SimFault.FILING_REFUSED)) {
                return List.of(new PassEvent.FilingRefused(uids, refusal()));
            }
            uids.forEach(uid -> mailbox.find(uid).ifPresent(message -> mailbox.file(message, action, function)));
            return List.of(new PassEvent.FiledAway(uids));
        });
    }

    private List<PassEvent> fetched(long uid) {
        if (is(uid, Kind.ENDS_AT_FETCH)) {
            hideIf(Flags.SET_AT_FETCH, uid);
            return List.of();
        }
        Optional<SimMessage> there = mailbox.find(uid);
        if (there.isEmpty() || mailbox.kind(there.get()) == Kind.GHOST) {
            return List.of(new PassEvent.Missing(uid));
        }
        if (mailbox.kind(there.get()) == Kind.UNAVAILABLE || world.odd(SimFault.UNAVAILABLE)) {
            PollerStatus why = world.odd(SimFault.THROTTLED) ? PollerStatus.THROTTLED : PollerStatus.MAILBOX_ERROR;
            return List.of(new PassEvent.Unavailable(uid, new Failure(why, "the server refused FETCH")));
        }
        hideIf(Flags.SET_AT_FETCH, uid);
        boolean isSeen = there.get().isSeen;
        hideIf(Flags.SET_AFTER_FETCH, uid);
        handedOver.put(uid, there.get());
        return List.of(new PassEvent.Arrived(uid, there.get().size, isSeen, 0));
    }

    private void hideIf(Flags flags, long uid) {
        if (world.settings().flags() == flags) {
            mailbox.hide(List.of(uid), function);
        }
    }

    private boolean is(long uid, Kind kind) {
        return mailbox.find(uid)
                .filter(message -> mailbox.kind(message) == kind)
                .isPresent();
    }

    private boolean isOfNow() {
        return mailbox.uidValidity() == uidValidity;
    }

    private Failure refusal() {
        boolean isThrottled = world.odd(SimFault.THROTTLED);
        return new Failure(isThrottled ? PollerStatus.THROTTLED : PollerStatus.MAILBOX_ERROR, "the server refused it");
    }

    /** Sends a command behind the others; it is answered with nothing where the connection ends instead. */
    private void send(Supplier<List<PassEvent>> command) {
        send(command, () -> {});
    }

    /** @param then what follows once it is answered */
    private void send(Supplier<List<PassEvent>> command, Runnable then) {
        long slow = world.odd(SimFault.SLOW_SERVER) ? world.within(20) : 0;
        freeAt = Math.max(freeAt, world.now()) + world.latency() + slow;
        world.in(freeAt - world.now(), () -> carryOut(command, then));
    }

    private void carryOut(Supplier<List<PassEvent>> command, Runnable then) {
        boolean isAbandoned = isClosed || !function.isAlive();
        if (isLost || isAbandoned && world.choices().below(2) == 0) {
            return;
        }
        if (world.odd(SimFault.SILENT_SERVER)) {
            lose(SILENCE);
            return;
        }
        boolean isCutBefore = !isOfNow() || world.odd(SimFault.CONNECTION_LOST);
        List<PassEvent> answers = isCutBefore ? List.of() : command.get();
        if (answers.isEmpty() || world.odd(SimFault.CONNECTION_LOST)) {
            lose(0);
            return;
        }
        long from = world.odd(SimFault.OUT_OF_ORDER) ? world.now() : Math.max(world.now(), toldAt);
        long at = from + world.latency();
        toldAt = Math.max(toldAt, at);
        world.in(at - world.now(), () -> {
            if (!isLossTold) {
                answers.forEach(answer -> function.tell(this, answer));
            }
            if (!isLost && !isClosed && function.isAlive()) {
                then.run();
            }
        });
    }

    /** The function comes to know so much later. */
    private void lose(long later) {
        isLost = true;
        world.say(() -> "the connection of " + function + " is lost");
        long at = Math.max(world.now(), toldAt) + world.latency() + later;
        world.in(at - world.now(), this::tellLoss);
    }

    private void tellLoss() {
        if (!isLossTold) {
            isLossTold = true;
            function.lost(this);
        }
    }

    /** It is cut at the end of the run, and the function knows at once. */
    void cut() {
        if (!isClosed) {
            isLost = true;
            tellLoss();
        }
    }

    void close() {
        isClosed = true;
    }
}
