package dev.imappoller.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attachment is never in memory as a whole, nor is a part of it. */
class FlatMemoryTest {
    private static final long ATTACHMENT = 100L * 1024 * 1024;
    private static final int LINE = 57;

    @TempDir
    private Path folder;

    @Test
    void twiceAHundredMebibytesPassThroughAHeapOfFortyEight() throws Exception {
        AtomicLong stored = new AtomicLong();
        try (Receiver app = Receiver.http();
                Receiver s3 = Receiver.http()) {
            s3.otherwise(request -> {
                s3.forget();
                stored.addAndGet(request.query().contains("partNumber") ? request.body().length : 0);
                return Answers.response(
                        200,
                        request.query().startsWith("uploads")
                                ? "<UploadId>one</UploadId>"
                                : request.method().equals("POST") ? "<ETag>e</ETag>" : "",
                        "ETag: \"e\"");
            });
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx48m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Dmessage=" + message(),
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FlatMemoryProcess.class.getName(),
                            app.uri("/").toString(),
                            "http://127.0.0.1:" + s3.port())
                    .redirectErrorStream(true)
                    .start();
            String said;
            try (InputStream output = child.getInputStream()) {
                said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }

            assertThat(child.waitFor()).as(said).isZero();
            // Newer JDKs warn of what a library does, on the same stream.
            assertThat(said.lines().filter(line -> line.startsWith("answered")))
                    .as(said)
                    .containsExactly("answered HTTP 200", "answered HTTP 200");
            assertThat(stored).hasValue(2 * (ATTACHMENT / LINE * LINE));
        }
    }

    private Path message() throws IOException {
        Path file = folder.resolve("message.eml");
        byte[] line = (Base64.getEncoder().encodeToString(new byte[LINE]) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(("Content-Type: application/octet-stream; name=large.bin\r\n"
                            + "Content-Transfer-Encoding: base64\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] lines = new byte[line.length * 1000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(line, 0, lines, i * line.length, line.length);
            }
            long count = ATTACHMENT / LINE;
            for (long done = 0; done < count; done += 1000) {
                out.write(lines, 0, (int) Math.min(1000, count - done) * line.length);
            }
        }
        return file;
    }
}
