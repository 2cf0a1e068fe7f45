package dev.imappoller.bench.candidate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a process has used until now.
 *
 * @param cpuMillis of all its threads, user and system; to about 10 ms
 * @param residentKib the memory that it has resident
 * @param peakKib the most that it ever had
 */
public record Usage(long cpuMillis, long residentKib, long peakKib) {

    /** Reads what Linux tells. */
    public static Usage of(ProcessHandle process) {
        long cpu = process.info().totalCpuDuration().map(Duration::toMillis).orElseThrow();
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
            return new Usage(cpu, figure(status, "VmRSS:"), figure(status, "VmHWM:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long figure(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
