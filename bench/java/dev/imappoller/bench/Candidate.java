package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.net.URI;
import java.time.Duration;

/** Something that polls, in a process of its own, once for each event that it takes from a Runtime API. */
interface Candidate {

    /** For tables; one word or two. */
    String name();

    /** Whether it is measured under these conditions. */
    boolean takesPart(Trial trial);

    /** What is to be done before the process starts, and isn't measured. */
    void prepare(Trial trial, int imapPort, URI target);

    /** Starts the process. */
    ChildProcess start(LambdaRuntimeApi api, Trial trial, int imapPort, URI target);

    /** If the first poll takes longer, there is only one more in this process, and no other process. */
    Duration patience();

    /** The event for one poll. */
    String event(Trial trial);
}
