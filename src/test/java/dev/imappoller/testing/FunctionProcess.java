package dev.imappoller.testing;

import dev.imappoller.start.JavaRuntimeHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The built function zip, run as Lambda runs it in either packaging. */
public final class FunctionProcess implements AutoCloseable {

    /** What Lambda's Java runtime calls. */
    public static final String HANDLER = JavaRuntimeHandler.class.getName() + "::handleRequest";

    /** Unpacked once for all: nothing writes there, as nothing can in Lambda. It goes when this JVM ends. */
    private static final class Unpacked {
        static final Path DIRECTORY = Directories.temporary("function");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(DIRECTORY)));
            unpack(DIRECTORY);
        }
    }

    private final ChildProcess process;

    private FunctionProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts it; events wait in the Runtime API until it is ready.
     *
     * @param environment the function's, on top of that of this process; an empty value takes a variable away
     */
    public static FunctionProcess start(LambdaRuntimeApi api, Map<String, String> environment) {
        return start(api, environment, List.of());
    }

    /**
     * Starts it by another command, which is given the function's and runs it.
     *
     * @param launcher such as {@code prlimit} with its options
     */
    public static FunctionProcess start(LambdaRuntimeApi api, Map<String, String> environment, List<String> launcher) {
        return start(api, environment, launcher, List.of());
    }

    /** Starts it with more options of the JVM or of the executable, both of which know {@code -Xmx} and {@code -D}. */
    public static FunctionProcess startWith(
            List<String> options, LambdaRuntimeApi api, Map<String, String> environment) {
        return start(api, environment, List.of(), options);
    }

    private static FunctionProcess start(
            LambdaRuntimeApi api, Map<String, String> environment, List<String> launcher, List<String> more) {
        Path directory = Unpacked.DIRECTORY;
        List<String> options = new ArrayList<>(Packaging.of(directory).options());
        options.addAll(more);
        return new FunctionProcess(startUnpacked(directory, launcher, options, api, environment));
    }

    /** Unpacks the built zip into a directory, for {@link #startUnpacked}. */
    public static void unpack(Path directory) {
        unpack(Packaging.zipOfTheBuild(), directory);
    }

    /** Unpacks any zip of the function into a directory, for {@link #startUnpacked}. */
    public static void unpack(Path zip, Path directory) {
        Packaging.within(zip, root -> copy(root, directory));
    }

    /**
     * Starts what {@link #unpack} put into the directory, which stays afterwards.
     *
     * @param options of the JVM, or of the native executable
     */
    public static ChildProcess startUnpacked(
            Path directory, List<String> options, LambdaRuntimeApi api, Map<String, String> environment) {
        return startUnpacked(directory, List.of(), options, api, environment);
    }

    /** Starts it by another command, which is given the function's and runs it. */
    public static ChildProcess startUnpacked(
            Path directory,
            List<String> launcher,
            List<String> options,
            LambdaRuntimeApi api,
            Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("AWS_LAMBDA_RUNTIME_API", api.address());
        all.put("LAMBDA_TASK_ROOT", directory.toString());
        List<String> command = new ArrayList<>(launcher);
        command.addAll(Packaging.of(directory).command(directory, options));
        ChildProcess process = ChildProcess.start(command, all, directory);
        api.isAskedBy(process);
        return process;
    }

    /** What it wrote to standard output and standard error until now: its log. */
    public String output() {
        return process.output();
    }

    /** Kills it (SIGKILL), and waits for its end. */
    public void kill() {
        process.close();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its own process. */
    public ProcessHandle handle() {
        return process.handle();
    }

    @Override
    public void close() {
        process.close();
    }

    /** With the permissions that files have in the zip, as Lambda unpacks it. */
    private static Path copy(Path root, Path directory) {
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(root.relativize(entry).toString());
                Files.createDirectories(target.getParent());
                Files.copy(entry, target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
