package dev.imappoller.webhook;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.TokenEndpoint;
import dev.imappoller.poller.url.WebUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Posts to token endpoints, past the target guard and to the address that it checked. A client lives for one POST: there is one in an hour,
 * and a connection that a frozen function kept is dead.
 */
public final class HttpTokenEndpoint implements TokenEndpoint {
    /** Tokens have a few thousand characters. */
    private static final int MOST_BODY = 256 * 1024;

    private static final int ADDRESSES_TRIED = 3;

    private final Vertx vertx;
    private final TargetGuard guard;
    private final TrustedCertificates trusted;
    private final String userAgent;

    public HttpTokenEndpoint(Vertx vertx, TargetGuard guard, TrustedCertificates trusted, String userAgent) {
        this.vertx = vertx;
        this.guard = guard;
        this.trusted = trusted;
        this.userAgent = userAgent;
    }

    @Override
    public Reply post(WebUrl tokenUrl, Map<String, String> form, Duration atMost) {
        Stopwatch watch = new Stopwatch(atMost);
        List<InetSocketAddress> addresses;
        try {
            addresses = guard.checkUrl(tokenUrl.scheme(), tokenUrl.host(), tokenUrl.port());
        } catch (UnknownHostException e) {
            return new Reply.Unanswered(Cause.UNKNOWN_HOST, "has a host name without an address in the DNS");
        } catch (TargetGuard.RefusedException e) {
            return new Reply.Unanswered(Cause.FORBIDDEN_ADDRESS, "must not be posted to: " + e.reason());
        }
        HttpClient client = HttpClients.open(vertx, trusted, 1);
        try {
            Reply reply = new Reply.Unanswered(Cause.NOT_CONNECTED, "could not be connected to in time");
            for (InetSocketAddress address : addresses.subList(0, Math.min(ADDRESSES_TRIED, addresses.size()))) {
                reply = post(client, tokenUrl, form, address, watch);
                boolean nothingSent = reply instanceof Reply.Unanswered none && none.cause() == Cause.NOT_CONNECTED;
                if (!nothingSent || watch.left().isZero()) {
                    break;
                }
            }
            return reply;
        } finally {
            client.close();
        }
    }

    private Reply post(
            HttpClient client, WebUrl tokenUrl, Map<String, String> form, InetSocketAddress address, Stopwatch watch) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("User-Agent", userAgent)
                .set("Accept", "application/json")
                .set("Content-Type", "application/x-www-form-urlencoded");
        Future<HttpClientRequest> connected = client.request(PinnedClient.options(tokenUrl, headers, address));
        HttpClientRequest request;
        try {
            request = Exchange.await(connected, watch.left());
        } catch (TimeoutException e) {
            connected.onSuccess(HttpClientRequest::reset); // Came too late.
            return new Reply.Unanswered(Cause.NOT_CONNECTED, "could not be connected to in time");
        } catch (ExecutionException e) {
            return unanswered(PinnedClient.connectFailure(PinnedClient.cause(e), watch));
        }
        // Asked for before anything is sent: a short answer may else have ended before it is read, on the event loop.
        Future<Reply> reply = request.response().compose(HttpTokenEndpoint::whole);
        try {
            request.end(Buffer.buffer(encoded(form)));
            return Exchange.await(reply, watch.left());
        } catch (TimeoutException e) {
            request.reset();
            return new Reply.Unanswered(Cause.TIMED_OUT, "did not answer in time");
        } catch (ExecutionException e) {
            return unanswered(PinnedClient.sendFailure(PinnedClient.cause(e), watch));
        }
    }

    private static Future<Reply> whole(HttpClientResponse response) {
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail)
                .endHandler(end -> read.tryComplete(
                        new Reply.Answered(response.statusCode(), body.toString(StandardCharsets.UTF_8))))
                .handler(part -> {
                    if (body.length() + part.length() > MOST_BODY) {
                        read.tryComplete(new Reply.Unanswered(Cause.NOT_HTTP, "answered with more than a token"));
                        response.request().connection().close();
                    } else {
                        body.appendBuffer(part);
                    }
                });
        return read.future();
    }

    private static Reply unanswered(PinnedClient.Response response) {
        Optional<Answer.None> failure = response.failure();
        return new Reply.Unanswered(
                failure.map(Answer.None::cause).orElse(Cause.CONNECTION_LOST),
                failure.map(Answer.None::detail).orElse("gave no answer"));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
