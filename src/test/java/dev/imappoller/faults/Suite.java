package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Named behaviours of servers and web apps, each tried on an account of its own, side by side with healthy ones: over three polls, with
 * mail that comes in between, and then until all is well again.
 */
final class Suite implements AutoCloseable {
    /** The number of the message that something is wrong with: neither the first nor the last. */
    static final int POISON = 3;

    /** What comes before each poll but the first. */
    static final int MORE = 2;

    private static final int POLLS = 3;

    /** Once all is well. */
    private static final int RUNS_TO_DELIVER_ALL = 3;

    /** Only behaviours with this in their name, for a look at one. */
    private static final String ONLY = System.getProperty("faults.case", "");

    private final int messages;
    private final Rig rig = new Rig();
    private final LogLines log = new LogLines();
    private final Map<Polls, Right> cases = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Account> neverHealed = new ArrayList<>();

    /** @param messages in each mailbox at first */
    Suite(int messages) {
        this.messages = messages;
        rig.budget = Duration.ofSeconds(25); // Nothing here should need it, on a busy machine either.
        rig.patience = Optional.of(Duration.ofSeconds(2));
        rig.pollersAtATime = 10;
        rig.databasePatience = Duration.ofSeconds(4); // Nothing is wrong with it here.
    }

    Rig rig() {
        return rig;
    }

    /** Whether a server's silence is waited for as long as suits a test, and not as long as the executable does. */
    boolean isImpatient() {
        return !rig.isNative();
    }

    /** What the product logged so far. */
    List<String> logLines() {
        return Stream.concat(log.lines().stream(), rig.nativeLog()).toList();
    }

    /** Adds a behaviour, which is set up before any mail arrives. */
    Suite add(String name, Consumer<Account> behaviour, Right right) {
        return add(name, Map.of(), behaviour, right);
    }

    /** Adds a behaviour to a poller with more attributes. */
    Suite add(String name, Map<String, AttributeValue> extra, Consumer<Account> behaviour, Right right) {
        if (name.contains(ONLY)) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("two behaviours are called " + name);
            }
            Account account = rig.accountAlone(name, extra);
            behaviour.accept(account);
            rig.put(account, extra);
            cases.put(new Polls(account, rig), Right.always().and(right));
        }
        return this;
    }

    /** As add, for what can't be delivered within a test once all is well: a login that is left alone, or a server that forgets. */
    Suite addUnhealed(String name, Consumer<Account> behaviour, Right right) {
        return addUnhealed(name, Map.of(), behaviour, right);
    }

    /** The same for a poller with more attributes. */
    Suite addUnhealed(String name, Map<String, AttributeValue> extra, Consumer<Account> behaviour, Right right) {
        return add(
                name,
                extra,
                account -> {
                    behaviour.accept(account);
                    neverHealed.add(account);
                },
                right);
    }

    /** So that the first poll of all is not the first of this process. */
    private void warmUp() {
        try (Rig warm = new Rig()) {
            Account account = warm.accountAlone("warm", Map.of()).arrive(2);
            for (int i = 0; i < RUNS_TO_DELIVER_ALL && !account.isDone(); i++) {
                warm.run();
            }
        }
    }

    /** Polls, and holds everything to what is right. */
    void run() {
        Polls healthy = new Polls(rig.accountAlone("healthy", Map.of()), rig);
        cases.put(healthy, Right.always().and(Right.delivered()).and(Right.status(1, "OK")));
        warmUp();
        for (int poll = 0; poll < POLLS; poll++) {
            int arriving = poll == 0 ? messages : MORE;
            cases.keySet()
                    .forEach(each -> each.account.arrive(each.account.history.messages() == 0 ? messages : arriving));
            rig.run();
            cases.keySet().forEach(Polls::look);
        }
        Map<Account, String> wrong = new LinkedHashMap<>();
        cases.forEach((polls, right) -> check(polls, right).ifPresent(why -> wrong.put(polls.account, why)));
        heal(wrong);
        assertThat(wrong.values())
                .as("%s of %s behaviours", wrong.size(), cases.size())
                .isEmpty();
    }

    private Optional<String> check(Polls polls, Right right) {
        try {
            right.check(polls);
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of("\n" + polls.account.id + ": "
                    + Polls.abbreviated(e.getMessage().strip().replaceAll("\\s*\n\\s*", " "), 300) + polls);
        }
    }

    private void heal(Map<Account, String> wrong) {
        List<Account> accounts = rig.accounts().stream()
                .filter(account -> !neverHealed.contains(account))
                .toList();
        accounts.forEach(Account::heal);
        for (int i = 0; i < RUNS_TO_DELIVER_ALL && !accounts.stream().allMatch(Account::isDone); i++) {
            rig.run();
        }
        for (Account account : accounts) {
            account.look();
            if (!account.history.violations().isEmpty()
                    || !account.history.open().isEmpty()) {
                wrong.putIfAbsent(
                        account,
                        "\n" + account.id + " in the end: "
                                + Polls.abbreviated(account.history.violations().toString(), 200) + ", open "
                                + Polls.abbreviated(account.history.open().toString(), 100) + ", "
                                + rig.item(account).get("statusDetail"));
            }
        }
    }

    @Override
    public void close() {
        log.close();
        rig.close();
    }
}
