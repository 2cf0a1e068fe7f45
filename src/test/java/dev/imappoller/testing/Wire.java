package dev.imappoller.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A server's side of one connection, with or without TLS on top of the socket. */
public final class Wire implements AutoCloseable {

    private final Socket bottom;
    private final Socket top;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket bottom, Socket top) throws IOException {
        this.bottom = bottom;
        this.top = top;
        this.in = new BufferedInputStream(top.getInputStream());
        this.out = top.getOutputStream();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** The TCP socket, beneath TLS. */
    Socket socket() {
        return bottom;
    }

    /** Waits for a time, or until the client is gone or the server closes; tells whether the client is still there. */
    boolean clientStays(Duration time) throws IOException {
        top.setSoTimeout(Math.toIntExact(Math.max(1, time.toMillis())));
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            top.setSoTimeout(0);
        }
    }

    /** Waits until the client sends something, for a time at the most; nothing is taken from what it sends. */
    boolean moreComes(Duration time) throws IOException {
        top.setSoTimeout(Math.toIntExact(Math.max(1, time.toMillis())));
        in.mark(1);
        try {
            return in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            in.reset();
            top.setSoTimeout(0);
        }
    }

    /** Waits until the client is gone, whatever it sends, or the server closes. */
    void untilClientGone() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Ends the connection by RST. */
    void reset() {
        Listener.reset(bottom);
    }

    @Override
    public void close() throws IOException {
        top.close();
    }
}
