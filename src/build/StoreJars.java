import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the jars of a folder anew, with the same entries, uncompressed: classes are read from them in less time and
 * memory, and a zip of them is smaller. The build runs it.
 */
final class StoreJars {
    private StoreJars() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        if (jars.isEmpty()) {
            throw new IOException("no jars in " + arguments[0]);
        }
        for (Path jar : jars) {
            Path stored = jar.resolveSibling(jar.getFileName() + ".stored");
            store(jar, stored);
            Files.move(stored, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void store(Path jar, Path stored) throws IOException {
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(stored))) {
            Enumeration<? extends ZipEntry> entries = in.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                ZipEntry copy = new ZipEntry(entry);
                copy.setMethod(ZipEntry.STORED);
                copy.setCompressedSize(entry.getSize());
                out.putNextEntry(copy);
                out.write(in.getInputStream(entry).readAllBytes());
                out.closeEntry();
            }
        }
    }
}
