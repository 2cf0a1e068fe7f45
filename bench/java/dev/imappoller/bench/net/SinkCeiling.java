package dev.imappoller.bench.net;

import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * What the sink takes at most, from a client in the same process that does nothing but write: no result can be above it.
 *
 * @param requestsPerSecond of 4 KiB
 * @param mebibytesPerSecond in requests of 4 MiB
 */
public record SinkCeiling(double requestsPerSecond, double mebibytesPerSecond) {
    private static final int CONNECTIONS = 4;
    private static final int SMALL = 5000;
    private static final int LARGE = 50;
    private static final int LARGE_MIB = 4;
    private static final double NANOS = 1e9;

    public static SinkCeiling measure(Sink sink) {
        sink.reset(0);
        byte[] small = new Message(MailSet.S200, 0, 0).text(4 * MailSet.KIB);
        byte[] large = new Message(MailSet.L, 0, 0).withAttachment(LARGE_MIB * MailSet.MIB);
        requestsPerSecond(sink.uri(), small, SMALL);
        double requests = requestsPerSecond(sink.uri(), small, SMALL);
        return new SinkCeiling(requests, requestsPerSecond(sink.uri(), large, LARGE) * LARGE_MIB);
    }

    private static double requestsPerSecond(URI sink, byte[] body, int countPerConnection) {
        long start = System.nanoTime();
        IntStream.range(0, CONNECTIONS)
                .mapToObj(number -> {
                    Thread thread = new Thread(() -> post(sink, body, countPerConnection), "post-" + number);
                    thread.start();
                    return thread;
                })
                .toList()
                .forEach(SinkCeiling::join);
        return CONNECTIONS * countPerConnection / ((System.nanoTime() - start) / NANOS);
    }

    private static void post(URI sink, byte[] body, int count) {
        byte[] head = ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        try (Socket socket = new Socket(sink.getHost(), sink.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[MailSet.KIB];
            for (int number = 0; number < count; number++) {
                out.write(request);
                if (in.read(answer) < 0) {
                    throw new EOFException("the sink ended the connection");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
