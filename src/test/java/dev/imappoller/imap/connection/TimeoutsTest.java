package dev.imappoller.imap.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.connection.PolledStore.Timeouts;
import dev.imappoller.testing.Documents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long servers are waited for, as docs/reliability.md tells it. */
class TimeoutsTest {
    private static final Timeouts USUAL = Timeouts.DEFAULT;

    /** Lambda's limit: whatever is waited for in a search, the run's end comes before. */
    @Test
    void aSearchMayTakeAsLongAsAnyRun() {
        assertThat(USUAL.search()).isGreaterThanOrEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect | a connection | 10 seconds",
                "greeting | the greeting, TLS, capabilities | 15 seconds for each read",
                "login | the login | 30 seconds for each read",
                "ahead | the first answer of several commands that select a mailbox | 15 seconds",
                "work | messages and marks | 60 seconds for each read",
                "write | a write | 15 seconds"
            })
    void theDocumentTellsEach(String name, String what, String time) throws Exception {
        Duration length = (Duration) Timeouts.class.getMethod(name).invoke(USUAL);

        assertThat(time).startsWith(length.toSeconds() + " seconds");
        assertThat(row(what)).startsWith("| " + what + " | " + time + " | ");
    }

    private static String row(String what) throws IOException {
        return Documents.read(Path.of("docs/reliability.md"))
                .lines()
                .filter(line -> line.startsWith("| " + what + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + what));
    }
}
