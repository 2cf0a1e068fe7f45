package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.item.Target;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.Phrases;
import dev.imappoller.poller.wording.EndpointFailures;
import java.util.List;
import java.util.Optional;

/** The result of looking up a target, before anything is posted to it. */
public sealed interface TargetLookup {
    /** A host may have many. */
    int ADDRESSES_SHOWN = 5;

    /** It may be posted to, at one of these addresses. */
    record Found(List<String> addresses) implements TargetLookup {
        public Found {
            addresses = List.copyOf(addresses);
        }

        @Override
        public void tell(Target target, CheckListener steps) {
            String host = target.url().serverName();
            String shown = Phrases.list(addresses, ADDRESSES_SHOWN);
            steps.done(() -> target.display() + " may be posted to"
                    + (host.equals(shown) ? "." : "; " + host + " is " + shown + "."));
        }
    }

    /** Its host has no address in the DNS, or the DNS is down: the next POST will tell. */
    record Unknown() implements TargetLookup {
        @Override
        public void tell(Target target, CheckListener steps) {
            steps.failed(EndpointFailures.unknownHost(target));
        }
    }

    /** It must not be posted to, in a sentence for the person who wrote it. */
    record Refused(String reason) implements TargetLookup {
        @Override
        public Optional<String> refusal() {
            return Optional.of(reason);
        }

        @Override
        public void tell(Target target, CheckListener steps) {
            // Who refuses it says so.
        }
    }

    /** Why it must not be posted to, if so. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** Says so of a target that is not refused. */
    void tell(Target target, CheckListener steps);
}
