package dev.imappoller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What the build puts into function.zip. */
class FunctionZipContentIT {

    @Test
    void holdsNoFileTwice() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = zip()) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names)
                .contains("bootstrap", "dev/imappoller/PollFunction.class")
                .doesNotHaveDuplicates();
    }

    @Test
    void itsJarsAreNotCompressed() throws IOException {
        int jars = 0;
        try (ZipInputStream zip = zip()) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".jar")) {
                    assertThat(new ZipInputStream(zip).getNextEntry().getMethod())
                            .as(entry.getName())
                            .isEqualTo(ZipEntry.STORED);
                    jars++;
                }
            }
        }
        assertThat(jars).isGreaterThan(100);
    }

    private static ZipInputStream zip() throws IOException {
        return new ZipInputStream(Files.newInputStream(Directories.built("test.function-zip", "function.zip")));
    }
}
