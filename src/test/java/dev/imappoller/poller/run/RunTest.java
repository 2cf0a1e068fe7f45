package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.item.NoPipelining;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.PollerState;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.lease.FakeLeases;
import dev.imappoller.poller.ledger.FakeLedger;
import dev.imappoller.poller.ledger.LedgerRecord;
import dev.imappoller.poller.ledger.LedgerRecords;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.Mailboxes;
import dev.imappoller.poller.operation.CheckLog;
import dev.imappoller.poller.operation.CheckResult;
import dev.imappoller.poller.operation.Posting;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.status.TableException;
import dev.imappoller.poller.time.Cutoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final FakeTable table = new FakeTable();
    private final Map<String, FakeMailbox> mailboxes = new HashMap<>();
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final FakeEvents events = new FakeEvents();
    private final FakeCredentials credentials = new FakeCredentials();
    private final AtomicLong nanos = new AtomicLong();
    private final FakeLeases leases = new FakeLeases();
    private final FakeLedger ledger = new FakeLedger();
    private final FakeBackoffs backoffs = new FakeBackoffs();
    private final FakeAlerts alerts = new FakeAlerts();
    private int perHost = 8;
    private int atOnce = 8;
    private Duration budget = Duration.ofSeconds(45);
    private Consumer<Poller> onOpen = poller -> {};

    @Test
    void pollsAllThatAreEnabledAndDue() {
        table.entries.add(Pollers.entry("new"));
        table.entries.add(Pollers.polledAt("due", NOW.minusSeconds(70)));
        table.entries.add(Pollers.polledAt("not-due", NOW.minusSeconds(10)));
        table.entries.add(disabled("disabled"));
        mailbox("new").with(1, 2);

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.polled()).isEqualTo(2);
        assertThat(report.skipped()).isEqualTo(2);
        assertThat(report.failed()).isZero();
        assertThat(report.counts().delivered()).isEqualTo(2);
        assertThat(report.passes()).extracting(RunReport.PassReport::pollerId).containsExactly("due", "new");
        assertThat(table.recorded.keySet()).containsExactlyInAnyOrder("new", "due");
        assertThat(events.lines).contains("run 2");
    }

    @Test
    void pollsAndReportsOnTheSegmentAlone() {
        for (int i = 0; i < 5; i++) {
            table.entries.add(Pollers.entry("p" + i));
        }
        mailbox("p1").with(1);
        mailbox("p2").with(1);

        RunReport report = run().pollDue(new Segment(1, 2));

        assertThat(report.passes()).extracting(RunReport.PassReport::pollerId).containsExactly("p1", "p3");
        assertThat(report.skipped()).isZero();
        assertThat(report.counts().delivered()).isEqualTo(1);
        assertThat(report.fleet()).isPresent();
        assertThat(mailbox("p2").commands).isEmpty();
    }

    @Test
    void recordsTheTimeAtWhichTheRunBegan() {
        table.entries.add(Pollers.entry("a"));

        run().pollDue(Segment.ALL);

        assertThat(table.polledAt).containsEntry("a", NOW);
    }

    @Test
    void oneBadPollerNeverChangesAnothersPass() {
        for (String id : List.of("auth", "bug", "invalid", "memory", "good")) {
            table.entries.add(id.equals("invalid") ? PollerItem.read(id, Map.of()) : Pollers.entry(id));
            mailbox(id).with(1);
        }
        mailbox("auth").failsToOpen =
                Optional.of(new MailboxException(new Failure(PollerStatus.AUTH_FAILED, "refused"), new Exception()));
        onOpen = poller -> {
            if (poller.pollerId().equals("bug")) {
                throw new IllegalStateException("canary");
            }
            if (poller.pollerId().equals("memory")) {
                throw new OutOfMemoryError("canary");
            }
        };

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(statuses(report))
                .containsEntry("auth", PollerStatus.AUTH_FAILED)
                .containsEntry("bug", PollerStatus.INTERNAL_ERROR)
                .containsEntry("memory", PollerStatus.INTERNAL_ERROR)
                .containsEntry("invalid", PollerStatus.INVALID_CONFIG)
                .containsEntry("good", PollerStatus.OK);
        assertThat(report.failed()).isEqualTo(4);
        assertThat(mailbox("good").seen).containsExactly(1L);
        assertThat(report.toString()).doesNotContain("canary");
        assertThat(table.recorded).hasSize(5);
    }

    @Test
    void namesEverythingThatIsWrongWithAnItem() {
        table.entries.add(PollerItem.read("invalid", Map.of("host", "imap.example.com", "port", "x")));

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.passes().get(0).outcome().detail())
                .startsWith("Correct this item: ")
                .contains("username is missing", "password is missing", "url is missing", "port must be");
    }

    @Test
    void endsWithAHintWhereAnAttributeLooksMistyped() {
        Map<String, Object> item = Pollers.item();
        item.put("foldr", "Orders");
        item.put("note", "asked for by Ann");
        table.entries.add(PollerItem.read("mistyped", item));

        Outcome passed = run().pollDue(Segment.ALL).passes().get(0).outcome();

        assertThat(passed.status()).isEqualTo(PollerStatus.OK);
        assertThat(passed.detail()).endsWith(" There is no attribute foldr: is folder meant?");
        assertThat(table.recorded.get("mistyped").detail()).isEqualTo(passed.detail());
    }

    @Test
    void doesNotConnectForATargetThatMustNotBePostedTo() {
        table.entries.add(Pollers.entry("a"));
        endpoint.refusal = Optional.of("it is a loopback address");

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.passes().get(0).outcome().status()).isEqualTo(PollerStatus.INVALID_CONFIG);
        assertThat(report.passes().get(0).outcome().detail()).contains("loopback");
        assertThat(mailbox("a").commands).isEmpty();
    }

    @Test
    void aSecretThatCannotBeHadIsThatPollersTroubleAlone() {
        Map<String, Object> item = Pollers.item();
        item.put("signingSecretRef", "ssm:/imap-poller/missing");
        table.entries.add(PollerItem.read("unsigned", item));
        table.entries.add(Pollers.entry("good"));
        mailbox("good").with(1);

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(statuses(report))
                .containsEntry("unsigned", PollerStatus.SECRET_UNAVAILABLE)
                .containsEntry("good", PollerStatus.OK);
        assertThat(mailbox("unsigned").commands).isEmpty();
        assertThat(credentials.prepared).containsExactlyInAnyOrder("unsigned", "good");
    }

    @Test
    void signsWithKeysThatAreKeptElsewhere() {
        Map<String, Object> item = Pollers.item();
        item.put("signingSecretRef", "ssm:/imap-poller/webhook");
        credentials.secrets.put("ssm:/imap-poller/webhook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        table.entries.add(PollerItem.read("a", item));
        mailbox("a").with(1);

        run().pollDue(Segment.ALL);

        assertThat(endpoint.deliveries)
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.poller().signingSecrets()).hasSize(1));
    }

    @Test
    void storesWithASecretThatIsKeptElsewhere() {
        Map<String, Object> item = Pollers.item();
        item.put(
                "attachmentStore",
                Map.of("bucket", "acme", "accessKeyId", "id", "secretAccessKeyRef", "ssm:/imap-poller/store"));
        credentials.secrets.put("ssm:/imap-poller/store", "canary");
        table.entries.add(PollerItem.read("a", item));
        mailbox("a").with(1);

        List<CheckLog.Made> steps = run().check(List.of(PollerItem.read("a", item)), Posting.NOTHING)
                .get(0)
                .steps();
        run().pollDue(Segment.ALL);

        assertThat(steps).extracting(CheckLog.Made::step).contains(CheckStep.ATTACHMENT_STORE);
        assertThat(steps.get(1).detail()).contains("ssm:/imap-poller/store").doesNotContain("canary");
        assertThat(endpoint.deliveries)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.poller()
                                .attachmentStore()
                                .orElseThrow()
                                .secret())
                        .contains(new Secret("canary")));
    }

    @Test
    void withoutThatSecretNothingIsConnectedTo() {
        Map<String, Object> item = Pollers.item();
        item.put(
                "attachmentStore",
                Map.of("bucket", "acme", "accessKeyId", "id", "secretAccessKeyRef", "ssm:/imap-poller/missing"));
        table.entries.add(PollerItem.read("a", item));

        assertThat(statuses(run().pollDue(Segment.ALL))).containsEntry("a", PollerStatus.SECRET_UNAVAILABLE);
        assertThat(mailbox("a").commands).isEmpty();
    }

    @Test
    void aStatusThatCannotBeWrittenDisturbsNothing() {
        table.entries.add(Pollers.entry("a"));
        table.entries.add(Pollers.entry("b"));
        table.refusesToRecord = true;

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.polled()).isEqualTo(2);
        assertThat(events.lines).contains("statusNotWritten a", "statusNotWritten b");
    }

    @Test
    void makesPassesSideBySide() {
        CyclicBarrier all = new CyclicBarrier(8);
        for (int i = 0; i < 8; i++) {
            table.entries.add(Pollers.entry("p" + i));
        }
        onOpen = poller -> {
            try {
                all.await(20, TimeUnit.SECONDS); // Passed only if eight are under way at the same time.
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        assertThat(run().pollDue(Segment.ALL).failed()).isZero();
    }

    @Test
    void thoseThatWaitedLongestComeFirstAndTheRestIsSkippedWhenTheTimeIsUp() {
        atOnce = 1;
        table.entries.add(Pollers.polledAt("recent", NOW.minusSeconds(100)));
        table.entries.add(Pollers.polledAt("longest", NOW.minusSeconds(900)));
        table.entries.add(Pollers.polledAt("long", NOW.minusSeconds(500)));
        onOpen = poller -> nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.passes()).extracting(RunReport.PassReport::pollerId).containsExactly("long", "longest");
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.outOfTime()).isTrue();
    }

    @Test
    void cutsWhatIsStillOpenWhenTheTimeIsUp() throws Exception {
        budget = Duration.ofMillis(1);
        table.entries.add(Pollers.entry("hangs"));
        CountDownLatch cut = new CountDownLatch(1);
        Mailboxes hanging = (poller, cutoff, steps) -> {
            cutoff.onCut(cut::countDown);
            nanos.addAndGet(Duration.ofSeconds(50).toNanos());
            try {
                assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "closed"), new Exception());
        };

        // A clock that stands still until the pass has begun, so that it is begun at all.
        RunReport report = new Run(
                        limits(),
                        table,
                        hanging,
                        endpoint,
                        new StateTable(ledger, leases, backoffs, new FakeAlertStates()),
                        credentials,
                        events,
                        alerts,
                        clock(),
                        nanos::get)
                .pollDue(Segment.ALL);

        assertThat(report.passes().get(0).outcome().detail()).contains("time was up");
        assertThat(report.outOfTime()).isTrue();
    }

    @Test
    void whatIsKnownOfAServerGoesFromTheItemIntoThePassAndBackHoweverItEnds() {
        NoPipelining before = new NoPipelining("imap.example.com:993", NOW.minusSeconds(60), NOW.plusSeconds(60));
        NoPipelining learned = new NoPipelining("imap.example.com:993", NOW, NOW.plusSeconds(1800));
        Map<String, Object> item = Pollers.item();
        item.put("noPipelining", before.toString());
        table.entries.add(PollerItem.read("known", item));
        table.entries.add(Pollers.entry("unknown"));
        Map<String, NoPipelining> known = new ConcurrentHashMap<>();
        Mailboxes learning = new Mailboxes() {
            @Override
            public Mailbox open(Poller poller, Cutoff cutoff, CheckListener steps) throws MailboxException {
                if (known.putIfAbsent(poller.pollerId(), learned) == null) {
                    throw new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "closed"), new Exception());
                }
                return mailbox(poller.pollerId()).open(poller, cutoff, steps);
            }

            @Override
            public void recall(Poller poller, PollerState state) {
                state.noPipelining().ifPresent(any -> known.put(poller.pollerId(), any));
            }

            @Override
            public Optional<NoPipelining> noPipelining(Poller poller) {
                return Optional.ofNullable(known.get(poller.pollerId()));
            }
        };

        run(learning).pollDue(Segment.ALL);
        assertThat(table.recorded.get("known").status()).isEqualTo(PollerStatus.OK);
        assertThat(table.recorded.get("known").noPipelining()).contains(before);
        assertThat(table.recorded.get("unknown").status()).isEqualTo(PollerStatus.CONNECT_FAILED);
        assertThat(table.recorded.get("unknown").noPipelining()).contains(learned);

        known.clear();
        assertThat(run(learning).check(table.entries.subList(0, 1), Posting.NOTHING))
                .singleElement()
                .satisfies(checked -> assertThat(checked.outcome().status()).isEqualTo(PollerStatus.OK));
    }

    @Test
    void whatAPassCameToIsWrittenThoughItsThreadIsInterrupted() {
        table.entries.add(Pollers.entry("interrupted"));
        onOpen = poller -> Thread.currentThread().interrupt();
        table.refusesInterrupted = true;

        run().pollDue(Segment.ALL);

        assertThat(table.recorded).containsKey("interrupted");
        assertThat(alerts.ended).hasSize(1);
    }

    @Test
    void theRunWritesDownAPassThatHangsAndOnlyOnce() throws Exception {
        budget = Duration.ofMillis(1);
        table.entries.add(Pollers.entry("hangs"));
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Mailboxes hanging = (poller, cutoff, steps) -> {
            nanos.addAndGet(Duration.ofSeconds(50).toNanos());
            for (boolean waiting = true; waiting; ) {
                try {
                    goesOn.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    // As a look-up of a name, which nothing ends.
                }
            }
            ended.countDown();
            throw new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "closed"), new Exception());
        };

        RunReport report = run(hanging).pollDue(Segment.ALL);
        goesOn.countDown();
        awaitOrFail(ended);

        assertThat(report.outOfTime()).isTrue();
        assertThat(report.failed()).isEqualTo(1);
        assertThat(table.recorded.get("hangs").detail()).contains("had not ended when the run's time was up");
        assertThat(alerts.ended).containsExactly("hangs CONNECT_FAILED");
        assertThat(table.writes).hasValue(1);
    }

    @Test
    void aPassThatStopsForTheTimeLeavesTheRunUndone() {
        table.entries.add(Pollers.entry("large"));
        mailbox("large").with(LongStream.rangeClosed(1, 60).toArray());
        endpoint.onPost = () -> nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.counts().delivered()).isBetween(1, 59);
        assertThat(report.outOfTime()).isTrue();
    }

    @Test
    void saysHowAllPollersStandEvenThoseThatAreNotDue() {
        Map<String, Object> item = Pollers.item();
        item.putAll(Map.of(
                "lastPollAt", NOW.minusSeconds(10).toString(),
                "status", "TLS_FAILED",
                "unreadCount", Pollers.number(3)));
        table.entries.add(PollerItem.read("not-due", item));
        table.entries.add(Pollers.entry("due"));
        mailbox("due").with(1, 2);
        endpoint.answers.put(2L, FakeEndpoint.status(503));

        assertThat(run().pollDue(Segment.ALL).fleet())
                .contains(new FleetStatus(1, 0, 4, Optional.of(Instant.EPOCH.plusSeconds(2))));
    }

    @Test
    void pollsOneNowEvenIfItIsNotDue() {
        RunReport report = run().pollNow(Pollers.polledAt("a", NOW.minusSeconds(1)));

        assertThat(report.polled()).isEqualTo(1);
        assertThat(table.recorded).containsKey("a");
    }

    @Test
    void neverOpensMoreConnectionsToOneServerThanItIsToldTo() {
        perHost = 2;
        atOnce = 8;
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 12; i++) {
            table.entries.add(Pollers.entry("p" + i));
            FakeMailbox mailbox = mailbox("p" + i).with(1);
            mailbox.onClose = open::decrementAndGet;
        }
        onOpen = poller -> most.accumulateAndGet(open.incrementAndGet(), Math::max);

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.counts().delivered()).isEqualTo(12);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aBusyServerKeepsNoOtherWaiting() throws Exception {
        perHost = 1;
        atOnce = 2;
        table.entries.add(Pollers.entry("busy-1"));
        table.entries.add(Pollers.entry("busy-2"));
        Map<String, Object> elsewhere = Pollers.item();
        elsewhere.put("host", "elsewhere.example.com");
        table.entries.add(PollerItem.read("elsewhere", elsewhere));
        CountDownLatch polled = new CountDownLatch(1);
        onOpen = poller -> {
            if (poller.pollerId().equals("elsewhere")) {
                polled.countDown();
            } else {
                awaitOrFail(polled);
            }
        };

        assertThat(run().pollDue(Segment.ALL).polled()).isEqualTo(3);
    }

    @Test
    void leavesAPollerAloneThatAnotherRunIsAt() {
        table.entries.add(Pollers.entry("raced"));
        mailbox("raced").with(1);
        leases.takenOverUntil("raced", NOW.plusSeconds(10));

        RunReport report = run().pollDue(Segment.ALL);

        assertThat(report.polled()).isZero();
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(report.outOfTime()).isFalse();
        assertThat(table.recorded).isEmpty();
    }

    @Test
    void doesNotPollWhatIsLeftAloneButByHand() {
        Map<String, Object> item = Pollers.item();
        item.put("status", "AUTH_FAILED");
        PollerEntry entry = PollerItem.read("wrong", item);
        table.entries.add(entry);
        Poller poller = ((PollerEntry.Config.Valid) entry.config()).poller();
        backoffs.put(
                "wrong",
                new Backoffs.Backoff(
                        NOW.plusSeconds(60),
                        PollerStatus.AUTH_FAILED,
                        2,
                        BackoffPolicy.hash(poller, List.of(new Secret("pa55word")))));

        RunReport report = run().pollDue(Segment.ALL);
        assertThat(report.polled()).isZero();
        assertThat(report.outOfTime()).isFalse();
        assertThat(report.fleet()).contains(new FleetStatus(1, 1, 0, Optional.empty()));
        RunReport byHand = run().pollNow(entry);
        assertThat(byHand.polled()).isEqualTo(1);
        assertThat(byHand.fleet()).isEmpty();
    }

    @Test
    void marksAMessageByHandWithoutPostingIt() {
        mailbox("a").with(1, 2);

        Outcome done = run().skip(Pollers.entry("a"), 2);
        Outcome missing = run().skip(Pollers.entry("a"), 9);

        assertThat(mailbox("a").seen).containsExactly(2L);
        assertThat(endpoint.uids()).isEmpty();
        assertThat(done.detail()).contains("Message 2 is marked as read");
        assertThat(missing.detail()).contains("no unread message 9");
        assertThat(events.lines).contains("skipped 2");
    }

    @Test
    void checksPollersSideBySideAndRecordsNothing() {
        mailbox("a").with(1, 2);
        mailbox("b").failsToOpen =
                Optional.of(new MailboxException(new Failure(PollerStatus.AUTH_FAILED, "refused"), new Exception()));
        onOpen = poller -> {
            if (poller.pollerId().equals("bug")) {
                throw new IllegalStateException("canary");
            }
        };

        List<CheckResult> checks =
                run().check(List.of(Pollers.entry("a"), Pollers.entry("b"), Pollers.entry("bug")), Posting.NOTHING);

        assertThat(checks).extracting(CheckResult::pollerId).containsExactly("a", "b", "bug");
        assertThat(checks)
                .extracting(check -> check.outcome().status())
                .containsExactly(PollerStatus.OK, PollerStatus.AUTH_FAILED, PollerStatus.INTERNAL_ERROR);
        assertThat(checks.get(0).outcome().unread()).hasValue(2);
        assertThat(checks.get(0).steps())
                .extracting(CheckLog.Made::step)
                .containsExactly(CheckStep.ITEM, CheckStep.TARGET, CheckStep.LOGIN, CheckStep.UNSEEN);
        assertThat(checks.get(1).steps()).last().satisfies(step -> {
            assertThat(step.step()).isEqualTo(CheckStep.LOGIN);
            assertThat(step.ok()).isFalse();
            assertThat(step.status()).contains(PollerStatus.AUTH_FAILED);
            assertThat(step.detail()).isEqualTo("refused");
        });
        assertThat(table.recorded).isEmpty();
        assertThat(endpoint.deliveries).isEmpty();
        assertThat(mailbox("a").seen).isEmpty();
        assertThat(alerts.ended).isEmpty();
    }

    @Test
    void aCheckTellsOfTheSecretsThatItNeeded() {
        Map<String, Object> item = Pollers.item();
        item.remove("password");
        item.put("passwordSecret", "ssm:/imap-poller/p");
        item.put("signingSecretRef", "ssm:/imap-poller/s");
        credentials.secrets.put("ssm:/imap-poller/s", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        List<CheckLog.Made> steps = run().check(List.of(PollerItem.read("a", item)), Posting.NOTHING)
                .get(0)
                .steps();

        assertThat(steps)
                .extracting(CheckLog.Made::step)
                .containsExactly(CheckStep.ITEM, CheckStep.SIGNING_SECRET, CheckStep.TARGET, CheckStep.CREDENTIALS);
        assertThat(steps.get(1).detail()).contains("ssm:/imap-poller/s").doesNotContain("whsec_");
        assertThat(steps.get(3).status()).contains(PollerStatus.SECRET_UNAVAILABLE);
    }

    @Test
    void aCheckThatIsCutShowsHowFarItCame() {
        budget = Duration.ofMillis(1);
        CountDownLatch cut = new CountDownLatch(1);
        Mailboxes hanging = (poller, cutoff, steps) -> {
            steps.begin(CheckStep.CONNECT);
            cutoff.onCut(cut::countDown);
            awaitOrFail(cut);
            throw new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "closed"), new Exception());
        };

        CheckResult check = run(hanging)
                .check(List.of(Pollers.entry("hangs")), Posting.NOTHING)
                .get(0);

        assertThat(check.isBegun()).isTrue();
        assertThat(check.steps())
                .extracting(CheckLog.Made::step)
                .containsExactly(CheckStep.ITEM, CheckStep.TARGET, CheckStep.CONNECT);
        assertThat(check.steps().get(2).detail())
                .isEqualTo(check.outcome().detail())
                .contains("time was up");
        assertThat(check.outcome().status()).isEqualTo(PollerStatus.CONNECT_FAILED);
    }

    @Test
    void saysOfEveryPassWhatItCameToAndWaitsForTheMail() {
        table.entries.add(Pollers.entry("good"));
        table.entries.add(PollerItem.read("bad", Map.of()));

        run().pollDue(Segment.ALL);

        assertThat(alerts.ended).containsExactlyInAnyOrder("good OK", "bad INVALID_CONFIG");
        assertThat(alerts.awaited).isTrue();
    }

    @Test
    void looksForParkedMessagesOnlyWhereSomeAreUnread() {
        ledger.records.put(1L, LedgerRecords.of(1, LedgerRecord.State.PARKED));
        table.entries.add(unread("c", 1));
        table.entries.add(unread("a", 0));
        table.entries.add(disabled("b"));

        assertThat(run().retryParked(null, "d").messages()).isZero();
        assertThat(run().retryParked(NOW, null).messages()).isZero();
        table.entries.removeIf(entry -> !entry.pollerId().equals("a"));
        assertThat(run().retryParked(null, null).messages()).isZero();
        assertThat(ledger.records).hasSize(1);
        table.entries.add(disabled("b"));
        assertThat(run().retryParked(null, "b").messages()).isEqualTo(1);
        assertThat(ledger.records).isEmpty();
    }

    private static PollerEntry unread(String id, long count) {
        Map<String, Object> item = Pollers.item();
        item.put("unreadCount", Pollers.number(count));
        return PollerItem.read(id, item);
    }

    @Test
    void saysWhenTheTableCannotBeRead() {
        table.unreadable = true;

        assertThatThrownBy(() -> run().pollDue(Segment.ALL)).isInstanceOf(TableException.class);
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Run run() {
        Mailboxes opening = (poller, cutoff, steps) -> {
            onOpen.accept(poller);
            return mailbox(poller.pollerId()).open(poller, cutoff, steps);
        };
        return run(opening);
    }

    private Run run(Mailboxes opening) {
        StateTable state = new StateTable(ledger, leases, backoffs, new FakeAlertStates());
        return new Run(limits(), table, opening, endpoint, state, credentials, events, alerts, clock(), nanos::get);
    }

    private Run.Limits limits() {
        return new Run.Limits(budget, atOnce, perHost, 8, 100_000_000, 100_000_000);
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    private synchronized FakeMailbox mailbox(String pollerId) {
        return mailboxes.computeIfAbsent(pollerId, id -> new FakeMailbox());
    }

    private static PollerEntry disabled(String id) {
        Map<String, Object> item = Pollers.item();
        item.put("enabled", false);
        return PollerItem.read(id, item);
    }

    private static Map<String, PollerStatus> statuses(RunReport report) {
        Map<String, PollerStatus> statuses = new HashMap<>();
        report.passes()
                .forEach(pass -> statuses.put(pass.pollerId(), pass.outcome().status()));
        return statuses;
    }

    private static final class FakeTable implements PollerTable {
        private final List<PollerEntry> entries = new ArrayList<>();
        private final Map<String, Outcome> recorded = new ConcurrentHashMap<>();
        private final Map<String, Instant> polledAt = new ConcurrentHashMap<>();
        private final AtomicInteger writes = new AtomicInteger();
        private boolean refusesToRecord;
        private boolean refusesInterrupted;
        private boolean unreadable;

        @Override
        public void forEach(Segment segment, Consumer<PollerEntry> action) {
            if (unreadable) {
                throw new TableException("There is no table.", new IllegalStateException());
            }
            for (int i = segment.number(); i < entries.size(); i += segment.of()) {
                action.accept(entries.get(i));
            }
        }

        @Override
        public Optional<PollerEntry> find(String pollerId) {
            return entries.stream()
                    .filter(entry -> entry.pollerId().equals(pollerId))
                    .findFirst();
        }

        @Override
        public void recordCheck(String pollerId, Outcome outcome) {
            throw new UnsupportedOperationException("a run records passes");
        }

        @Override
        public void record(String pollerId, Outcome outcome, Instant when, PollerState state) {
            if (refusesToRecord || refusesInterrupted && Thread.currentThread().isInterrupted()) {
                throw new TableException("The table can't be written.", new IllegalStateException());
            }
            writes.incrementAndGet();
            recorded.put(pollerId, outcome);
            polledAt.put(pollerId, when);
        }
    }
}
