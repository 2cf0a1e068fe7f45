package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.operation.RedeliveryResult;
import dev.imappoller.poller.operation.RedeliverySelection;
import dev.imappoller.poller.outcome.Outcome;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.OnlyFor;
import dev.imappoller.testing.Packaging;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a web app rejected by mistake is on record, and comes again, with the same webhook-id, when a person asks for it. */
@OnlyFor(value = Packaging.JVM, because = "the run is made in this JVM; PollingContract brings messages back natively")
class BroughtBackIT {
    private static final int MESSAGES = 6;
    private static final RedeliverySelection ALL_REJECTED = RedeliverySelection.rejected();

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void allThatWereRejected() {
        Account account = rejecting("all");

        Outcome outcome = rig.redeliver(account, ALL_REJECTED).outcome();

        assertThat(outcome.status()).as(outcome.detail()).isEqualTo(PollerStatus.OK);
        isDelivered(account, MESSAGES + MESSAGES / 2);
    }

    @Test
    void one() {
        Account account = rejecting("one");

        rig.redeliver(account, RedeliverySelection.one(account.uid(1)));

        isDelivered(account, MESSAGES + 1);
    }

    /** One that was delivered is on record nowhere, so the server finds it. */
    @Test
    void oneByItsMessageId() {
        Account account = rejecting("by-id");

        RedeliveryResult listed = rig.redeliver(
                account,
                RedeliverySelection.one(new MessageId(account.id + "-2@message.test"))
                        .listed());
        rig.redeliver(account, RedeliverySelection.one(new MessageId("<" + account.id + "-1@message.test>")));
        rig.redeliver(account, RedeliverySelection.one(new MessageId(account.id + "-2@message.test")));

        assertThat(listed.messages())
                .extracting(message -> message.message().uid())
                .containsExactly(account.uid(2));
        isDelivered(account, MESSAGES + 2);
    }

    @Test
    void aServerThatSaysThatItHasTakenTheFlagAwayAndHasNot() {
        Account account = rejecting("kept");
        account.server()
                .behaving(ImapBehaviour.refusing("OK done")
                        .at(command -> command.is("UID STORE") && command.text().contains("-FLAGS")));

        Outcome kept = rig.redeliver(account, ALL_REJECTED).outcome();

        assertThat(kept.status()).isNotEqualTo(PollerStatus.OK);
        assertThat(kept.detail()).contains("they are marked as read");
        assertThat(rig.records(account)).allMatch(key -> key.startsWith("rejected#"));
        account.server().behaving(ImapBehaviour.CORRECT);
        rig.redeliver(account, ALL_REJECTED);
        isDelivered(account, MESSAGES + MESSAGES / 2);
    }

    @Test
    void aServerThatRefusesToTakeTheFlagAwayIsToldOf() {
        Account account = rejecting("refused");
        account.server()
                .behaving(ImapBehaviour.refusing("NO not that one")
                        .at(command -> command.is("UID STORE") && command.text().contains("-FLAGS")));

        Outcome refused = rig.redeliver(account, ALL_REJECTED).outcome();

        assertThat(refused.status()).isNotEqualTo(PollerStatus.OK);
        assertThat(refused.detail()).contains("not that one");
        account.server().behaving(ImapBehaviour.CORRECT);
        rig.redeliver(account, ALL_REJECTED);
        isDelivered(account, MESSAGES + MESSAGES / 2);
    }

    @Test
    void aServerThatLosesTheConnectionMeanwhileKeepsThemOnRecord() {
        Account account = rejecting("lost");
        ImapBehaviour losing = turn -> {
            turn.perform();
            turn.reset();
        };
        account.server().behaving(losing.at(command -> command.is("UID STORE")));

        Outcome lost = rig.redeliver(account, ALL_REJECTED).outcome();

        assertThat(lost.status()).isNotEqualTo(PollerStatus.OK);
        account.server().behaving(ImapBehaviour.CORRECT);
        rig.redeliver(account, ALL_REJECTED);
        isDelivered(account, MESSAGES + MESSAGES / 2);
    }

    @Test
    void notByMeansOfAnotherMailbox() {
        Account account = rejecting("anew");
        account.server()
                .behaving(
                        ImapBehaviour.sayingEach(line -> line.replaceAll("UIDVALIDITY \\d+", "UIDVALIDITY 4000000000"))
                                .at(command -> command.is("SELECT", "STATUS")));

        rig.redeliver(account, ALL_REJECTED);

        assertThat(account.server().commands())
                .as("flags of messages that may be others")
                .noneMatch(command -> command.text().contains("-FLAGS"));
    }

    /** Every second message is rejected at first. */
    private Account rejecting(String name) {
        rig.patience = Optional.of(Duration.ofSeconds(2));
        Account account = rig.accountAlone(name, Map.of()).arrive(MESSAGES);
        account.app(message -> Reply.status((message.charAt(message.length() - 1) - '0') % 2 == 1 ? 404 : 200));
        for (int i = 0; i < 3 && !account.isDone(); i++) {
            rig.run();
        }
        assertThat(rig.records(account))
                .filteredOn(key -> key.startsWith("rejected#"))
                .hasSize(MESSAGES / 2);
        account.history.forgotten(); // A person asks for it.
        account.app(message -> Reply.status(200));
        return account;
    }

    private void isDelivered(Account account, int requests) {
        for (int i = 0; i < 3 && account.history.requests() < requests; i++) {
            rig.run();
        }
        rig.run();
        rig.isAsPromised();
        assertThat(account.history.requests()).isEqualTo(requests);
        assertThat(rig.status(account)).isEqualTo("OK");
    }
}
