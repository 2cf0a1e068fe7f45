package dev.imappoller.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.ScriptedMailbox;
import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ScriptedImapServer;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large messages are asked for far ahead, but only of a server that hands over what it is asked for, and soon. */
class ChunksAheadTest {
    private static final int CHUNK = 1024 * 1024;

    /** Of which no part is like another. */
    private static final String OCTETS = new Random(29)
            .ints(21 * CHUNK - 1000, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    private long now;
    private final ChunksAhead chunks = new ChunksAhead(() -> now);

    @Test
    void moreIsAskedForWhereChunksComeSoon() {
        assertThat(chunks.most()).isEqualTo(2);

        arrive(100, Duration.ofMillis(400));

        assertThat(chunks.most()).isEqualTo(16);
        assertThat(IntStream.rangeClosed(0, 16).filter(chunks::isTime)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void lessIsAskedForWhereTheyComeLate() {
        arrive(100, Duration.ofMillis(400));

        arrive(10, Duration.ofMillis(600));
        assertThat(chunks.most()).isEqualTo(6);

        arrive(100, Duration.ofMillis(600));
        assertThat(chunks.most()).isEqualTo(2);
    }

    @Test
    void aServerWithAWayOfItsOwnBeginsAnew() {
        arrive(100, Duration.ZERO);

        chunks.odd();

        assertThat(chunks.most()).isEqualTo(2);
    }

    private void arrive(int count, Duration after) {
        for (int i = 0; i < count; i++) {
            long asked = chunks.now();
            now += after.toNanos();
            chunks.arrived(asked);
        }
    }

    /** A server that waits until so many are under way, once it was found to keep up, is asked for as many. */
    @Test
    void aServerThatKeepsUpIsNotWaitedFor() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(answering(8))) {
            isWhole(mailbox.fetchOne(1, OCTETS.length()));
        }
    }

    /** Else a message that ends would be waited for before the next one is asked for. */
    @Test
    void theNextMessageIsAskedForBeforeOneHasCome() throws Exception {
        List<String> held = new ArrayList<>();
        Script script = (tag, command) -> {
            held.add(answer(tag, command));
            boolean all = ScriptedMailbox.origin(command) + CHUNK >= OCTETS.length();
            if (held.size() == 1 && all && ScriptedMailbox.uids(command).get(0) == 1) {
                return ""; // Until something of the second one is asked for.
            }
            return String.join("", taken(held));
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.mailbox().fetch(List.of(large(1), large(2)), 100_000_000, mailbox.told);

            mailbox.next(2).forEach(ChunksAheadTest::isWhole);
        }
    }

    @Test
    void whateverOrderTheyComeInTheMessageIsWhole() throws Exception {
        List<String> held = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        Script script = (tag, command) -> {
            held.add(answer(tag, command));
            if (asked.incrementAndGet() > 10 && asked.get() < 15) {
                return ""; // Five together, the last one first.
            }
            Collections.reverse(held);
            return String.join("", taken(held));
        };

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            isWhole(mailbox.fetchOne(1, OCTETS.length()));
        }
    }

    /** Of ten refusals of what was asked for at once one counts: they don't mean that the server asks to wait. */
    @ParameterizedTest
    @CsvSource({
        "12, NO [UNAVAILABLE] not now",
        "12, NO [LIMIT] too far",
        "12, BAD what",
        "4, NO [UNAVAILABLE] parts are not",
        "4, BAD parts"
    })
    void whatIsRefusedOfOneMessageIsItsOwn(int from, String refusal) throws Exception {
        Script script = (tag, command) -> ScriptedMailbox.uids(command).get(0) == 2
                ? ScriptedImapServer.fetch(2, 0, "two") + tag + " OK done\r\n"
                : ScriptedMailbox.origin(command) >= from * CHUNK ? tag + " " + refusal + "\r\n" : answer(tag, command);

        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            Object told = mailbox.fetchOne(1, OCTETS.length());
            if (from == 4) {
                isWhole(told); // What is not so large is asked for as a whole.
            } else {
                assertThat(told)
                        .isInstanceOfSatisfying(
                                Unavailable.class,
                                one -> assertThat(one.failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
            }
            assertThat(ScriptedMailbox.text(mailbox.fetchOne(2, 3))).isEqualTo("2 two");
        }
    }

    @Test
    void aMessageThatIsMuchShorterThanAnnouncedIsWhole() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(ChunksAheadTest::answer)) {
            isWhole(mailbox.fetchOne(1, 3L * OCTETS.length()));
        }
    }

    /** Answers the first chunks at once, and from then on so many at a time. */
    private static Script answering(int together) {
        List<String> held = new ArrayList<>();
        return (tag, command) -> {
            int origin = ScriptedMailbox.origin(command);
            held.add(answer(tag, command));
            boolean last = origin + CHUNK >= OCTETS.length();
            boolean first = origin < 10 * CHUNK;
            return first || last || held.size() >= together ? String.join("", taken(held)) : "";
        };
    }

    private static String answer(String tag, String command) {
        long uid = ScriptedMailbox.uids(command).get(0);
        int origin = ScriptedMailbox.origin(command);
        int most = command.contains("<") ? CHUNK : OCTETS.length();
        String octets =
                origin >= OCTETS.length() ? "" : OCTETS.substring(origin, Math.min(OCTETS.length(), origin + most));
        return ScriptedImapServer.fetch(uid, origin, octets) + tag + " OK done\r\n";
    }

    private static List<String> taken(List<String> held) {
        List<String> taken = new ArrayList<>(held);
        held.clear();
        return taken;
    }

    private static MessageSummary large(long uid) {
        return new MessageSummary(uid, OCTETS.length(), Optional.empty(), false);
    }

    private static void isWhole(Object told) {
        assertThat(told).isInstanceOf(Arrived.class);
        assertThat(new String(((Arrived) told).octets(), StandardCharsets.ISO_8859_1).equals(OCTETS))
                .isTrue();
    }
}
