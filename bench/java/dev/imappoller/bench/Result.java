package dev.imappoller.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a candidate did in a trial, from cold or warm: all its samples, and their medians. */
record Result(String candidate, Trial trial, boolean cold, List<Sample> samples) {
    private static final double MILLIS = 1000;

    double wallMillis() {
        return median(Sample::wallMillis);
    }

    double leastMillis() {
        return samples.stream().mapToDouble(Sample::wallMillis).min().orElseThrow();
    }

    double mostMillis() {
        return samples.stream().mapToDouble(Sample::wallMillis).max().orElseThrow();
    }

    double cpuMillis() {
        return median(Sample::cpuMillis);
    }

    /** The highest of all samples, in MiB. */
    double peakMebibytes() {
        return samples.stream().mapToLong(Sample::peakKib).max().orElseThrow() / (double) MailSet.KIB;
    }

    double turns() {
        return median(Sample::turns);
    }

    /** Client turns for each message, those of the connections included; 0 where there are no messages. */
    double turnsPerMessage() {
        int messages = trial.set().messages();
        return messages == 0 ? 0 : turns() / messages;
    }

    double turnsPerAccount() {
        return turns() / trial.set().accounts();
    }

    double messagesPerSecond() {
        return trial.set().messages() / wallMillis() * MILLIS;
    }

    /** Of the posted bodies. */
    double mebibytesPerSecond() {
        return median(Sample::octets) / MailSet.MIB / wallMillis() * MILLIS;
    }

    /** What went wrong in any of the samples; empty if nothing. */
    String fault() {
        return samples.stream()
                .map(Sample::fault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }

    String temperature() {
        return cold ? "cold" : "warm";
    }

    private double median(ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
