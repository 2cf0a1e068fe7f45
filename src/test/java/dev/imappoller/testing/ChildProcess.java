package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends when it is closed, or when this JVM ends in whatever way, even killed. Its output is kept in a file, not read from a
 * pipe: what it wrote before it answered, or before its end, is there for whoever got the answer, or saw the end.
 */
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
    private static final int BLOCK = 8192;

    private final Process process;
    private final FileChannel log;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private ChildProcess(Process process, FileChannel log) {
        this.process = process;
        this.log = log;
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
            Path log = Files.createTempFile("imap-poller-output-", ".log");
            FileChannel written = FileChannel.open(log, StandardOpenOption.READ);
            Process process =
                    builder.redirectOutput(Redirect.appendTo(log.toFile())).start();
            // It goes on without a name, and is gone with those who have it open.
            deleteIfPossible(log);
            return new ChildProcess(process, written);
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
                .orElseThrow(() -> new IllegalStateException("the process has ended: " + output()));
    }

    /** All that it wrote to standard output and standard error until now; while it runs, whole lines only. */
    public synchronized String output() {
        boolean goesOn = isAlive();
        readOutput();
        String text = output.toString(StandardCharsets.UTF_8);
        return goesOn ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
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
            readOutput();
            log.close();
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

    private synchronized void readOutput() {
        try {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (log.isOpen() && log.read(block, output.size()) > 0) {
                output.write(block.array(), 0, block.position());
                block.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteIfPossible(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
