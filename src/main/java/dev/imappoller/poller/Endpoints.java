package dev.imappoller.poller;

import java.util.Optional;

/** The way to the web apps. */
public interface Endpoints {
    /** Opens the endpoint for a run. */
    Endpoint open();

    /** Why this target must not be posted to, in a sentence for the person who wrote it; empty if it may be. */
    Optional<String> refusal(Target target);
}
