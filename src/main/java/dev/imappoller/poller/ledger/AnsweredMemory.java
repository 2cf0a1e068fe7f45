package dev.imappoller.poller.ledger;

import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.LastAnswered.Unfiled;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.UidSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Passes on, from one pass to the next, which messages got their final answer. */
public final class AnsweredMemory {
    private final String mailbox;
    private final OptionalLong uidValidity;
    private final UidSet before;
    private final @Nullable Instant asOf;
    private final @Nullable Unfiled unfiled;
    private final Set<Long> answered = new HashSet<>();
    private final Set<Long> stillUnseen = new HashSet<>();
    private boolean compared;

    /**
     * @param uidValidity the mailbox's, where the server tells it
     * @param last what the last pass left in the item
     */
    public AnsweredMemory(Poller poller, OptionalLong uidValidity, PollerState last) {
        this.mailbox = LastAnswered.mailboxOf(poller);
        Optional<LastAnswered> same =
                last.lastAnswered().filter(them -> them.mailbox().equals(mailbox));
        this.uidValidity = uidValidity.isPresent()
                ? uidValidity
                : same.map(LastAnswered::uidValidity).orElse(uidValidity);
        Optional<LastAnswered> known = same.filter(them -> them.uidValidity().equals(this.uidValidity));
        this.before = known.map(LastAnswered::uids).orElse(UidSet.NONE);
        this.asOf = known.flatMap(LastAnswered::asOf).orElse(null);
        this.unfiled = known.flatMap(LastAnswered::unfiled).orElse(null);
    }

    /**
     * The UIDVALIDITY that the messages are named by. Where the server tells none this time, it is the one that it told before: most
     * likely it is the same, and a message has the same {@code webhook-id} at each attempt.
     */
    public OptionalLong uidValidity() {
        return uidValidity;
    }

    /** The messages of earlier passes that are still to be filed away, if there are any. */
    public Optional<Unfiled> unfiled() {
        return Optional.ofNullable(unfiled);
    }

    /** Whether a message got its final answer in the last pass. */
    boolean wasAnswered(long uid) {
        return before.contains(uid);
    }

    /** When the run of the pass began that answered them. Others may have come since that did not get as far. */
    Optional<Instant> asOf() {
        return Optional.ofNullable(asOf);
    }

    /** These messages of the last pass are still listed as unseen. All others are marked. */
    void compared(Collection<Long> listed) {
        compared = true;
        stillUnseen.addAll(listed);
    }

    void answered(Collection<Long> uids) {
        answered.addAll(uids);
    }

    /** What the next pass has to know where nothing is unseen: all that was answered is done with. */
    public LastAnswered ofNothing() {
        return LastAnswered.none(mailbox, uidValidity);
    }

    /**
     * What the next pass has to know.
     *
     * @param onRecord whether a message needs not be remembered, since the ledger does
     * @param stillUnfiled the messages that are to be filed away then; null if there are none
     * @param began when the run began
     */
    LastAnswered forTheNext(LongPredicate onRecord, @Nullable Unfiled stillUnfiled, Instant began) {
        Set<Long> uids = new HashSet<>(answered);
        uids.addAll(stillUnseen);
        uids.removeIf(onRecord::test);
        UidSet now = UidSet.of(uids);
        boolean isKnown = compared || before.isEmpty();
        return new LastAnswered(
                mailbox,
                uidValidity,
                isKnown ? Optional.of(began) : asOf(),
                isKnown ? now : now.and(before),
                Optional.ofNullable(stillUnfiled));
    }
}
