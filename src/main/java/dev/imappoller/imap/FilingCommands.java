package dev.imappoller.imap;

import dev.imappoller.imap.answer.CopiedUids;
import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.fetch.Refusals;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox.Listener;
import dev.imappoller.poller.status.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages, deletes them, or gives them a keyword. To move is MOVE (RFC 6851). Where there is none, it is COPY, and then what deletes
 * messages: {@code \Deleted} and UID EXPUNGE (RFC 4315), which removes no message that somebody else has marked. If the server refuses a
 * set, the set is halved until the refused message is found. A folder that is missing is created.
 */
final class FilingCommands {
    private final Pipeline pipeline;
    private final boolean moves;
    private final boolean utf8;
    private final Refusals refusals;
    private final Set<String> created = new HashSet<>();

    /** What is asked of the server. */
    private enum Way {
        MOVE,
        COPY,
        DELETE,
        EXPUNGE,
        KEYWORD;

        /** The command's name, for a person. */
        private String verb() {
            return switch (this) {
                case MOVE, COPY, EXPUNGE -> name();
                case DELETE, KEYWORD -> "STORE";
            };
        }

        private boolean needsFolder() {
            return switch (this) {
                case MOVE, COPY -> true;
                case DELETE, EXPUNGE, KEYWORD -> false;
            };
        }
    }

    /** One command. */
    private record FilingCommand(Way way, List<Long> uids) {}

    /**
     * @param moves whether the server has MOVE
     * @param utf8 whether names of mailboxes are written in UTF-8
     */
    FilingCommands(Poller poller, Pipeline pipeline, boolean moves, boolean utf8) {
        this.pipeline = pipeline;
        this.moves = moves;
        this.utf8 = utf8;
        this.refusals = new Refusals(poller);
    }

    /** As {@link dev.imappoller.poller.mailbox.Mailbox#fileAway}. Refused messages are told of at the end. */
    void fileAway(Collection<Long> uids, Action action, Listener toTell) {
        Way way = switch (action.kind()) {
            case MOVE -> moves ? Way.MOVE : Way.COPY;
            case DELETE -> Way.DELETE;
            case KEYWORD -> Way.KEYWORD;
        };
        new Filing(action, toTell).begin(way, refusals.commands(uids));
    }

    /** One action, command by command. */
    private final class Filing {
        private final Action action;
        private final Listener toTell;
        private final Deque<FilingCommand> waiting = new ArrayDeque<>();
        private final List<Long> left = new ArrayList<>();
        private @Nullable Failure why;
        private String whyNotCreated = "";

        private Filing(Action action, Listener toTell) {
            this.action = action;
            this.toTell = toTell;
        }

        private synchronized void begin(Way way, List<List<Long>> sets) {
            sets.forEach(uids -> waiting.add(new FilingCommand(way, uids)));
            next();
        }

        private void next() {
            if (!waiting.isEmpty()) {
                send(waiting.remove());
            } else if (!left.isEmpty()) {
                toTell.filingRefused(List.copyOf(left), Objects.requireNonNull(why));
            }
        }

        private void send(FilingCommand command) {
            String set = Responses.set(command.uids());
            String verb = command.way().verb();
            switch (command.way()) {
                case MOVE -> pipeline.send(verb, "UID MOVE " + set + " " + folder(), result -> ended(command, result));
                // Sent with others it might be taken for lost and sent again, which makes a second copy.
                case COPY ->
                    pipeline.sendAlone(verb, "UID COPY " + set + " " + folder(), result -> ended(command, result));
                case DELETE -> pipeline.send(verb, store(set, "\\Deleted"), result -> ended(command, result));
                case EXPUNGE -> pipeline.send(verb, "UID EXPUNGE " + set, result -> ended(command, result));
                case KEYWORD -> pipeline.send(verb, store(set, action.name()), result -> ended(command, result));
            }
        }

        private String folder() {
            return MailboxName.of(action.name(), utf8);
        }

        private static String store(String set, String flag) {
            return "UID STORE " + set + " +FLAGS.SILENT (" + flag + ")";
        }

        private synchronized void ended(FilingCommand command, Response result) {
            boolean isPartial = Refusals.isPartial(result) && command.uids().size() > 1;
            if (result.isOK() && !isPartial) {
                refusals.answered();
                done(command, result);
            } else if (command.way().needsFolder() && Responses.mayLackMailbox(result) && created.add(folder())) {
                create(command);
                return;
            } else if (isPartial && command.way() != Way.COPY || mayBeDivided(command, result)) {
                refusals.parts(command.uids()).forEach(part -> waiting.add(new FilingCommand(command.way(), part)));
            } else {
                left.addAll(command.uids());
                why = why == null ? failure(command, result) : why;
            }
            next();
        }

        private void done(FilingCommand command, Response result) {
            switch (command.way()) {
                case MOVE, EXPUNGE, KEYWORD -> toTell.filedAway(command.uids());
                case DELETE -> waiting.addFirst(new FilingCommand(Way.EXPUNGE, command.uids()));
                case COPY -> copied(command.uids(), CopiedUids.of(result));
            }
        }

        private void copied(List<Long> uids, CopiedUids told) {
            List<Long> copied = uids.stream().filter(told::has).toList();
            List<Long> gone = uids.stream().filter(uid -> !told.has(uid)).toList();
            if (!gone.isEmpty()) {
                toTell.filedAway(gone); // There is nothing left to be done with them.
            }
            if (!copied.isEmpty()) {
                toTell.copied(copied);
                waiting.addFirst(new FilingCommand(Way.DELETE, copied));
            }
        }

        private void create(FilingCommand command) {
            pipeline.send("CREATE", "CREATE " + folder(), result -> created(command, result));
        }

        private synchronized void created(FilingCommand command, Response result) {
            if (result.isOK()) { // Most mail programs show only what is subscribed to.
                pipeline.send("SUBSCRIBE", "SUBSCRIBE " + folder(), any -> {});
            } else {
                whyNotCreated = ", and " + refusals.failure("CREATE", result).detail();
            }
            send(command);
        }

        /** A full folder has no room for fewer messages either, and its refusal is no throttling. */
        private boolean mayBeDivided(FilingCommand command, Response result) {
            return !Responses.isFull(result)
                    && refusals.mayBeDivided(command.uids().size(), result);
        }

        private Failure failure(FilingCommand command, Response result) {
            Failure refusal = refusals.failure(command.way().verb(), result);
            return command.way().needsFolder() ? refusal.saying(refusal.detail() + whyNotCreated) : refusal;
        }
    }
}
