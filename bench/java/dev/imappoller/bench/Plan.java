package dev.imappoller.bench;

import static dev.imappoller.bench.set.Trial.plain;
import static dev.imappoller.bench.set.Trial.tls;

import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Share;
import dev.imappoller.bench.set.Trial;
import java.util.List;

/** What a full run measures. Each trial tells something that no other does: mail is read by TLS, as everywhere, and in plain text to see what TLS takes. */
final class Plan {
    /** Of a core, what a function of 512 MB gets, and one of 256. */
    private static final double LITTLE = 0.29;

    private static final double LEAST = 0.14;

    /** In the order in which they are run. */
    static final List<Trial> TRIALS = List.of(
            tls(MailSet.START),
            tls(MailSet.START).with(Share.of(1)),
            tls(MailSet.START).with(Share.of(LITTLE)),
            tls(MailSet.START).with(Share.afterInit(LITTLE)),
            tls(MailSet.START).with(Share.afterInit(LEAST)),
            tls(MailSet.THREE),
            tls(MailSet.THREE).with(Share.of(1)),
            tls(MailSet.THREE).with(Share.of(LITTLE)),
            tls(MailSet.THREE).with(Share.afterInit(LITTLE)),
            tls(MailSet.THREE).with(Share.afterInit(LEAST)),
            tls(MailSet.S200),
            tls(MailSet.S200).away(20),
            tls(MailSet.S200).away(20).endpoint(50),
            plain(MailSet.S200),
            plain(MailSet.S200).away(20),
            tls(MailSet.S1000),
            tls(MailSet.S1000).away(20),
            tls(MailSet.S1000).postedByTls(),
            plain(MailSet.S1000),
            tls(MailSet.M),
            tls(MailSet.M).away(20),
            tls(MailSet.M).postedByTls(),
            plain(MailSet.M),
            tls(MailSet.L),
            tls(MailSet.L).away(20),
            plain(MailSet.L),
            plain(MailSet.L).postedByTls(),
            tls(MailSet.ONE25),
            tls(MailSet.ONE100),
            tls(MailSet.ONE100).away(20),
            tls(MailSet.A).away(20),
            tls(MailSet.I).away(20),
            tls(MailSet.DAY));

    private Plan() {}
}
