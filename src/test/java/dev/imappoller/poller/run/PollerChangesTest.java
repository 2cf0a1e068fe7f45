package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.run.PollerChanges.Change;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PollerChangesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    private final FakeTable table = new FakeTable();
    private final FakeEvents events = new FakeEvents();
    private final FakeMailbox mailbox = new FakeMailbox().with(1, 2);
    private final Map<String, Integer> leftovers = new HashMap<>();
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private Runnable onOpen = () -> {};
    private Duration budget = Duration.ofSeconds(45);

    @Test
    void checksANewPollerAndWritesWhatCameOfIt() {
        table.put("new", Map.of());

        assertThat(follow(written("1", "new"))).isEmpty();

        assertThat(table.recorded.get("new").status()).isEqualTo(PollerStatus.OK);
        assertThat(table.recorded.get("new").unread()).hasValue(2);
        assertThat(mailbox.commands).containsExactly("SEARCH");
        assertThat(events.lines).containsExactly("checked new OK");
    }

    @Test
    void saysWhatIsWrongWithAnItemAndConnectsToNothing() {
        table.put("wrong", Map.of("port", "x"));

        follow(written("1", "wrong"));

        assertThat(table.recorded.get("wrong").status()).isEqualTo(PollerStatus.INVALID_CONFIG);
        assertThat(table.recorded.get("wrong").detail()).contains("port must be");
        assertThat(opened).isEmpty();
    }

    @Test
    void leavesAloneWhatHasAStatusOrIsGone() {
        table.put("polled", Map.of("status", "OK"));

        assertThat(follow(written("1", "polled"), written("2", "gone"))).isEmpty();

        assertThat(table.recorded).isEmpty();
        assertThat(opened).isEmpty();
        assertThat(leftovers).isEmpty();
    }

    @Test
    void connectsToNoAccountThatIsSwitchedOffButLooksAtItsItem() {
        table.put("off", Map.of("enabled", false));
        table.put("off-and-wrong", Map.of("enabled", false, "format", "xml"));

        follow(written("1", "off"), written("2", "off-and-wrong"));

        assertThat(opened).isEmpty();
        assertThat(table.recorded).containsOnlyKeys("off-and-wrong");
    }

    @Test
    void removesWhatIsOnRecordForADeletedPoller() {
        leftovers.put("gone", 3);

        assertThat(follow(deleted("1", "gone"))).isEmpty();

        assertThat(leftovers).isEmpty();
        assertThat(events.lines).containsExactly("forgotten gone 3");
    }

    @Test
    void keepsWhatIsOnRecordForAPollerThatIsThereAgain() {
        table.put("again", Map.of());
        leftovers.put("again", 3);

        follow(deleted("1", "again"), written("2", "again"));

        assertThat(leftovers).containsEntry("again", 3);
        assertThat(table.recorded).containsOnlyKeys("again");
    }

    @Test
    void severalChangesOfAPollerAreOneCheck() {
        table.put("new", Map.of());

        follow(written("1", "new"), written("2", "new"));

        assertThat(mailbox.commands).hasSize(1);
    }

    @Test
    void aChangeThatFailsIsToldOfAgainAndNoOther() {
        table.put("a", Map.of());
        table.put("b", Map.of());
        table.unreadable.add("bad");
        table.unwritable.add("b");

        assertThat(follow(written("1", "a"), deleted("2", "bad"), written("3", "b"), written("4", "bad")))
                .containsExactly("2", "3", "4");

        assertThat(table.recorded).containsOnlyKeys("a");
    }

    @Test
    void aFailingPollerIsNoFailureOfTheChange() {
        mailbox.failsToOpen =
                Optional.of(new MailboxException(new Failure(PollerStatus.AUTH_FAILED, "refused"), new Exception()));
        table.put("a", Map.of());

        assertThat(follow(written("1", "a"))).isEmpty();

        assertThat(table.recorded.get("a").status()).isEqualTo(PollerStatus.AUTH_FAILED);
    }

    @Test
    void writesNothingIntoAnItemThatWasReplacedMeanwhile() {
        table.put("a", Map.of("signingSecret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        follow(written("1", "a"));
        assertThat(table.recorded).containsOnlyKeys("a");
        table.recorded.clear();
        onOpen = () -> table.put("a", Map.of("password", "another"));

        assertThat(follow(written("2", "a"))).isEmpty();

        assertThat(table.recorded).isEmpty();
    }

    @Test
    void whatTheTimeDidNotReachIsToldOfAgain() {
        budget = Duration.ofNanos(1);
        table.put("a", Map.of());

        assertThat(follow(written("1", "a"))).containsExactly("1");

        assertThat(table.recorded).isEmpty();
    }

    private static Change written(String id, String pollerId) {
        return new Change(id, pollerId, false);
    }

    private static Change deleted(String id, String pollerId) {
        return new Change(id, pollerId, true);
    }

    private List<String> follow(Change... changes) {
        Mailboxes opening = (poller, cutoff, steps) -> {
            opened.add(poller.pollerId());
            onOpen.run();
            return mailbox.open(poller, cutoff, steps);
        };
        long[] nanos = {0};
        Run run = new Run(
                new Run.Limits(budget, 8, 8, 8, 100_000_000, 100_000_000),
                table,
                opening,
                new FakeEndpoint(),
                new StateTable(new FakeLedger(), new FakeLeases(), new FakeBackoffs(), new FakeAlertStates()),
                new FakeCredentials(),
                events,
                new FakeAlerts(),
                CLOCK,
                () -> nanos[0] += 10);
        DeletedPollers removing =
                pollerId -> Optional.ofNullable(leftovers.remove(pollerId)).orElse(0);
        return new PollerChanges(table, removing, run, events).follow(List.of(changes));
    }

    private static final class FakeTable implements PollerTable {
        private final Map<String, PollerEntry> entries = new ConcurrentHashMap<>();
        private final Map<String, Outcome> recorded = new ConcurrentHashMap<>();
        private final Set<String> unreadable = new HashSet<>();
        private final Set<String> unwritable = new HashSet<>();

        private void put(String pollerId, Map<String, Object> extra) {
            Map<String, Object> item = Pollers.item();
            item.putAll(extra);
            entries.put(pollerId, PollerItem.read(pollerId, item));
        }

        @Override
        public void forEach(Segment segment, Consumer<PollerEntry> action) {
            throw new UnsupportedOperationException("a change is of one poller");
        }

        @Override
        public Optional<PollerEntry> find(String pollerId) {
            if (unreadable.contains(pollerId)) {
                throw new TableException("The table can't be read.", new IllegalStateException());
            }
            return Optional.ofNullable(entries.get(pollerId));
        }

        @Override
        public void record(String pollerId, Outcome outcome, Instant polledAt, PollerState state) {
            throw new UnsupportedOperationException("a check is no pass");
        }

        @Override
        public void recordCheck(String pollerId, Outcome outcome) {
            if (unwritable.contains(pollerId)) {
                throw new TableException("The table can't be written.", new IllegalStateException());
            }
            recorded.put(pollerId, outcome);
        }
    }
}
