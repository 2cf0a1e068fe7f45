package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.start.JavaRuntimeHandler;
import dev.imappoller.testing.ChildProcess;
import dev.imappoller.testing.Directories;
import dev.imappoller.testing.FunctionProcess;
import dev.imappoller.testing.JavaRuntime;
import dev.imappoller.testing.LambdaRuntimeApi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A zip that is deployed with the other Packaging says so in the log, and what to do. */
@EnabledOnOs(OS.LINUX)
class WrongPackagingIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String CLASS = JavaRuntimeHandler.class.getName().replace('.', '/') + ".class";

    private final Path directory = Directories.temporary("wrong-packaging");

    @AfterEach
    void delete() {
        Directories.delete(directory);
    }

    @Test
    void oneForTheJavaRuntimeAsANativeOne() throws IOException {
        Process bootstrap = new ProcessBuilder("src/main/zip.jvm/bootstrap")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bootstrap.getInputStream().readAllBytes()))
                .contains("built for the Java runtime", "Packaging=jvm", "./mvnw package -Dnative");
        assertThat(bootstrap.onExit().join().exitValue()).isEqualTo(1);
    }

    /** Of classes, a native zip holds this one alone. */
    @Test
    void aNativeOneOnTheJavaRuntime() throws IOException {
        Path handler = directory.resolve(CLASS);
        Files.createDirectories(handler.getParent());
        try (InputStream built = JavaRuntimeHandler.class.getResourceAsStream("/" + CLASS)) {
            Files.copy(Objects.requireNonNull(built), handler);
        }
        try (LambdaRuntimeApi api = LambdaRuntimeApi.start();
                ChildProcess process = ChildProcess.start(
                        JavaRuntime.command(List.of(), FunctionProcess.HANDLER),
                        Map.of("AWS_LAMBDA_RUNTIME_API", api.address(), "LAMBDA_TASK_ROOT", directory.toString()),
                        directory)) {
            LambdaRuntimeApi.Reply reply = api.invokeForReply("{}", BOUND);

            assertThat(reply.error()).isTrue();
            assertThat(reply.body()).contains("native executable", "Packaging=native", "./mvnw package");
            assertThat(process.output()).contains("native executable", "Packaging=native");
        }
    }
}
