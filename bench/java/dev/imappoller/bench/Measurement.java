package dev.imappoller.bench;

import dev.imappoller.bench.candidate.BareFetch;
import dev.imappoller.bench.candidate.Candidate;
import dev.imappoller.bench.candidate.Errand;
import dev.imappoller.bench.candidate.ProcessorShare;
import dev.imappoller.bench.candidate.Usage;
import dev.imappoller.bench.net.Link;
import dev.imappoller.bench.net.Sink;
import dev.imappoller.bench.result.Sample;
import dev.imappoller.bench.set.MailStore;
import dev.imappoller.bench.set.Trial;
import dev.imappoller.bench.set.Unread;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Times a candidate: a cold poll from the start of its process, then warm ones in the same process. */
final class Measurement implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(15);
    private static final Usage NONE = new Usage(0, 0, 0);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Path FAULTS = Path.of("target/bench/faults.log");

    /** What a candidate answered, and when. */
    private record Answer(LambdaRuntimeApi.Reply reply, long nanoTime) {}

    private final MailStore store;
    private final Sink sink;
    private final Link plain;
    private final Link tls;

    Measurement(Vertx vertx, MailStore store, Sink sink) {
        this.store = store;
        this.sink = sink;
        this.plain = new Link(vertx, store.port(false));
        this.tls = new Link(vertx, store.port(true));
    }

    /**
     * Polls once from cold, and then so many times more if the candidate isn't too slow; before each poll all messages are unread.
     *
     * @param share of the processor, as the trial has it
     */
    List<Sample> run(Candidate candidate, Trial trial, int warm, Optional<ProcessorShare> share) {
        List<Sample> samples = new ArrayList<>();
        List<String> launcher = share.map(ProcessorShare::launcher).orElse(List.of());
        Errand errand = new Errand(trial, link(trial).port(), trial.postByTls() ? sink.tlsUri() : sink.uri(), launcher);
        candidate.prepare(errand);
        Unread unread = reset(trial);
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start()) {
            long start = System.nanoTime();
            try (ChildProcess process = candidate.start(api, errand)) {
                share.ifPresent(limit -> limit.begin(api, process));
                samples.add(sample(candidate, trial, unread, api, process, start, 0, 0));
                int more = isSlow(candidate, samples) ? 0 : warm;
                for (int again = 1; again <= more; again++) {
                    if (trial.set().each() > 0) {
                        // All mail is new to the candidate too: what it remembers of a message that it delivered would
                        // keep it from doing so again.
                        candidate.prepare(errand);
                    }
                    Unread next = reset(trial);
                    long before = Usage.of(process.handle()).cpuMillis();
                    samples.add(sample(candidate, trial, next, api, process, System.nanoTime(), before, again));
                }
                if (samples.stream().anyMatch(sample -> !sample.fault().isEmpty())) {
                    keepLog(process);
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
        reset(trial);
        double millis = BareFetch.millis(trial, link(trial).port());
        return new Sample(1, millis, 0, NONE, link(trial).turns(), 0, "");
    }

    @Override
    public void close() {
        plain.close();
        tls.close();
    }

    /** For who looks for the cause of a fault. */
    private static void keepLog(ChildProcess process) {
        try {
            Files.createDirectories(FAULTS.getParent());
            Files.writeString(FAULTS, process.output(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Link link(Trial trial) {
        return trial.tls() ? tls : plain;
    }

    private Unread reset(Trial trial) {
        Unread unread = store.prepare(trial);
        sink.reset(trial.endpointMillis());
        link(trial).reset(trial.roundTripMillis());
        return unread;
    }

    private Sample sample(
            Candidate candidate,
            Trial trial,
            Unread unread,
            LambdaRuntimeApi api,
            ChildProcess process,
            long start,
            long cpuBefore,
            int number) {
        CompletableFuture<Answer> poll = CompletableFuture.supplyAsync(
                () -> new Answer(api.invokeForReply(candidate.event(trial), BOUND), System.nanoTime()));
        boolean answered = Await.within(BOUND, () -> poll.isDone() || !process.isAlive()) && process.isAlive();
        if (!answered) {
            throw new IllegalStateException(candidate.name() + ", " + trial + ": no answer; " + process.output());
        }
        Answer answer = poll.join();
        double wall = (answer.nanoTime() - start) / NANOS_PER_MILLI;
        Usage usage = Usage.of(process.handle());
        String fault = answer.reply().error() ? answer.reply().body() : fault(trial, unread);
        return new Sample(
                number, wall, usage.cpuMillis() - cpuBefore, usage, link(trial).turns(), sink.octets(), fault);
    }

    /** Says what is wrong unless every message came exactly once and none is unread. */
    private String fault(Trial trial, Unread unread) {
        Set<String> missing = unread.ids();
        int more = 0;
        for (Map.Entry<String, Integer> arrival : sink.arrivals().entrySet()) {
            more += arrival.getValue() - (missing.remove(arrival.getKey()) ? 1 : 0);
        }
        int unseen = store.unseen(trial, unread);
        if (missing.isEmpty() && more == 0 && unseen == 0) {
            return "";
        }
        return missing.size() + " not delivered, " + more + " delivered again, " + unseen + " left unread";
    }
}
