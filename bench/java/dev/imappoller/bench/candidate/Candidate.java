package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.time.Duration;

/** Something that polls, in a process of its own, once for each event that it takes from a Runtime API. */
public interface Candidate {

    /** For tables; a few words. */
    String name();

    /** Whether it is measured under these conditions. */
    boolean takesPart(Trial trial);

    /** What is to be done before the process starts, and isn't measured. */
    void prepare(Errand errand);

    /** Starts the process. */
    ChildProcess start(LambdaRuntimeApi api, Errand errand);

    /** If the first poll takes longer, it is the only one. */
    Duration patience();

    /** The event for one poll. */
    String event(Trial trial);
}
