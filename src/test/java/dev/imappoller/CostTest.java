package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.log.Metric;
import dev.imappoller.testing.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Recomputes the examples in docs/cost.md, by the formula there, from the figures in its tables. */
class CostTest {
    private static final String DOCUMENT = "docs/cost.md";
    private static final double KB_IN_GB = 1024 * 1024;

    private final Map<String, Double> figures = column("| name | value |", 1);
    private final Map<String, Double> prices = column("| name | USD |", 1);
    private final Map<String, Double> free = column("| name | USD |", 3);

    @Test
    void theExamplesFollowFromTheFormula() {
        List<String> expected = new ArrayList<>();
        for (int accounts : List.of(1, 10, 100, 1000)) {
            for (int minutes : List.of(1, 5)) {
                expected.add(example(accounts, minutes));
            }
        }

        assertThat(Documents.table(DOCUMENT, "| accounts | every |"))
                .extracting(row -> String.join(" | ", row))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void secretsCostWhatIsSaid() {
        double calls = figure("hours") * 60 / 5;

        assertThat(calls).isEqualTo(8760);
        assertThat(Documents.read(DOCUMENT))
                .contains("8,760 times a month", "0.03: KMS", "0.44: 0.40 for the secret", "that is 26 or 444 USD");
        assertThat(usd(calls * prices.get("kms"))).isEqualTo("0.03");
        assertThat(usd(0.40 + calls * 0.05 / 10_000)).isEqualTo("0.44");
        assertThat(Math.round(1000 * calls * prices.get("kms"))).isEqualTo(26);
        assertThat(Math.round(1000 * (0.40 + calls * 0.05 / 10_000))).isEqualTo(444);
    }

    @Test
    void theBillCountsEveryMetric() {
        assertThat(figure("metrics")).isEqualTo(Metric.values().length);
    }

    /** What is told of other memory than the default's. */
    @Test
    void memoryCostsWhatIsSaid() {
        List<List<String>> rows = Documents.table(DOCUMENT, "| MB | of a processor |");

        assertThat(rows).extracting(row -> Double.valueOf(row.get(0))).contains(figure("memory"));
        for (List<String> row : rows) {
            double memory = Double.parseDouble(row.get(0));
            assertThat(row.get(1)).isEqualTo(usd(memory / figure("vcpu")));
            assertThat(row.subList(7, row.size()))
                    .as(row.get(0))
                    .containsExactlyElementsOf(Stream.of(1, 10, 100, 1000)
                            .map(accounts -> usd(lambda(accounts, 1, memory).full))
                            .toList());
        }
    }

    private double runSeconds(int n, double memory) {
        double polls = n * figure("cpu") * figure("vcpu") / memory;
        return figure("base") + Math.max(Math.ceil(n / figure("parallel")) * figure("wall"), polls);
    }

    private Bill lambda(int n, int t, double memory) {
        double runs = figure("hours") * 60 / t;
        double looks = figure("looks") + n * figure("look");
        double messages = n * figure("messages") * figure("cpu") * figure("vcpu") / memory;
        double seconds = runs * (runSeconds(n, memory) + looks) + messages;
        return new Bill().add("lambdaSeconds", seconds * memory / 1024).add("lambdaRequests", runs * 2);
    }

    private String example(int n, int t) {
        double runs = figure("hours") * 60 / t;
        double messages = n * figure("messages");

        Bill lambda = lambda(n, t, figure("memory"));
        Bill dynamoDb = new Bill()
                .add("reads", runs * (Math.ceil(n * figure("item") / 4) + n * Math.ceil(figure("item") / 4)) + messages)
                .add("writes", runs * n * Math.ceil(figure("item")) + messages * 2);
        Bill cloudWatch = new Bill()
                .add("metric", figure("metrics"))
                .add("alarm", figure("alarmMetrics"))
                .add("dashboard", figure("dashboards"))
                .add(
                        "logs",
                        (runs * (figure("runLog") + figure("looksLog")) + messages * figure("messageLog")) / KB_IN_GB);
        Bill rest = new Bill()
                .add("schedule", runs)
                .add("trace", runs * 2)
                .add("kms", figure("tableKeys"))
                .add(
                        "transfer",
                        (runs * n * figure("idleOut") + messages * figure("size") * figure("encoded")) / KB_IN_GB);

        List<Bill> bills = List.of(lambda, dynamoDb, cloudWatch, rest);
        return String.join(
                " | ",
                String.format(Locale.ROOT, "%,d", n),
                t + " min",
                String.format(Locale.ROOT, "%.1f s", runSeconds(n, figure("memory"))),
                usd(lambda.full),
                usd(dynamoDb.full),
                usd(cloudWatch.full),
                usd(rest.full),
                usd(bills.stream().mapToDouble(bill -> bill.full).sum()),
                usd(bills.stream().mapToDouble(bill -> bill.afterFree).sum()));
    }

    /** A part of the bill: at full price, and without what is free each month. */
    private final class Bill {
        private double full;
        private double afterFree;

        Bill add(String name, double amount) {
            full += amount * prices.get(name);
            afterFree += Math.max(0, amount - free.get(name)) * prices.get(name);
            return this;
        }
    }

    private double figure(String name) {
        return figures.get(name);
    }

    private static String usd(double amount) {
        return String.format(Locale.ROOT, "%.2f", amount);
    }

    private static Map<String, Double> column(String heading, int column) {
        Map<String, Double> values = new HashMap<>();
        Documents.table(DOCUMENT, heading).forEach(row -> values.put(row.get(0), Double.valueOf(row.get(column))));
        return values;
    }
}
