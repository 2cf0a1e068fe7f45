package dev.imappoller.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary directories, and the folders that the build gets ready for the tests. */
public final class Directories {

    private Directories() {}

    public static Path temporary(String name) {
        try {
            // The real path, since some systems put their temporary files behind a symbolic link.
            return Files.createTempDirectory("imap-poller-" + name + "-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder or file that a system property names, else the one in target. */
    public static Path built(String property, String name) {
        Path path = Path.of(System.getProperty(property, "target/" + name)).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run the tests by Maven, or Maven once before them");
        }
        return path;
    }

    /** Deletes a tree; what another process takes away meanwhile is no trouble. */
    public static void delete(Path directory) {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path path : deepestFirst) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }
}
