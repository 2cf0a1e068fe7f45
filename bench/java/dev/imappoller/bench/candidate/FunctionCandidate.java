package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import dev.imappoller.testing.Packaging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The function out of one of its zips, run as Lambda runs it. */
public final class FunctionCandidate implements Candidate, AutoCloseable {
    public static final String NATIVE = "IMAP Poller native";
    public static final String JVM = "IMAP Poller JVM";

    /** One message is measured with little memory for the JVM, which else would take what there is, whatever the message's size. */
    private static final List<String> LITTLE_MEMORY = List.of("-Xms16m", "-Xmx24m", "-XX:ReservedCodeCacheSize=32m");

    private static final double LEAST_FOR_JVM = 0.29;

    private final Tables tables;
    private final Path directory = Directories.temporary("bench-function");
    private final Packaging packaging;

    private final List<String> options;

    /** @param options of the JVM or of the executable */
    public FunctionCandidate(Path zip, Map<Packaging, List<String>> options, Tables tables) {
        this.tables = tables;
        FunctionProcess.unpack(zip, directory);
        packaging = Packaging.of(directory);
        this.options = options.get(packaging);
    }

    @Override
    public String name() {
        return switch (packaging) {
            case NATIVE -> NATIVE;
            case JVM -> JVM;
        };
    }

    /** The Java runtime is not for functions of less than 512 MB. */
    @Override
    public boolean takesPart(Trial trial) {
        return packaging == Packaging.NATIVE
                || trial.share()
                        .filter(share -> share.ofOneCore() < LEAST_FOR_JVM)
                        .isEmpty();
    }

    /** It is what all this is about. */
    @Override
    public Duration patience() {
        return Duration.ofDays(1);
    }

    @Override
    public void prepare(Errand errand) {
        tables.prepare(errand);
    }

    @Override
    public ChildProcess start(LambdaRuntimeApi api, Errand errand) {
        List<String> all = new ArrayList<>(options);
        if (packaging == Packaging.JVM && errand.trial().set().isOneMessage()) {
            all.addAll(LITTLE_MEMORY);
        }
        return FunctionProcess.startUnpacked(directory, errand.launcher(), all, api, environment());
    }

    @Override
    public String event(Trial trial) {
        return "{}";
    }

    @Override
    public void close() {
        Directories.delete(directory);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(tables.environment());
        environment.put("QUARKUS_FUNQY_EXPORT", "poll");
        environment.put("RUN_BUDGET", "600s");
        // As the template has them.
        environment.put("MALLOC_ARENA_MAX", "2");
        environment.put("DISABLE_SIGNAL_HANDLERS", "true");
        // All accounts are on one host, and 32 of them are polled at once.
        environment.put("MAX_CONNECTIONS_PER_HOST", "32");
        environment.put("ALLOW_PRIVATE_NETWORKS", "true");
        environment.put("TRUSTED_CA_FILE", Trust.pem().toString());
        return environment;
    }
}
