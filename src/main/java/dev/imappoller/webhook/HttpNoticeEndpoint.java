package dev.imappoller.webhook;

import dev.imappoller.http.HttpClients;
import dev.imappoller.http.PostDeadline;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.Notice;
import dev.imappoller.poller.endpoint.NoticeEndpoint;
import dev.imappoller.poller.item.Target;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Posts notices, past the target guard and to the address that it checked. Its client lives for one POST: there are few. */
public final class HttpNoticeEndpoint implements NoticeEndpoint {
    private final Vertx vertx;
    private final TargetGuard guard;
    private final TrustedCertificates trusted;
    private final Clock clock;
    private final String userAgent;

    public HttpNoticeEndpoint(
            Vertx vertx, TargetGuard guard, TrustedCertificates trusted, Clock clock, String userAgent) {
        this.vertx = vertx;
        this.guard = guard;
        this.trusted = trusted;
        this.clock = clock;
        this.userAgent = userAgent;
    }

    @Override
    public Answer post(Target target, List<SigningSecret> keys, Notice notice, Duration atMost) {
        PostDeadline deadline = new PostDeadline(atMost);
        List<InetSocketAddress> addresses;
        try {
            addresses = guard.checkUrl(
                    target.url().scheme(), target.url().host(), target.url().port());
        } catch (UnknownHostException e) {
            return new Answer.None(
                    Cause.UNKNOWN_HOST, "has a host name without an address in the DNS", deadline.elapsed());
        } catch (TargetGuard.RefusedException e) {
            return new Answer.None(Cause.FORBIDDEN_ADDRESS, "must not be posted to: " + e.reason(), deadline.elapsed());
        }
        NoticePayload payload = NoticePayload.of(notice);
        try (PinnedClient client = new PinnedClient(HttpClients.open(vertx, trusted, 1))) {
            PreparedPayload body = PreparedPayload.of(payload, payload.contentLength());
            PinnedClient.Response response = client.post(
                    new PinnedClient.Request(target.url(), addresses, headers(target, keys, notice, body), body),
                    deadline);
            return response.failure()
                    .<Answer>map(failure -> failure)
                    .orElseGet(() -> new Answer.Http(response.status(), "", deadline.elapsed()));
        } catch (IOException e) {
            return new Answer.None(Cause.NOT_SENT, "was not sent it: it could not be written", deadline.elapsed());
        }
    }

    private MultiMap headers(Target target, List<SigningSecret> keys, Notice notice, PreparedPayload body)
            throws IOException {
        long timestamp = clock.instant().getEpochSecond();
        MultiMap headers = HttpHeaders.headers()
                .set("Content-Type", body.contentType())
                .set("Content-Length", Long.toString(body.length()))
                .set("User-Agent", userAgent)
                .set("webhook-id", notice.id())
                .set("webhook-timestamp", Long.toString(timestamp));
        target.authorization().ifPresent(value -> headers.set("Authorization", value.reveal()));
        if (!keys.isEmpty()) {
            headers.set("webhook-signature", Signature.of(notice.id(), timestamp, body, keys));
        }
        return headers;
    }
}
