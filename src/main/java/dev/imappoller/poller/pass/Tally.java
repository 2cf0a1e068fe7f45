package dev.imappoller.poller.pass;

import static dev.imappoller.poller.status.Phrases.messages;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Remembered;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.outcome.ServerRemarks;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.wording.EndpointFailures;
import dev.imappoller.poller.wording.MailboxFailures;
import dev.imappoller.poller.wording.PassSentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the messages of a pass, and makes its outcome. */
final class Tally {
    private final Poller poller;
    private final ServerRemarks remarks;
    private MessageCounts counts = MessageCounts.NONE;
    private OptionalInt found = OptionalInt.empty();
    private final Set<Long> collected = new HashSet<>();
    private final Map<Long, Instant> arrivals = new HashMap<>();
    private final List<Duration> posts = new ArrayList<>();
    private boolean timeIsUp;
    private @Nullable LastAnswered remembered;
    private boolean leaseLost;
    private int waiting;
    private int newlyTooLarge;
    private int newlyParked;
    private @Nullable Duration retryAfter;
    private @Nullable String lastRejection;
    private String lastDeferral = "";
    private boolean endpointDeferred;
    private @Nullable Failure notStored;
    private @Nullable Failure notFetched;
    private boolean decoded = true;
    private boolean someMarked;
    private final Set<Long> markedUnasked = new HashSet<>();
    private int unmarkable;
    private @Nullable Failure unmarkableWhy;
    private @Nullable Failure failure;

    Tally(Poller poller) {
        this.poller = poller;
        this.remarks = new ServerRemarks(poller);
    }

    /** What is to be said of the server besides. */
    ServerRemarks notes() {
        return remarks;
    }

    /** How many messages have had their final answer. */
    int delivered() {
        return counts.delivered() + counts.rejected();
    }

    void found(int unseen) {
        found = OptionalInt.of(unseen);
    }

    /** An unseen message arrived at this time, or before it. */
    void arrivedBy(long uid, Instant at) {
        arrivals.merge(uid, at, (one, other) -> one.isBefore(other) ? one : other);
    }

    void gone(long uid) {
        collected.add(uid);
        arrivals.remove(uid);
    }

    /** The server lists a message as unseen and has nothing of it, so there is nothing to be collected. */
    void missing(long uid) {
        remarks.missing();
        gone(uid);
    }

    /** @param news whether that was not on record */
    void tooLarge(boolean news) {
        counts = counts.countTooLarge();
        newlyTooLarge += news ? 1 : 0;
    }

    /** A message is not tried any more. */
    void parked() {
        counts = counts.countParked();
    }

    /** A message that failed is not due yet. */
    void waits() {
        waiting++;
    }

    /** @param parked whether it is not tried any more from now on */
    void failedMessage(boolean parked) {
        newlyParked += parked ? 1 : 0;
    }

    /** The endpoint does not answer, or asks to wait; no more messages are begun. */
    void endpointFailed(@Nullable Duration wait, String cause) {
        retryAfter = wait;
        failed(
                wait == null
                        ? EndpointFailures.doesNotAnswer(poller.target(), cause)
                        : EndpointFailures.asksToWait(poller.target(), wait, cause));
    }

    /** What the next pass has to know. */
    void remembers(LastAnswered answered) {
        remembered = answered;
    }

    void leaseLost() {
        leaseLost = true;
    }

    void fetched(long octets) {
        counts = counts.countBytes(octets);
    }

    /** A message is here and can't be made into a request. */
    void undecoded(String why) {
        notFetched(MailboxFailures.unavailable(why));
        decoded = false;
    }

    void notFetched(Failure why) {
        notFetched = why;
        counts = counts.count(Verdict.DEFERRED);
        lastDeferral = why.detail();
    }

    void answered(Answer answer, Verdict verdict) {
        counts = counts.count(verdict);
        posts.add(answer.took());
        switch (verdict) {
            case ACCEPTED -> {}
            case REJECTED -> lastRejection = answer.words();
            case DEFERRED -> {
                endpointDeferred = true;
                lastDeferral = "the endpoint " + answer.words();
                notStored = answer.storeFailure().orElse(notStored);
            }
        }
    }

    void marked(Collection<Long> uids) {
        someMarked = someMarked || !uids.isEmpty();
        collected.addAll(uids);
        arrivals.keySet().removeAll(uids);
    }

