package dev.imappoller.poller.pass;

import static dev.imappoller.poller.status.Phrases.messages;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Verdict;
import dev.imappoller.poller.item.LastAnswered;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.outcome.PassMeasurements;
import dev.imappoller.poller.outcome.ServerRemarks;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
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

/** Counts the messages of a pass, and makes its outcome. */
final class Tally {
    private final Poller poller;
    private final ServerRemarks notes;
    private MessageCounts counts = MessageCounts.NONE;
    private OptionalInt found = OptionalInt.empty();
    private final Set<Long> collected = new HashSet<>();
    private final Map<Long, Instant> arrivals = new HashMap<>();
    private final List<Duration> posts = new ArrayList<>();
    private boolean timeIsUp;
    private Optional<LastAnswered> remembered = Optional.empty();
    private boolean leaseLost;
    private int waiting;
    private int newlyTooLarge;
    private int newlyParked;
    private Optional<Duration> retryAfter = Optional.empty();
    private Optional<String> lastRejection = Optional.empty();
    private Optional<String> lastDeferral = Optional.empty();
    private boolean endpointDeferred;
    private Optional<Failure> notStored = Optional.empty();
    private Optional<Failure> notFetched = Optional.empty();
    private boolean decoded = true;
    private boolean someMarked;
    private final Set<Long> markedUnasked = new HashSet<>();
    private int unmarkable;
    private Optional<Failure> unmarkableWhy = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    Tally(Poller poller) {
        this.poller = poller;
        this.notes = new ServerRemarks(poller);
    }

