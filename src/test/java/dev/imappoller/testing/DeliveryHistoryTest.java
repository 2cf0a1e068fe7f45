package dev.imappoller.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker itself: it finds every kind of history that is not as promised, and nothing in those that are. */
class DeliveryHistoryTest {
    private final DeliveryHistory history = new DeliveryHistory();

    @BeforeEach
    void twoMessages() {
        history.put("a");
        history.put("b");
    }

    @Test
    void hasNothingAgainstDeliveryAndRejection() {
        history.received("a", "id-a").answered(200);
        history.received("b", "id-b").answered(404);
        history.mailbox(Set.of(), Set.of("a", "b"));

        assertThat(history.violations()).isEmpty();
        assertThat(history.open()).isEmpty();
        assertThat(history.duplicates()).isZero();
    }

    @Test
    void hasNothingAgainstWhatIsTriedAgain() {
        history.received("a", "id-a").answered(500);
        history.received("a", "id-a").lost();
        history.mailbox(Set.of("a", "b"), Set.of());
        history.received("a", "id-a").answered(200);

        assertThat(history.violations()).isEmpty();
        assertThat(history.open()).containsExactly("a", "b");
        assertThat(history.duplicates()).isZero();
    }

    @Test
    void findsAMessageThatIsMarkedAndWasNeverAnswered() {
        history.received("a", "id-a").answered(503);
        history.mailbox(Set.of("b"), Set.of("a"));

        assertThat(history.violations()).containsExactly("a is marked as read and had no 2xx or 4xx answer");
    }

    @Test
    void findsAMessageThatIsMarkedThoughItsAnswerWasLost() {
        history.received("a", "id-a").lost();
        history.mailbox(Set.of("b"), Set.of("a"));

        assertThat(history.violations()).containsExactly("a is marked as read and had no 2xx or 4xx answer");
    }

    @Test
    void findsAMessageThatIsGone() {
        history.received("a", "id-a").answered(200);
        history.mailbox(Set.of("b"), Set.of());

        assertThat(history.violations()).containsExactly("a is gone from the mailbox");
    }

    @Test
    void findsAMessageThatComesAgainWithoutNeed() {
        history.received("a", "id-a").answered(200);
        history.received("a", "id-a").answered(200);

        assertThat(history.violations()).containsExactly("a was posted again after answer 200");
        assertThat(history.duplicates()).isEqualTo(1);
    }

    @Test
    void findsAMessageThatIsPostedTwiceAtTheSameTime() {
        history.received("a", "id-a");
        history.received("a", "id-a");

        assertThat(history.violations()).containsExactly("a was posted twice at the same time");
    }

    @Test
    void findsAMessageThatComesAgainWithAnotherId() {
        history.received("a", "id-a").answered(500);
        history.received("a", "id-x").answered(200);

        assertThat(history.violations()).containsExactly("a came with two webhook-ids");
    }

    @Test
    void findsTwoMessagesWithOneId() {
        history.received("a", "id").answered(200);
        history.received("b", "id").answered(200);

        assertThat(history.violations()).containsExactly("b has the webhook-id of another message");
    }

    @Test
    void findsAMessageThatNobodySent() {
        history.received("c", "id-c").answered(200);

        assertThat(history.violations()).containsExactly("a request with a message that was never in the mailbox: c");
    }

    @Test
    void excusesAKillForWhatWasUnreadThenAndForNothingElse() {
        history.received("a", "id-a").answered(200);
        history.received("b", "id-b").answered(200);
        history.killed();
        history.mailbox(Set.of("a"), Set.of("b"));
        history.received("a", "id-a").answered(200);
        history.received("b", "id-b").answered(200);
        history.received("a", "id-a").answered(200);

        assertThat(history.violations())
                .containsExactly("b was posted again after answer 200", "a was posted again after answer 200");
        assertThat(history.duplicates()).isEqualTo(3);
    }

    @Test
    void excusesAKillForWhatWasAnsweredToADeadProcess() {
        DeliveryHistory.Attempt underWay = history.received("a", "id-a");
        history.killed();
        underWay.answered(200);
        history.received("a", "id-a").answered(200);
        history.received("a", "id-a").answered(200);

        assertThat(history.violations()).containsExactly("a was posted again after answer 200");
    }

    @Test
    void excusesAProcessThatWasStoppedForLongerThanItsLease() {
        history.received("a", "id-a").answered(200);
        history.stopped();
        history.mailbox(Set.of("b"), Set.of("a"));
        history.received("a", "id-a").answered(200);

        assertThat(history.violations()).isEmpty();
        assertThat(history.duplicates()).isEqualTo(1);
    }

    @Test
    void startsAfreshWithANewUidValidity() {
        history.received("a", "id-1").answered(200);
        history.madeAnew();
        history.received("a", "id-2").answered(200);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void promisesNothingAboutWhatAPersonHasReadOrDeleted() {
        history.giveUp("a");
        history.giveUp("b");
        history.mailbox(Set.of(), Set.of("a"));

        assertThat(history.violations()).isEmpty();
        assertThat(history.open()).isEmpty();
    }
}
