package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands between an IMAP client and a server, without TLS, and lets a test decide at each command what becomes of it. */
public final class ImapProxy implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;

    /** Is asked at each command of the client. */
    @FunctionalInterface
    public interface Script {
        /** Lets everything through. */
        Script HONEST = Session::pass;

        void on(Session session, Command command) throws IOException;
    }

    /** A command as the client sent it. */
    public record Command(String tag, String text) {
        /** Such as SELECT, UID SEARCH, UID FETCH or UID STORE. */
        public String verb() {
            String[] words = text.toUpperCase(Locale.ROOT).split(" ");
            return words[0].equals("UID") && words.length > 1 ? "UID " + words[1] : words[0];
        }

        /** Whether it asks for messages, and not only for their sizes or flags. */
        public boolean fetchesMessages() {
            return verb().equals("UID FETCH") && text.contains("BODY");
        }
    }

    private final int target;
    private final Listener listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private volatile Script script = Script.HONEST;

    private ImapProxy(int target) {
        this.target = target;
        this.listener = new Listener("imap-proxy", Optional.empty(), this::connect);
    }

    /** Starts one on a free port. */
    public static ImapProxy to(int port) {
        return new ImapProxy(port);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    /** All commands so far. */
    public List<Command> commands() {
        return List.copyOf(commands);
    }

    /** What happens from now on. */
    public ImapProxy script(Script now) {
        script = now;
        return this;
    }

    @Override
    public void close() {
        listener.close();
        open.forEach(Session::cut);
    }

    private void connect(Wire client) throws IOException {
        connections.incrementAndGet();
        try (Socket server = new Socket(Ports.LOOPBACK, target)) {
            server.setTcpNoDelay(true);
            Session session = new Session(server, client);
            open.add(session);
            Thread down = new Thread(session::pump, "imap-proxy-down");
            down.setDaemon(true);
            down.start();
            for (Optional<String> line = session.line(); line.isPresent(); line = session.line()) {
                String[] words = line.get().split(" ", 2);
                Command command = new Command(words[0], words[words.length - 1]);
                commands.add(command);
                script.on(session, command);
            }
            open.remove(session);
        }
    }

    /** One connection. */
    public static final class Session {
        private final Socket server;
        private final Wire client;
        private volatile Down down = this::forward;
        private volatile boolean ended;

        @FunctionalInterface
        private interface Down {
            void take(byte[] octets) throws IOException;
        }

        private Session(Socket server, Wire client) {
            this.server = server;
            this.client = client;
        }

        /** Hands a command on to the server. */
        public void pass(Command command) throws IOException {
            server.getOutputStream()
                    .write((command.tag() + " " + command.text() + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Hands a command on and keeps everything back that the server sends until it has answered, and returns that. */
        public String ask(Command command) throws IOException {
            Pattern end = Pattern.compile("(?:^|\r\n)" + Pattern.quote(command.tag()) + " [^\r\n]*\r\n");
            StringBuilder text = new StringBuilder();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Down before = down;
            down = octets -> {
                text.append(new String(octets, StandardCharsets.ISO_8859_1));
                if (end.matcher(text).find()) {
                    down = before;
                    answer.complete(text.toString());
                }
            };
            pass(command);
            try {
                return answer.get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IOException("the server did not answer " + command, e);
            }
        }

        /** Sends the client something that the server did not say. */
        public void say(String text) throws IOException {
            forward(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Resets the connection on both sides. */
        public void cut() {
            ended = true;
            Listener.reset(server);
            Listener.reset(client.socket());
        }

        /** Nothing that the server sends reaches the client any more, and nobody is told. */
        public void swallow() {
            down = octets -> {};
        }

        /** From now on every octet from the server goes out by itself, so many milliseconds after the one before. */
        public void drip(long millis) {
            down = octets -> {
                for (byte octet : octets) {
                    if (millis > 0 && !client.clientStays(Duration.ofMillis(millis))) {
                        return;
                    }
                    forward(new byte[] {octet});
                }
            };
        }

        /** After so many octets more from the server, something is done, and nothing more reaches the client. */
        public void after(int octets, Runnable action) {
            int[] left = {octets};
            down = some -> {
                if (some.length < left[0]) {
                    left[0] -= some.length;
                    forward(some);
                    return;
                }
                forward(Arrays.copyOf(some, left[0]));
                down = more -> {};
                action.run();
            };
        }

        private synchronized void forward(byte[] octets) throws IOException {
            client.out().write(octets);
            client.out().flush();
        }

        private void pump() {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = server.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    down.take(Arrays.copyOf(buffer, read));
                }
                client.close();
            } catch (IOException e) {
                if (!ended) {
                    cut();
                }
            }
        }

        private Optional<String> line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = client.in().read(); octet >= 0; octet = client.in().read()) {
                if (octet == '\n') {
                    return Optional.of(
                            line.toString(StandardCharsets.ISO_8859_1).strip());
                }
                line.write(octet);
            }
            return Optional.empty();
        }
    }
}
