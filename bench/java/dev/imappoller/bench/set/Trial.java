package dev.imappoller.bench.set;

import java.util.Optional;

/**
 * What is polled, and under which conditions.
 *
 * @param tls whether by implicit TLS rather than in plain text
 * @param roundTripMillis between the client and the mail server
 * @param endpointMillis how long the endpoint takes for each request
 * @param share of the processor for the client, which else may use all cores
 */
public record Trial(MailSet set, boolean tls, int roundTripMillis, int endpointMillis, Optional<Share> share) {

    public static Trial tls(MailSet set) {
        return new Trial(set, true, 0, 0, Optional.empty());
    }

    public static Trial plain(MailSet set) {
        return new Trial(set, false, 0, 0, Optional.empty());
    }

    /** The same with another set. */
    public Trial of(MailSet other) {
        return new Trial(other, tls, roundTripMillis, endpointMillis, share);
    }

    public Trial away(int millis) {
        return new Trial(set, tls, millis, endpointMillis, share);
    }

    public Trial endpoint(int millis) {
        return new Trial(set, tls, roundTripMillis, millis, share);
    }

    public Trial with(Share limit) {
        return new Trial(set, tls, roundTripMillis, endpointMillis, Optional.of(limit));
    }

    @Override
    public String toString() {
        return set
                + (tls ? ", TLS" : ", plain text")
                + (roundTripMillis == 0 ? "" : ", " + roundTripMillis + " ms away")
                + (endpointMillis == 0 ? "" : ", endpoint " + endpointMillis + " ms")
                + share.map(limit -> ", " + limit).orElse("");
    }
}
