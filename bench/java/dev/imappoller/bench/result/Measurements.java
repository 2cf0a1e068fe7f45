package dev.imappoller.bench.result;

import dev.imappoller.bench.set.MailSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a candidate's cold polls took in a trial, or its warm ones. */
public record Measurements(List<Sample> samples) {

    /** The median. */
    public double wallMillis() {
        return median(samples, Sample::wallMillis);
    }

    public double leastMillis() {
        return samples.stream().mapToDouble(Sample::wallMillis).min().orElseThrow();
    }

    public double mostMillis() {
        return samples.stream().mapToDouble(Sample::wallMillis).max().orElseThrow();
    }

    /** The mean: that of a single poll is only exact to 10 ms. */
    public double cpuMillis() {
        return samples.stream().mapToLong(Sample::cpuMillis).average().orElseThrow();
    }

    /** After the last poll of each process, the median. */
    public double residentMebibytes() {
        int last = samples.stream().mapToInt(Sample::number).max().orElseThrow();
        return median(
                samples.stream().filter(sample -> sample.number() == last).toList(),
                sample -> sample.after().residentKib() / (double) MailSet.KIB);
    }

    /** The highest of all samples. */
    public double peakMebibytes() {
        return samples.stream()
                        .mapToLong(sample -> sample.after().peakKib())
                        .max()
                        .orElseThrow()
                / (double) MailSet.KIB;
    }

    public double turns() {
        return median(samples, Sample::turns);
    }

    /** Of the posted bodies. */
    public double mebibytesPerSecond() {
        return mebibytes() / wallMillis() * 1000;
    }

    /** Posted in each poll, the median. */
    double mebibytes() {
        return median(samples, Sample::octets) / MailSet.MIB;
    }

    /** What went wrong in any of the samples; empty if nothing. */
    public String fault() {
        return samples.stream()
                .map(Sample::fault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
