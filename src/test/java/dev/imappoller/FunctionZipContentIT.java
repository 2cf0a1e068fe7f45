package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.imappoller.testing.Directories;
import dev.imappoller.testing.Packaging;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What the build puts into function.zip, for the Java runtime or with a native executable. */
class FunctionZipContentIT {
    private static final long MOST = 25_000_000;
    private static final Path ZIP = Directories.built("test.function-zip", "function.zip");

    @Test
    void holdsNoFileTwice() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    names.add(entry.getName());
                }
            }
        }
        assertThat(names)
                .contains("bootstrap", "dev/imappoller/start/JavaRuntimeHandler.class")
                .doesNotHaveDuplicates();
    }

    /** Lambda reads all of it at each cold start. The figure is that of an executable for x86_64. */
    @Test
    void itsExecutableIsSmall() throws IOException {
        assumeThat(Packaging.ofTheBuild()).isEqualTo(Packaging.NATIVE);
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        assertThat(Files.size(ZIP)).isLessThan(MOST);
    }

    /** Without that permission Lambda says only that there is no bootstrap. */
    @Test
    void itsBootstrapIsExecutable() throws IOException {
        Map<String, String> withPermissions = Map.of("enablePosixFileAttributes", "true");
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, withPermissions)) {
            assertThat(Files.getPosixFilePermissions(zip.getPath("bootstrap")))
                    .contains(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
        }
    }
}
