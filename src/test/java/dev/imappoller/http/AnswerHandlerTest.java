package dev.imappoller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The order of what is written and what is read, step by step. */
class AnswerHandlerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final AtomicInteger evictions = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    AnswerHandlerTest() {
        HttpConnection connection = (HttpConnection) Proxy.newProxyInstance(
                HttpConnection.class.getClassLoader(),
                new Class<?>[] {HttpConnection.class},
                (proxy, method, arguments) -> {
                    evictions.incrementAndGet();
                    return null;
                });
        channel.pipeline().addLast("codec", new HttpRequestEncoder());
        channel.pipeline()
                .addLast(new AnswerHandler(connection, channel.pipeline().context("codec")));
    }

    @Test
    void passesOneAnswerOnForEachRequest() {
        for (int i = 0; i < 3; i++) {
            send();
            receive("HTTP/1.1 103 Hints\r\n\r\n" + OK);

            assertThat(answered()).isEqualTo(200);
            assertThat(channel.<Object>readInbound()).isNull();
            assertThat(evictions).hasValue(0);
        }
    }

    @Test
    void closesWhereSomethingComesUnasked() {
        send();
        receive(OK);
        assertThat(answered()).isEqualTo(200);

        assertThatThrownBy(() -> receive(OK)).isInstanceOf(NotHttpException.class);

        assertThat(channel.<Object>readInbound()).isNull();
        assertClosed();
    }

    @Test
    void passesOnTheFirstOfTwoAnswersAndClosesBeforeItsEndIsTold() {
        send();
        receive(OK + OK);

        assertThat(evictions).hasValue(1);
        assertThat(answered()).isEqualTo(200);
        assertThat(channel.<Object>readInbound()).isNull();
        assertClosed();
    }

    @Test
    void keepsNoConnectionBehindAnError() {
        send();
        receive("HTTP/1.1 504 Late\r\nContent-Length: 0\r\n\r\n");

        assertThat(answered()).isEqualTo(504);
        assertClosed();
    }

    @Test
    void takesNoSuccessThatEndsBeforeTheRequest() {
        beginToSend();

        assertThatThrownBy(() -> receive(OK)).isInstanceOf(EarlyAnswerException.class);

        assertClosed();
    }

    @Test
    void takesASuccessThatEndsAfterTheRequest() {
        beginToSend();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
        endSending();
        receive("k");

        assertThat(((HttpResponse) channel.readInbound()).status().code()).isEqualTo(200);
        assertThat(evictions).hasValue(0);
    }

    /** It may be a second answer to the request before, in two pieces. */
    @Test
    void takesNoSuccessThatIsBegunBeforeTheRequestEndsOnAKeptConnection() {
        send();
        receive(OK);
        assertThat(answered()).isEqualTo(200);
        beginToSend();
        receive("HTTP/1.1 200 OK\r\nContent-Le");
        endSending();

        assertThatThrownBy(() -> receive("ngth: 0\r\n\r\n")).isInstanceOf(EarlyAnswerException.class);

        assertThat(channel.<Object>readInbound()).isNull();
        assertClosed();
    }

    @Test
    void takesAnEarlyRefusalAndClosesThen() {
        beginToSend();
        receive("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");

        assertThat(answered()).isEqualTo(413);
        assertClosed();
    }

    @Test
    void takesTheEndOfTheConnectionForThatOfAnAnswerWithoutALength() {
        send();
        receive("HTTP/1.1 200 OK\r\n\r\n");
        channel.close();

        assertThat(answered()).isEqualTo(200);
    }

    private void send() {
        channel.writeOutbound(new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(new byte[9])));
    }

    /** What is written and not flushed is not sent. */
    private void beginToSend() {
        channel.write(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    private void endSending() {
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void receive(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
    }

    /** The status of an answer that was passed on to its end. */
    private int answered() {
        HttpResponse response = channel.readInbound();
        assertThat(channel.<Object>readInbound()).isInstanceOf(LastHttpContent.class);
        return response.status().code();
    }

    private void assertClosed() {
        assertThat(evictions).hasPositiveValue();
        assertThat(channel.isActive()).isFalse();
    }
}
