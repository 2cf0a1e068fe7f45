package dev.imappoller.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How a function.zip is made, and how Lambda runs what is in it. */
public enum Packaging {

    /** Classes and jars for Lambda's Java runtime: AWS's own client, which polls the Runtime API. */
    JVM(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")) {
        @Override
        List<String> command(Path directory, List<String> options) {
            return JavaRuntime.command(options, FunctionProcess.HANDLER);
        }
    },

    /** An executable for Lambda's runtime without a language, which polls the Runtime API by itself. */
    NATIVE(List.of()) {
        @Override
        List<String> command(Path directory, List<String> options) {
            List<String> command =
                    new ArrayList<>(List.of(directory.resolve(BOOTSTRAP).toString()));
            command.addAll(options);
            return command;
        }
    };

    private static final String ZIP = "function.zip";
    private static final String ZIP_PROPERTY = "test.function-zip";
    private static final String BOOTSTRAP = "bootstrap";
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    /** A file without permissions of its own in the zip is not one that Lambda could run. */
    private static final Map<String, String> PERMISSIONS =
            Map.of("enablePosixFileAttributes", "true", "defaultPermissions", "rw-r--r--");

    private final List<String> options;

    Packaging(List<String> options) {
        this.options = options;
    }

    /** What {@code target/function.zip} was built as; fails if the build says that it is another. */
    public static Packaging ofTheBuild() {
        Packaging found = within(zipOfTheBuild(), Packaging::of);
        String wanted = System.getProperty("test.packaging", found.name());
        if (!found.name().equalsIgnoreCase(wanted)) {
            throw new IllegalStateException(
                    zipOfTheBuild() + " was built for " + found + " and this build is for " + wanted);
        }
        return found;
    }

    /** Whether the zip that was built is the other one; where there is none, it is not. */
    boolean isNotBuilt() {
        return Files.exists(Path.of(System.getProperty(ZIP_PROPERTY, "target/" + ZIP))) && ofTheBuild() != this;
    }

    /** What there is in a folder to which a zip was unpacked. */
    public static Packaging of(Path directory) {
        try (InputStream bootstrap = Files.newInputStream(directory.resolve(BOOTSTRAP))) {
            return Arrays.equals(bootstrap.readNBytes(ELF.length), ELF) ? NATIVE : JVM;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it is run where nothing else is said: what matters is a quick start. */
    List<String> options() {
        return options;
    }

    /** Runs what was unpacked, with options of the JVM or of the executable. */
    abstract List<String> command(Path directory, List<String> options);

    static Path zipOfTheBuild() {
        return Directories.built(ZIP_PROPERTY, ZIP);
    }

    /** Reads a zip in place. */
    static <T> T within(Path zip, Function<Path, T> reader) {
        try (FileSystem files = FileSystems.newFileSystem(zip, PERMISSIONS)) {
            return reader.apply(files.getPath("/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
