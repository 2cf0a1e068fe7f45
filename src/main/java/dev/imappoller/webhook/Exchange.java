package dev.imappoller.webhook;

import dev.imappoller.http.AnswerHandler;
import dev.imappoller.http.BodyStream;
import dev.imappoller.http.BodyStream.EndedException;
import dev.imappoller.http.EarlyAnswerException;
import dev.imappoller.http.PostDeadline;
import dev.imappoller.http.Requests;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One request and its answer on a connection, driven by a thread that waits. */
final class Exchange {
    /** How long an answer's body is waited for, so that the connection can be used again; none of it is used. */
    private static final Duration BODY_WAIT = Duration.ofMillis(500);

    /** How long an answer is waited for that came before the connection was closed on a body half sent. */
    private static final Duration EARLY_ANSWER_WAIT = Duration.ofSeconds(1);

    /** What is read of an answer's body at the most once the request is sent, in octets. */
    private static final int MOST_BODY_READ = 64 * 1024;

    private final HttpClientRequest request;
    private final PostDeadline deadline;
    private final Future<HttpClientResponse> answered;
    private final Promise<Void> ended = Promise.promise();
    private volatile boolean wholly;

    Exchange(HttpClientRequest request, PostDeadline deadline) {
        this.request = request;
        this.deadline = deadline;
        request.exceptionHandler(e -> {}); // Else the client logs what the future below says anyway.
        answered = request.response().onSuccess(this::discardBody);
    }

    /**
     * Sends the request and waits for the answer's header. A 2xx counts only if the request was sent to its end; other answers count as
     * soon as they come.
     *
     * @throws TimeoutException if the time is up before
     * @throws ExecutionException if the connection fails
     * @throws EarlyAnswerException if a 2xx came, and the request could not be sent to its end
     * @throws IOException if the message can't be read
     */
    HttpClientResponse send(PreparedPayload body) throws TimeoutException, ExecutionException, IOException {
        Future<Void> sent = body.kept().isPresent() ? request.end(body.kept().get()) : stream(body);
        sent.onSuccess(done -> wholly = true);
        HttpClientResponse response =
                Requests.await(answered, sent.failed() ? shorter(deadline.left(), EARLY_ANSWER_WAIT) : deadline.left());
        if (response.statusCode() <= 299 && !succeeds(sent)) {
            abandon();
            throw new EarlyAnswerException(response.statusCode());
        }
        if (sent.succeeded()) {
            leave();
        } else {
            abandon();
        }
        return response;
    }

    /** Ends the request and its connection, whatever state they are in. */
    void abandon() {
        AnswerHandler.cut(request);
    }

    /** Waits until the body is written, or can't be, or need not be. */
    private Future<Void> stream(PreparedPayload body) throws IOException, TimeoutException {
        BodyStream out = new BodyStream(request, this::waitFor);
        try {
            body.writeTo(out);
            out.end();
            return Future.succeededFuture();
        } catch (EndedException e) {
            if (deadline.left().isZero() && !answered.succeeded()) {
                throw new TimeoutException(e.getMessage());
            }
            return Future.failedFuture(e);
        }
    }

    private boolean succeeds(Future<Void> sent) {
        try {
            Requests.await(sent, deadline.left());
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** An answer that refuses may come before the body is sent; then there is no point in sending the rest. */
    private void waitFor(Future<Void> written) throws EndedException {
        try {
            if (!written.isComplete() && !answered.isComplete()) {
                Requests.await(Future.any(written, answered), deadline.left());
            }
            if (answered.succeeded() && answered.result().statusCode() >= 300) {
                throw new EndedException("answered");
            }
            Requests.await(written, deadline.left());
        } catch (ExecutionException e) {
            throw new EndedException("closed");
        } catch (TimeoutException e) {
            throw new EndedException("not taken in time");
        }
    }

    private void discardBody(HttpClientResponse response) {
        int[] read = {0};
        try {
            response.exceptionHandler(ended::tryFail)
                    .endHandler(ended::tryComplete)
                    .handler(part -> {
                        // While the request is being sent there is no limit, since closing would break off the request.
                        read[0] += wholly ? part.length() : 0;
                        if (read[0] > MOST_BODY_READ) {
                            abandon();
                        }
                    });
        } catch (IllegalStateException e) {
            ended.tryComplete(); // A short answer has ended before this is called.
        }
    }

    /** Leaves the connection to the next request, or closes it if the answer's body doesn't end. */
    private void leave() {
        try {
            Requests.await(ended.future(), shorter(deadline.left(), BODY_WAIT));
        } catch (TimeoutException | ExecutionException e) {
            abandon();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
