package dev.imappoller.poller.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.ledger.DeliveryOrder;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.pass.InFlight.End;
import dev.imappoller.poller.pass.InFlight.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One place knows where each message of a pass is. */
class FlightsTest {
    private final Flights flights = new Flights();

    @Test
    void tellsWhereAMessageIsAndHowItEnded() {
        plan(17, DeliveryOrder.NEW);
        assertThat(flight(17).stage()).isEqualTo(Stage.WAITING);
        assertThat(flights.find(18)).isEmpty();

        flights.move(flight(17), Stage.ASKED_FOR);
        assertThat(flights.awaitedOfTheServer()).containsExactly(17L);

        flights.end(flight(17), End.GONE);
        assertThat(flight(17)).hasToString("17 ENDED GONE");
        assertThat(flights.notEnded()).isEmpty();
    }

    @Test
    void oneThatWasLookedAtKeepsItsPlace() {
        for (long uid = 1; uid <= 3; uid++) {
            plan(uid, DeliveryOrder.NEW);
            flights.move(flight(uid), Stage.ARRIVED);
        }
        flights.checkUnseen(flight(1));
        flights.checkUnseen(flight(2));

        flights.putBack(flight(2));
        flights.putBack(flight(1));

        assertThat(flights.uids(Stage.ARRIVED)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void oneTurnComesAfterTheOther() {
        plan(1, DeliveryOrder.NEW);
        plan(2, DeliveryOrder.FAILED);
        flights.move(flight(1), Stage.ASKED_FOR);
        assertThat(flights.isTurn(DeliveryOrder.NEW)).isTrue();
        assertThat(flights.isTurn(DeliveryOrder.FAILED)).isFalse();

        flights.move(flight(1), Stage.POSTING);
        assertThat(flights.isTurn(DeliveryOrder.FAILED)).isTrue();
        assertThat(flights.isTurn(DeliveryOrder.SILENT)).as("they take long").isFalse();

        flights.end(flight(1), End.MARKED);
        assertThat(flights.isTurn(DeliveryOrder.SILENT)).isTrue();
    }

    @Test
    void besideOneThatIsTakenAloneThereIsNone() {
        plan(1, DeliveryOrder.ALONE);
        flights.move(flight(1), Stage.ASKED_FOR);

        assertThat(flights.isTurn(DeliveryOrder.NEW)).isFalse();
        assertThat(flights.isTurn(DeliveryOrder.ALONE)).isFalse();
    }

    @Test
    void aMessageIsOnItsWayOnce() {
        plan(1, DeliveryOrder.NEW);

        assertThatThrownBy(() -> plan(1, DeliveryOrder.NEW)).isInstanceOf(IllegalStateException.class);

        flights.end(flight(1), End.LEFT);
        plan(1, DeliveryOrder.ALONE);
        assertThat(flights.count(Stage.WAITING)).isEqualTo(1);
    }

    private void plan(long uid, DeliveryOrder turn) {
        flights.plan(new MessageSummary(uid, 1, Optional.empty(), false), turn);
    }

    private InFlight flight(long uid) {
        return flights.find(uid).orElseThrow();
    }
}