    /** What is to be said of the server besides. */
    ServerRemarks notes() {
        return notes;
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
        notes.missing();
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
    void endpointFailed(Optional<Duration> wait, String cause) {
        retryAfter = wait;
        String why = wait.isPresent()
                ? " asks to wait " + wait.get().toSeconds() + " s (it " + cause + ")"
                : " does not answer: it " + cause;
        failed(new Failure(
                PollerStatus.ENDPOINT_FAILING,
                poller.target().display() + why + ". The pass was ended; what was not delivered stays unread and is"
                        + " tried again. Look at the web app."));
    }

    /** What the next pass has to know. */
    void remembers(LastAnswered answered) {
        remembered = Optional.of(answered);
    }

    void leaseLost() {
        leaseLost = true;
    }

    void fetched(long octets) {
        counts = counts.countBytes(octets);
    }

    /** A message is here and can't be made into a request. */
    void undecoded(String why) {
        notFetched(new Failure(PollerStatus.MAILBOX_ERROR, why));
        decoded = false;
    }

    void notFetched(Failure why) {
        notFetched = Optional.of(why);
        counts = counts.count(Verdict.DEFERRED);
        lastDeferral = Optional.of(why.detail());
    }

    void answered(Answer answer, Verdict verdict) {
        counts = counts.count(verdict);
        posts.add(answer.took());
        switch (verdict) {
            case ACCEPTED -> {}
            case REJECTED -> lastRejection = Optional.of(answer.words());
            case DEFERRED -> {
                endpointDeferred = true;
                lastDeferral = Optional.of("the endpoint " + answer.words());
                notStored = answer.storeFailure().or(() -> notStored);
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
        unmarkableWhy = Optional.of(why);
        if (why.status() == PollerStatus.THROTTLED) {
            throttled(why.detail());
        } else if (!someMarked) {
            failed(new Failure(
                    PollerStatus.MAILBOX_ERROR,
                    poller.host() + " refused to mark a delivered message as read: " + why.detail()
                            + ". Give the account the right to set the \\Seen flag in " + poller.folder() + "."));
        }
        return failure.isPresent();
    }

    /** The server throttles during the pass. */
    void throttled(String detail) {
        failed(new Failure(
                PollerStatus.THROTTLED,
                poller.host() + " asks for fewer requests: " + detail + ". The pass was ended; what was not"
                        + " delivered stays unread and is tried again."));
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
        failure = failure.or(() -> Optional.of(why));
    }

    Outcome outcome() {
        Optional<Failure> why =
                failure.or(() -> notStored).or(this::nothingWentThrough).or(notes::failure);
        Optional<Instant> oldest = arrivals.values().stream().min(Instant::compareTo);
        return new Outcome(
                why.map(Failure::status).orElse(PollerStatus.OK),
                notes.with(why.map(Failure::detail).orElseGet(this::summary)),
                counts,
                found.isPresent() ? OptionalInt.of(Math.max(0, found.getAsInt() - collected.size())) : found,
                Duration.ZERO,
                why.flatMap(this::pause),
                new PassMeasurements(posts, oldest, timeIsUp, newlyParked, newlyTooLarge),
                remembered);
    }

    /** A wait that the endpoint asks for shortens none that a server which throttles gets anyway. */
    private Optional<Duration> pause(Failure why) {
        return why.status() == PollerStatus.THROTTLED && why.pause().isEmpty()
                ? Optional.empty()
                : Stream.of(why.pause(), retryAfter).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    private Optional<Failure> nothingWentThrough() {
        if (counts.deferred() == 0 || counts.delivered() + counts.rejected() > 0) {
            return Optional.empty();
        }
        String cause = lastDeferral.orElse("");
        String parked = newlyParked == 0
                ? ""
                : " " + messages(newlyParked) + " not tried any more; op failed lists them, and why.";
        if (notFetched.isPresent() && !endpointDeferred) {
            return Optional.of(new Failure(
                    notFetched.get().status(),
                    "None of " + messages(counts.deferred()) + " could be fetched from " + poller.host()
                            + (decoded ? ": " : " and decoded: ") + cause
                            + ". They stay unread and are tried again at the next poll.",
                    notFetched.get().pause()));
        }
        return Optional.of(new Failure(
                PollerStatus.ENDPOINT_FAILING,
                "Nothing got through to " + poller.target().display() + " (" + messages(counts.deferred()) + "): "
                        + cause + ". They stay unread"
                        + (newlyParked == counts.deferred() ? "" : " and are tried again at the next poll")
                        + "; look at the web app." + parked));
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        if (counts.delivered() > 0) {
            parts.add("Delivered " + messages(counts.delivered()) + ".");
        }
        lastRejection.ifPresent(last -> parts.add("The endpoint rejected " + messages(counts.rejected())
                + ", now marked as"
                + " read: it " + last + ". If that is not meant, correct url, and have them delivered again by op"
                + " retry with \"rejected\":true."));
        if (counts.deferred() > 0) {
            parts.add(messages(counts.deferred()) + " did not get through, and will be tried again at the next poll: "
                    + lastDeferral.orElse("") + ".");
        }
        if (counts.tooLarge() > 0) {
            parts.add(messages(counts.tooLarge()) + " above maxMessageBytes (" + poller.maxMessageBytes()
                    + ") left unread; raise it to have them delivered.");
        }
        if (counts.parked() + newlyParked > 0) {
            parts.add(messages(counts.parked() + newlyParked) + " not tried any more; op failed lists them, and why.");
        }
        unmarkableWhy.ifPresent(why -> parts.add(messages(unmarkable)
                + " delivered, and still unread since the server refused to mark: " + why.detail()
                + ". Mark them as read in the mailbox; they are not posted again."));
        if (!markedUnasked.isEmpty()) {
            parts.add(poller.host() + " marks messages as read when they are listed or fetched, although asked not to ("
                    + messages(markedUnasked.size()) + "). The mark was taken away again until they are delivered.");
        }
        if (waiting > 0) {
            parts.add(messages(waiting) + " that failed before will be tried again later.");
        }
        if (leaseLost) {
            parts.add("Another run has taken over; the rest is its.");
        } else if (timeIsUp) {
            parts.add("The run's time was up; the rest waits for the next poll.");
        } else if (delivered() >= poller.maxMessages()) {
            parts.add("Stopped at maxMessages (" + poller.maxMessages() + "); the rest waits for the next poll.");
        }
        return parts.isEmpty() ? "No unread messages." : String.join(" ", parts);
    }
}
