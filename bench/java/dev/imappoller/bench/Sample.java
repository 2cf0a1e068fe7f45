package dev.imappoller.bench;

/**
 * One poll.
 *
 * @param wallMillis from the process's start, or from the event, to the report
 * @param turns client turns of all connections to the mail server
 * @param connections to the mail server
 * @param octets posted
 * @param fault what was lost, delivered twice or left unread; empty if all is well
 */
record Sample(
        boolean cold,
        double wallMillis,
        long cpuMillis,
        long peakKib,
        long turns,
        int connections,
        long octets,
        String fault) {}
