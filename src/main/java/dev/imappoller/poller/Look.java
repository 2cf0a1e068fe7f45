package dev.imappoller.poller;

import java.util.List;

/** What can be told of a target before anything is posted to it. */
public sealed interface Look {
    /** A host may have many. */
    int ADDRESSES_SHOWN = 5;

    /** It may be posted to, at one of these addresses. */
    record Found(List<String> addresses) implements Look {
        public Found {
            addresses = List.copyOf(addresses);
        }
    }

    /** Its host has no address in the DNS, or the DNS is down: the next POST will tell. */
    record Unknown() implements Look {}

    /** It must not be posted to, in a sentence for the person who wrote it. */
    record Refused(String reason) implements Look {}

    /** Says so of a target that is not refused. */
    default void tell(Target target, Steps steps) {
        if (this instanceof Found found) {
            String host = target.url().serverName();
            String addresses = Words.list(found.addresses(), ADDRESSES_SHOWN);
            steps.done(() -> target.display() + " may be posted to"
                    + (host.equals(addresses) ? "." : "; " + host + " is " + addresses + "."));
        } else {
            steps.failed(new Failure(
                    PollerStatus.ENDPOINT_FAILING,
                    "Nothing would get through to " + target.display()
                            + ": the endpoint has a host name without an address in the DNS. Check url for a typing"
                            + " error."));
        }
    }
}
