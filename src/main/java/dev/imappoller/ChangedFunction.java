package dev.imappoller;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.poller.run.PollerChanges;
import dev.imappoller.poller.run.PollerChanges.Change;
import io.quarkus.funqy.Funq;
import java.util.ArrayList;
import java.util.List;

/** The {@code changed} function: follows the Pollers table's stream, and reads nothing of an event but keys. */
public final class ChangedFunction {
    private final PollerChanges changes;

    ChangedFunction(PollerChanges changes) {
        this.changes = changes;
    }

    /**
     * Follows a batch of changes.
     *
     * @param event of a DynamoDB stream; its images may hold passwords
     * @return the records that Lambda has to bring again, by their sequence numbers
     */
    @Funq
    public BatchAnswer changed(JsonNode event) {
        List<Change> batch = new ArrayList<>();
        for (JsonNode item : event.path("Records")) {
            JsonNode change = item.path("dynamodb");
            String pollerId = change.path("Keys").path("pollerId").path("S").asText("");
            if (!pollerId.isEmpty()) {
                boolean deleted = item.path("eventName").asText("").equals("REMOVE");
                batch.add(new Change(change.path("SequenceNumber").asText(""), pollerId, deleted));
            }
        }
        return new BatchAnswer(
                changes.follow(batch).stream().map(BatchAnswer.Failure::new).toList());
    }
}
