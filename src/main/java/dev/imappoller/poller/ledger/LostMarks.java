package dev.imappoller.poller.ledger;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.LastAnswered.Unfiled;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.outcome.ServerRemarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages that got their final answer, that the mail server said it had marked, and that it lists as unseen again: a server that
 * keeps marks for a session only, or loses them. They are never posted again by themselves, and marked in each pass as long as it is so.
 */
public final class LostMarks {
    private static final String WHY = "the mail server said that it had marked it as read, and lists it as unread";

    private final Poller poller;
    private final AnsweredMemory memory;
    private final PassLedger history;
    private final ServerRemarks remarks;
    private final Journal journal;
    private final Instant now;
    private final Set<Long> unkept = new LinkedHashSet<>();

    /** @param now when the run began */
    public LostMarks(
            Poller poller,
            AnsweredMemory memory,
            PassLedger history,
            ServerRemarks remarks,
            Journal journal,
            Instant now) {
        this.poller = poller;
        this.memory = memory;
        this.history = history;
        this.remarks = remarks;
        this.journal = journal;
        this.now = now;
    }

    /** Those of the unseen messages that got their final answer: a search may go by an index that is behind, so they are to be listed. */
    public List<Long> doubtful(List<Long> unseen) {
        return unseen.stream()
                .filter(uid -> memory.wasAnswered(uid) && !isAskedForSince(uid))
                .toList();
    }

    /** Whether a person wants a message again that the item still names as answered. Only its record tells, so that has to stay. */
    public boolean isAskedFor(long uid) {
        return memory.wasAnswered(uid) && isAskedForSince(uid);
    }

    /**
     * Takes down which these are.
     *
     * @param messages what the server announces of those that are doubtful
     * @return what is left of the unseen messages: without those that the server lists by mistake
     */
    public List<Long> sortOut(List<Long> unseen, List<MessageSummary> messages) {
        List<Long> doubtful = doubtful(unseen);
        memory.compared(doubtful);
        if (doubtful.isEmpty()) {
            return unseen;
        }
        Map<Long, MessageSummary> listed = messages.stream()
                .collect(Collectors.toMap(MessageSummary::uid, Function.identity(), (one, other) -> one));
        List<Long> left = new ArrayList<>(unseen);
        for (long uid : doubtful) {
            Optional<MessageSummary> message = Optional.ofNullable(listed.get(uid));
            if (message.filter(there -> !there.seen()).isPresent()) {
                unkept.add(uid);
            } else {
                left.remove(uid);
                if (message.isEmpty()) {
                    remarks.missing();
                }
            }
        }
        takeDown();
        return left;
    }

    private void takeDown() {
        List<LedgerRecord> news = unkept.stream()
                .filter(uid -> !isDelivered(uid))
                .map(uid -> LedgerRecord.first(uid, State.DELIVERED, now, WHY, 0, history.mailbox()))
                .toList();
        if (!news.isEmpty()) {
            history.putNow(news);
            journal.tell(events -> events.markFailed(poller, news.size(), WHY));
        }
        remarks.unkept(List.copyOf(unkept));
    }

    /** Whether a person wants it again: what an earlier pass left on record of it is out of date by now. */
    private boolean isAskedForSince(long uid) {
        return history.record(uid)
                .filter(record -> record.state() != State.DELIVERED) // It may have failed again by now, and be parked.
                .filter(record -> memory.asOf()
                        .filter(began -> record.lastAttemptAt().isAfter(began))
                        .isPresent())
                .isPresent();
    }

    private boolean isDelivered(long uid) {
        return history.state(uid).filter(State.DELIVERED::equals).isPresent();
    }

    /** The UIDVALIDITY that messages are named by. */
    public OptionalLong uidValidity() {
        return memory.uidValidity();
    }

    /** Messages have their final answer and could not be marked. */
    public void answered(Collection<Long> uids) {
        memory.answered(uids);
    }

    /**
     * Messages are marked as seen, as far as the server says so.
     *
     * @return those of them whose mark it has not lost before
     */
    public List<Long> marked(Collection<Long> uids) {
        memory.answered(uids);
        return uids.stream().filter(uid -> !unkept.contains(uid)).toList();
    }

    /** The messages of earlier passes that are still to be filed away, if there are any. */
    public Optional<Unfiled> unfiled() {
        return memory.unfiled();
    }

    /**
     * What the next pass has to know.
     *
     * @param unfiled the messages that are to be filed away then; null if there are none
     */
    public LastAnswered forTheNext(@Nullable Unfiled unfiled) {
        return memory.forTheNext(
                uid -> !unkept.contains(uid) && isDelivered(uid) && history.isWritten(uid), unfiled, now);
    }
}
