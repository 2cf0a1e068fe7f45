package dev.imappoller.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The answers of a {@link Receiver}: proper ones, and all the ways in which a web app can fail to give one. */
public final class Answers {

    private static final int BLOCK = 8192;

    private Answers() {}

    /** A status without a body. */
    public static Answer status(int code) {
        return response(code, "");
    }

    /** A status with a body (sent as UTF-8) and fields, as in {@code response(503, "busy", "Retry-After: 120")}. */
    public static Answer response(int code, String body, String... fields) {
        return raw(text(code, body, fields));
    }

    /** A redirect. */
    public static Answer redirect(int code, String location) {
        return response(code, "", "Location: " + location);
    }

    /** These bytes, whatever they are; the connection stays open. */
    public static Answer raw(String bytes) {
        return (request, wire) -> {
            send(wire, bytes);
            return true;
        };
    }

    /** Something that isn't HTTP. */
    public static Answer garbage() {
        return raw("\0\1\2 this is not HTTP \377\376\r\n\r\n").thenClose();
    }

    /** One answer after the other, the last one for all that follow. */
    public static Answer inTurn(Answer... answers) {
        Iterator<Answer> turn = List.of(answers).iterator();
        Answer last = answers[answers.length - 1];
        return (request, wire) -> {
            Answer next;
            synchronized (turn) {
                next = turn.hasNext() ? turn.next() : last;
            }
            return next.write(request, wire);
        };
    }

    /** Bytes, and some more after a time, unless the client is gone by then. */
    public static Answer rawInTwo(String first, Duration gap, String second) {
        return (request, wire) -> {
            send(wire, first);
            wire.moreComes(gap);
            send(wire, second);
            return true;
        };
    }

    /** The connection ends without an answer. */
    public static Answer close() {
        return (request, wire) -> false;
    }

    /** The connection is reset (RST). With {@link Answer#afterBodyBytes} even while the client still sends. */
    public static Answer reset() {
        return (request, wire) -> {
            wire.reset();
            return false;
        };
    }

    /** No answer, ever: until the client gives up or the receiver is closed. */
    public static Answer hang() {
        return (request, wire) -> {
            wire.untilClientGone();
            return false;
        };
    }

    /** An answer that is held back until the latch is open. */
    public static Answer when(CountDownLatch latch, Answer answer) {
        return (request, wire) -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return answer.write(request, wire);
        };
    }

    /** An answer that comes after a time, unless the client is gone by then. */
    public static Answer after(Duration delay, Answer answer) {
        return (request, wire) -> wire.clientStays(delay) && answer.write(request, wire);
    }

    /** A proper answer, one byte at a time. */
    public static Answer drip(int code, String body, Duration gap) {
        return (request, wire) -> {
            for (byte each : text(code, body).getBytes(StandardCharsets.ISO_8859_1)) {
                wire.out().write(each);
                wire.out().flush();
                if (!wire.clientStays(gap)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** A body that is shorter than its Content-Length says, and then the end of the connection. */
    public static Answer truncated(int code, String body, int contentLength) {
        return raw("HTTP/1.1 " + code + " Status\r\nContent-Length: " + contentLength + "\r\n\r\n" + body)
                .thenClose();
    }

    /** A body of so many bytes. */
    public static Answer huge(int code, long length) {
        return (request, wire) -> {
            send(wire, "HTTP/1.1 " + code + " Status\r\nContent-Length: " + length + "\r\n\r\n");
            fill(wire.out(), length);
            return true;
        };
    }

    /** A chunked body that goes on for as long as the client takes it. */
    public static Answer endless(int code) {
        return (request, wire) -> {
            send(wire, "HTTP/1.1 " + code + " Status\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                send(wire, Integer.toHexString(BLOCK) + "\r\n");
                fill(wire.out(), BLOCK);
                send(wire, "\r\n");
            }
        };
    }

    /** A header that goes on for as long as the client takes it. */
    public static Answer endlessHeader(int code) {
        return (request, wire) -> {
            send(wire, "HTTP/1.1 " + code + " Status\r\n");
            for (int field = 0; ; field++) {
                send(wire, "X-Field-" + field + ": " + "x".repeat(100) + "\r\n");
            }
        };
    }

    /** One character per byte; the body in UTF-8. */
    private static String text(int code, String body, String... fields) {
        String bytes = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder("HTTP/1.1 " + code + " Status\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        // A client must not expect a body here (RFC 9110, sections 6.4.1 and 15).
        if (code != 204 && code != 304 && code >= 200) {
            text.append("Content-Length: ").append(bytes.length()).append("\r\n");
        }
        return text.append("\r\n").append(bytes).toString();
    }

    /** One byte per character. */
    private static void send(Wire wire, String text) throws IOException {
        wire.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
        wire.out().flush();
    }

    private static void fill(OutputStream out, long length) throws IOException {
        byte[] block = "x".repeat(BLOCK).getBytes(StandardCharsets.US_ASCII);
        for (long left = length; left > 0; left -= BLOCK) {
            out.write(block, 0, (int) Math.min(left, BLOCK));
        }
        out.flush();
    }
}
