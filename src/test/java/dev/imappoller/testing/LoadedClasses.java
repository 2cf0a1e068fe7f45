package dev.imappoller.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The classes that a JVM loaded, as it logs them: {@link #option} goes on its command line, and {@link #read} reads the log. */
public final class LoadedClasses {

    /** A class and where it came from: a file or jar, {@code jrt:/} for the JVM's own, or an archive of loaded classes. */
    public record Loaded(String name, String source) {

        /** Whether it came from an archive (CDS or AOT) rather than from a file. */
        public boolean isArchived() {
            return source.startsWith("shared objects file");
        }

        /** Whether it came from a jar or folder of the class path. */
        public boolean isFromClassPath() {
            return source.startsWith("file:") || source.startsWith("jar:");
        }

        /** Whether a class of the JVM generated it: for a lambda expression, a proxy or a method handle. */
        public boolean isGeneratedAtRunTime() {
            return !isFromClassPath() && !isArchived() && !source.startsWith("jrt:");
        }
    }

    private static final String SOURCE = " source: ";

    private LoadedClasses() {}

    /** The JVM's option that writes the log. */
    public static String option(Path log) {
        return "-Xlog:class+load:file=" + log + "::filecount=0";
    }

    /** What was loaded until now, in that order. */
    public static List<Loaded> read(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains(SOURCE))
                    .map(LoadedClasses::loaded)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Loaded loaded(String line) {
        String entry = line.substring(line.lastIndexOf(']', line.indexOf(SOURCE)) + 1);
        int source = entry.indexOf(SOURCE);
        return new Loaded(entry.substring(0, source).strip(), entry.substring(source + SOURCE.length()));
    }
}
