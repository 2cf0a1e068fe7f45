package dev.imappoller.poller.pass;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.item.Format;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.FakeEvents;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.NoStore;
import dev.imappoller.webhook.HttpEndpoints;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The passes of one run over mailboxes full of mail that was made to fill the memory, and over one with ordinary mail. */
final class BombsProcess {
    private static final int MAILBOXES = 8;
    private static final int ORDINARY = 40;
    private static final int MOST_PASSES = 20;

    private BombsProcess() {}

    /** Prints a line for each mailbox: its name, how its pass ended, and how many messages are delivered, of how many. */
    public static void main(String[] arguments) throws InterruptedException {
        List<byte[]> bombs = bombs();
        Vertx vertx = Vertx.vertx();
        TargetGuard guard = new TargetGuard(
                new TargetGuard.Rules(true, true, Optional.empty()), host -> List.of(InetAddress.getLoopbackAddress()));
        Endpoint endpoint = new HttpEndpoints(
                        vertx,
                        guard,
                        TrustedCertificates.load(Optional.empty()),
                        Clock.systemUTC(),
                        new HttpEndpoints.Settings("test", 8 * (MAILBOXES + 1)),
                        NoStore::open)
                .open();
        InFlightLimit room = new InFlightLimit(Runtime.getRuntime().maxMemory() / 4, 0);
        ExecutorService senders = Executors.newCachedThreadPool();
        Map<String, String> lines = new ConcurrentHashMap<>();
        List<Thread> passes = IntStream.rangeClosed(0, MAILBOXES)
                .mapToObj(i -> new Thread(() -> {
                    FakeMailbox mailbox = new FakeMailbox();
                    int messages = i == 0 ? ORDINARY : bombs.size();
                    for (int uid = 1; uid <= messages; uid++) {
                        mailbox.messages.put((long) uid, i == 0 ? ordinary() : bombs.get((uid + i) % bombs.size()));
                    }
                    Format format = Format.values()[i % Format.values().length];
                    Outcome outcome = pass(mailbox, endpoint, room, senders, arguments[0], format);
                    // On a machine that is busy a message may have to come again.
                    for (int again = 0; again < MOST_PASSES && mailbox.seen.size() < messages; again++) {
                        outcome = pass(mailbox, endpoint, room, senders, arguments[0], format);
                    }
                    lines.put(
                            "" + i,
                            outcome.status() + " " + mailbox.seen.size() + "/" + messages + " " + outcome.detail());
                }))
                .toList();
        passes.forEach(Thread::start);
        for (Thread pass : passes) {
            pass.join();
        }
        lines.forEach((name, line) -> System.out.println(name + " " + line));
        System.exit(0);
    }

    private static Outcome pass(
            FakeMailbox mailbox,
            Endpoint endpoint,
            InFlightLimit room,
            ExecutorService senders,
            String url,
            Format format) {
        Map<String, Object> item = Map.of(
                "url", url, "format", format.name().toLowerCase(Locale.ROOT), "maxMessages", Pollers.number(500));
        FakeEvents events = new FakeEvents();
        PassContext context = new PassContext(
                Budget.starting(System::nanoTime, Duration.ofMinutes(3)),
                new Cutoff(),
                Instant.now(),
                Clock.systemUTC(),
                System::nanoTime,
                room,
                8,
                senders);
        Pass.Ports ports = new Pass.Ports(mailbox, endpoint, new FakeLedger(), new FakeLeases(), events);
        Outcome outcome = new Pass(Pollers.poller(item), PollerState.NEW, ports, context)
                .make()
                .outcome()
                .orElseThrow();
        events.lines.stream().filter(line -> line.startsWith("internalError")).forEach(System.out::println);
        return outcome;
    }

    private static byte[] ordinary() {
        return ("Subject: x\r\nFrom: a@example.org\r\n\r\n" + "Hello\r\n".repeat(200))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static List<byte[]> bombs() {
        String multipart = "Content-Type: multipart/mixed; boundary=b\n\n";
        return List.of(
                octets("a:\n".repeat(145_000) + "\nx"),
                octets("a:\n".repeat(9_000) + "\nx"),
                octets("Subject: " + "=?utf-8?Q?a?= x ".repeat(20_000) + "\n\nx"),
                octets("From: " + "a@b.example, ".repeat(50_000) + "\n\nx"),
                octets("Content-Type: text/plain; " + "a=b; ".repeat(100_000) + "\n\nx"),
                octets(multipart + "--b\n".repeat(100_000)),
                octets(multipart + "--b\n\nx\n".repeat(10_000)),
                octets(multipart
                        + "--b\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\nQQ==\n".repeat(11_000)),
                octets("Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(15_000)),
                octets("Content-Type: text/plain\n\n" + "\n".repeat(500_000)),
                octets("Content-Type: text/plain\n\n" + "\u0001".repeat(1_000_000)),
                octets("Content-Type: a/b\nContent-Transfer-Encoding: x-uuencode\n\nbegin 1 x\n"
                        + "M\n".repeat(400_000)));
    }

    private static byte[] octets(String mail) {
        return mail.getBytes(StandardCharsets.ISO_8859_1);
    }
}
