package dev.imappoller;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What Lambda takes for an answer to a batch of which parts may have failed. */
@RegisterForReflection
public record BatchAnswer(List<Failure> batchItemFailures) {
    /** Nothing has to be brought again. */
    static final BatchAnswer DONE = new BatchAnswer(List.of());

    /** @param itemIdentifier by which the event names the record */
    @RegisterForReflection
    public record Failure(String itemIdentifier) {}
}
