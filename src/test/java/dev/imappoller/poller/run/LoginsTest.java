package dev.imappoller.poller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.item.Pollers;
import dev.imappoller.poller.mailbox.FakeMailbox;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.time.Cutoff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private final FakeCredentials credentials = new FakeCredentials();
    private final List<String> shown = new ArrayList<>();
    private final Cutoff cutoff = new Cutoff();
    private String accepted = "right";
    private PollerStatus refusal = PollerStatus.AUTH_FAILED;

    @Test
    void aPasswordOfTheItemIsShownAsItIsAndNeverRenewed() {
        assertThatThrownBy(() -> open(Pollers.poller(Map.of("password", "wrong"))))
                .isInstanceOf(MailboxException.class);

        assertThat(shown).containsExactly("wrong");
        assertThat(credentials.renewals).isZero();
    }

    @Test
    void aPasswordKeptElsewhereIsFetched() throws Exception {
        credentials.secrets.put("ssm:/imap-poller/a", "right");

        open(referring());

        assertThat(shown).containsExactly("right");
    }

    @Test
    void aRefusedLoginIsRenewedAndTriedOnceMore() throws Exception {
        credentials.secrets.put("ssm:/imap-poller/a", "old");
        credentials.renewed = Optional.of(new Login.Password(new Secret("right")));

        open(referring());

        assertThat(shown).containsExactly("old", "right");
    }

    @Test
    void aLoginThatIsRefusedTwiceIsNotTriedAThirdTime() {
        credentials.secrets.put("ssm:/imap-poller/a", "old");
        credentials.renewed = Optional.of(new Login.Password(new Secret("new")));

        assertThatThrownBy(() -> open(referring())).isInstanceOf(MailboxException.class);

        assertThat(shown).containsExactly("old", "new");
    }

    @Test
    void aSecretThatHasNotChangedIsNotShownTwice() {
        credentials.secrets.put("ssm:/imap-poller/a", "old");

        assertThatThrownBy(() -> open(referring())).isInstanceOf(MailboxException.class);

        assertThat(shown).containsExactly("old");
        assertThat(credentials.renewals).isEqualTo(1);
    }

    @Test
    void onlyARefusedLoginIsRenewed() {
        credentials.secrets.put("ssm:/imap-poller/a", "old");
        refusal = PollerStatus.CONNECT_FAILED;

        assertThatThrownBy(() -> open(referring())).isInstanceOf(MailboxException.class);

        assertThat(credentials.renewals).isZero();
    }

    @Test
    void nothingIsRenewedWhenTheTimeIsUp() {
        credentials.secrets.put("ssm:/imap-poller/a", "old");
        cutoff.cut();

        assertThatThrownBy(() -> open(referring())).isInstanceOf(MailboxException.class);

        assertThat(credentials.renewals).isZero();
    }

    @Test
    void aSecretThatCannotBeHadIsSaidWithoutConnecting() {
        assertThatThrownBy(() -> open(referring()))
                .isInstanceOfSatisfying(
                        MailboxException.class,
                        e -> assertThat(e.failure().status()).isEqualTo(PollerStatus.SECRET_UNAVAILABLE));

        assertThat(shown).isEmpty();
    }

    private Mailbox open(Poller poller) throws MailboxException {
        return new Logins(this::server, credentials).open(poller, cutoff);
    }

    private Mailbox server(Poller poller, Cutoff unused, CheckListener steps) throws MailboxException {
        String secret = poller.presentedLogin().secret().reveal();
        shown.add(secret);
        if (!secret.equals(accepted)) {
            throw new MailboxException(new Failure(refusal, "refused"), new Exception());
        }
        return new FakeMailbox().open(poller, unused, steps);
    }

    private static Poller referring() {
        Map<String, Object> item = new HashMap<>(Pollers.item());
        item.remove("password");
        item.put("passwordSecret", "ssm:/imap-poller/a");
        return PollerItem.read("a", item).poller().orElseThrow();
    }
}
