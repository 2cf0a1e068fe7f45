package dev.imappoller.alert;

import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Notice;
import dev.imappoller.poller.endpoint.NoticeEndpoint;
import dev.imappoller.poller.endpoint.WebhookId;
import dev.imappoller.poller.item.AlertHook;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.run.Credentials;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Posts alerts to programs, signed as the poller's messages are. */
public final class AlertPoster implements ToldAlerts.Channel {
    private final NoticeEndpoint endpoint;
    private final Credentials credentials;
    private final Clock clock;

    public AlertPoster(NoticeEndpoint endpoint, Credentials credentials, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public boolean isFor(PollerEntry entry) {
        return entry.alertHook().isPresent();
    }

    @Override
    public void send(PollerEntry entry, AlertText text, Duration atMost) {
        AlertHook hook = entry.alertHook().orElseThrow();
        Instant since = Instant.parse(text.since());
        Notice notice = new Notice(
                WebhookId.ofAlert(entry.pollerId(), text.type(), since),
                text.type(),
                clock.instant(),
                entry.pollerId(),
                text.status().name(),
                text.happened(),
                since,
                text.whatToDo(),
                text.command());
        judge(hook, endpoint.post(hook.target(), keys(hook), notice, atMost));
    }

    private List<SigningSecret> keys(AlertHook hook) {
        try {
            return credentials.signingSecrets(hook.signer());
        } catch (CredentialsException e) {
            throw new ToldAlerts.NotSentException(
                    "it could not be signed: " + e.failure().detail());
        }
    }

    private static void judge(AlertHook hook, Answer answer) {
        String detail = "alertUrl (" + hook.target().display() + ") " + answer.words();
        boolean uncertain = answer.either(http -> false, none -> switch (none.cause()) {
            case UNKNOWN_HOST, FORBIDDEN_ADDRESS, NOT_CONNECTED, NOT_SENT, NOT_STORED -> false;
            case TLS, CONNECTION_LOST, TIMED_OUT, NOT_HTTP, ANSWERED_EARLY -> true;
        });
        if (uncertain) {
            throw new ToldAlerts.UncertainException(detail);
        }
        if (!answer.either(http -> http.status() >= 200 && http.status() <= 299, none -> false)) {
            throw new ToldAlerts.NotSentException(detail);
        }
    }
}
