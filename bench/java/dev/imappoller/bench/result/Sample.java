package dev.imappoller.bench.result;

import dev.imappoller.bench.candidate.Usage;

/**
 * One poll.
 *
 * @param number of the poll in its process, from 0
 * @param wallMillis from the process's start, or from the event, to the report
 * @param cpuMillis of the process, in this time
 * @param after what the process has used when the poll is over
 * @param turns client turns of all connections to the mail server
 * @param octets posted
 * @param fault what was lost, delivered twice or left unread; empty if all is well
 */
public record Sample(
        int number, double wallMillis, long cpuMillis, Usage after, long turns, long octets, String fault) {

    /** Whether it was the first poll of its process, whose start counts then. */
    public boolean isCold() {
        return number == 0;
    }
}
