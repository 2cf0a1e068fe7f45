package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Times a candidate: a cold poll from the start of its process, then warm ones in the same process. */
final class Measurement {

    private static final Duration BOUND = Duration.ofMinutes(15);
    private static final long UNKNOWN = -1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final MailStore store;
    private final Sink sink;
    private final Map<Boolean, Link> links;

    /** @param links to the server's port with TLS (true) and without */
    Measurement(MailStore store, Sink sink, Map<Boolean, Link> links) {
        this.store = store;
        this.sink = sink;
        this.links = links;
    }

    /** Polls once from cold, and then so many times more; all messages are unread again before each poll. */
    List<Sample> run(Candidate candidate, Trial trial, int warm) {
        List<Sample> samples = new ArrayList<>();
        Link link = links.get(trial.set().tls());
        prepare(candidate, trial, link);
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start()) {
            long start = System.nanoTime();
            try (ChildProcess process = candidate.start(api, trial, link.port(), sink.uri())) {
                samples.add(sample(candidate, trial, api, process, start, 0, true));
                int more = isSlow(candidate, samples) ? Math.min(warm, 1) : warm;
                for (int again = 0; again < more; again++) {
                    prepare(candidate, trial, link);
                    long before = Usage.of(process.handle()).cpuMillis();
                    samples.add(sample(candidate, trial, api, process, System.nanoTime(), before, false));
                }
            }
        }
        return samples;
    }

    /** Whether the first poll was beyond the candidate's patience. */
    static boolean isSlow(Candidate candidate, List<Sample> samples) {
        return samples.get(0).wallMillis() > candidate.patience().toMillis();
    }

    /** What fetching alone takes, for a set with one account. */
    Sample bareFetch(Trial trial) {
        Link link = links.get(false);
        reset(trial, link);
        double millis = BareFetch.millis(trial, link.port());
        return new Sample(false, millis, UNKNOWN, UNKNOWN, link.turns(), link.connections(), 0, "");
    }

    /** All mail is new to the candidate too: what it remembers of a message that it delivered would keep it from doing so again. */
    private void prepare(Candidate candidate, Trial trial, Link link) {
        candidate.prepare(trial, link.port(), sink.uri());
        reset(trial, link);
    }

    private void reset(Trial trial, Link link) {
        store.reset(trial.set());
        sink.reset(trial.endpointMillis());
        link.reset(trial.roundTripMillis());
    }

    private Sample sample(
            Candidate candidate,
            Trial trial,
            LambdaRuntimeApi api,
            ChildProcess process,
            long start,
            long cpuBefore,
            boolean cold) {
        LambdaRuntimeApi.Reply reply;
        try {
            reply = api.invokeForReply(candidate.event(trial), BOUND);
        } catch (AssertionError e) {
            throw new IllegalStateException(candidate.name() + ", " + trial + ": " + process.output(), e);
        }
        double wall = (System.nanoTime() - start) / NANOS_PER_MILLI;
        Usage usage = Usage.of(process.handle());
        Link link = links.get(trial.set().tls());
        String fault = reply.error() ? reply.body() : fault(trial);
        return new Sample(
                cold,
                wall,
                usage.cpuMillis() - cpuBefore,
                usage.peakKib(),
                link.turns(),
                link.connections(),
                sink.octets(),
                fault);
    }

    /** Says what is wrong unless every message came exactly once and none is unread. */
    private String fault(Trial trial) {
        MailSet set = trial.set();
        Map<String, Integer> missing = new HashMap<>();
        for (int account = 0; account < set.accounts(); account++) {
            for (int number = 0; number < set.each(); number++) {
                missing.put(Message.id(set, account, number), 1);
            }
        }
        int more = 0;
        for (Map.Entry<String, Integer> arrival : sink.arrivals().entrySet()) {
            more += arrival.getValue() - (missing.remove(arrival.getKey()) == null ? 0 : 1);
        }
        int unseen = store.unseen(set);
        if (missing.isEmpty() && more == 0 && unseen == 0) {
            return "";
        }
        return missing.size() + " lost, " + more + " delivered again, " + unseen + " left unread";
    }
}