    /**
     * Messages are answered and can't be marked.
     *
     * @return whether the pass has to end: where none can be marked none can be delivered
     */
    boolean markRefused(Failure why, int messages) {
        unmarkable += messages;
        unmarkableWhy = why;
        if (why.status() == PollerStatus.THROTTLED) {
            throttled(why.detail());
        } else if (!someMarked) {
            failed(MailboxFailures.notMarked(poller, why.detail()));
        }
        return failure != null;
    }

    /** The server throttles during the pass. */
    void throttled(String detail) {
        failed(MailboxFailures.throttledInPass(poller, detail));
    }

    /** The server has marked a message by itself. */
    void markedUnasked(long uid) {
        markedUnasked.add(uid);
    }

    void timeIsUp() {
        timeIsUp = true;
    }

    /** The first failure ended the pass. Later ones only follow from it. */
    void failed(Failure why) {
        failure = failure == null ? why : failure;
    }

    Outcome outcome() {
        Optional<Failure> ofPass = Optional.ofNullable(failure)
                .or(() -> Optional.ofNullable(notStored))
                .or(this::nothingWentThrough);
        Optional<Failure> why = ofPass.or(remarks::failure);
        Optional<Instant> oldest = arrivals.values().stream().min(Instant::compareTo);
        return new Outcome(
                why.map(Failure::status).orElse(PollerStatus.OK),
                remarks.with(why.map(Failure::detail).orElseGet(this::summary), ofPass.isEmpty() && why.isPresent()),
                counts,
                found.isPresent() ? OptionalInt.of(Math.max(0, found.getAsInt() - collected.size())) : found,
                Duration.ZERO,
                why.flatMap(this::pause),
                new PassMeasurements(posts, oldest, timeIsUp, newlyParked, newlyTooLarge),
                new Remembered(Optional.ofNullable(remembered), Optional.empty()));
    }

    /** A wait that the endpoint asks for shortens none that a server which throttles gets anyway. */
    private Optional<Duration> pause(Failure why) {
        return why.status() == PollerStatus.THROTTLED && why.pause().isEmpty()
                ? Optional.empty()
                : Stream.of(why.pause(), Optional.ofNullable(retryAfter))
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder());
    }

    private Optional<Failure> nothingWentThrough() {
        if (counts.deferred() == 0 || counts.delivered() + counts.rejected() > 0) {
            return Optional.empty();
        }
        String deferred = messages(counts.deferred());
        if (notFetched != null && !endpointDeferred) {
            return Optional.of(
                    notFetched.saying(MailboxFailures.nothingFetched(poller, deferred, decoded, lastDeferral)));
        }
        return Optional.of(EndpointFailures.nothingGotThrough(
                poller.target(),
                deferred,
                lastDeferral,
                newlyParked != counts.deferred(),
                newlyParked == 0 ? "" : " " + PassSentences.parked(newlyParked)));
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        if (counts.delivered() > 0) {
            parts.add(PassSentences.delivered(counts.delivered()));
        }
        if (lastRejection != null) {
            parts.add(PassSentences.rejected(counts.rejected(), lastRejection));
        }
        if (counts.deferred() > 0) {
            parts.add(PassSentences.deferred(counts.deferred(), lastDeferral));
        }
        if (counts.tooLarge() > 0) {
            parts.add(PassSentences.tooLarge(poller, counts.tooLarge()));
        }
        if (counts.parked() + newlyParked > 0) {
            parts.add(PassSentences.parked(counts.parked() + newlyParked));
        }
        if (unmarkableWhy != null) {
            parts.add(PassSentences.notMarked(unmarkable, unmarkableWhy.detail()));
        }
        if (!markedUnasked.isEmpty()) {
            parts.add(PassSentences.markedByServer(poller, markedUnasked.size()));
        }
        if (waiting > 0) {
            parts.add(PassSentences.waiting(waiting));
        }
        if (leaseLost) {
            parts.add(PassSentences.takenOver());
        } else if (timeIsUp) {
            parts.add(PassSentences.timeIsUp());
        } else if (delivered() >= poller.maxMessages()) {
            parts.add(PassSentences.mostMessages(poller));
        }
        return parts.isEmpty() ? PassSentences.nothingUnread() : String.join(" ", parts);
    }
}
