package dev.imappoller.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used until now.
 *
 * @param cpuMillis of all its threads, user and system; to about 10 ms
 * @param peakKib the most memory that it ever had resident, -1 where that isn't told
 */
record Usage(long cpuMillis, long peakKib) {

    static Usage of(ProcessHandle process) {
        long cpu = process.info().totalCpuDuration().map(Duration::toMillis).orElse(-1L);
        return new Usage(cpu, peak(process.pid()));
    }

    private static long peak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            // No /proc here.
            return -1;
        }
    }
}
