package dev.imappoller.imap;

import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.fetch.Refusals;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/** Changes flags. If the server refuses a set, the set is halved until the refused message is found. The others are changed. */
final class StoreCommands {
    private final Pipeline pipeline;
    private final Refusals refusals;

    StoreCommands(Poller poller, Pipeline pipeline) {
        this.pipeline = pipeline;
        this.refusals = new Refusals(poller);
    }

    /**
     * Sets or takes away {@code \Seen}.
     *
     * @param change {@code +} or {@code -}
     * @param done is given messages as soon as theirs is changed
     * @param refused is given all others in the end, if there are any
     */
    void seen(char change, Collection<Long> uids, Consumer<List<Long>> done, BiConsumer<List<Long>, Failure> refused) {
        Change made = new Change(change, done, refused);
        refusals.commands(uids).forEach(made::send);
    }

    private final class Change {
        private final char sign;
        private final Consumer<List<Long>> done;
        private final BiConsumer<List<Long>, Failure> refused;
        private final List<Long> left = new ArrayList<>();
        private @Nullable Failure why;
        private int underWay;

        private Change(char sign, Consumer<List<Long>> done, BiConsumer<List<Long>, Failure> refused) {
            this.sign = sign;
            this.done = done;
            this.refused = refused;
        }

        private void send(List<Long> uids) {
            synchronized (this) {
                underWay++;
            }
            String command = "UID STORE " + Responses.set(uids) + " " + sign + "FLAGS.SILENT (\\Seen)";
            pipeline.send("STORE", command, result -> ended(uids, result));
        }

        private synchronized void ended(List<Long> uids, Response result) {
            if (Refusals.isPartial(result) && uids.size() > 1) {
                refusals.parts(uids).forEach(this::send);
            } else if (result.isOK()) {
                refusals.answered();
                done.accept(uids);
            } else if (refusals.mayBeDivided(uids.size(), result)) {
                refusals.parts(uids).forEach(this::send);
            } else {
                left.addAll(uids);
                why = why == null ? refusals.failure("STORE", result) : why;
            }
            if (--underWay == 0 && why != null) {
                refused.accept(List.copyOf(left), why);
            }
        }
    }
}
