package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.status.CheckListener;
import dev.imappoller.poller.status.CheckStep;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ScriptedImapServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StepsTest {
    @Test
    void whoListensCostsNoCommand() throws Exception {
        Told told = new Told();

        List<String> pass = commands(CheckListener.NONE);
        List<String> check = commands(told);

        assertThat(check).isEqualTo(pass).isNotEmpty();
        assertThat(told.begun)
                .containsExactly(
                        CheckStep.DNS,
                        CheckStep.CONNECT,
                        CheckStep.GREETING,
                        CheckStep.TLS,
                        CheckStep.CAPABILITIES,
                        CheckStep.LOGIN,
                        CheckStep.FOLDER,
                        CheckStep.SEEN);
        assertThat(told.details)
                .contains("It said: ready.", "AUTH=PLAIN IMAP4rev1 SASL-IR.")
                .anySatisfy(detail -> assertThat(detail).contains("go in plain text"));
        assertThat(told.details).noneMatch(detail -> detail.contains("pa55word"));
    }

    @Test
    void aPassIsNeverAskedForDetails() {
        CheckListener.NONE.begin(CheckStep.FOLDERS);
        CheckListener.NONE.done(() -> {
            throw new AssertionError("this may cost a round trip");
        });
    }

    private static List<String> commands(CheckListener steps) throws Exception {
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        try (ScriptedImapServer server =
                ScriptedImapServer.start((tag, command) -> "* SEARCH 5\r\n" + tag + " OK\r\n")) {
            Poller poller = PollerItem.read(
                            "p",
                            Map.of(
                                    "host", "127.0.0.1",
                                    "port", BigDecimal.valueOf(server.port()),
                                    "ssl", false,
                                    "allowPlaintext", true,
                                    "username", "u@example.com",
                                    "password", "pa55word",
                                    "url", "https://example.com/"))
                    .poller()
                    .orElseThrow();
            try (Mailbox mailbox = new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()))
                    .open(poller, new Cutoff(), steps)) {
                mailbox.searchUnseen();
            }
            return server.commands().stream()
                    .filter(command -> !command.equals("LOGOUT")) // Nobody waits for it.
                    .toList();
        }
    }

    private static final class Told implements CheckListener {
        private final List<CheckStep> begun = new ArrayList<>();
        private final List<String> details = new ArrayList<>();

        @Override
        public void begin(CheckStep step) {
            if (begun.isEmpty() || begun.get(begun.size() - 1) != step) {
                begun.add(step); // Again is no other step.
            }
        }

        @Override
        public void done(Supplier<String> detail) {
            details.add(detail.get());
        }

        @Override
        public void failed(Failure failure) {
            throw new AssertionError(failure.detail());
        }
    }
}
