package dev.imappoller.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/** AWS's own client of the Runtime API, as it stands in Lambda's Java runtime. */
public final class JavaRuntime {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private JavaRuntime() {}

    /** The command that runs a handler, whose classes it finds by {@code LAMBDA_TASK_ROOT}. */
    public static List<String> command(List<String> options, String handler) {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
        command.addAll(options);
        command.addAll(List.of(
                "-D" + LIBRARY_PROPERTY + "=" + Library.FILE,
                "-cp",
                Directories.built("test.runtime-client", "lambda-runtime-client") + "/*",
                MAIN,
                handler));
        return command;
    }

    /**
     * The client's native library. By itself each process writes it to the same place in the file system, since it has
     * a machine of its own in Lambda; of two that start at the same time one would crash (SIGBUS).
     */
    private static final class Library {
        static final Path FILE = unpack(Directories.temporary("runtime-client"));

        private static Path unpack(Path directory) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
            String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
            Path file = directory.resolve("libaws-lambda-jni.so");
            try (ZipFile jar = new ZipFile(jar().toFile());
                    InputStream library =
                            jar.getInputStream(jar.getEntry("jni/libaws-lambda-jni.linux-" + architecture + ".so"))) {
                Files.copy(library, file);
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path jar() throws IOException {
            Path client = Directories.built("test.runtime-client", "lambda-runtime-client");
            try (var jars = Files.newDirectoryStream(client, "aws-lambda-java-runtime-interface-client-*.jar")) {
                return jars.iterator().next();
            }
        }
    }
}
