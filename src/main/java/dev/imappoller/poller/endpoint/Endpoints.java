package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.item.Target;

/** The way to the web apps. */
public interface Endpoints {
    /** Opens the endpoint for a run. */
    Endpoint open();

    /** Looks a target up, and asks whether it may be posted to. */
    TargetLookup resolve(Target target);
}
