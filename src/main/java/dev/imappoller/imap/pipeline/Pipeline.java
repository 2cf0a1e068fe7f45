package dev.imappoller.imap.pipeline;

import dev.imappoller.imap.answer.MessageAnswers;
import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.inflow.ConnectionInput;
import dev.imappoller.imap.inflow.ResponseLimit;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Several commands under way at the same time on one connection (RFC 9051, section 5.5). At first, the caller of {@link #ask} reads the
 * answers. Later a thread of its own does, and only while an answer is due. So a slow endpoint does not look like a silent IMAP server. A
 * command that is refused or not answered though it was sent ahead is sent again alone; if that helps, one goes at a time from then on.
 */
public final class Pipeline implements Closeable {
    private final IMAPProtocol protocol;
    private final ConnectionInput inflow;
    private final Pipelining pipelining;
    private final CommandQueue commands;
    private @Nullable MessageAnswers answers;
    private @Nullable Thread reader;
    private boolean closed;
    private volatile boolean crowded;

    public Pipeline(IMAPProtocol protocol, LineWriter lines, ConnectionInput inflow, Pipelining pipelining) {
        this.protocol = protocol;
        this.commands = new CommandQueue(lines);
        this.inflow = inflow;
        this.pipelining = pipelining;
        inflow.whenQuiet(this::look);
        inflow.renew(ResponseLimit.Phase.PASSING);
    }

    /** Sets who takes what comes of commands that are {@link #send sent} without waiting. */
    public void answersTo(MessageAnswers listener) {
        answers = listener;
    }

    /**
     * Sends commands, and waits until all are answered. Only before anything is sent without waiting.
     *
     * @return their tagged responses, in the order of the commands
     * @throws IOException if the connection is lost
     * @throws ConnectionException if the server says BYE
     */
    public List<Response> ask(String verb, List<String> asked, Untagged untagged)
            throws IOException, ProtocolException {
        Map<Integer, Response> results = new LinkedHashMap<>();
        try {
            synchronized (commands) {
                for (int i = 0; i < asked.size(); i++) {
                    int place = i;
                    commands.add(new Command(verb, asked.get(i), result -> results.put(place, result)));
                }
                flush();
            }
            while (results.size() < asked.size()) {
                readOne(untagged);
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            giveUp(e);
            throw e;
        }
        return new ArrayList<>(new TreeMap<>(results).values());
    }

    /**
     * Sends a command without waiting for those before it.
     *
     * @param onResult is given the tagged response, by the reading thread
     */
    public void send(String verb, String command, Consumer<Response> onResult) {
        send(new Command(verb, command, onResult));
    }

    /** As {@link #send}, while nothing else is under way. */
    public void sendAlone(String verb, String command, Consumer<Response> onResult) {
        send(new Command(verb, command, onResult).alone());
    }

    private void send(Command command) {
        try {
            synchronized (commands) {
                if (!closed) {
                    commands.add(command);
                    flush();
                    read();
                }
            }
        } catch (IOException | ProtocolException | RuntimeException e) {
            giveUp(e);
            Objects.requireNonNull(answers).lost(command.verb(), e);
        }
    }

    /** Whether other commands were under way with the one whose result is told at the moment, so that its answer may be among theirs. */
    public boolean wasCrowded() {
        return crowded;
    }

    /** Whether each command waits for the answer to the one before. */
    public boolean isOneByOne() {
        return pipelining.depth() == 1;
    }

    /** From now on one command goes at a time, whatever the server takes. */
    public void carefully() {
        synchronized (commands) {
            commands.carefully();
        }
    }

    /** The server mixes up the answers to commands that are under way at the same time. */
    public void mixedUp() {
        pipelining.suspected();
    }

    /** Sends what may be sent by now. */
    private void flush() throws IOException, ProtocolException {
        Optional<Command> next = closed ? Optional.empty() : commands.next(pipelining.depth());
        while (next.isPresent()) {
            commands.sent(protocol.writeCommand(next.get().begin(), null), next.get());
            next = commands.next(pipelining.depth());
        }
        commands.notifyAll();
    }

    /** Sends LOGOUT, waits for nothing, and ends the reading thread, which tells of nothing more. */
    @Override
    public void close() {
        synchronized (commands) {
            if (!closed) {
                giveUp(null);
                try {
                    protocol.writeCommand("LOGOUT", null);
                } catch (IOException | ProtocolException | RuntimeException e) {
                    // It is being left anyway.
                }
            }
        }
    }

    /**
     * Nothing more is sent or told. A server that hangs is left at the run's end: if it has been quiet, that may be why.
     *
     * @param loss how the connection was lost, if it was
     */
    private void giveUp(@Nullable Throwable loss) {
        synchronized (commands) {
            boolean isSuspect = loss != null && Pipelining.mayBeWhy(loss) && !inflow.isClosed();
            if (!closed && commands.isCrowded() && (isSuspect || commands.isProbed())) {
                pipelining.suspected();
            }
            closed = true;
            commands.notifyAll();
        }
    }

    private void read() {
        if (reader == null) {
            inflow.messagesMove();
            Thread thread = new Thread(this::readOn, "imap-reader");
            thread.setDaemon(true);
            reader = thread;
            thread.start();
        }
    }

    private void readOn() {
        MessageAnswers toTell = Objects.requireNonNull(answers);
        try {
            while (awaitCommand()) {
                readOne(Untagged.inStep(Untagged.to(toTell)));
            }
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            // Whatever a server sends, even a literal larger than the memory, ends only this connection.
            lost(toTell, e);
        }
    }

    private void readOne(Untagged untagged) throws IOException, ProtocolException {
        Response response;
        try {
            response = protocol.readResponse();
        } catch (ProtocolException e) {
            untagged.unreadable();
            return;
        }
        if (response.isBYE()) {
            throw new ConnectionException(protocol, response);
        }
        if (response.isTagged()) {
            ended(response, untagged);
        } else if (!response.isContinuation() || !commands.goOn()) {
            untagged.take(response);
        }
    }

    private void ended(Response result, Untagged untagged) throws IOException, ProtocolException {
        Optional<Command> ended;
        synchronized (commands) {
            if (commands.isProbe(result.getTag())) {
                notHeard();
                return;
            }
            if (commands.isWoken(result.getTag())) {
                pipelining.suspected();
            }
            ended = commands.answered(result.getTag());
            if (ended.isPresent()) {
                inflow.renew(ResponseLimit.Phase.PASSING);
                if (ended.get().isRefusedAhead(result)) {
                    commands.addFirst(ended.get().again());
                    ended = Optional.empty();
                } else if (result.isOK() && ended.get().isRepeated()) {
                    pipelining.refused(); // It was refused only because it was sent ahead.
                }
                flush();
            }
        }
        if (ended.isPresent()) {
            crowded = ended.get().isCrowded();
            ended.get().onResult().accept(result);
        } else {
            untagged.take(result);
        }
    }

    /**
     * Called while an answer is due and nothing comes.
     *
     * @return whether commands that were sent ahead seem to be why: only while a mailbox is selected, since later any may take long
     */
    private boolean look() {
        synchronized (commands) {
            if (!closed && commands.mayBeProbed()) {
                try {
                    commands.probed(protocol.writeCommand("NOOP", null));
                } catch (IOException | ProtocolException e) {
                    // Whoever reads will find out.
                }
            }
            return commands.areSeveral("SELECT");
        }
    }

    /** Sends those that were dropped again, one by one. */
    private void notHeard() throws IOException, ProtocolException {
        inflow.renew(ResponseLimit.Phase.PASSING);
        List<Command> dropped = commands.dropped();
        if (dropped.stream().anyMatch(Command::isAlone)) {
            throw new IOException("the server answers what is sent later, and not this");
        }
        for (int i = dropped.size() - 1; i >= 0; i--) {
            pipelining.refused();
            commands.addFirst(dropped.get(i).again());
        }
        flush();
    }

    private void lost(MessageAnswers toTell, Throwable cause) {
        String during;
        synchronized (commands) {
            if (closed) {
                return;
            }
            giveUp(cause);
            during = commands.underWay().stream().findFirst().map(Command::verb).orElse("a command");
        }
        toTell.lost(during, cause);
    }

    /** Waits until an answer is due; false once the connection is left. */
    private boolean awaitCommand() {
        synchronized (commands) {
            try {
                while (!closed && commands.isIdle()) {
                    commands.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !closed;
        }
    }
}
