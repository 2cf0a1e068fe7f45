package dev.imappoller.poller.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.FakeEndpoint;
import dev.imappoller.poller.endpoint.TargetLookup;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.item.Target;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Budget;
import dev.imappoller.poller.time.Cutoff;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    private final FakeMailbox mailbox = new FakeMailbox().with(1, 2);
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final CheckLog steps = new CheckLog(() -> 0);

    @Test
    void countsAndPostsNothingUnlessItIsAsked() {
        Outcome outcome = check(Posting.NOTHING);

        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail()).contains("selected INBOX: 2 unread. Nothing was posted.");
        assertThat(outcome.unread()).hasValue(2);
        assertThat(endpoint.deliveries).isEmpty();
        assertThat(mailbox.commands).containsExactly("SEARCH");
        assertThat(mailbox.closed).isTrue();
    }

    @Test
    void tellsHowManyTheFilterLetsThroughAndHowManyThereAre() {
        mailbox.matching = Optional.of(Set.of(2L));

        Outcome outcome = check(Map.of("filter", Map.of("subject", "two")));

        assertThat(outcome.detail())
                .contains("selected INBOX: 1 unread that filter lets through, of 2 in all. Nothing");
        assertThat(outcome.unread()).hasValue(1);
        assertThat(last().detail()).isEqualTo("1 unread that filter lets through, of 2 in all.");
        assertThat(mailbox.commands).containsExactly("SEARCH", "COUNT");
    }

    @Test
    void nobodyHasManyOldMessagesPostedWithoutKnowing() {
        LongStream.rangeClosed(3, 101).forEach(mailbox::with);

        assertThat(check(Map.of()).detail())
                .contains("101 unread. A poll posts 100 of them at the most", "give filter a since");
        assertThat(check(Map.of("maxMessages", Pollers.number(101))).detail())
                .contains("101 unread. Nothing was posted.");
    }

    @Test
    void postsASampleThatSaysThatItIsATest() {
        Outcome outcome = check(Posting.SHORT);

        assertThat(endpoint.deliveries).singleElement().satisfies(sample -> {
            assertThat(sample.test()).isTrue();
            assertThat(sample.message().headers())
                    .anySatisfy(field -> assertThat(field.value()).contains("Test message from IMAP Poller"));
            assertThat(sample.webhookId()).hasSize(52);
        });
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail()).contains("which answered HTTP 200 (5 ms).");
        assertThat(mailbox.seen).isEmpty();
    }

    @Test
    void aSizedSampleIsThatLargeAndReadable() throws IOException {
        for (long bytes : new long[] {1_500, 1_501, 1_577, 1_578, 1_579, 100_000, 20_000_000}) {
            endpoint.deliveries.clear();

            Outcome outcome = check(Posting.of(bytes));

            Delivery sample = endpoint.deliveries.get(0);
            assertThat(sample.raw().size()).isEqualTo(bytes);
            try (InputStream octets = sample.raw().open(0, bytes)) {
                assertThat(octets.transferTo(OutputStream.nullOutputStream())).isEqualTo(bytes);
            }
            assertThat(sample.message().defects()).isEmpty();
            assertThat(sample.message().plain().orElseThrow().head(1000)).contains("it is in no mailbox");
            assertThat(sample.message().attachments()).singleElement().satisfies(attachment -> {
                assertThat(attachment.isSoundBase64()).isTrue();
                assertThat(attachment.size()).isBetween(bytes / 78 * 57 - 57 * 20, bytes / 78 * 57);
            });
            assertThat(outcome.detail())
                    .contains(
                            "sample message of " + bytes + " bytes was posted", ": messages of that size get through.");
        }
    }

    @Test
    void aSampleSmallerThanItsTextIsTheShortOne() {
        Outcome outcome = check(Posting.of(1));

        assertThat(endpoint.deliveries.get(0).message().attachments()).isEmpty();
        assertThat(outcome.detail())
                .contains("of " + endpoint.deliveries.get(0).raw().size() + " bytes");
    }

    @Test
    void noSampleIsLargerThanAMessageThatIsPosted() {
        Outcome outcome = check(Posting.of(26_214_401));

        assertThat(endpoint.deliveries).isEmpty();
        assertThat(outcome.detail()).contains("26214401", "maxMessageBytes, 26214400");
        assertThat(last().ok()).isFalse();
    }

    @Test
    void whatAnAnswerSaysOfALimitIsTold() {
        endpoint.otherwise = FakeEndpoint.status(413);
        assertThat(check(Posting.of(5_000)).detail())
                .contains("HTTP 413", "marked as read", "raise its limit", "put 413 into retryStatuses");
        endpoint.otherwise = FakeEndpoint.status(400);
        assertThat(check(Posting.of(5_000)).detail()).contains("HTTP 400", "put 400 into retryStatuses");
        endpoint.otherwise = FakeEndpoint.status(404);
        assertThat(check(Posting.of(5_000)).detail()).endsWith("not tried again.");
        endpoint.otherwise = FakeEndpoint.status(413);
        assertThat(check(Posting.SHORT).detail()).endsWith("not tried again.");
    }

    @Test
    void aRejectedSampleIsNoFailureOfAPassButNotWellEither() {
        endpoint.otherwise = FakeEndpoint.status(422);

        Outcome outcome = check(Posting.SHORT);

        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
        assertThat(outcome.detail()).contains("HTTP 422", "marked as read and not tried again");
        assertThat(last()).satisfies(step -> {
            assertThat(step.step()).isEqualTo(CheckStep.POST);
            assertThat(step.ok()).isFalse();
            assertThat(step.status()).isEmpty();
        });
    }

    @Test
    void aDeferredSampleIsAFailingEndpoint() {
        endpoint.otherwise = FakeEndpoint.UNREACHABLE;

        Outcome outcome = check(Posting.SHORT);

        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.unread()).hasValue(2);
        assertThat(last().status()).contains(PollerStatus.ENDPOINT_FAILING);
        assertThat(last().detail()).isEqualTo(outcome.detail()).contains("could not be connected to");
    }

    @Test
    void theWebAppIsTriedEvenIfTheMailboxCannotBeRead() {
        mailbox.failsToOpen =
                Optional.of(new MailboxException(new Failure(PollerStatus.AUTH_FAILED, "refused"), new Exception()));

        Outcome outcome = check(Posting.SHORT);

        assertThat(outcome.status()).isEqualTo(PollerStatus.AUTH_FAILED);
        assertThat(steps.made()).extracting(CheckLog.Made::step).containsExactly(CheckStep.LOGIN, CheckStep.POST);
        assertThat(steps.made()).extracting(CheckLog.Made::ok).containsExactly(false, true);
    }

    @Test
    void proposesTheProviderThatTheUsernameNames() {
        mailbox.failsToOpen =
                Optional.of(new MailboxException(new Failure(PollerStatus.CONNECT_FAILED, "No such host.")));

        assertThat(check(Map.of("username", "me@icloud.com")).detail())
                .isEqualTo(
                        "No such host. By its username the account may be one of iCloud: then write provider icloud in"
                                + " place of host.");
        assertThat(check(Map.of("username", "me@icloud.com", "host", "imap.mail.me.com"))
                        .detail())
                .isEqualTo("No such host.");
        assertThat(check(Map.of("username", "me@example.com")).detail()).isEqualTo("No such host.");
    }

    @Test
    void aTargetWithoutAnAddressIsAFailingEndpoint() {
        steps.begin(CheckStep.TARGET);
        new TargetLookup.Unknown().tell(Target.parse("https://app.invalid/in?token=canary"), steps);

        Outcome outcome = check(Posting.NOTHING);

        assertThat(outcome.status()).isEqualTo(PollerStatus.ENDPOINT_FAILING);
        assertThat(outcome.detail())
                .contains("https://app.invalid/in", "Check url")
                .doesNotContain("canary");
        assertThat(steps.made()).extracting(CheckLog.Made::ok).containsExactly(false, true, true);
    }

    @Test
    void aStepTakesTheTimeFromItsBeginning() {
        long[] now = {0};
        CheckLog log = new CheckLog(() -> now[0]);
        log.begin(CheckStep.DNS);
        log.begin(CheckStep.CONNECT);
        now[0] += Duration.ofMillis(7).toNanos();
        log.begin(CheckStep.CONNECT);
        now[0] += Duration.ofMillis(5).toNanos();
        log.done(() -> "Connected.");
        log.ended(Outcome.failed(new Failure(PollerStatus.MAILBOX_ERROR, "x"), Duration.ZERO));

        assertThat(log.made()).singleElement().satisfies(step -> {
            assertThat(step.step()).isEqualTo(CheckStep.CONNECT);
            assertThat(step.took()).isEqualTo(Duration.ofMillis(12));
        });
    }

    private CheckLog.Made last() {
        List<CheckLog.Made> made = steps.made();
        return made.get(made.size() - 1);
    }

    private Outcome check(Map<String, Object> extra) {
        return new Check(Pollers.poller(extra), mailbox, endpoint, CLOCK, new Cutoff(), steps)
                .make(Posting.NOTHING, Budget.starting(() -> 0, Duration.ofSeconds(45)));
    }

    private Outcome check(Posting posting) {
        Budget budget = Budget.starting(() -> 0, Duration.ofSeconds(45));
        return new Check(Pollers.poller(Map.of()), mailbox, endpoint, CLOCK, new Cutoff(), steps).make(posting, budget);
    }
}
