package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapCommand;
import dev.imappoller.testing.ImapTurn;
import dev.imappoller.testing.Packaging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The built function in 256 MiB, with as many pollers in trouble as it polls at a time: it stays below, and the others are delivered. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LittleMemoryIT {
    private static final int IN_TROUBLE = 32;
    private static final long MEMORY_KIB = 256 * 1024;

    /** What is left of the memory for a heap. */
    private static final Map<Packaging, String> HEAP = Map.of(Packaging.JVM, "-Xmx96m", Packaging.NATIVE, "-Xmx153m");

    private static final int BLOCKS = 2000;
    private static final int BLOCK = 64 * 1024;
    private static final int POLLS = 2;

    private final Rig rig = new Rig();
    private final List<Account> healthy = new ArrayList<>();

    @Test
    void holdsFloodsFromAllServersAtATime() {
        List<ImapBehaviour> floods = List.of(
                flooding("* 1 FETCH (UID 1 BODY[] {30000000}\r\n", "0123456789").at(ImapCommand::fetchesMessages),
                flooding("", "* 1 EXISTS\r\n").at(ImapCommand::fetchesMessages),
                flooding("* SEARCH", " 4000000000 3999999999").at(command -> command.is("UID SEARCH")),
                flooding("* OK ", "0123456789").at(ImapCommand::isLogin));
        for (int i = 0; i < IN_TROUBLE; i++) {
            Account account = rig.accountAlone("floods-" + i, Map.of()).arrive(2);
            account.server().behaving(floods.get(i % floods.size()));
        }
        pollsTheOthers();
    }

    @Test
    void holdsBombsFromAllMailboxesAtATime() {
        List<String> heads = List.of("a:\r\n".repeat(70_000), "To: " + "a@b.example, ".repeat(80_000) + "\r\n");
        List<String> bodies = List.of("--x\r\n\r\na\r\n".repeat(100_000), "--x\r\n".repeat(200_000));
        for (int i = 0; i < IN_TROUBLE; i++) {
            Account account = rig.accountAlone("bombs-" + i, Map.of());
            account.arrive(heads.get(i % 2), "a");
            account.arrive("Content-Type: multipart/mixed; boundary=x\r\n", bodies.get(i % 2));
        }
        pollsTheOthers();
    }

    private void pollsTheOthers() {
        for (int i = 0; i < 2; i++) {
            healthy.add(rig.accountAlone("healthy-" + i, Map.of()));
        }
        try (rig;
                Function function =
                        rig.functionWith(List.of(HEAP.get(Packaging.ofTheBuild())), Map.of("RUN_BUDGET", "25s"))) {
            for (int poll = 0; poll < POLLS; poll++) {
                healthy.forEach(account -> account.arrive(3));
                function.tick();
                assertThat(function.process().isAlive())
                        .as(function.process().output())
                        .isTrue();
            }
            healthy.forEach(account -> {
                account.look();
                assertThat(account.history.violations()).isEmpty();
                assertThat(account.history.open())
                        .as("not delivered: %s", rig.item(account))
                        .isEmpty();
            });
            assertThat(peakKib(function.process().handle())).isLessThan(MEMORY_KIB);
        }
    }

    /** The most memory that a process ever had resident. */
    private static long peakKib(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findAny()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImapBehaviour flooding(String first, String again) {
        String block = again.repeat(BLOCK / again.length());
        return turn -> flood(turn, first, block);
    }

    private static void flood(ImapTurn turn, String first, String block) throws IOException {
        turn.say(first);
        for (int i = 0; i < BLOCKS; i++) {
            turn.say(block);
        }
        turn.hang();
    }
}
