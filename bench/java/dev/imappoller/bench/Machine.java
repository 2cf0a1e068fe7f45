package dev.imappoller.bench;

import dev.imappoller.bench.net.Echo;
import dev.imappoller.bench.net.Sink;
import dev.imappoller.bench.net.SinkCeiling;
import dev.imappoller.bench.result.Results.RoundTrip;
import dev.imappoller.bench.result.Results.Surroundings;
import dev.imappoller.bench.set.MailStore;
import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.Packaging;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the machine is, and what it can do at most. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Before anything else is measured. */
    static Surroundings measure(Vertx vertx, MailStore store, Sink sink, Functions functions, Options options)
            throws IOException {
        SinkCeiling ceiling = SinkCeiling.measure(sink);
        List<RoundTrip> roundTrips = options.trials().stream()
                .map(Trial::roundTripMillis)
                .distinct()
                .sorted()
                .map(wanted -> new RoundTrip(wanted, Echo.roundTripMillis(vertx, wanted)))
                .toList();
        return new Surroundings(
                Runtime.getRuntime().availableProcessors(),
                processor(),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                store.name(),
                functions.zips(),
                options.functionOptions().get(Packaging.JVM),
                options.functionOptions().get(Packaging.NATIVE),
                options.runs(),
                options.warm(),
                ceiling.requestsPerSecond(),
                ceiling.mebibytesPerSecond(),
                roundTrips);
    }

    /** As Linux calls it; on some architectures it has no name. */
    private static String processor() throws IOException {
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("a processor without a name");
    }
}
