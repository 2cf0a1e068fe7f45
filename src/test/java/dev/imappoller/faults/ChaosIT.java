package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.DeliveryHistory;
import dev.imappoller.testing.DynamoProxy.Call;
import dev.imappoller.testing.DynamoProxy.Reaction;
import dev.imappoller.testing.ImapProxy;
import dev.imappoller.testing.ImapProxy.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Everything at once, at random: two functions over the same tables that are killed again and again, connections that are cut, a
 * database that throttles and hangs, web apps that fail, and mail that keeps coming. With -Pfaults for a quarter of an hour.
 */
@EnabledOnOs(OS.LINUX)
class ChaosIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("faults.seconds", 10));
    private static final int ACCOUNTS = 4;
    private static final int FUNCTIONS = 2;

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    /** Of a process, from the first request on. */
    private static final int LONGEST_LIFE_MILLIS = 8000;

    private final Rig rig = new Rig();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        rig.close();
    }

    @Test
    @Timeout(3600)
    void nothingIsLost() {
        List<Account> accounts = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> rig.account("chaos-" + i).arrive(50))
                .toList();
        accounts.forEach(account -> {
            account.imap.script(this::cutsNowAndThen);
            account.app(name -> answersAsItLikes());
        });
        rig.dynamo.reactions(this::refusesNowAndThen);

        long end = System.nanoTime() + LENGTH.toNanos();
        BooleanSupplier going = () -> System.nanoTime() - end < 0;
        CompletableFuture<?>[] functions = IntStream.range(0, FUNCTIONS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> livesAndDies(going), threads))
                .toArray(CompletableFuture<?>[]::new);
        while (going.getAsBoolean()) {
            Account lucky = accounts.get(ThreadLocalRandom.current().nextInt(ACCOUNTS));
            lucky.look();
            if (lucky.history.open().size() < 200) {
                lucky.arrive(1 + ThreadLocalRandom.current().nextInt(20));
            }
            Await.within(Duration.ofMillis(500), () -> !going.getAsBoolean());
        }
        CompletableFuture.allOf(functions).join();

        try {
            rig.tryAllAgain(); // Connections that are cut again and again over one message have it left alone.
            rig.deliversTheRest();
        } finally {
            report(accounts);
        }
        assertThat(sum(accounts, DeliveryHistory::duplicates)).isLessThanOrEqualTo(kills.get() * 25 * ACCOUNTS);
    }

    /** A function that polls all the time until it is killed, and then another. */
    private void livesAndDies(BooleanSupplier going) {
        while (going.getAsBoolean()) {
            try (Function function = rig.function(Map.of())) {
                int before = rig.receiver.requests().size();
                CompletableFuture<?> polling = CompletableFuture.runAsync(
                        () -> {
                            while (function.process().isAlive()) {
                                function.tick();
                            }
                        },
                        threads);
                Await.within(LONGEST_START, () -> rig.receiver.requests().size() > before || !going.getAsBoolean());
                long life = ThreadLocalRandom.current().nextInt(LONGEST_LIFE_MILLIS);
                Await.within(Duration.ofMillis(life), polling::isDone);
                function.process().kill();
                kills.incrementAndGet();
                rig.accounts().forEach(account -> account.history.killed());
            }
        }
    }

    private void cutsNowAndThen(ImapProxy.Session session, Command command) throws IOException {
        Random random = ThreadLocalRandom.current();
        int dice = random.nextInt(100);
        if (dice >= 15) {
            session.pass(command);
            return;
        }
        cuts.incrementAndGet();
        switch (dice % 3) {
            case 0 -> session.cut();
            case 1 -> {
                session.ask(command);
                session.cut();
            }
            default -> {
                session.after(1 + random.nextInt(20_000), session::cut);
                session.pass(command);
            }
        }
    }

    private Reaction refusesNowAndThen(Call call) {
        int dice = ThreadLocalRandom.current().nextInt(100);
        if (dice >= 10) {
            return Reaction.PASS;
        }
        refusals.incrementAndGet();
        if (call.body().contains("\"DELIVERED\"")) {
            return Reaction.PASS; // With a mark that fails at the same time it could only come again.
        }
        return switch (dice) {
            case 0 -> Reaction.HANG;
            case 1, 2, 3 -> Reaction.passThenDo(() -> {});
            case 4, 5 -> Reaction.error("InternalServerError");
            default -> Reaction.error("ProvisionedThroughputExceededException");
        };
    }

    private Reply answersAsItLikes() {
        int dice = ThreadLocalRandom.current().nextInt(100);
        if (dice < 4) {
            lostAnswers.incrementAndGet();
            return Reply.lost(Answers.close());
        }
        int status = dice < 12 ? 500 : dice < 16 ? 404 : 200;
        return new Reply(status, Answers.after(Duration.ofMillis(1 + dice / 2), Answers.status(status)));
    }

    private void report(List<Account> accounts) {
        System.out.printf(
                "chaos for %d s: %d kills, %d cut connections, %d refusals of the database, %d answers lost; %d messages,"
                        + " %d requests, %d duplicates, %d messages left%n",
                LENGTH.toSeconds(),
                kills.get(),
                cuts.get(),
                refusals.get(),
                lostAnswers.get(),
                sum(accounts, DeliveryHistory::messages),
                sum(accounts, DeliveryHistory::requests),
                sum(accounts, DeliveryHistory::duplicates),
                sum(accounts, history -> history.open().size()));
    }

    private static int sum(List<Account> accounts, ToIntFunction<DeliveryHistory> what) {
        return accounts.stream()
                .mapToInt(account -> what.applyAsInt(account.history))
                .sum();
    }
}
