package dev.imappoller.imap.fetch;

import dev.imappoller.imap.answer.FetchAnswer;
import dev.imappoller.imap.answer.FetchAnswer.Piece;
import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox.Listener;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.MailboxFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are on their way from the server. Responses are matched by UID and by the place that their octets begin at, never by
 * the order of commands: servers interleave the answers. A server's fault with one message affects only that message.
 */
public final class FetchCommands {
    private static final String UNREADABLE = "the server's answer to FETCH could not be read, or it warned of trouble";

    private final SpoolSpace space;
    private final Pipeline pipeline;
    private final Refusals refusals;
    private final Map<Long, PartialMessage> incoming = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final Set<Long> garbled = new HashSet<>();
    private final SeenNumbers seenNumbers = new SeenNumbers();
    private final ChunksAhead chunks = new ChunksAhead(System::nanoTime);
    private final LargeMessages large =
            new LargeMessages(chunks, (message, from) -> send(List.of(message.uid()), from));
    private @Nullable Listener listener;
    private @Nullable Failure throttled;
    private int unreadable;

    public FetchCommands(Poller poller, SpoolSpace space, Pipeline pipeline) {
        this.space = space;
        this.pipeline = pipeline;
        this.refusals = new Refusals(poller);
    }

    /** Asks for the small messages in one command, and for the large ones chunk by chunk, one after another. */
    public synchronized void fetch(List<MessageSummary> messages, long largest, Listener toTell) {
        listener = toTell;
        List<Long> small = new ArrayList<>();
        for (MessageSummary listed : messages) {
            PartialMessage message = new PartialMessage(listed, largest, space, chunks);
            incoming.put(listed.uid(), message);
            if (message.isLarge()) {
                large.add(message);
            } else {
                message.next(1);
                small.add(listed.uid());
            }
        }
        refusals.commands(small).forEach(uids -> send(uids, 0));
        askOn();
    }

    /** Takes what an untagged FETCH has of a message that is awaited. */
    public synchronized void fetched(FetchAnswer answer) {
        Optional<PartialMessage> about = about(answer);
        if (about.isEmpty()) {
            ofAnother(answer);
        } else {
            fetched(about.get(), answer);
        }
    }

    private void ofAnother(FetchAnswer answer) {
        if (answer.seen().orElse(false)) {
            seenNumbers.add(answer.number());
        }
        boolean isAgain =
                answer.uid().isPresent() && known.contains(answer.uid().getAsLong());
        boolean isNews = answer.isSound() && answer.seen().isPresent();
        boolean mayBe = !answer.pieces().isEmpty() || answer.uid().isEmpty() && !isNews;
        if (mayBe && !isAgain) {
            unreadable++; // It may be one that is awaited.
        }
    }

    /** QUIRK: an answer that doesn't say whose octets it has can only be for the one message that is awaited. */
    private Optional<PartialMessage> about(FetchAnswer answer) {
        if (answer.uid().isPresent()) {
            return Optional.ofNullable(incoming.get(answer.uid().getAsLong()));
        }
        boolean only = incoming.size() == 1 && !answer.pieces().isEmpty() && answer.isSound();
        return only ? incoming.values().stream().findFirst() : Optional.empty();
    }

    private void fetched(PartialMessage message, FetchAnswer answer) {
        known.add(message.uid());
        if (answer.seen().orElse(false) || seenNumbers.take(answer.number())) {
            message.seen();
        }
        if (!answer.isSound()) {
            garbled.add(message.uid());
        }
        for (Piece piece : answer.isSound() ? answer.pieces() : List.<Piece>of()) {
            take(message, piece);
        }
    }

    /** A message is gone: numbers name other messages from now on. */
    public synchronized void expunged() {
        seenNumbers.clear();
    }

    /** A response could not be read. So a message that is missing in the end may exist, and counts as unreadable. */
    public synchronized void unreadable() {
        unreadable++;
    }

    /** Gives up what has come of messages that are not whole. */
    public synchronized void close() {
        incoming.values().forEach(PartialMessage::close);
        incoming.clear();
    }

    private void take(PartialMessage message, Piece piece) {
        if (incoming.get(message.uid()) != message) {
            return; // An earlier piece has settled it.
        }
        try {
            message.take(piece);
        } catch (FloodException e) {
            giveUp(message, MailboxFailures.moreThanAnnounced(message.announced()));
            return;
        } catch (IOException e) {
            settle(message);
            tell().unavailable(message.uid(), MailboxFailures.notKept(String.valueOf(e.getMessage())));
            return;
        }
        goOn(message);
    }

    /** Tells of a message that is whole or can't be had, and asks for more of any other. */
    private void goOn(PartialMessage message) {
        large.askOn(message);
        if (message.isSettled()) {
            Optional<RawMessage> whole = message.whole();
            settle(message);
            whole.ifPresent(raw -> tell().arrived(message.uid(), raw, message.isSeen()));
            message.unavailable().ifPresent(why -> unavailable(message, why));
        } else {
            askOn();
        }
    }

