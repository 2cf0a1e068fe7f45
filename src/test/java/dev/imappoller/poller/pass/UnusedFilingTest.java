package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who wants nothing done after delivery pays nothing for it: not one of its classes is loaded. */
class UnusedFilingTest {
    private static final String[] OF_FILING = {
        "dev.imappoller.poller.item.AfterDelivery ",
        "dev.imappoller.poller.pass.Filing ",
        "dev.imappoller.poller.pass.PassEffect$FileAway ",
        "dev.imappoller.poller.pass.PassEvent$FiledAway ",
        "dev.imappoller.imap.FilingSupport ",
        "dev.imappoller.imap.FilingCommands "
    };

    @Test
    void noClassIsLoadedForAPollerThatOnlyMarks() throws Exception {
        String said = classesLoadedFor();

        assertThat(said).contains("Delivered 1 message. Left: {1=[\\Seen]}.");
        assertThat(Arrays.stream(OF_FILING).filter(said::contains)).isEmpty();
        assertThat(said).doesNotContain("LastAnswered$Unfiled ");
    }

    @Test
    void allAreForOneThatMoves() throws Exception {
        String said = classesLoadedFor("Processed");

        assertThat(said).contains("Delivered 1 message. Left: {}.");
        assertThat(Arrays.stream(OF_FILING).filter(said::contains)).containsExactly(OF_FILING);
    }

    private static String classesLoadedFor(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stdout",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                UnusedFilingProcess.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = child.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            assertThat(child.waitFor()).isZero();
        }
    }
}
