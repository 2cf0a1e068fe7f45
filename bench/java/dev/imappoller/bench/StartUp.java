package dev.imappoller.bench;

import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The function from the start of its process to its first answer, with an empty Pollers table. */
record StartUp(double wallMillis, long cpuMillis, long peakKib) {

    private static final Duration BOUND = Duration.ofMinutes(1);

    static List<StartUp> measure(FunctionCandidate function, int times) {
        List<StartUp> starts = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            starts.add(once(function));
        }
        starts.sort(Comparator.comparingDouble(StartUp::wallMillis));
        return starts;
    }

    private static StartUp once(FunctionCandidate function) {
        function.clear();
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start()) {
            long start = System.nanoTime();
            try (ChildProcess process = function.start(api, List.of())) {
                api.invoke("{}", BOUND);
                double wall = (System.nanoTime() - start) / 1e6;
                Usage usage = Usage.of(process.handle());
                return new StartUp(wall, usage.cpuMillis(), usage.peakKib());
            }
        }
    }
}
