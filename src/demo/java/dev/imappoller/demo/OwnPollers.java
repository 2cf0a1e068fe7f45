package dev.imappoller.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The pollers of pollers.json, which is read again before each run. */
final class OwnPollers implements PollerSource {
    private final Path file;
    private final Consumer<String> screen;
    private List<Map<String, AttributeValue>> lastGood = List.of();
    private String lastProblem = "";

    OwnPollers(Path file, Consumer<String> screen) {
        this.file = file;
        this.screen = screen;
    }

    @Override
    public String introduction() {
        return "Polls the accounts of " + file.toAbsolutePath() + " and posts to their URLs.\n"
                + "The file is read again before each poll, so what you change in it counts from then on.\n\n";
    }

    /** As on AWS. */
    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public String example() {
        return lastGood.stream().findFirst().map(PollersFile::pollerIdOf).orElse("...");
    }

    /** While the file is bad, what it said before goes on, and its fault is told once. */
    @Override
    public List<Map<String, AttributeValue>> next() {
        String problem = "";
        try {
            lastGood = PollersFile.read(file);
        } catch (PollersFile.BadFileException e) {
            problem = e.sentence();
        }
        if (!problem.equals(lastProblem)) {
            String meanwhile =
                    lastGood.isEmpty() ? "Nothing is polled until then." : "What it said before is polled until then.";
            screen.accept(
                    problem.isEmpty() ? "\n  pollers.json is good again." : "\n  " + problem + "\n  " + meanwhile);
            lastProblem = problem;
        }
        return lastGood;
    }
}
