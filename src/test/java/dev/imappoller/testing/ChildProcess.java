package dev.imappoller.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that ends when it is closed, or when this JVM ends in whatever way, even killed. Its output is kept. */
public final class ChildProcess implements AutoCloseable {

    /**
     * A shell starts the command and a watcher. The watcher's input is the pipe from this JVM: it ends with the JVM,
     * and then the command is told to end.
     */
    private static final String SUPERVISED = """
            exec 3<&0
            "$@" </dev/null 3<&- & child=$!
            { read -r line; kill "$child"; } <&3 2>/dev/null &
            watcher=$!
            exec 3<&-
            wait "$child"
            status=$?
            kill "$watcher" 2>/dev/null
            exit $status
            """;

    private static final Duration END = Duration.ofSeconds(10);

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    private ChildProcess(Process process, String name) {
        this.process = process;
        this.reader = new Thread(this::readOutput, name + "-output");
        this.reader.setDaemon(true);
    }

    /** Starts a command; a value in the environment that is empty takes the variable away. */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(supervised(command));
        builder.redirectErrorStream(true).directory(directory.toFile());
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        try {
            ChildProcess child = new ChildProcess(
                    builder.start(), Path.of(command.get(0)).getFileName().toString());
            child.reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The java command of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The command's own process, not that of the shell around it; fails if it has ended. */
    public ProcessHandle handle() {
        if (File.separatorChar == '\\') {
            return process.toHandle();
        }
        // The watcher is a fork of the shell, the command is another program.
        Optional<String> shell = process.info().command();
        return process.children()
                .filter(child -> !child.info().command().equals(shell))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the process has ended: " + output));
    }

    /** What it wrote to standard output and standard error until now. */
    public String output() {
        return output.toString();
    }

    @Override
    public void close() {
        try {
            // Nothing is worth keeping, and some take a second to end by themselves.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.getOutputStream().close();
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join(END.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> supervised(List<String> command) {
        if (File.separatorChar == '\\') {
            // No such shell there: good enough, short of a killed JVM.
            return command;
        }
        List<String> all = new ArrayList<>(List.of("sh", "-c", SUPERVISED, "sh"));
        all.addAll(command);
        return all;
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> output.append(line).append('\n'));
        } catch (IOException | UncheckedIOException e) {
            output.append("[output cut: ").append(e.getMessage()).append("]\n");
        }
    }
}
