package dev.imappoller.bench;

/**
 * What is polled, and from how far away.
 *
 * @param roundTripMillis between the client and the mail server
 * @param endpointMillis how long the endpoint takes for each request
 */
record Trial(MailSet set, int roundTripMillis, int endpointMillis) {

    /** Whether it says something that another trial doesn't. */
    boolean worthwhile() {
        return switch (set) {
            case S200, S1000, M, L, A -> true;
            // Posts nothing, or one message.
            case I, ONE25, ONE100 -> endpointMillis == 0;
        };
    }

    @Override
    public String toString() {
        return set + ", " + roundTripMillis + " ms away"
                + (endpointMillis == 0 ? "" : ", endpoint " + endpointMillis + " ms");
    }
}
