package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.testing.Answers;
import dev.imappoller.testing.Ports;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counted from outside, through the function's event: how often a server or web app in trouble is bothered. */
@EnabledOnOs(OS.LINUX)
class CountsIT {
    private static final int TICKS = 6;

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void noServerInTroubleIsBotheredWithoutEnd() {
        Map<String, AttributeValue> alerted = Map.of("alertEmail", text("ops@example.com"));
        Account wrongPassword = rig.account(
                        "password", Map.of("password", text("wrong"), "alertEmail", text("ops@e.org")))
                .arrive(2);
        Account silent = rig.account("silent", alerted).arrive(20).app(name -> Account.Reply.lost(Answers.close()));
        Account failing = rig.account("failing", alerted).arrive(20).app(name -> Account.Reply.status(500));
        Account parking = rig.account("parking", Map.of("maxAttempts", number(2)))
                .arrive(4)
                .app(name -> Account.Reply.status(500));
        Account backingOff = rig.account("backing-off", Map.of("retryBackoff", AttributeValue.fromBool(true)))
                .arrive(25)
                .app(name -> Account.Reply.status(500));
        Account busy = rig.account("busy").arrive(20).app(name -> busy(503));
        Account tooMany = rig.account("too-many", Map.of("retryStatuses", AttributeValue.fromL(List.of(number(429)))))
                .arrive(20)
                .app(name -> busy(429));
        Account rejecting = rig.account("rejecting").arrive(20).app(name -> busy(429));
        Account waitsInVain = rig.account("waits-in-vain").arrive(2).app(name -> busy(500));
        Account poisoned = rig.account("poisoned")
                .arrive(200)
                .app(name -> Account.Reply.status(name.endsWith("-200") ? 200 : 500));
        Account healthy = rig.account("healthy").arrive(20);

        Map<String, String> noMailServer = Map.of(
                "ALERT_FROM",
                "poller@example.com",
                "QUARKUS_MAILER_HOST",
                "127.0.0.1",
                "QUARKUS_MAILER_PORT",
                Integer.toString(Ports.closed()));
        try (Function function = rig.function(noMailServer)) {
            function.tick();
            List<Instant> waitsUntil = rig.nextAttempts(backingOff);
            assertThat(waitsUntil)
                    .as("each waits for a time of its own, up to a minute")
                    .hasSize(25)
                    .allMatch(Instant.now().plusSeconds(60)::isAfter);
            poisoned.arrive(1);
            function.tick();
            assertThat(backingOff.history.requests())
                    .as("none again before its time")
                    .isLessThanOrEqualTo(25
                            + (int) waitsUntil.stream()
                                    .filter(Instant.now()::isAfter)
                                    .count());
            poisoned.look();
            assertThat(poisoned.history.open())
                    .as("a new message is delivered in the very next pass, whatever fails before it")
                    .hasSize(200)
                    .doesNotContain(poisoned.id + "-200");
            for (int i = 2; i < TICKS; i++) {
                function.tick();
            }
            assertThat(function.process().output()).contains("alertFailed");
        }

        assertThat(logins(wrongPassword))
                .as("by PLAIN and by LOGIN, once more, and then a pause")
                .isEqualTo(3);
        assertThat(silent.history.requests())
                .as("three in the first pass, one in each that follows")
                .isEqualTo(3 + TICKS - 1);
        assertThat(failing.history.requests()).as("every message at every poll").isEqualTo(20 * TICKS);
        assertThat(parking.history.requests()).as("two attempts each").isEqualTo(4 * 2);
        assertThat(busy.history.requests()).as("asked to wait").isBetween(1, 3);
        assertThat(tooMany.history.requests()).as("asked to wait").isBetween(1, 3);
        assertThat(rejecting.history.requests()).as("a 429 is a 4xx").isEqualTo(20);
        assertThat(waitsInVain.history.requests()).as("a 500 can't ask to wait").isEqualTo(2 * TICKS);
        assertThat(List.of(wrongPassword, silent, busy, tooMany))
                .extracting(rig::status)
                .containsExactly("AUTH_FAILED", "ENDPOINT_FAILING", "ENDPOINT_FAILING", "ENDPOINT_FAILING");
        assertThat(healthy.isDone()).isTrue();
        assertThat(healthy.history.requests()).isEqualTo(20);
        rig.look();
        assertThat(rig.accounts())
                .allSatisfy(account ->
                        assertThat(account.history.violations()).as(account.id).isEmpty());
    }

    @Test
    void aFullDiskCostsLargeMessagesAPollAndSmallOnesNothing() {
        Account account = rig.account("disk").arrive(5).arrive(1, 12_000_000).arrive(5);
        // No file above 8 MiB: writing on fails as it does on a full disk.
        try (Function function = rig.function(Map.of(), "sh", "-c", "ulimit -f 16384; exec \"$@\"", "sh")) {
            function.tick();
            account.look();
            assertThat(account.history.open()).as(function.process()::output).containsExactly(account.id + "-5");
            assertThat(rig.item(account).get("statusDetail").s()).contains("temporary folder");
        }

        rig.deliversTheRest();
        assertThat(account.history.requests()).isEqualTo(11);
    }

    private static Account.Reply busy(int status) {
        return new Account.Reply(status, Answers.response(status, "busy", "Retry-After: 600"));
    }

    private static long logins(Account account) {
        return account.imap.commands().stream()
                .filter(command ->
                        command.verb().equals("AUTHENTICATE") || command.verb().equals("LOGIN"))
                .count();
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static AttributeValue number(int number) {
        return AttributeValue.fromN(Integer.toString(number));
    }
}
