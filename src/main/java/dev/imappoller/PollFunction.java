package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.poller.Events;
import dev.imappoller.poller.PollerEntry;
import dev.imappoller.poller.PollerTable;
import dev.imappoller.poller.Run;
import io.quarkus.funqy.Funq;
import java.util.Optional;
import java.util.function.Function;

/** The {@code poll} function: a run for any schedule event, or one operation by hand. It always answers with a report. */
public final class PollFunction {
    private final Run run;
    private final PollerTable table;
    private final Events events;

    PollFunction(Run run, PollerTable table, Events events) {
        this.run = run;
        this.table = table;
        this.events = events;
    }

    /**
     * Polls.
     *
     * @param event {@code {"op":"poll"|"check","pollerId":ID}}; anything without {@code op} is a schedule's tick
     */
    @Funq
    public Report poll(JsonNode event) {
        try {
            return switch (Operation.in(event)) {
                case TICK -> Report.of(run.pollDue());
                case POLL -> onPoller(event, entry -> Report.of(run.pollNow(entry)));
                case CHECK -> onPoller(event, entry -> Report.ofCheck(entry.pollerId(), run.check(entry)));
                case UNKNOWN -> Report.ofError("There is no such op. Known are poll and check, each with a pollerId.");
            };
        } catch (PollerTable.TableException e) {
            events.runFailed(e.detail());
            return Report.ofError(e.detail());
        }
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
        UNKNOWN;

        static Operation in(JsonNode event) {
            if (!event.has("op")) {
                return TICK;
            }
            return switch (event.get("op").asText("")) {
                case "poll" -> POLL;
                case "check" -> CHECK;
                default -> UNKNOWN;
            };
        }
    }
}
