package dev.imappoller.poller.wording;

import dev.imappoller.poller.item.Target;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import java.time.Duration;

/** What is said where a web app does not take messages, or the store for attachments does not. */
public final class EndpointFailures {
    private EndpointFailures() {}

    /** @param reason of the target guard */
    public static Failure forbiddenTarget(String reason) {
        return new Failure(PollerStatus.INVALID_CONFIG, "url can't be posted to: " + reason + ".");
    }

    public static Failure unknownHost(Target target) {
        return new Failure(
                PollerStatus.ENDPOINT_FAILING,
                "Nothing would get through to " + target.display()
                        + ": the endpoint has a host name without an address in the DNS. Check url for a typing"
                        + " error.");
    }

    /** @param what the endpoint did, to follow "it" */
    public static Failure asksToWait(Target target, Duration wait, String what) {
        return passEnded(target, " asks to wait " + wait.toSeconds() + " s (it " + what + ")");
    }

    /** @param what it did instead, to follow "it" */
    public static Failure doesNotAnswer(Target target, String what) {
        return passEnded(target, " does not answer: it " + what);
    }

    private static Failure passEnded(Target target, String why) {
        return new Failure(
                PollerStatus.ENDPOINT_FAILING,
                target.display() + why + ". The pass was ended; what was not delivered stays unread and is"
                        + " tried again. Look at the web app.");
    }

    /**
     * No message of a pass got through.
     *
     * @param messages how many, with the noun
     * @param tried whether any of them is tried again at the next poll
     * @param parked what is said of those that are not, to follow a sentence
     */
    public static Failure nothingGotThrough(Target target, String messages, String why, boolean tried, String parked) {
        return new Failure(
                PollerStatus.ENDPOINT_FAILING,
                "Nothing got through to " + target.display() + " (" + messages + "): " + why + ". They stay unread"
                        + (tried ? " and are tried again at the next poll" : "")
                        + "; look at the web app." + parked);
    }

    /** @param what the endpoint did not get, to follow "the endpoint" */
    public static Failure attachmentNotStored(String what) {
        return new Failure(
                PollerStatus.STORE_FAILING,
                "Messages with attachments wait unread for the next poll. The endpoint " + what + ".");
    }

    /**
     * The sample message of a check would be tried again.
     *
     * @param limit what its size may have to do with it, to follow a sentence
     */
    public static Failure sampleDeferred(String posted, String limit) {
        return new Failure(
                PollerStatus.ENDPOINT_FAILING,
                posted + ": a message stays unread then and is tried again. Look at the web app." + limit);
    }
}