    private void giveUp(PartialMessage message, String why) {
        settle(message);
        unavailable(message, why);
    }

    private void unavailable(PartialMessage message, String why) {
        tell().unavailable(message.uid(), MailboxFailures.unavailable(why));
    }

    private void settle(PartialMessage message) {
        message.close();
        incoming.remove(message.uid());
        large.settled(message);
        askOn();
    }

    private void askOn() {
        if (throttled == null) {
            large.goOn();
            return;
        }
        for (PartialMessage message : large.takeWaiting()) {
            incoming.remove(message.uid());
            tell().unavailable(message.uid(), throttled);
        }
    }

    private void send(List<Long> uids, long from) {
        int before = unreadable;
        List<PartialMessage> asked = uids.stream().map(incoming::get).toList();
        pipeline.send("FETCH", command(uids, from), result -> ended(asked, from, result, before));
    }

    private static String command(List<Long> uids, long from) {
        String part = from == PartialMessage.WHOLE ? "" : "<" + from + "." + PartialMessage.CHUNK + ">";
        return "UID FETCH " + Responses.set(uids) + " (UID FLAGS BODY.PEEK[]" + part + ")";
    }

    /** At the end of a command, each message that has not arrived is refused, gone, or was in an answer that can't be read. */
    private synchronized void ended(List<PartialMessage> asked, long from, Response result, int unreadableBefore) {
        List<PartialMessage> missing = asked.stream()
                .filter(message -> incoming.get(message.uid()) == message) // It may be asked for anew by now.
                .filter(message -> message.awaits(from))
                .toList();
        if (Refusals.isPartial(result) && asked.size() > 1 && !missing.isEmpty()) {
            refusals.parts(missing).forEach(part -> send(uids(part), from));
        } else if (result.isOK()) {
            refusals.answered();
            List<PartialMessage> mixedUp = missing.stream()
                    .filter(message -> pipeline.wasCrowded() && !message.hasBegun())
                    .toList();
            askAlone(mixedUp, from, true);
            List<PartialMessage> leftOut = missing.stream()
                    .filter(message -> !mixedUp.contains(message))
                    .toList();
            leftOut(asked.size(), leftOut, from, unreadable > unreadableBefore);
        } else if (!missing.isEmpty()) {
            refused(missing, from, result);
        }
    }

    /**
     * QUIRK: some servers mix up the answers to commands that are under way at the same time. So missing messages are asked for once more,
     * alone. If they are gone, this brings nothing either.
     */
    private void askAlone(List<PartialMessage> messages, long from, boolean crowded) {
        if (!messages.isEmpty()) {
            int before = unreadable;
            pipeline.sendAlone("FETCH", command(uids(messages), from), result -> {
                if (crowded && messages.stream().anyMatch(message -> known.contains(message.uid()))) {
                    pipeline.mixedUp();
                }
                ended(messages, from, result, before);
            });
        }
    }

    /** QUIRK: some servers leave out others together with a message that they can't hand over, and say OK. */
    private void leftOut(int asked, List<PartialMessage> messages, long from, boolean lost) {
        if (refusals.mayBeAskedAgain(asked, messages.size())) {
            refusals.parts(messages).forEach(part -> askAlone(part, from, false));
        } else {
            messages.forEach(message -> notBrought(message, from, lost));
        }
    }

    private void refused(List<PartialMessage> missing, long from, Response result) {
        if (missing.size() == 1 && missing.get(0).isAhead(from)) {
            // This part was asked for ahead of one that is still missing. Its refusal says nothing about the rest of
            // the message.
            missing.get(0).refused(from);
            goOn(missing.get(0));
            return;
        }
        if (refusals.mayBeDivided(missing.size(), result)) {
            refusals.parts(missing).forEach(part -> send(uids(part), from));
            return;
        }
        Failure failure = refusals.failure("FETCH", result);
        if (refusals.isThrottled()) {
            throttled = failure;
        }
        for (PartialMessage message : missing) {
            if (!refusals.isThrottled() && missing.size() == 1 && message.refused(from)) {
                goOn(message);
            } else {
                settle(message);
                tell().unavailable(message.uid(), failure);
            }
        }
    }

    private static List<Long> uids(List<PartialMessage> messages) {
        return messages.stream().map(PartialMessage::uid).toList();
    }

    private void notBrought(PartialMessage message, long from, boolean lost) {
        if (message.hasBegun()) {
            message.nothing(from, false);
            goOn(message);
        } else if (lost || garbled.contains(message.uid())) {
            giveUp(message, UNREADABLE);
        } else if (known.contains(message.uid())) {
            giveUp(message, "the server answered FETCH without the message");
        } else {
            settle(message);
            tell().missing(message.uid());
        }
    }

    private Listener tell() {
        return Objects.requireNonNull(listener);
    }
}
