package dev.imappoller.poller.pass;

import static dev.imappoller.poller.endpoint.FakeEndpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.ledger.LedgerRecord.State;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A pass delivers what matches the filter, and a changed filter neither loses a message nor delivers one twice. */
class FilteredPassTest {
    private static final Map<String, Object> FILTERED = Map.of("filter", Map.of("subject", "wanted"));

    private final PassFixture passes = new PassFixture();
    private final FakeMailbox mailbox = passes.mailbox;

    @Test
    void whatDoesNotMatchStaysUnreadAndIsNotCounted() {
        mailbox.with(1, 2, 3);

        Outcome outcome = pass(2L);

        assertThat(passes.endpoint.uids()).containsExactly(2L);
        assertThat(mailbox.seen).containsExactly(2L);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(outcome.status()).isEqualTo(PollerStatus.OK);
    }

    @Test
    void whereNothingMatchesAPollIsIdle() {
        mailbox.with(1, 2, 3);
        pass();
        int taken = passes.leases.taken;

        pass();

        assertThat(mailbox.commands).containsExactly("SEARCH");
        assertThat(passes.leases.taken).isEqualTo(taken);
    }

    @Test
    void nothingMoreIsAskedWhereAllThatIsOnRecordIsFound() {
        mailbox.with(1, 2);
        passes.endpoint.answers.put(1L, status(500));
        pass(1L, 2L);
        assertThat(passes.record(1).state()).isEqualTo(State.DEFERRED);

        pass(1L, 2L);

        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("LOOK PAST"));
    }

    @Test
    void withoutAFilterNothingMoreIsEverAsked() {
        mailbox.with(1, 2);
        passes.endpoint.answers.put(1L, status(500));
        passes.pass();
        mailbox.seen.add(1L);

        passes.pass();

        assertThat(mailbox.commands).noneMatch(command -> command.startsWith("LOOK PAST"));
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whatWasAnsweredAndNotMarkedIsMarkedThoughItDoesNotMatchAnyMore() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        pass(1L);
        assertThat(passes.record(1).state()).isEqualTo(State.DELIVERED);
        mailbox.refusesStore = false;

        Outcome outcome = pass();

        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(outcome.unread()).hasValue(0);
        assertThat(passes.ledger.records).isEmpty();
    }

    @Test
    void whileItCannotBeMarkedItIsNotForgottenEither() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        pass(1L);
        pass();
        pass();

        pass(1L);

        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(passes.record(1).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void whatFailedIsLeftAloneAndDeliveredOnceItMatchesAgain() {
        mailbox.with(1, 2);
        passes.endpoint.answers.put(1L, status(500));
        pass(1L, 2L);
        passes.endpoint.answers.clear();

        Outcome outcome = pass();

        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(passes.ledger.records).as("nobody is told that it fails").isEmpty();
        assertThat(mailbox.seen).containsExactly(2L);
        assertThat(outcome.unread()).hasValue(0);
        pass(1L);
        assertThat(passes.endpoint.uids()).containsExactly(1L);
    }

    @Test
    void whatTheServerHasMarkedIsDeliveredIfItStillMatches() {
        markedByTheServer();

        pass(1L);

        assertThat(passes.endpoint.uids()).containsExactly(1L);
    }

    @Test
    void whatTheServerHasMarkedIsUnreadAgainIfItDoesNotMatchAnyMore() {
        markedByTheServer();
        mailbox.refusesUnmark = false;
        mailbox.marksWhatItHandsOver = false;

        Outcome outcome = pass();

        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(mailbox.seen).isEmpty();
        assertThat(outcome.unread()).hasValue(0);
        assertThat(passes.ledger.records).isEmpty();
        pass(1L);
        assertThat(passes.endpoint.uids()).containsExactly(1L);
    }

    @Test
    void whatTheServerHasMarkedAndKeepsMarkedIsNotLostEither() {
        markedByTheServer();
        pass();
        assertThat(pass().unread()).as("so that it is looked at again").hasValue(1);
        assertThat(mailbox.seen).containsExactly(1L);

        pass(1L);

        assertThat(passes.endpoint.uids()).containsExactly(1L);
    }

    private void markedByTheServer() {
        mailbox.with(1);
        mailbox.marksWhatItHandsOver = true;
        mailbox.refusesUnmark = true;
        passes.endpoint.answers.put(1L, status(500));
        pass(1L);
        passes.endpoint.answers.clear();
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(passes.record(1).care().hidden()).isTrue();
    }

    @Test
    void whatAPassBrokeOffAtIsLeftAloneAndDeliveredOnceItMatchesAgain() {
        mailbox.with(1);
        mailbox.endTheConnectionWhenFetched.add(1L);
        pass(1L);
        mailbox.endTheConnectionWhenFetched.clear();
        assertThat(passes.record(1).care().suspect()).isTrue();

        pass();

        assertThat(passes.endpoint.deliveries).isEmpty();
        assertThat(mailbox.seen).isEmpty();
        assertThat(passes.ledger.records).isEmpty();
        pass(1L);
        assertThat(passes.endpoint.uids()).containsExactly(1L);
    }

    @Test
    void aConnectionThatIsLostMeanwhileLosesNothing() {
        mailbox.with(1);
        mailbox.refusesStore = true;
        pass(1L);
        mailbox.refusesStore = false;
        mailbox.losesConnectionAt = Optional.of("LOOK PAST");

        assertThat(pass().status()).isEqualTo(PollerStatus.CONNECT_FAILED);

        mailbox.losesConnectionAt = Optional.empty();
        pass();
        assertThat(mailbox.seen).containsExactly(1L);
        assertThat(passes.endpoint.deliveries).isEmpty();
    }

    /** @param matching the messages that match the filter by now */
    private Outcome pass(Long... matching) {
        mailbox.matching = Optional.of(Set.of(matching));
        return passes.pass(FILTERED);
    }
}
