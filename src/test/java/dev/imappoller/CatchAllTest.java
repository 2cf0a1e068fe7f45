package dev.imappoller;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds where everything is caught, bugs of this program among it. One place for each boundary does so: it reports them as internal
 * errors. Elsewhere only what is expected is caught, so that a bug shows as one.
 */
class CatchAllTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/imappoller");
    private static final Pattern CATCH = Pattern.compile("catch \\(([\\w.|\\s]+)\\s\\w+\\)");
    private static final Set<String> ALL =
            Set.of("Exception", "RuntimeException", "Throwable", "Error", "OutOfMemoryError");

    /** How many catch clauses of each file take everything, by the reason for it. */
    private static final Map<String, Integer> ALLOWED = Map.ofEntries(
            // A boundary, which reports an internal error: a pass, a thread of the run, a sender, an alert's thread.
            entry("poller/run/PollerIsolation", 1),
            entry("poller/run/EachPoller", 1),
            entry("poller/pass/Sender", 3),
            entry("alert/ToldAlerts", 2),
            // It cleans up, and throws it on to such a boundary.
            entry("poller/pass/Pass", 1),
            entry("webhook/PinnedClient", 1),
            // No thread can be had: others do the work, or it fails.
            entry("poller/run/Dispatcher", 1),
            // What a library makes of mail servers that are down has no type in common.
            entry("alert/AlertMailer", 1),
            // Whatever a mail server sends, even what a library can't read, is the end of its own connection alone.
            entry("imap/AngusMailboxes", 2),
            entry("imap/FolderNames", 2),
            entry("imap/MailboxLister", 1),
            entry("imap/pipeline/Pipeline", 4),
            entry("imap/connection/SessionProtocol", 1),
            // The start of the process, which says why it failed.
            entry("StartUp", 1),
            entry("start/JavaRuntimeHandler", 1));

    @Test
    void everythingIsCaughtAtBoundariesOnly() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        for (Path file : sources()) {
            Matcher clause = CATCH.matcher(Files.readString(file));
            while (clause.find()) {
                if (Stream.of(clause.group(1).split("[|\\s]+")).anyMatch(ALL::contains)) {
                    found.merge(nameOf(file), 1, Integer::sum);
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(ALLOWED);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String nameOf(Path file) {
        return SOURCES.relativize(file).toString().replace('\\', '/').replaceFirst("[.]java$", "");
    }
}
