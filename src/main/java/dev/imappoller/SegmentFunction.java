package dev.imappoller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.run.Segment;
import dev.imappoller.poller.run.SegmentRun;
import io.quarkus.funqy.Funq;
import java.util.Optional;

/** The {@code segment} function: polls the segments that the work queue brings. */
public final class SegmentFunction {
    private final SegmentRun run;
    private final Events events;
    private final ObjectMapper json;

    SegmentFunction(SegmentRun run, Events events, ObjectMapper json) {
        this.run = run;
        this.events = events;
        this.json = json;
    }

    /**
     * Polls segments.
     *
     * @param event of an SQS queue; a message is {@code {"segment":3,"of":8}}
     * @return that no message has to be brought again, even if nothing came of it: a failed one would hold up its segment until the queue
     *     shows it again, and the next tick comes sooner
     */
    @Funq
    public BatchAnswer segment(JsonNode event) {
        for (JsonNode message : event.path("Records")) {
            segmentIn(message.path("body").asText(""))
                    .ifPresentOrElse(
                            run::poll,
                            () -> events.runFailed("A message in the work queue names no segment, and is dropped. It"
                                    + " must be like {\"segment\":0,\"of\":4}; the poll function writes it so."));
        }
        return BatchAnswer.DONE;
    }

    private Optional<Segment> segmentIn(String body) {
        try {
            JsonNode message = json.readTree(body);
            JsonNode number = message.path("segment");
            JsonNode of = message.path("of");
            return number.isInt() && of.isInt() ? Segment.find(number.intValue(), of.intValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
