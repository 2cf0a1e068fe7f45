package dev.imappoller.testing;

import dev.imappoller.start.JavaRuntimeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The built function zip, run as Lambda's Java runtime runs it: AWS's own client, which polls the Runtime API. */
public final class FunctionProcess implements AutoCloseable {

    /** Where the runtime client's own classes come from. */
    public static final String CLIENT_FOLDER = "lambda-runtime-client";

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    /** What Lambda's Java runtime calls. */
    public static final String HANDLER = JavaRuntimeHandler.class.getName() + "::handleRequest";

    private final Path directory;
    private final ChildProcess process;

    private FunctionProcess(Path directory, ChildProcess process) {
        this.directory = directory;
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
        Path directory = Directories.temporary("function");
        unpack(directory);
        return new FunctionProcess(
                directory,
                startUnpacked(
                        directory, launcher, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), api, environment));
    }

    /** Unpacks the zip into a directory that is there, for {@link #startUnpacked}. */
    public static void unpack(Path directory) {
        unzip(Directories.built("test.function-zip", "function.zip"), directory);
    }

    /** Starts what {@link #unpack} put into the directory, which stays afterwards, with other options of the JVM. */
    public static ChildProcess startUnpacked(
            Path directory, List<String> jvmOptions, LambdaRuntimeApi api, Map<String, String> environment) {
        return startUnpacked(directory, List.of(), jvmOptions, api, environment);
    }

    private static ChildProcess startUnpacked(
            Path directory,
            List<String> launcher,
            List<String> jvmOptions,
            LambdaRuntimeApi api,
            Map<String, String> environment) {
        Path client = Directories.built("test.runtime-client", CLIENT_FOLDER);
        Map<String, String> all = new HashMap<>(environment);
        all.put("AWS_LAMBDA_RUNTIME_API", api.address());
        all.put("LAMBDA_TASK_ROOT", directory.toString());
        List<String> command = new ArrayList<>(launcher);
        command.add(ChildProcess.java());
        command.addAll(jvmOptions);
        // The client's own class loader has the function's classes, from LAMBDA_TASK_ROOT.
        command.addAll(List.of("-cp", client + "/*", CLIENT, HANDLER));
        return ChildProcess.start(command, all, directory);
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

    @Override
    public void close() {
        process.close();
        Directories.delete(directory);
    }

    private static void unzip(Path zip, Path directory) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    continue;
                }
                Files.createDirectories(target.getParent());
                try (InputStream in = file.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(target)) {
                    in.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
