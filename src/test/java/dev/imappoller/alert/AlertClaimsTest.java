package dev.imappoller.alert;

import static dev.imappoller.alert.Outcomes.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.outcome.MessageCounts;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.store.DynamoAlertStates;
import dev.imappoller.testing.DynamoDbLocal;
import dev.imappoller.testing.DynamoProxy;
import dev.imappoller.testing.DynamoProxy.Call;
import dev.imappoller.testing.DynamoProxy.Reaction;
import dev.imappoller.testing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Each change is told once, whatever becomes of the answers of the State table: in one process, over several runs. */
class AlertClaimsTest {
    private static final AtomicInteger POLLERS = new AtomicInteger();
    private static final String FAILS = " fails: AUTH_FAILED";

    private static DynamoDbLocal database;
    private static DynamoProxy proxy;

    private final String id = "p" + POLLERS.incrementAndGet();
    private final List<String> mails = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Object> item = new HashMap<>(Map.of(
            "host", "imap.example.com",
            "username", "support",
            "password", "secret",
            "url", "https://example.com/in",
            "alertEmail", "ops@example.com"));
    private final TestClock clock = new TestClock();
    private boolean mailServerIsDown;

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start().createStateTable("State");
        proxy = DynamoProxy.to(database.endpoint());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        database.close();
    }

    @AfterEach
    void pass() {
        proxy.reactions(call -> Reaction.PASS);
    }

    @Test
    void aClaimWhoseAnswerWasLostIsKnownByItsOwner() {
        ToldAlerts alerts = alerts(false);
        proxy.reactions(first(call -> call.is("PutItem", id), lost()));

        passes(alerts, 5, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller " + id + FAILS);
        assertThat(failures).isEmpty();
    }

    @Test
    void aClaimThatTheSdkRepeatsAfterALostAnswerIsKnownByItsOwner() {
        ToldAlerts alerts = alerts(true);
        proxy.reactions(first(call -> call.is("PutItem", id), lost()));

        passes(alerts, 5, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller " + id + FAILS);
        assertThat(failures).isEmpty();
    }

    @Test
    void aClaimThatCannotBeReadBackIsKnownInTheNextRun() {
        ToldAlerts alerts = alerts(false);
        boolean[] down = {false};
        proxy.reactions(call -> {
            if (call.is("PutItem", id) && !down[0]) {
                down[0] = true;
                return lost();
            }
            return call.is("GetItem", id) && down[0] ? Reaction.error("InternalServerError") : Reaction.PASS;
        });
        passes(alerts, 2, PollerStatus.AUTH_FAILED);
        assertThat(mails).isEmpty();
        assertThat(failures).hasSize(1);

        proxy.reactions(call -> Reaction.PASS);
        passes(alerts, 5, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller " + id + FAILS);
    }

    @Test
    void whatWasSentAndCouldNotBeWrittenDownIsNotSentOnceMore() {
        ToldAlerts alerts = alerts(false);
        int[] writes = {0};
        proxy.reactions(call ->
                call.is("PutItem", id) && ++writes[0] > 1 ? Reaction.error("InternalServerError") : Reaction.PASS);
        passes(alerts, 2, PollerStatus.AUTH_FAILED);
        assertThat(mails).hasSize(1);

        proxy.reactions(call -> Reaction.PASS);
        clock.advance(Duration.ofHours(7));
        passes(alerts, 5, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller " + id + FAILS);
    }

    @Test
    void thatItWorksAgainIsToldOnceTheMailServerIsBack() {
        ToldAlerts alerts = alerts(false);
        passes(alerts, 3, PollerStatus.AUTH_FAILED);
        mailServerIsDown = true;
        passes(alerts, 2, PollerStatus.OK);

        mailServerIsDown = false;
        passes(alerts, 3, PollerStatus.OK);

        assertThat(mails).containsExactly("Poller " + id + FAILS, "Poller " + id + " works again");
    }

    @Test
    void rejectedMessagesAreToldOnceTheMailServerIsBack() {
        ToldAlerts alerts = alerts(false);
        mailServerIsDown = true;
        pass(alerts, outcome(PollerStatus.OK, new MessageCounts(0, 3, 0, 0, 0, 0)));

        mailServerIsDown = false;
        passes(alerts, 3, PollerStatus.OK);

        assertThat(mails).containsExactly("Poller " + id + " had messages rejected, now marked as read");
    }

    @Test
    void whatFailsAgainIsNotSaidToWork() {
        ToldAlerts alerts = alerts(false);
        passes(alerts, 3, PollerStatus.AUTH_FAILED);
        mailServerIsDown = true;
        passes(alerts, 1, PollerStatus.OK);

        mailServerIsDown = false;
        passes(alerts, 2, PollerStatus.AUTH_FAILED);

        assertThat(mails).containsExactly("Poller " + id + FAILS);
    }

    private static Reaction lost() {
        return Reaction.passThenDo(() -> {});
    }

    private static Function<Call, Reaction> first(Predicate<Call> which, Reaction reaction) {
        return DynamoProxy.once(call -> which.test(call) ? Optional.of(reaction) : Optional.empty());
    }

    private ToldAlerts alerts(boolean sdkRepeats) {
        DynamoDbClientBuilder client = DynamoDbClient.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.of(DynamoDbLocal.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(DynamoDbLocal.ACCESS_KEY, DynamoDbLocal.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                        override -> override.retryStrategy(retry -> retry.maxAttempts(sdkRepeats ? 3 : 1)));
        return new ToldAlerts(
                new DynamoAlertStates(client.build(), "State"),
                (ToldAlerts.Mail) (to, text, atMost) -> {
                    if (mailServerIsDown) {
                        throw new ToldAlerts.NotSentException(new IllegalStateException("down"));
                    }
                    mails.add(text.title());
                },
                AlertEvents.takingDown(failures),
                clock,
                "poll");
    }

    private void passes(ToldAlerts alerts, int count, PollerStatus status) {
        for (int i = 0; i < count; i++) {
            pass(alerts, outcome(status, MessageCounts.NONE));
        }
    }

    private void pass(ToldAlerts alerts, Outcome outcome) {
        alerts.passEnded(PollerItem.read(id, item), outcome);
        alerts.await(Duration.ofSeconds(30));
        boolean ok = outcome.status() == PollerStatus.OK;
        BigDecimal before = (BigDecimal) item.getOrDefault("consecutiveFailures", BigDecimal.ZERO);
        item.put("consecutiveFailures", ok ? BigDecimal.ZERO : before.add(BigDecimal.ONE));
        item.put("status", outcome.status().name());
        item.put("lastPollAt", clock.instant().toString());
        if (ok) {
            item.put("lastSuccessAt", clock.instant().toString());
        }
        clock.advance(Duration.ofMinutes(1));
    }
}
