package dev.imappoller.http;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.HttpRequests;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Sends requests to the addresses that the target guard has checked, and reads their answers up to a limit. */
public final class GuardedRequests implements HttpRequests {
    /** An answer that lists the parts of an upload, or says what is wrong, has a few thousand characters. */
    private static final int MOST_BODY = 256 * 1024;

    private static final int ADDRESSES_TRIED = 3;

    private final HttpClient client;
    private final TargetGuard guard;
    private final String userAgent;

    /** @param client is closed with this */
    public GuardedRequests(HttpClient client, TargetGuard guard, String userAgent) {
        this.client = client;
        this.guard = guard;
        this.userAgent = userAgent;
    }

    @Override
    public Reply send(Request request, Duration atMost) throws IOException {
        PostDeadline deadline = new PostDeadline(atMost);
        List<InetSocketAddress> addresses;
        try {
            addresses = guard.checkUrl(
                    request.url().scheme(), request.url().host(), request.url().port());
        } catch (UnknownHostException e) {
            return new Reply.Unanswered(Cause.UNKNOWN_HOST, "has a host name without an address in the DNS");
        } catch (TargetGuard.RefusedException e) {
            return new Reply.Unanswered(Cause.FORBIDDEN_ADDRESS, "must not be connected to: " + e.reason());
        }
        Reply reply = late();
        for (InetSocketAddress address : addresses.subList(0, Math.min(ADDRESSES_TRIED, addresses.size()))) {
            reply = send(request, address, deadline);
            if (!reply.nothingSent() || deadline.left().isZero()) {
                break;
            }
        }
        return reply;
    }

    @Override
    public void close() {
        client.close();
    }

    private Reply send(Request request, InetSocketAddress address, PostDeadline deadline) throws IOException {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap().addAll(request.fields());
        fields.set("User-Agent", userAgent).set("Content-Length", Long.toString(request.length()));
        RequestOptions options =
                Requests.options(request.url(), fields, address).setMethod(HttpMethod.valueOf(request.method()));
        Future<HttpClientRequest> connected = client.request(options);
        HttpClientRequest http;
        try {
            http = Requests.await(connected, deadline.left());
        } catch (TimeoutException e) {
            connected.onSuccess(HttpClientRequest::reset); // Came too late.
            return late();
        } catch (ExecutionException e) {
            return unanswered(Requests.connectFailure(Requests.cause(e), deadline));
        }
        http.exceptionHandler(e -> {}); // Else the client logs what the futures say anyway.
        // Asked for before anything is sent: a short answer may else have ended before it is read, on the event loop.
        Future<Reply> reply = http.response().compose(GuardedRequests::whole);
        boolean done = false;
        try {
            boolean sent = sendBody(request.body(), http, written -> waitFor(written, reply, deadline));
            Reply answer = Requests.await(reply, deadline.left());
            if (!sent && answer.isSuccess()) {
                return new Reply.Unanswered(Cause.ANSWERED_EARLY, "answered before it was sent all");
            }
            done = sent;
            return answer;
        } catch (TimeoutException e) {
            return new Reply.Unanswered(Cause.TIMED_OUT, "did not answer in time");
        } catch (ExecutionException e) {
            return unanswered(Requests.sendFailure(Requests.cause(e), deadline));
        } finally {
            if (!done) {
                http.reset();
            }
        }
    }

    /** Tells whether the body was sent to its end. */
    private static boolean sendBody(Body body, HttpClientRequest http, BodyStream.Wait wait) throws IOException {
        BodyStream out = new BodyStream(http, wait);
        try {
            body.writeTo(out);
            out.end();
            return true;
        } catch (BodyStream.EndedException e) {
            return false;
        }
    }

    /** What is written counts, whether or not there is an answer already. */
    private static void waitFor(Future<Void> written, Future<Reply> reply, PostDeadline deadline)
            throws BodyStream.EndedException {
        try {
            if (!written.isComplete() && !reply.isComplete()) {
                Requests.await(Future.any(written, reply), deadline.left());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BodyStream.EndedException("closed, or not taken in time");
        }
        if (!written.succeeded()) {
            throw new BodyStream.EndedException("answered");
        }
    }

    private static Future<Reply> whole(HttpClientResponse response) {
        Promise<Reply> read = Promise.promise();
        Buffer body = Buffer.buffer();
        Map<String, String> fields = new HashMap<>();
        response.headers().forEach((name, value) -> fields.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        response.exceptionHandler(read::tryFail)
                .endHandler(end -> read.tryComplete(
                        new Reply.Answered(response.statusCode(), fields, body.toString(StandardCharsets.UTF_8))))
                .handler(part -> {
                    if (body.length() + part.length() > MOST_BODY) {
                        read.tryComplete(new Reply.Unanswered(Cause.NOT_HTTP, "answered with more than was asked for"));
                        response.request().connection().close();
                    } else {
                        body.appendBuffer(part);
                    }
                });
        return read.future();
    }

    private static Reply late() {
        return new Reply.Unanswered(Cause.NOT_CONNECTED, "could not be connected to in time");
    }

    private static Reply unanswered(Answer.None failure) {
        return new Reply.Unanswered(failure.cause(), failure.detail());
    }
}
