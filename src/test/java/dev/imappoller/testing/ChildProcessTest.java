package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Duration BOUND = Duration.ofSeconds(20);

    @BeforeEach
    void shell() {
        assumeTrue(File.separatorChar == '/', "needs a POSIX shell");
    }

    @Test
    void keepsItsOutputAndEndsByItself() {
        try (ChildProcess child = ChildProcess.start(
                List.of("sh", "-c", "echo to $NAME; echo oops >&2"), Map.of("NAME", "stdout"), HERE)) {
            Await.until(BOUND, "the end", () -> !child.isAlive());
            assertThat(child.output()).isEqualTo("to stdout\noops\n");
        }
    }

    /** Not a moment later: a test that has the answer goes on at once. */
    @RepeatedTest(10)
    void whatItWroteBeforeItAnsweredIsThere(@TempDir Path directory) throws IOException {
        Path answer = directory.resolve("answer");
        String lines = "i=0; while [ $i -lt 2000 ]; do echo \"line $i\"; i=$((i+1)); done; ";
        try (ChildProcess child = ChildProcess.start(
                List.of("sh", "-c", lines + "printf unfinished; : > answer; exec sleep 60"), Map.of(), directory)) {
            long from = System.nanoTime();
            while (!Files.exists(answer) && System.nanoTime() - from < BOUND.toNanos()) {
                Thread.onSpinWait();
            }
            assertThat(child.output().lines()).hasSize(2000).last().isEqualTo("line 1999");
        }
    }

    @Test
    void keepsAllOfItsOutputWhenItIsClosed() {
        ChildProcess child =
                ChildProcess.start(List.of("sh", "-c", "printf 'whole\\nhalf'; exec sleep 60"), Map.of(), HERE);
        Await.until(BOUND, "its output", () -> child.output().equals("whole\n"));
        child.close();
        assertThat(child.output()).startsWith("whole\nhalf");
    }

    @Test
    void endsWhenClosed() {
        ChildProcess child = ChildProcess.start(List.of("sleep", "60"), Map.of(), HERE);
        assertThat(child.isAlive()).isTrue();
        child.close();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void endsWhenThisKindOfJvmIsKilled() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        ChildProcess.java(), "-cp", System.getProperty("java.class.path"), Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            // SIGKILL: no shutdown hook runs.
            jvm.destroyForcibly().waitFor(BOUND.toSeconds(), TimeUnit.SECONDS);
            Await.until(BOUND, "the end of the child", () -> !child.isAlive());
        }
    }

    /** Starts a child, prints its process id and stays. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildProcess child = ChildProcess.start(List.of("sh", "-c", "echo $$; exec sleep 60"), Map.of(), HERE);
            Await.until(BOUND, "its process id", () -> child.output().endsWith("\n"));
            System.out.println(child.output().strip());
            Thread.currentThread().join(BOUND.toMillis());
        }
    }
}
