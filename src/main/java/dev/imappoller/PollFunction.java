package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.poller.ByHand;
import dev.imappoller.poller.Events;
import dev.imappoller.poller.HandOut;
import dev.imappoller.poller.PollerEntry;
import dev.imappoller.poller.PollerTable;
import dev.imappoller.poller.Run;
import dev.imappoller.poller.Segment;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The {@code poll} function: a run for any schedule event, or its handing out, or one operation by hand. It always answers with a report. */
public final class PollFunction {
    private final HandOut handOut;
    private final Run run;
    private final PollerTable table;
    private final ByHand byHand;
    private final Events events;

    PollFunction(HandOut handOut, Run run, PollerTable table, ByHand byHand, Events events) {
        this.handOut = handOut;
        this.run = run;
        this.table = table;
        this.byHand = byHand;
        this.events = events;
    }

    /**
     * Polls.
     *
     * @param event {@code {"op":"poll"|"check"|"failed"|"retry"|"skip","pollerId":ID}}, with {@code uid} where one message is
     *     meant, and with {@code "post":true} for a check that posts a sample; anything without {@code op} is a schedule's tick
     */
    @Funq
    public Report poll(JsonNode event) {
        try {
            return switch (Operation.in(event)) {
                case TICK -> handOut.isNeeded() ? Report.of(handOut.make()) : Report.of(run.pollDue(Segment.ALL));
                case POLL -> onPoller(event, entry -> Report.of(run.pollNow(entry)));
                case CHECK ->
                    onPoller(
                            event,
                            entry -> Report.of(
                                    run.check(List.of(entry), isPost(event)).get(0)));
                case FAILED ->
                    onPoller(event, entry -> Report.ofFailed(entry.pollerId(), byHand.failed(entry.pollerId())));
                case RETRY -> onPoller(event, entry -> retry(entry.pollerId(), event));
                case SKIP -> onPoller(event, entry -> skip(entry, event));
                case UNKNOWN ->
                    Report.ofError("There is no such op. Known are poll, check, failed, retry and skip, each with a"
                            + " pollerId.");
            };
        } catch (PollerTable.TableException e) {
            events.runFailed(e.detail());
            return Report.ofError(e.detail());
        }
    }

    private Report retry(String pollerId, JsonNode event) {
        OptionalLong uid = uid(event);
        if (event.has("uid") && uid.isEmpty()) {
            return Report.ofError("uid must be a message's UID, a number above zero; without it all are tried again.");
        }
        int messages = byHand.retry(pollerId, uid);
        return Report.ofDone(
                messages == 0
                        ? "There is no such failing message of " + pollerId + "; op failed lists them."
                        : messages + " message(s) of " + pollerId + " will be tried again at the next poll.");
    }

    private Report skip(PollerEntry entry, JsonNode event) {
        OptionalLong uid = uid(event);
        return uid.isEmpty()
                ? Report.ofError("The event names no message: add \"uid\", as op failed lists them.")
                : Report.of(entry.pollerId(), run.skip(entry, uid.getAsLong()));
    }

    private static boolean isPost(JsonNode event) {
        return event.path("post").asBoolean(false);
    }

    /** A number, or one in quotes as people type it. */
    private static OptionalLong uid(JsonNode event) {
        long uid = event.path("uid").asLong(0);
        return uid > 0 ? OptionalLong.of(uid) : OptionalLong.empty();
    }

    private Report onPoller(JsonNode event, Function<PollerEntry, Report> operation) {
        String pollerId = event.path("pollerId").asText("");
        if (pollerId.isEmpty()) {
            return Report.ofError("The event names no poller: add \"pollerId\".");
        }
        Optional<PollerEntry> entry = table.find(pollerId);
        return entry.map(operation)
                .orElseGet(() -> Report.ofError("There is no poller " + pollerId + " in the table."));
    }

    /** What an event asks for. */
    private enum Operation {
        TICK,
        POLL,
        CHECK,
        FAILED,
        RETRY,
        SKIP,
        UNKNOWN;

        static Operation in(JsonNode event) {
            if (!event.has("op")) {
                return TICK;
            }
            return switch (event.get("op").asText("")) {
                case "poll" -> POLL;
                case "check" -> CHECK;
                case "failed" -> FAILED;
                case "retry" -> RETRY;
                case "skip" -> SKIP;
                default -> UNKNOWN;
            };
        }
    }
}
