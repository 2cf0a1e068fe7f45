package dev.imappoller.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a {@link Receiver} can do that has answered before it had the whole request; each is used with a limit for the body. */
public final class EarlyAnswers {
    private static final int BLOCK = 16 * 1024;

    /** So long that the client has the answer before what comes then. */
    private static final Duration UNTIL_READ = Duration.ofMillis(200);

    private EarlyAnswers() {}

    /** The answer, and then a reset. */
    public static Answer thenReset(int code) {
        return (request, wire) -> {
            Answers.status(code).write(request, wire);
            pause();
            wire.reset();
            return false;
        };
    }

    /** The answer and the reset at once. */
    public static Answer thenResetAtOnce(int code) {
        return (request, wire) -> {
            Answers.status(code).write(request, wire);
            wire.reset();
            return false;
        };
    }

    /** The answer, and then the end of what this side says; the request is read no further. */
    public static Answer thenFinish(int code) {
        return (request, wire) -> {
            Answers.status(code).write(request, wire);
            wire.socket().shutdownOutput();
            pause();
            return false;
        };
    }

    /** The answer, and then nothing is read any more, for as long as the client stays. */
    public static Answer thenStopReading(int code, Duration atMost) {
        return (request, wire) -> {
            Answers.status(code).write(request, wire);
            try {
                Thread.sleep(atMost.toMillis());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return false;
        };
    }

    /** The answer, and then the rest of the request. */
    public static Answer thenReadOn(int code) {
        return (request, wire) -> {
            Answers.status(code).write(request, wire);
            readRest(request, wire.in());
            return true;
        };
    }

    /** An answer of so many bytes and some more that goes out while the request comes in, and ends after it. */
    public static Answer streaming(int code, int length) {
        return (request, wire) -> {
            send(wire, "HTTP/1.1 " + code + " Status\r\nContent-Length: " + (length + 2) + "\r\n\r\n");
            int left = left(request);
            for (int sent = 0; sent < length; sent += BLOCK) {
                left -= read(wire.in(), Math.min(left, BLOCK));
                send(wire, "x".repeat(Math.min(BLOCK, length - sent)));
            }
            read(wire.in(), left);
            send(wire, "ok");
            return true;
        };
    }

    private static void readRest(Request request, InputStream in) throws IOException {
        read(in, left(request));
    }

    private static int left(Request request) {
        return Integer.parseInt(request.header("content-length").orElseThrow()) - request.body().length;
    }

    private static int read(InputStream in, int count) throws IOException {
        if (in.readNBytes(count).length < count) {
            throw new IOException("the client ended the connection within the body");
        }
        return count;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(UNTIL_READ.toMillis());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void send(Wire wire, String text) throws IOException {
        wire.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
        wire.out().flush();
    }
}
