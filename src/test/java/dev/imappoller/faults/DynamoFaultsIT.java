package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.DynamoProxy.Call;
import dev.imappoller.testing.DynamoProxy.Reaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DynamoDB throttles, hangs, refuses or loses its answer, at each call of a pass: nothing is lost, nothing comes twice. */
class DynamoFaultsIT {
    private static final int MESSAGES = Rig.LONG ? 40 : 6;

    private final Rig rig = new Rig();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    private record Fault(Predicate<Call> when, Reaction reaction, boolean always, Set<String> done) {}

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whateverTheTablesDo() {
        Account healthy = rig.account("healthy").arrive(MESSAGES);
        calls().forEach((call, when) -> reactions().forEach((name, reaction) -> {
            if (Rig.LONG || name.equals("answer-lost") || name.equals("ConditionalCheckFailed")) {
                fault(call + "-" + name + "-once", when, reaction, false);
            }
            fault(call + "-" + name + "-always", when, reaction, true);
        }));
        rig.dynamo.reactions(this::reaction);

        for (int i = 0; i < (Rig.LONG ? 3 : 1); i++) {
            rig.run();
            rig.look();
            assertThat(healthy.history.open()).isEmpty();
        }
        rig.deliversTheRest();

        assertThat(rig.accounts())
                .allSatisfy(account ->
                        assertThat(account.history.duplicates()).as(account.id).isZero());
    }

    @Test
    void aLeaseThatCannotBeRenewedOrIsGoneEndsAPass() {
        reactions().forEach((name, reaction) -> {
            Account account = rig.account("renewal-" + name).arrive(32);
            account.app(message -> new Account.Reply(200, Answers.after(Duration.ofMillis(1500), Answers.status(200))));
            faults.put(
                    account.id,
                    new Fault(
                            call -> call.operation().equals("PutItem")
                                    && call.body().contains("\"leaseOwner = :owner\""),
                            reaction,
                            true,
                            ConcurrentHashMap.newKeySet()));
        });
        rig.dynamo.reactions(this::reaction);

        rig.run();
        rig.look();

        assertThat(rig.accounts())
                .as("each stops in time, or has its lease")
                .allSatisfy(account -> assertThat(account.history.violations()).isEmpty());
        Account refused = rig.accounts().stream()
                .filter(account -> account.id.endsWith("ConditionalCheckFailed"))
                .findFirst()
                .orElseThrow();
        assertThat(refused.history.requests()).isLessThan(32);
        assertThat(rig.item(refused).get("statusDetail").s()).contains("Another run has taken over");
        rig.deliversTheRest();
    }

    @Test
    void aTableThatCannotBeReadEndsARunAndLosesNothing() {
        Account account = rig.account("unread").arrive(MESSAGES);
        for (Reaction reaction : reactions().values()) {
            rig.dynamo.reactions(call -> call.operation().equals("Scan") ? reaction : Reaction.PASS);
            assertThat(rig.run()).isFalse();
        }
        assertThat(account.history.requests()).isZero();

        rig.deliversTheRest();
    }

    private void fault(String name, Predicate<Call> when, Reaction reaction, boolean always) {
        Account account = rig.account(name).arrive(MESSAGES);
        account.app(message -> Account.Reply.status(message.endsWith("2") ? 500 : 200));
        faults.put(account.id, new Fault(when, reaction, always, ConcurrentHashMap.newKeySet()));
    }

    private Reaction reaction(Call call) {
        return faults.entrySet().stream()
                .filter(entry -> call.body().contains("#" + entry.getKey() + "\"")
                        || call.body().contains("\"" + entry.getKey() + "\""))
                .map(Map.Entry::getValue)
                .filter(fault -> fault.when().test(call)
                        && (fault.always() || fault.done().add("done")))
                .map(Fault::reaction)
                .findFirst()
                .orElse(Reaction.PASS);
    }

    private static Map<String, Predicate<Call>> calls() {
        Map<String, Predicate<Call>> calls = new LinkedHashMap<>();
        calls.put("lease", call -> call.is("PutItem", "\"lease\""));
        calls.put("ledger-read", call -> call.operation().equals("Query"));
        calls.put("ledger-write", call -> call.is("PutItem", "message#") || call.is("BatchWriteItem", "message#"));
        calls.put("ledger-remove", call -> call.is("DeleteItem", "message#"));
        calls.put("release", call -> call.is("DeleteItem", "\"lease\""));
        calls.put("status", call -> call.operation().equals("UpdateItem"));
        return calls;
    }

    private static Map<String, Reaction> reactions() {
        return Map.of(
                "throttled", Reaction.error("ProvisionedThroughputExceededException"),
                "ConditionalCheckFailed", Reaction.error("ConditionalCheckFailedException"),
                "broken", Reaction.error("InternalServerError"),
                "hanging", Reaction.HANG,
                "answer-lost", Reaction.passThenDo(() -> {}));
    }
}
