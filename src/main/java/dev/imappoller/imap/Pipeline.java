package dev.imappoller.imap;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;

/**
 * Several commands under way at the same time on one connection (RFC 9051, section 5.5). A thread of its own reads what comes back,
 * and reads only while an answer is due, so that an endpoint that takes long is no silence of the IMAP server's.
 */
final class Pipeline implements Closeable {
    private final IMAPProtocol protocol;
    private final Answers answers;
    private final Map<String, Pending> pending = new HashMap<>();
    private Optional<Thread> reader = Optional.empty();
    private boolean closed;

    /** Takes what comes back that is not the end of a command; called by the reading thread. */
    interface Answers {
        /** An untagged FETCH, which may belong to any command under way. */
        void fetched(FetchAnswer answer);

        /** A response that can't be read as IMAP: whatever it was, it is lost. */
        void unreadable();

        /** The connection is gone, with a BYE or without; nothing is told of afterwards. */
        void lost(String during, Throwable cause);
    }

    private record Pending(String verb, Consumer<Response> onResult) {}

    Pipeline(IMAPProtocol protocol, Answers answers) {
        this.protocol = protocol;
        this.answers = answers;
    }

    /**
     * Sends a command without waiting for those before it.
     *
     * @param onResult is given the tagged response, by the reading thread
     */
    void send(String verb, String command, Consumer<Response> onResult) {
        Optional<Exception> failed;
        synchronized (pending) {
            failed = closed ? Optional.empty() : write(verb, command, onResult);
        }
        failed.ifPresent(e -> answers.lost(verb, e));
    }

    private Optional<Exception> write(String verb, String command, Consumer<Response> onResult) {
        try {
            pending.put(protocol.writeCommand(command, null), new Pending(verb, onResult));
            if (reader.isEmpty()) {
                Thread thread = new Thread(this::read, "imap-reader");
                thread.setDaemon(true);
                reader = Optional.of(thread);
                thread.start();
            }
            pending.notifyAll();
            return Optional.empty();
        } catch (IOException | ProtocolException e) {
            closed = true;
            pending.notifyAll();
            return Optional.of(e);
        }
    }

    /** Sends LOGOUT, waits for nothing, and ends the reading thread, which tells of nothing more. */
    @Override
    public void close() {
        synchronized (pending) {
            if (!closed) {
                closed = true;
                pending.notifyAll();
                try {
                    protocol.writeCommand("LOGOUT", null);
                } catch (IOException | ProtocolException e) {
                    // It is being left anyway.
                }
            }
        }
    }

    private void read() {
        try {
            while (awaitCommand()) {
                readOne();
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            // Whatever a server sends, even a literal larger than the memory, is the end of this connection alone.
            lost(e);
        }
    }

    private void readOne() throws IOException, ProtocolException {
        Response response;
        try {
            response = protocol.readResponse();
        } catch (ProtocolException e) {
            answers.unreadable();
            return;
        }
        if (response.isBYE()) {
            throw new ConnectionException(protocol, response);
        }
        take(response);
    }

    private void take(Response response) {
        if (response.isTagged()) {
            Optional<Pending> ended;
            synchronized (pending) {
                ended = Optional.ofNullable(pending.remove(response.getTag()));
            }
            ended.ifPresent(command -> command.onResult().accept(response));
        } else if (response instanceof FetchAnswer fetch) {
            answers.fetched(fetch);
        }
    }

    private void lost(Throwable cause) {
        String during;
        synchronized (pending) {
            if (closed) {
                return;
            }
            closed = true;
            during = pending.values().stream().findFirst().map(Pending::verb).orElse("a command");
        }
        answers.lost(during, cause);
    }

    /** Waits until an answer is due; false once the connection is left. */
    private boolean awaitCommand() {
        synchronized (pending) {
            try {
                while (!closed && pending.isEmpty()) {
                    pending.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !closed;
        }
    }
}
