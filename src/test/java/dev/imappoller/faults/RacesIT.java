package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.run.Segment;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.DynamoProxy;
import dev.imappoller.testing.DynamoProxy.Call;
import dev.imappoller.testing.DynamoProxy.Reaction;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two, three and ten functions at once over the same tables deliver each message once. */
@EnabledOnOs(OS.LINUX)
class RacesIT {
    private static final int MESSAGES = Rig.LONG ? 1000 : 90;
    private static final int MOST_ROUNDS = 40;

    private final Rig rig = new Rig();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        rig.close();
    }

    @Test
    @EnabledIfSystemProperty(named = "faults.long", matches = "true")
    void twoProcesses() {
        processes(2);
    }

    @Test
    void threeProcesses() {
        processes(3);
    }

    /** Some servers search the mailbox as it was at their last answer, and tell flags as they are. */
    @Test
    void whatAnotherPassHasMarkedSinceTheSearch() {
        Account account = rig.account("raced");
        try (Function early = rig.function(Map.of());
                Function late = rig.function(Map.of())) {
            early.tick();
            late.tick();
            account.arrive(MESSAGES);
            long leases = leases();
            rig.dynamo.reactions(DynamoProxy.once(
                    call -> isLease(call) ? Optional.of(onceAnotherPassHasEnded(early)) : Optional.empty()));
            late.tick();

            assertThat(leases()).as("both had their turn").isEqualTo(leases + 2);
        }
        eachMessageOnce(account);
        assertThat(rig.item(account).get("statusDetail").s()).doesNotContain("marks messages");
    }

    private static Reaction onceAnotherPassHasEnded(Function other) {
        return (proxy, request, wire) -> {
            other.tick();
            return Reaction.PASS.on(proxy, request, wire);
        };
    }

    private long leases() {
        return rig.dynamo.calls().stream().filter(RacesIT::isLease).count();
    }

    private static boolean isLease(Call call) {
        return call.is("PutItem", "\"lease\"");
    }

    private void processes(int count) {
        Account account = slow(rig.account("raced").arrive(MESSAGES));
        List<Function> functions =
                IntStream.range(0, count).mapToObj(i -> rig.function(Map.of())).toList();
        try {
            race(functions.stream().<Runnable>map(function -> function::tick).toList(), account);
        } finally {
            functions.forEach(Function::close);
        }

        eachMessageOnce(account);
    }

    @Test
    @OnlyFor(value = Packaging.JVM, because = "the runs are made in this JVM; processes race above")
    void tenRuns() {
        Account account = slow(rig.account("raced").arrive(3 * MESSAGES));
        List<Runnable> runs = IntStream.range(0, 10)
                .mapToObj(i -> rig.newRun())
                .<Runnable>map(run -> () -> run.pollDue(Segment.ALL))
                .toList();

        race(runs, account);

        eachMessageOnce(account);
    }

    /** All begin together, again and again; new messages come in between. */
    private void race(List<Runnable> runners, Account account) {
        for (int round = 0; round < MOST_ROUNDS && (round < 3 || !account.isDone()); round++) {
            CompletableFuture.allOf(runners.stream()
                            .map(runner -> CompletableFuture.runAsync(runner, threads))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            if (round < 2) {
                account.arrive(20);
            }
        }
    }

    private void eachMessageOnce(Account account) {
        rig.isAsPromised();
        assertThat(account.history.requests()).isEqualTo(account.history.messages());
    }

    private static Account slow(Account account) {
        return account.app(name -> new Account.Reply(200, Answers.after(Duration.ofMillis(10), Answers.status(200))));
    }
}
