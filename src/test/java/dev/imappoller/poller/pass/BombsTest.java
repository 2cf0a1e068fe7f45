package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imappoller.testing.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Eight mailboxes full of mail that was made to fill the memory, in all formats, beside one with ordinary mail, in a process with little of it. */
class BombsTest {
    /** What is left to messages of a function of 256 MiB. */
    private static final String HEAP = "-Xmx96m";

    @Test
    void allAreDeliveredAndTheProcessLives() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        app.setExecutor(threads);
        app.createContext("/", exchange -> {
            try (InputStream body = exchange.getRequestBody()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        app.start();
        try {
            Process child = new ProcessBuilder(
                            ChildProcess.java(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BombsProcess.class.getName(),
                            "http://127.0.0.1:" + app.getAddress().getPort() + "/")
                    .redirectErrorStream(true)
                    .start();
            String said;
            try (InputStream output = child.getInputStream()) {
                said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }

            assertThat(child.waitFor()).as(said).isZero();
            assertThat(said).doesNotContain("OutOfMemoryError", "internalError");
            assertThat(said).contains("0 OK 40/40 ");
            for (int mailbox = 1; mailbox <= 8; mailbox++) {
                assertThat(said).contains(mailbox + " OK 12/12 ");
            }
        } finally {
            app.stop(0);
            threads.shutdownNow();
        }
    }
}
