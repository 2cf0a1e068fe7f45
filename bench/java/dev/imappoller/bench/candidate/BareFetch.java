package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Trial;
import dev.imappoller.testing.ImapServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * The least that any poller could take: one FETCH of all messages and one STORE, with the octets thrown away. It posts
 * nothing, so this isn't a way to do the work, but what the mail server, its disk and the proxy need by themselves.
 */
public final class BareFetch {
    public static final String NAME = "bare FETCH";

    private static final byte[] BUFFER = new byte[MailSet.MIB];

    /** The end of an answer is looked for in so many of the last octets. */
    private static final int TAIL = 2000;

    private static final int TIMEOUT_MILLIS = 60_000;

    private BareFetch() {}

    /** Returns how many milliseconds it took. */
    public static double millis(Trial trial, int imapPort) {
        SocketFactory sockets = trial.tls() ? Trust.context().getSocketFactory() : SocketFactory.getDefault();
        long start = System.nanoTime();
        try (Socket socket = sockets.createSocket("127.0.0.1", imapPort)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            until(socket.getInputStream(), "* OK");
            command(socket, "LOGIN " + trial.set().user(0) + " " + ImapServer.PASSWORD);
            command(socket, "SELECT INBOX");
            command(socket, "UID FETCH 1:* (BODY.PEEK[])");
            command(socket, "UID STORE 1:* +FLAGS.SILENT (\\Seen)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static void command(Socket socket, String command) throws IOException {
        socket.getOutputStream().write(("done " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        until(socket.getInputStream(), "done OK");
    }

    /** Reads until the last line begins in this way; no message here has such a line. */
    private static void until(InputStream in, String answer) throws IOException {
        String tail = "\r\n";
        while (!tail.endsWith("\r\n") || !tail.contains("\n" + answer)) {
            int read = in.read(BUFFER);
            if (read < 0) {
                throw new EOFException("the mail server ended the connection");
            }
            int from = Math.max(0, read - TAIL);
            tail = (tail + new String(BUFFER, from, read - from, StandardCharsets.ISO_8859_1));
            tail = tail.substring(Math.max(0, tail.length() - TAIL));
        }
    }
}
