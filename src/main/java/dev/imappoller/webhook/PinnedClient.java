package dev.imappoller.webhook;

import dev.imappoller.http.AnswerHandler;
import dev.imappoller.http.EarlyAnswerException;
import dev.imappoller.http.PostDeadline;
import dev.imappoller.http.Requests;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.url.WebUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Sends one request to an address that was checked before, while SNI, certificate check and Host keep the name. */
final class PinnedClient implements AutoCloseable {
    /** A host with many addresses is not tried for ever. */
    private static final int ADDRESSES_TRIED = 3;

    /** The most connections that are tried for one request, since a server may have closed several of the kept ones. */
    private static final int CONNECTIONS_TRIED = 10;

    /**
     * Some servers send 408 to a kept connection that is idle for too long, and it may meet a request on its way: browsers repeat that
     * request on a new connection (RFC 9110, section 15.5.9).
     */
    private static final int REQUEST_TIMEOUT = 408;

    private final HttpClient client;

    record Request(WebUrl url, List<InetSocketAddress> addresses, MultiMap headers, PreparedPayload body) {}

    /**
     * @param status 0 where there is a failure
     */
    record Response(int status, Optional<String> location, Optional<String> retryAfter, Optional<Answer.None> failure) {
        private static Response failed(Cause cause, String detail, PostDeadline deadline) {
            return failed(new Answer.None(cause, detail, deadline.elapsed()));
        }

        private static Response failed(Answer.None failure) {
            return new Response(0, Optional.empty(), Optional.empty(), Optional.of(failure));
        }
    }

    PinnedClient(HttpClient client) {
        this.client = client;
    }

    /** Posts, and returns as soon as the answer's header is there, or when the time is up. */
    Response post(Request request, PostDeadline deadline) {
        Response response = Response.failed(Cause.NOT_CONNECTED, "could not be connected to in time", deadline);
        for (InetSocketAddress address : request.addresses()
                .subList(0, Math.min(ADDRESSES_TRIED, request.addresses().size()))) {
            response = post(request, address, deadline);
            boolean nothingSent = response.failure()
                    .filter(failure -> failure.cause() == Cause.NOT_CONNECTED)
                    .isPresent();
            if (!nothingSent || deadline.left().isZero()) {
                break;
            }
        }
        return response;
    }

    @Override
    public void close() {
        client.close();
    }

    private Response post(Request request, InetSocketAddress address, PostDeadline deadline) {
        // While a large body is sent, an answer may come: on a new connection it can be no other request's.
        return post(request, address, request.body().kept().isEmpty(), deadline);
    }

    private Response post(Request request, InetSocketAddress address, boolean onNew, PostDeadline deadline) {
        HttpClientRequest http;
        try {
            http = connect(Requests.options(request.url(), request.headers(), address), onNew, deadline);
        } catch (TimeoutException e) {
            return Response.failed(Cause.NOT_CONNECTED, "could not be connected to in time", deadline);
        } catch (ExecutionException e) {
            return Response.failed(Requests.connectFailure(Requests.cause(e), deadline));
        }
        boolean reused = AnswerHandler.wasUsed(http);
        Exchange exchange = new Exchange(http, deadline);
        try {
            HttpClientResponse response = exchange.send(request.body());
            if (response.statusCode() == REQUEST_TIMEOUT && reused && !onNew) {
                return post(request, address, true, deadline);
            }
            return new Response(
                    response.statusCode(),
                    Optional.ofNullable(response.getHeader("Location")),
                    Optional.ofNullable(response.getHeader("Retry-After")),
                    Optional.empty());
        } catch (TimeoutException e) {
            exchange.abandon();
            return Response.failed(Cause.TIMED_OUT, "did not answer in time", deadline);
        } catch (ExecutionException e) {
            exchange.abandon();
            return Response.failed(Requests.sendFailure(Requests.cause(e), deadline));
        } catch (EarlyAnswerException e) {
            return Response.failed(Requests.sendFailure(e, deadline));
        } catch (IOException e) {
            exchange.abandon();
            return Response.failed(Cause.NOT_SENT, "was not sent the message: it could not be read again", deadline);
        } catch (RuntimeException | Error e) {
            // The message takes too much work, or this program is wrong: the caller tells.
            exchange.abandon();
            throw e;
        }
    }

    /**
     * Takes a connection. A kept one that the server has closed meanwhile, or sent something on, is passed over: nothing was sent on it,
     * so that taking another can't deliver twice.
     */
    private HttpClientRequest connect(RequestOptions options, boolean onNew, PostDeadline deadline)
            throws TimeoutException, ExecutionException {
        for (int tried = 1; ; tried++) {
            boolean anyOne = !onNew || tried == CONNECTIONS_TRIED;
            Future<HttpClientRequest> connected = client.request(options);
            try {
                return Requests.await(connected.compose(request -> usable(request, anyOne)), deadline.left());
            } catch (TimeoutException e) {
                connected.onSuccess(HttpClientRequest::reset); // Came too late.
                throw e;
            } catch (ExecutionException e) {
                // The network's own failures are IOExceptions.
                if (tried == CONNECTIONS_TRIED || !(Requests.cause(e) instanceof VertxException)) {
                    throw e;
                }
            }
        }
    }

    private static Future<HttpClientRequest> usable(HttpClientRequest taken, boolean anyOne) {
        Future<Boolean> usable =
                anyOne || !AnswerHandler.wasUsed(taken) ? AnswerHandler.isQuiet(taken) : Future.succeededFuture(false);
        return usable.compose(yes -> {
            if (yes) {
                return Future.succeededFuture(taken);
            }
            AnswerHandler.cut(taken);
            return Future.failedFuture(new HttpClosedException("Every connection was closed at once"));
        });
    }
}
