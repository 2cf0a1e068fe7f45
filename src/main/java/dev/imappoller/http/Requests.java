package dev.imappoller.http;

import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.url.WebUrl;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Requests to addresses that were checked before, and what it means when they fail. */
public final class Requests {
    private Requests() {}

    /** A POST to this address and no other; SNI, the check of the certificate and Host keep the name. */
    public static RequestOptions options(WebUrl url, MultiMap headers, InetSocketAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        address.getPort(), address.getAddress().getHostAddress()))
                .setHost(url.serverName()) // What SNI and the check of the certificate go by.
                .setPort(url.port())
                .setSsl(url.isHttps())
                .setURI(url.requestTarget())
                .setHeaders(HttpHeaders.headers().addAll(headers).set(HttpHeaders.HOST, url.authority()));
    }

    /**
     * Waits for something that the event loop does.
     *
     * @throws TimeoutException if the time is up before
     * @throws ExecutionException if it fails
     */
    public static <T> T await(Future<T> future, Duration atMost) throws TimeoutException, ExecutionException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted: the run's time is up");
        }
    }

    /** What has failed. */
    public static Throwable cause(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** Before anything was sent. */
    public static Answer.None connectFailure(Throwable e, PostDeadline deadline) {
        Optional<Throwable> tls = find(e, SSLException.class);
        if (tls.isPresent()) {
            return failed(Cause.TLS, "could not be trusted or spoken to over TLS: " + words(deepest(e)), deadline);
        }
        return failed(Cause.NOT_CONNECTED, "could not be connected to: " + words(e), deadline);
    }

    /** From then on. */
    public static Answer.None sendFailure(Throwable e, PostDeadline deadline) {
        if (find(e, SSLException.class).isPresent()) {
            return failed(Cause.TLS, "broke off TLS: " + words(deepest(e)), deadline);
        }
        if (e instanceof EarlyAnswerException) {
            return failed(Cause.ANSWERED_EARLY, words(e), deadline);
        }
        if (e instanceof NotHttpException) {
            return failed(Cause.NOT_HTTP, words(e), deadline);
        }
        if (e instanceof HttpClosedException || find(e, IOException.class).isPresent()) {
            return failed(Cause.CONNECTION_LOST, "closed the connection without an answer", deadline);
        }
        return failed(Cause.NOT_HTTP, "answered with something that is not HTTP", deadline);
    }

    private static Answer.None failed(Cause cause, String detail, PostDeadline deadline) {
        return new Answer.None(cause, detail, deadline.elapsed());
    }

    private static Optional<Throwable> find(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    private static Throwable deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String words(Throwable e) {
        return ForeignText.of(e).shown(Masking.NONE);
    }
}
