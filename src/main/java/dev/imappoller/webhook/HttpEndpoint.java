package dev.imappoller.webhook;

import dev.imappoller.http.PostDeadline;
import dev.imappoller.message.Message;
import dev.imappoller.message.envelope.Envelope;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.AttachmentStore;
import dev.imappoller.poller.endpoint.Delivery;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.Uploads;
import dev.imappoller.poller.item.Format;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.url.WebUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Posts a message, hop by hop where it is redirected: every hop passes the target guard. */
final class HttpEndpoint implements Endpoint {
    private static final int MOST_REDIRECTS = 3;

    private final PinnedClient client;
    private final TargetGuard guard;
    private final RequestHeaders headers;
    private final RetryAfter retryAfter;
    private final Payloads payloads = new Payloads();
    private final Supplier<AttachmentStore> stores;
    private @Nullable Uploads uploads;

    /** @param stores asked for at the first message that needs one */
    HttpEndpoint(PinnedClient client, TargetGuard guard, RequestHeaders headers, Supplier<AttachmentStore> stores) {
        this.client = client;
        this.guard = guard;
        this.headers = headers;
        this.stores = stores;
        this.retryAfter = new RetryAfter(headers.clock());
    }

    @Override
    public Answer post(Delivery delivery, Duration atMost) {
        PostDeadline deadline = new PostDeadline(atMost);
        try {
            Message message =
                    delivery.poller().plainFromHtml() ? delivery.message().withPlainFromHtml() : delivery.message();
            Envelope envelope = Envelope.of(message, delivery.poller().username());
            Map<Integer, String> urls = Map.of();
            boolean raw = delivery.poller().format() == Format.RAW;
            if (delivery.poller().attachmentStore().isPresent() && !raw) {
                message.budget().untimed(); // How long the bucket takes is not the message's doing.
                Uploads.Result result = uploads().before(delivery, message, atMost);
                if (result.trouble().isPresent()) {
                    return new Answer.None(Cause.NOT_STORED, result.trouble().get(), deadline.elapsed());
                }
                urls = result.urls();
                message.budget().timed(deadline.left());
            }
            Payload payload = payloads.of(delivery.poller().format(), delivery.raw(), message, envelope, urls);
            PreparedPayload body = PreparedPayload.of(payload, delivery.raw().size());
            message.budget().untimed(); // From here on the watch tells how long it may take.
            return follow(delivery, headers.of(delivery, body), body, deadline);
        } catch (IOException | UncheckedIOException e) {
            return new Answer.None(
                    Cause.NOT_SENT, "was not sent the message: it could not be written", deadline.elapsed());
        }
    }

    @Override
    public synchronized void close() {
        client.close();
        if (uploads != null) {
            uploads.close();
        }
    }

    private synchronized Uploads uploads() {
        if (uploads == null) {
            uploads = new Uploads(stores.get(), System::nanoTime);
        }
        return uploads;
    }

    private Answer follow(
            Delivery delivery, RequestHeaders.Fields fields, PreparedPayload body, PostDeadline deadline) {
        WebUrl first = delivery.poller().target().url();
        WebUrl url = first;
        Optional<Answer.Http> redirect = Optional.empty();
        for (int hops = 0; ; hops++) {
            List<InetSocketAddress> addresses;
            try {
                addresses = guard.checkUrl(url.scheme(), url.host(), url.port());
            } catch (UnknownHostException e) {
                return redirect.<Answer>map(r -> unfollowed(r, "redirected to a host without an address", deadline))
                        .orElseGet(() -> new Answer.None(
                                Cause.UNKNOWN_HOST,
                                "has a host name without an address in the DNS",
                                deadline.elapsed()));
            } catch (TargetGuard.RefusedException e) {
                return redirect.<Answer>map(r -> unfollowed(
                                r, "redirected to where nothing is sent: " + shown(delivery, e.reason()), deadline))
                        .orElseGet(() -> new Answer.None(
                                Cause.FORBIDDEN_ADDRESS, "must not be posted to: " + e.reason(), deadline.elapsed()));
            }
            PinnedClient.Request request = new PinnedClient.Request(
                    url, addresses, url.hasOriginOf(first) ? fields.forTarget() : fields.forOthers(), body);
            PinnedClient.Response response = client.post(request, deadline);
            if (response.failure().isPresent()) {
                Answer.None failure = response.failure().get();
                return redirect.isEmpty()
                        ? failure
                        : new Answer.None(failure.cause(), shown(delivery, failure.detail()), failure.took());
            }
            Answer.Http answer = new Answer.Http(
                    response.status(),
                    "",
                    deadline.elapsed(),
                    response.retryAfter().flatMap(retryAfter::read));
            if (!Redirects.keepsMethod(answer.status())) {
                return answer.status() == 303
                        ? unfollowed(answer, "redirected by 303, which would lose the message", deadline)
                        : answer;
            }
            if (hops == MOST_REDIRECTS) {
                return unfollowed(answer, "redirected more than " + MOST_REDIRECTS + " times", deadline);
            }
            Optional<WebUrl> next = response.location().flatMap(new Redirects(url)::target);
            if (next.isEmpty()) {
                return unfollowed(answer, "redirected without a usable Location", deadline);
            }
            url = next.get();
            redirect = Optional.of(answer);
        }
    }

    /** A text with a host name that the web app chose. The web app was shown secrets before, so they are masked. */
    private static String shown(Delivery delivery, String detail) {
        return ForeignText.of(detail).shown(Masking.of(delivery.poller()));
    }

    private static Answer.Http unfollowed(Answer.Http redirect, String why, PostDeadline deadline) {
        return new Answer.Http(redirect.status(), why, deadline.elapsed());
    }
}
