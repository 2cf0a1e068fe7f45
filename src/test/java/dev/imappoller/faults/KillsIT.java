package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Await;
import dev.imappoller.testing.DynamoProxy;
import dev.imappoller.testing.DynamoProxy.Call;
import dev.imappoller.testing.DynamoProxy.Reaction;
import dev.imappoller.testing.ImapProxy;
import dev.imappoller.testing.ImapProxy.Command;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The function's process is killed (SIGKILL) at every step of a pass: nothing is lost, and what comes twice is what was in between. */
@EnabledOnOs(OS.LINUX)
class KillsIT {
    private static final int MESSAGES = 40;

    /** Octets of the answer to a FETCH: all messages are larger than the one, and many together smaller than the other. */
    private static final int WITHIN_FIRST = 100;

    private static final int AMID = 3000;

    /** No more than these are ever answered and not marked. */
    private static final int MOST_TWICE = 25;

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Has a process killed when it gets to a step of its pass over this account. */
    private interface Trap {
        void set(Account account, Runnable kill);
    }

    @Test
    void killedAtEveryStep() {
        Map<String, Trap> traps = traps();
        Optional<Function> spare = Optional.of(rig.function(Map.of()));
        int left = traps.size();
        for (Map.Entry<String, Trap> step : traps.entrySet()) {
            Account account = rig.account(step.getKey()).arrive(MESSAGES).arrive(1, 1_500_000);
            account.app(name -> Account.Reply.status(name.endsWith("-7") ? 500 : 200));
            try (Function function = spare.orElseThrow()) {
                // The next one starts meanwhile.
                spare = --left > 0 ? Optional.of(rig.function(Map.of())) : Optional.empty();
                step.getValue().set(account, function.process()::kill);
                function.poll(account);
                assertThat(function.process().isAlive()).as(step.getKey()).isFalse();
            }
            account.history.killed();
            account.look();
            rig.dynamo.reactions(call -> Reaction.PASS);
            account.heal();
        }

        try (Function last = rig.function(Map.of())) {
            Await.until(Function.BOUND, last.process()::output, () -> {
                last.tick();
                return rig.accounts().stream().allMatch(Account::isDone);
            });
        }
        rig.isAsPromised();
        assertThat(rig.accounts())
                .allSatisfy(account ->
                        assertThat(account.history.duplicates()).as(account.id).isLessThanOrEqualTo(MOST_TWICE));
        assertThat(rig.accounts())
                .filteredOn(account -> !account.id.contains("after-post") && !account.id.contains("answered"))
                .as("killed while nothing was between answer and mark")
                .filteredOn(account -> account.id.matches(".*-(after-.*|before-.*|within-.*)"))
                .allSatisfy(account ->
                        assertThat(account.history.duplicates()).as(account.id).isZero());
    }

    private Map<String, Trap> traps() {
        Map<String, Trap> traps = new LinkedHashMap<>();
        traps.put(
                "after-login", at(command -> command.verb().equals("SELECT"), (session, command, kill) -> kill.run()));
        traps.put("after-search", before(call -> call.is("PutItem", "\"lease\"")));
        traps.put("after-lease", after(call -> call.is("PutItem", "\"lease\"")));
        traps.put("after-fetch-is-asked-for", at(Command::fetchesMessages, (session, command, kill) -> {
            session.swallow();
            session.pass(command);
            kill.run();
        }));
        // With none of it whole there is nothing to post; with some of them whole, what is posted depends on who is
        // faster.
        traps.put("within-first-message", at(Command::fetchesMessages, within(WITHIN_FIRST)));
        traps.put("amid-messages", at(Command::fetchesMessages, within(AMID)));
        traps.put("after-post-is-sent", (account, kill) -> {
            AtomicInteger posts = new AtomicInteger();
            account.app(name -> {
                if (posts.incrementAndGet() < 5) {
                    return Account.Reply.status(200);
                }
                kill.run();
                return Account.Reply.lost(Answers.close());
            });
        });
        traps.put(
                "answered-and-before-store",
                at(command -> command.verb().equals("UID STORE"), (session, command, kill) -> kill.run()));
        traps.put("store-is-sent", at(command -> command.verb().equals("UID STORE"), (session, command, kill) -> {
            session.ask(command);
            kill.run();
        }));
        traps.put(
                "ledger-is-written",
                after(call -> call.is("PutItem", "message#") || call.is("BatchWriteItem", "message#")));
        traps.put("before-release", before(call -> call.is("DeleteItem", "\"lease\"")));
        traps.put("before-status", before(call -> call.operation().equals("UpdateItem")));
        return traps;
    }

    private static Killing within(int octets) {
        return (session, command, kill) -> {
            session.after(octets, kill);
            session.pass(command);
        };
    }

    private interface Killing {
        void on(ImapProxy.Session session, Command command, Runnable kill) throws IOException;
    }

    private static Trap at(Predicate<Command> when, Killing killing) {
        return (account, kill) -> account.imap.script((session, command) -> {
            if (when.test(command)) {
                killing.on(session, command, kill);
            } else {
                session.pass(command);
            }
        });
    }

    private Trap before(Predicate<Call> when) {
        return (account, kill) -> rig.dynamo.reactions(
                DynamoProxy.once(call -> when.test(call) ? Optional.of(Reaction.insteadDo(kill)) : Optional.empty()));
    }

    private Trap after(Predicate<Call> when) {
        return (account, kill) -> rig.dynamo.reactions(
                DynamoProxy.once(call -> when.test(call) ? Optional.of(Reaction.passThenDo(kill)) : Optional.empty()));
    }
}
