package dev.imappoller.bench.set;

import java.util.Optional;

/**
 * What is polled, and under which conditions.
 *
 * @param tls whether by implicit TLS rather than in plain text
 * @param postByTls whether the endpoint is spoken to by TLS, which only IMAP Poller can be told to trust
 * @param roundTripMillis between the client and the mail server
 * @param endpointMillis how long the endpoint takes for each request
 * @param share of the processor for the client, which else may use all cores
 */
public record Trial(
        MailSet set, boolean tls, boolean postByTls, int roundTripMillis, int endpointMillis, Optional<Share> share) {

    public static Trial tls(MailSet set) {
        return new Trial(set, true, false, 0, 0, Optional.empty());
    }

    public static Trial plain(MailSet set) {
        return new Trial(set, false, false, 0, 0, Optional.empty());
    }

    /** The same with another set. */
    public Trial of(MailSet other) {
        return new Trial(other, tls, postByTls, roundTripMillis, endpointMillis, share);
    }

    /** The same with posts by TLS. */
    public Trial postedByTls() {
        return new Trial(set, tls, true, roundTripMillis, endpointMillis, share);
    }

    public Trial away(int millis) {
        return new Trial(set, tls, postByTls, millis, endpointMillis, share);
    }

    public Trial endpoint(int millis) {
        return new Trial(set, tls, postByTls, roundTripMillis, millis, share);
    }

    public Trial with(Share limit) {
        return new Trial(set, tls, postByTls, roundTripMillis, endpointMillis, Optional.of(limit));
    }

    @Override
    public String toString() {
        return set
                + (tls ? ", TLS" : ", plain text")
                + (postByTls ? ", posted by TLS" : "")
                + (roundTripMillis == 0 ? "" : ", " + roundTripMillis + " ms away")
                + (endpointMillis == 0 ? "" : ", endpoint " + endpointMillis + " ms")
                + share.map(limit -> ", " + limit).orElse("");
    }
}
