package dev.imappoller.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has no store pays for none: not one of its classes is loaded. */
class UnusedStoreTest {
    private static final String[] OF_THE_STORE = {
        "dev.imappoller.s3.S3AttachmentStore ",
        "dev.imappoller.s3.Upload ",
        "dev.imappoller.poller.endpoint.Uploads ",
        "dev.imappoller.poller.item.AttachmentBucket ",
        "dev.imappoller.poller.item.AttachmentStoreItem ",
        "dev.imappoller.http.GuardedRequests ",
        "software.amazon.awssdk.http.auth."
    };

    @Test
    void noClassIsLoadedWithoutAStore() throws Exception {
        try (Receiver app = Receiver.http()) {
            String said = classesLoadedFor(app.uri("/").toString());

            assertThat(said).contains("dev.imappoller.webhook.HttpEndpoint ", "answered HTTP 200");
            assertThat(Arrays.stream(OF_THE_STORE).filter(said::contains)).isEmpty();
        }
    }

    @Test
    void allAreWithOne() throws Exception {
        try (Receiver app = Receiver.http();
                S3Server s3 = S3Server.http(StoreRig.BUCKET)) {
            String said = classesLoadedFor(app.uri("/").toString(), "http://127.0.0.1:" + s3.port());

            assertThat(said).contains("answered HTTP 200");
            assertThat(Arrays.stream(OF_THE_STORE).filter(said::contains)).containsExactly(OF_THE_STORE);
        }
    }

    private static String classesLoadedFor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                UnusedStoreProcess.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = child.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            assertThat(child.waitFor()).isZero();
        }
    }
}
