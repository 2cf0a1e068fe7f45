package dev.imappoller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.AlertStates.State;
import dev.imappoller.testing.DynamoDbLocal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAlertStatesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final State RAISED = new State(true, Optional.of(NOW), Optional.empty(), false);
    private static final State CLEARED = new State(false, Optional.of(NOW), Optional.of(NOW.plusSeconds(60)), false);

    private static DynamoDbLocal database;

    private final DynamoAlertStates states = new DynamoAlertStates(database.client(), "State");

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(states.find("new", AlertKind.PARKED)).isEqualTo(State.NONE);
    }

    @Test
    void keepsWhatWasWrittenApartByKind() {
        assertThat(states.replace("a", AlertKind.POLLER_FAILING, State.NONE, RAISED))
                .isTrue();
        assertThat(states.replace("a", AlertKind.POLLER_FAILING, RAISED, CLEARED))
                .isTrue();

        assertThat(states.find("a", AlertKind.POLLER_FAILING)).isEqualTo(CLEARED);
        assertThat(states.find("a", AlertKind.REJECTED)).isEqualTo(State.NONE);
    }

    @Test
    void keepsSinceWhenSomethingIsStillToBeSaidAndForgetsItInTime() {
        State waits = State.NONE.noticed(NOW);
        assertThat(states.replace("d", AlertKind.PARKED, State.NONE, waits)).isTrue();

        assertThat(states.find("d", AlertKind.PARKED)).isEqualTo(waits);
        Map<String, AttributeValue> key =
                Map.of("pk", AttributeValue.fromS("poller#d"), "sk", AttributeValue.fromS("alert#PARKED"));
        assertThat(database.client()
                        .getItem(get -> get.tableName("State").key(key))
                        .item())
                .containsKey("expiresAt");
    }

    @Test
    void ofTwoThatWantToTellTheSameOneMay() {
        assertThat(states.replace("b", AlertKind.REJECTED, State.NONE, RAISED)).isTrue();
        assertThat(states.replace("b", AlertKind.REJECTED, State.NONE, RAISED)).isFalse();
    }

    @Test
    void canBeTakenBack() {
        states.replace("c", AlertKind.REJECTED, State.NONE, RAISED);
        assertThat(states.replace("c", AlertKind.REJECTED, RAISED, State.NONE)).isTrue();
        assertThat(states.replace("c", AlertKind.REJECTED, State.NONE, RAISED)).isTrue();
    }
}
