package dev.imappoller.webhook;

import dev.imappoller.testing.TestCertificates;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A web app that does octet by octet what it is told, each connection in a thread of its own. */
final class OddApp implements AutoCloseable {
    /** What it does on a connection. */
    interface Script {
        void play(Line line) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final boolean tls;
    private final List<Script> scripts;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private int connections;

    /** The first connection gets the first script, and so on; all that follow get the last. */
    private OddApp(boolean tls, Script... scripts) {
        this.tls = tls;
        this.scripts = List.of(scripts);
        try {
            server = tls
                    ? TestCertificates.trusted()
                            .serverContext()
                            .getServerSocketFactory()
                            .createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                    : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            server.setReceiveBufferSize(32 * 1024); // So that what is not read is not sent either.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    static OddApp http(Script... scripts) {
        return new OddApp(false, scripts);
    }

    static OddApp https(Script... scripts) {
        return new OddApp(true, scripts);
    }

    String url() {
        return (tls ? "https://localhost:" : "http://localhost:") + server.getLocalPort() + "/in";
    }

    synchronized int connections() {
        return connections;
    }

    @Override
    public void close() {
        over.countDown();
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                Script script;
                synchronized (this) {
                    script = scripts.get(Math.min(connections++, scripts.size() - 1));
                }
                daemon(() -> play(script, socket));
            } catch (IOException e) {
                continue; // Closed: the loop's condition tells.
            }
        }
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Line(socket));
        } catch (IOException | InterruptedException e) {
            return; // The client hung up, which some scripts wait for.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "odd-app");
        thread.setDaemon(true);
        thread.start();
    }

    /** The app's side of a connection. */
    final class Line {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Reads a request to its end, and returns its header. */
        String request() throws IOException {
            String header = header();
            for (String line : header.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    octets(Integer.parseInt(
                            line.substring("content-length:".length()).strip()));
                }
            }
            return header;
        }

        /** Reads a request's header. */
        String header() throws IOException {
            StringBuilder header = new StringBuilder();
            while (header.indexOf("\r\n\r\n") < 0) {
                header.append((char) octet());
            }
            return header.toString();
        }

        void octets(int count) throws IOException {
            in.skipNBytes(count);
        }

        private int octet() throws IOException {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed");
            }
            return octet;
        }

        /** One octet for each character. */
        Line say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return this;
        }

        /** Waits until the client has closed the connection. */
        void untilClosed() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Does nothing more, and reads nothing, until the test is over. */
        void stall() throws InterruptedException {
            over.await(60, TimeUnit.SECONDS);
        }
    }
}
