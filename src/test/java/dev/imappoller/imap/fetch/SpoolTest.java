package dev.imappoller.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.imap.inflow.FloodException;
import dev.imappoller.imap.inflow.LargeAnswerReserve;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.angus.mail.iap.ByteArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server sends beyond what it announced takes up no more memory and disk than is set aside for that. */
class SpoolTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void whatIsAnnouncedNeedsNoReserve() throws Exception {
        SpoolSpace none = new SpoolSpace(directory, new LargeAnswerReserve(0), new LargeAnswerReserve(0));

        for (int size : new int[] {1, 1000, MIB, MIB + 1, 5 * MIB}) {
            byte[] octets = octets(size);
            try (RawMessage message = spooled(none, size, octets)) {
                assertThat(message.open(0, size).readAllBytes()).isEqualTo(octets);
            }
        }
    }

    @Test
    void messagesThatAreMuchLargerThanAnnouncedGoToTheDiskAndThenNowhere() throws Exception {
        SpoolSpace space = new SpoolSpace(directory, new LargeAnswerReserve(3 * MIB), new LargeAnswerReserve(4 * MIB));
        byte[] octets = octets(MIB);
        List<RawMessage> kept = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            kept.add(spooled(space, 1, octets));
        }

        assertThatThrownBy(() -> spooled(space, 1, octets)).isInstanceOf(FloodException.class);
        for (RawMessage message : kept) {
            assertThat(message.open(0, MIB).readAllBytes()).isEqualTo(octets);
        }
        kept.remove(6).close();
        spooled(space, 1, octets).close();
        kept.forEach(RawMessage::close);

        space.memory().take(3 * MIB);
        space.disk().take(4 * MIB);
    }

    @Test
    void whatIsGivenUpIsGivenBack() throws Exception {
        SpoolSpace space = new SpoolSpace(directory, new LargeAnswerReserve(MIB), new LargeAnswerReserve(8 * MIB));
        Spool spool = new Spool(space, 1);
        for (int i = 0; i < 8; i++) {
            spool.append(octets(MIB), 0, MIB);
        }
        assertThatThrownBy(() -> spool.append(octets(MIB), 0, MIB)).isInstanceOf(FloodException.class);
        spool.close();
        spool.close();

        space.memory().take(MIB);
        space.disk().take(8 * MIB);
    }

    /** The system's calls copy what they are given to such memory, and each thread keeps its own. */
    @Test
    void largePiecesTakeNoMemoryOutsideTheHeap() throws Exception {
        SpoolSpace space = new SpoolSpace(directory, new LargeAnswerReserve(0), new LargeAnswerReserve(0));
        int size = 30 * MIB;
        byte[] octets = octets(size);
        AtomicLong more = new AtomicLong();
        Thread own = new Thread(() -> {
            long before = outsideTheHeap();
            try (Spool spool = new Spool(space, size)) {
                spool.append(octets, 0, size);
                try (RawMessage message = spool.message();
                        InputStream in = message.open(0, size)) {
                    in.readNBytes(new byte[size], 0, size);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            more.set(outsideTheHeap() - before);
        });
        own.start();
        own.join();

        assertThat(more.get()).isLessThan(MIB);
    }

    private static long outsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void knowsItsBeginningWhereverItIsKept() throws Exception {
        byte[] octets = octets(1000);
        for (int memory : new int[] {0, MIB}) {
            SpoolSpace space = new SpoolSpace(directory, new LargeAnswerReserve(memory), new LargeAnswerReserve(MIB));
            byte[] large = octets(100_000);
            try (Spool spool = new Spool(space, 1)) {
                spool.append(large, 0, large.length);
                assertThat(spool.begins(new ByteArray(large, 0, large.length))).isTrue();
                assertThat(spool.begins(new ByteArray(large, 0, 99_999))).isFalse();
                assertThat(spool.begins(new ByteArray(Arrays.copyOf(octets, 100_000), 0, 100_000)))
                        .isFalse();
            }
        }
    }

    private static RawMessage spooled(SpoolSpace space, int announced, byte[] octets) throws IOException {
        Spool spool = new Spool(space, announced);
        try {
            for (int from = 0; from < octets.length; from += MIB) {
                spool.append(octets, from, Math.min(MIB, octets.length - from));
            }
        } catch (IOException e) {
            spool.close();
            throw e;
        }
        return spool.message();
    }

    private static byte[] octets(int size) {
        byte[] octets = new byte[size];
        ThreadLocalRandom.current().nextBytes(octets);
        return octets;
    }
}
