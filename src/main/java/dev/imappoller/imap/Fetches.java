package dev.imappoller.imap;

import dev.imappoller.message.RawMessage;
import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Listed;
import dev.imappoller.poller.Mailbox.Listener;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;

/**
 * The messages that are on their way from the server. Responses are matched by UID and by the place that their octets begin at, never
 * by the order of commands: servers interleave the answers.
 */
final class Fetches {
    private final Poller poller;
    private final Path temporaryFiles;
    private final Pipeline pipeline;
    private final Map<Long, Incoming> incoming = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final Deque<Incoming> large = new ArrayDeque<>();
    private Optional<Incoming> largeUnderWay = Optional.empty();
    private Optional<Listener> listener = Optional.empty();
    private boolean unreadable;

    Fetches(Poller poller, Path temporaryFiles, Pipeline pipeline) {
        this.poller = poller;
        this.temporaryFiles = temporaryFiles;
        this.pipeline = pipeline;
    }

    /** Asks for the small messages in one command, and for the large ones one after another. */
    synchronized void fetch(List<Listed> messages, long largest, Listener toTell) {
        listener = Optional.of(toTell);
        List<Long> small = new ArrayList<>();
        for (Listed listed : messages) {
            Incoming message = new Incoming(listed, largest, temporaryFiles);
            incoming.put(listed.uid(), message);
            if (message.isLarge()) {
                large.add(message);
            } else {
                message.next();
                small.add(listed.uid());
            }
        }
        if (!small.isEmpty()) {
            askForBeginnings(small);
        }
        nextLarge();
    }

    /** Takes what an untagged FETCH has of a message that is awaited. */
    synchronized void fetched(FetchResponse response) {
        Optional<Incoming> message = Responses.uid(response).flatMap(uid -> Optional.ofNullable(incoming.get(uid)));
        if (message.isEmpty()) {
            return;
        }
        known.add(message.get().uid());
        if (Responses.isSeen(response)) {
            gone(message.get()); // Someone has read it since the search.
            return;
        }
        Optional<BODY> body = Optional.ofNullable(response.getItem(BODY.class));
        if (body.isPresent()) {
            take(message.get(), body.get());
        }
    }

    /** A response was lost: what is missing in the end is not gone, but can't be read. */
    synchronized void unreadable() {
        unreadable = true;
    }

    /** Gives up what has come of messages that are not whole. */
    synchronized void close() {
        incoming.values().forEach(Incoming::close);
        incoming.clear();
    }

    private void take(Incoming message, BODY body) {
        try {
            message.take(body.getOrigin(), Optional.ofNullable(body.getByteArray()));
        } catch (IOException e) {
            settle(message);
            tell().unavailable(
                            message.uid(),
                            new Failure(
                                    PollerStatus.INTERNAL_ERROR,
                                    "the message could not be kept in the temporary folder (" + e.getMessage()
                                            + "): raise the function's ephemeral storage, or lower MAX_CONCURRENT_POLLERS"));
            return;
        }
        if (message.isSettled()) {
            Optional<RawMessage> whole = message.whole();
            Optional<String> refused = message.unavailable();
            settle(message);
            whole.ifPresent(raw -> tell().arrived(message.uid(), raw, false));
            refused.ifPresent(why -> unavailable(message, why));
        } else {
            askOn(message);
        }
    }

    private void gone(Incoming message) {
        settle(message);
        tell().gone(message.uid());
    }

    private void unavailable(Incoming message, String why) {
        tell().unavailable(message.uid(), new Failure(PollerStatus.MAILBOX_ERROR, why));
    }

    private void settle(Incoming message) {
        message.close();
        incoming.remove(message.uid());
        if (largeUnderWay.filter(message::equals).isPresent()) {
            largeUnderWay = Optional.empty();
        }
        large.remove(message);
        nextLarge();
    }

    private void nextLarge() {
        if (largeUnderWay.isEmpty() && !large.isEmpty()) {
            largeUnderWay = Optional.of(large.removeFirst());
            askOn(largeUnderWay.get());
        }
    }

    private void askForBeginnings(Collection<Long> uids) {
        send(uids, 0);
    }

    private void askOn(Incoming message) {
        for (Optional<Long> from = message.next(); from.isPresent(); from = message.next()) {
            send(List.of(message.uid()), from.get());
        }
    }

    private void send(Collection<Long> uids, long from) {
        String items = "(UID FLAGS BODY.PEEK[]<" + from + "." + Incoming.CHUNK + ">)";
        pipeline.send("FETCH", "UID FETCH " + Responses.set(uids) + " " + items, result -> ended(uids, from, result));
    }

    /** At the end of a command, what it has not brought is refused, gone, or lost in an answer that can't be read. */
    private synchronized void ended(Collection<Long> uids, long from, Response result) {
        List<Incoming> missing = uids.stream()
                .map(uid -> Optional.ofNullable(incoming.get(uid)))
                .flatMap(Optional::stream)
                .filter(message -> message.awaits(from))
                .toList();
        if (result.isOK()) {
            missing.forEach(this::notBrought);
        } else if (missing.size() > 1 && !Responses.isThrottling(result)) {
            // One of them is the trouble: the others need not share it.
            missing.forEach(message -> send(List.of(message.uid()), from));
        } else {
            missing.forEach(message -> {
                settle(message);
                tell().unavailable(message.uid(), Responses.refusal(poller, "FETCH", result));
            });
        }
    }

    private void notBrought(Incoming message) {
        if (known.contains(message.uid())) {
            settle(message);
            unavailable(message, "the server answered FETCH without the message");
        } else if (unreadable) {
            settle(message);
            unavailable(message, "the server's answer to FETCH could not be read");
        } else {
            settle(message);
            tell().missing(message.uid());
        }
    }

    private Listener tell() {
        return listener.orElseThrow();
    }
}
