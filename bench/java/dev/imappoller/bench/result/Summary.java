package dev.imappoller.bench.result;

import static dev.imappoller.bench.result.Table.number;
import static dev.imappoller.bench.result.Table.seconds;

import dev.imappoller.bench.result.Results.Phase;
import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Share;
import dev.imappoller.bench.set.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results in tables: the start, the polls of a day, and mail. */
final class Summary {
    private static final List<MailSet> START = List.of(MailSet.START, MailSet.THREE);
    private static final List<MailSet> MAIL = List.of(
            MailSet.S200, MailSet.S1000, MailSet.M, MailSet.L, MailSet.ONE25, MailSet.ONE100, MailSet.A, MailSet.I);

    private final Results results;

    Summary(Results results) {
        this.results = results;
    }

    /** From the start of a process to its first answer, and to the end of a first poll. */
    Table start() {
        Table table = new Table(
                "",
                "processor",
                " first answer s",
                " min–max",
                " first poll of 3 accounts s",
                " min–max",
                " resident MiB");
        results.results().stream()
                .map(Result::trial)
                .filter(trial -> START.contains(trial.set()))
                .map(trial -> trial.of(MailSet.START))
                .distinct()
                .forEach(trial -> results.packagings().forEach(packaging -> {
                    Optional<Measurements> answer = results.of(packaging, trial, Phase.COLD);
                    Optional<Measurements> poll = results.of(packaging, trial.of(MailSet.THREE), Phase.COLD);
                    if (answer.isPresent() || poll.isPresent()) {
                        table.add(List.of(
                                packaging,
                                trial.share().map(Share::toString).orElse("all cores"),
                                text(answer, figures -> seconds(figures.wallMillis())),
                                text(answer, Summary::range),
                                text(poll, figures -> seconds(figures.wallMillis())),
                                text(poll, Summary::range),
                                text(poll, figures -> number("%.0f", figures.residentMebibytes()))));
                    }
                }));
        return table;
    }

    /** What a function costs that has little to do: processor time and memory. */
    Table day() {
        Table table = new Table(
                "", "poll of", " CPU ms", " wall ms", " resident MiB at the end", " peak MiB", " after polls");
        Stream.of(MailSet.THREE, MailSet.DAY)
                .map(Trial::tls)
                .forEach(trial -> results.packagings()
                        .forEach(packaging -> results.of(packaging, trial)
                                .ifPresent(result -> result.warm().ifPresent(warm -> table.add(day(result, warm))))));
        return table;
    }

    /** Everything with much mail or many accounts. */
    Table mail() {
        Table table = new Table(
                "set",
                "read by",
                "posted by",
                " away ms",
                " endpoint ms",
                "who",
                " cold s",
                " min–max",
                " × ours",
                " warm s",
                " min–max",
                " × ours",
                " CPU cold s",
                " CPU warm s",
                " peak MiB",
                " turns",
                " MiB/s");
        results.results().stream()
                .filter(result -> MAIL.contains(result.trial().set()))
                .forEach(result -> table.add(mail(result)));
        return table;
    }

    private static List<String> day(Result result, Measurements warm) {
        MailSet set = result.trial().set();
        long last = result.samples().stream().mapToInt(Sample::number).max().orElseThrow() + 1;
        return List.of(
                result.candidate(),
                set.accounts() + " accounts, " + set.messages() + " message" + (set.messages() == 1 ? "" : "s"),
                number("%.1f", warm.cpuMillis()),
                number("%.0f", warm.wallMillis()),
                number("%.0f", warm.residentMebibytes()),
                number("%.0f", warm.peakMebibytes()),
                Long.toString(last));
    }

    private List<String> mail(Result result) {
        Trial trial = result.trial();
        Optional<Measurements> cold = result.cold();
        Optional<Measurements> warm = result.warm();
        Optional<Measurements> best = warm.or(() -> cold);
        // The bare FETCH is no process of its own.
        Optional<Measurements> process = best.filter(figures -> figures.peakMebibytes() > 0);
        return List.of(
                trial.set().name(),
                by(trial.tls()),
                by(trial.postByTls()),
                Integer.toString(trial.roundTripMillis()),
                Integer.toString(trial.endpointMillis()),
                result.candidate(),
                text(cold, figures -> seconds(figures.wallMillis())),
                text(cold, Summary::range),
                results.timesAsLong(result, Phase.COLD)
                        .map(times -> number("%.1f", times))
                        .orElse(""),
                text(warm, figures -> seconds(figures.wallMillis())),
                text(warm, Summary::range),
                results.timesAsLong(result, Phase.WARM)
                        .map(times -> number("%.1f", times))
                        .orElse(""),
                text(cold, figures -> seconds(figures.cpuMillis())),
                text(process.flatMap(figures -> warm), figures -> seconds(figures.cpuMillis())),
                text(process, figures -> number("%.0f", figures.peakMebibytes())),
                text(best, figures -> number("%.0f", figures.turns())),
                text(
                        best.filter(figures -> figures.mebibytesPerSecond() > 0),
                        figures -> number("%.1f", figures.mebibytesPerSecond())));
    }

    private static String by(boolean tls) {
        return tls ? "TLS" : "plain";
    }

    private static String range(Measurements figures) {
        return seconds(figures.leastMillis()) + "–" + seconds(figures.mostMillis());
    }

    private static String text(Optional<Measurements> figures, Function<Measurements, String> text) {
        return figures.map(text).orElse("");
    }
}
