package dev.imappoller.http;

import dev.imappoller.http.AnswerReader.Sink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a connection of the Vert.x client in the place of Netty's decoder, and lets pass one final answer for each request. The next
 * request may use the connection only if nothing more of this answer can arrive on it. Otherwise it is closed. Runs on the connection's
 * event loop alone.
 */
public final class AnswerHandler extends ChannelDuplexHandler {
    private final HttpConnection connection;
    private final ChannelHandlerContext encoder;
    private @Nullable Turn turn;
    private boolean closing;
    private boolean over;
    private volatile boolean used;

    /** @param encoder the one of requests, which stands before this handler in the pipeline */
    AnswerHandler(HttpConnection connection, ChannelHandlerContext encoder) {
        this.connection = connection;
        this.encoder = encoder;
    }

    /** Takes over a new connection; called on its event loop, before there is a request on it. */
    static void install(HttpConnection connection) {
        Channel channel = channel(connection);
        // A failed write must not close the connection, since an earlier answer may still be unread.
        channel.config().setAutoClose(false);
        channel.pipeline().replace("codec", "codec", new HttpRequestEncoder());
        ChannelHandlerContext encoder = channel.pipeline().context("codec");
        channel.pipeline().addAfter("codec", "answers", new AnswerHandler(connection, encoder));
    }

    /** Closes a request's connection, also where the other side takes nothing more of what was written. */
    public static void cut(HttpClientRequest request) {
        HttpConnection connection = request.connection();
        AnswerHandler handler = channel(connection).pipeline().get(AnswerHandler.class);
        if (handler != null) {
            channel(connection).eventLoop().execute(handler::evict);
        }
    }

    /**
     * Tells whether a connection that was just taken can be used: true for a new one, and for a kept one on which nothing has arrived until
     * now. Octets that have already arrived are examined first.
     */
    public static Future<Boolean> isQuiet(HttpClientRequest taken) {
        if (!wasUsed(taken)) {
            return Future.succeededFuture(true);
        }
        Channel channel = channel(taken.connection());
        AnswerHandler handler = channel.pipeline().get(AnswerHandler.class);
        Promise<Boolean> quiet = Promise.promise();
        SingleThreadEventLoop loop = (SingleThreadEventLoop) channel.eventLoop();
        // After this round and the next one's reads.
        loop.execute(() -> loop.executeAfterEventLoopIteration(
                () -> loop.execute(() -> quiet.complete(!handler.closing && channel.isActive()))));
        return quiet.future();
    }

    /** Whether there was another request before on the connection that was taken for this one. */
    public static boolean wasUsed(HttpClientRequest taken) {
        AnswerHandler handler = channel(taken.connection()).pipeline().get(AnswerHandler.class);
        return handler != null && handler.used;
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** The promise gets the result. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            turn = new Turn(ctx, used);
            used = true;
        }
        Turn now = turn;
        if (message instanceof LastHttpContent && now != null) {
            ctx.write(message, promise.unvoid().addListener(written -> now.sent = written.isSuccess()));
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        byte[] octets = octets((ByteBuf) message);
        if (closing) {
            return;
        }
        Turn now = turn;
        if (now == null) {
            fail(ctx, new NotHttpException("sent something before it was asked"));
            return;
        }
        now.begins();
        try {
            int read = now.reader.read(octets);
            now.surplus |= read < octets.length;
            if (now.head != null && now.isAnothers(now.head)) {
                fail(ctx, new EarlyAnswerException(now.head.status()));
            }
        } catch (NotHttpException e) {
            fail(ctx, e);
        }
    }

    /** Only now it is known whether octets followed the answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        passEnd(ctx);
        ctx.fireChannelReadComplete();
    }

    /** TLS may end while TCP goes on (RFC 8446, section 6.1): nothing that is sent then is answered. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            over = true;
            if (turn == null && !closing) {
                evict();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!closing) {
            if (turn != null) {
                turn.reader.closed();
            }
            passEnd(ctx);
        }
        ctx.fireChannelInactive();
    }

    private void passEnd(ChannelHandlerContext ctx) {
        Turn ended = turn;
        if (ended == null || closing || ended.head == null || !ended.reader.hasEnded()) {
            return;
        }
        AnswerHead head = ended.head;
        if (head.isSuccess() && !ended.sent) {
            fail(ctx, new EarlyAnswerException(head.status()));
            return;
        }
        turn = null;
        // Behind an error another answer may come, such as that of the web app behind a proxy's time-out.
        if (over || !head.keepAlive() || head.status() >= 400 || !ended.sent || ended.surplus) {
            evict();
        }
        ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void fail(ChannelHandlerContext ctx, Exception e) {
        evict();
        ctx.fireExceptionCaught(e);
    }

    /** Takes the connection out of those that are kept, at once, and closes it without waiting for what was written. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void evict() {
        closing = true;
        connection.close();
        encoder.close();
    }

    private static byte[] octets(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    /** A request and its answer. */
    private static final class Turn implements Sink {
        private final ChannelHandlerContext ctx;
        private final AnswerReader reader = new AnswerReader(this);
        private @Nullable AnswerHead head;
        private final boolean reused;
        private boolean begun;
        private boolean begunEarly;
        private boolean sent;
        private boolean surplus;

        private Turn(ChannelHandlerContext ctx, boolean reused) {
            this.ctx = ctx;
            this.reused = reused;
        }

        private void begins() {
            begunEarly |= !begun && !sent;
            begun = true;
        }

        /** A 2xx that was on its way before the request was may be a second answer to the request before. */
        private boolean isAnothers(AnswerHead read) {
            return reused && begunEarly && read.isSuccess();
        }

        @Override
        public void head(AnswerHead read) {
            head = read;
            if (isAnothers(read)) {
                return;
            }
            HttpHeaders fields = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders();
            read.location().ifPresent(location -> fields.set(HttpHeaderNames.LOCATION, location));
            read.retryAfter().ifPresent(wait -> fields.set(HttpHeaderNames.RETRY_AFTER, wait));
            read.idleSeconds()
                    .filter(seconds -> seconds <= HttpClients.KEEP_ALIVE.toSeconds())
                    .ifPresent(seconds -> fields.set("Keep-Alive", "timeout=" + (seconds - 1)));
            HttpResponseStatus status = HttpResponseStatus.valueOf(read.status());
            ctx.fireChannelRead(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, fields));
        }

        @Override
        public void body(byte[] octets, int from, int length) {
            ctx.fireChannelRead(new DefaultHttpContent(Unpooled.copiedBuffer(octets, from, length)));
        }

        @Override
        public void end() {
            // Passed on when it is known that nothing came behind it.
        }
    }
}
