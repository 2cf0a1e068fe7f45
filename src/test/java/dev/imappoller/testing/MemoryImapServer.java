package dev.imappoller.testing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An IMAP server whose mailboxes are in memory. It is correct, as far as a poller can see, unless its {@link ImapBehaviour} says
 * otherwise at some command; so what a test writes down of it is only how it differs.
 */
public final class MemoryImapServer implements ImapServer {
    /** What is announced. */
    public static final String CAPABILITIES = "IMAP4rev1 SASL-IR AUTH=PLAIN ID UNSELECT";

    private static final long FIRST_UIDVALIDITY = 1_700_000_000;

    private final Listener listener = new Listener("memory-imap", Optional.empty(), this::serve);
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, MemoryMailbox> mailboxes = new ConcurrentHashMap<>();
    private final List<ImapCommand> commands = new CopyOnWriteArrayList<>();
    private volatile String capabilities = CAPABILITIES;
    private volatile String password = PASSWORD;
    private volatile ImapBehaviour behaviour = ImapBehaviour.CORRECT;

    private MemoryImapServer() {}

    /** Starts a correct one on a free port. */
    public static MemoryImapServer start() {
        return new MemoryImapServer();
    }

    /** What it does from now on. */
    public MemoryImapServer behaving(ImapBehaviour now) {
        behaviour = now;
        return this;
    }

    /** What it announces from now on. */
    public MemoryImapServer announcing(String now) {
        capabilities = now;
        return this;
    }

    /** The password of every user from now on. */
    public MemoryImapServer admitting(String now) {
        password = now;
        return this;
    }

    /** All commands so far, the greeting left out. */
    public List<ImapCommand> commands() {
        return List.copyOf(commands);
    }

    /** All commands but the first ones. */
    public List<ImapCommand> commandsAfter(int first) {
        List<ImapCommand> all = commands();
        return all.subList(first, all.size());
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    @Override
    public int imapPort() {
        return listener.port();
    }

    @Override
    public int imapsPort() {
        throw new UnsupportedOperationException("plain text only");
    }

    @Override
    public List<Long> append(String user, String folder, byte[]... messages) {
        MemoryMailbox mailbox = mailboxes.computeIfAbsent(
                user + "/" + folder, name -> new MemoryMailbox(FIRST_UIDVALIDITY + mailboxes.size()));
        return Stream.of(messages).map(mailbox::append).toList();
    }

    @Override
    public Map<Long, Set<String>> flags(String user, String folder) {
        return mailbox(user, folder).orElseThrow().flags();
    }

    @Override
    public void close() {
        listener.close();
    }

    String capabilities() {
        return capabilities;
    }

    boolean admits(String user, String word) {
        return word.equals(password) && mailboxes.keySet().stream().anyMatch(name -> name.startsWith(user + "/"));
    }

    Optional<MemoryMailbox> mailbox(String user, String folder) {
        return Optional.ofNullable(mailboxes.get(user + "/" + folder));
    }

    /** Makes an empty mailbox; false if there is one of that name. */
    boolean create(String user, String folder) {
        boolean isNew = mailbox(user, folder).isEmpty();
        append(user, folder);
        return isNew;
    }

    MemoryMailbox firstMailbox() {
        return mailboxes.values().iterator().next();
    }

    private void serve(Wire wire) throws IOException {
        ImapSession session = new ImapSession(connections.incrementAndGet(), this);
        Optional<ImapCommand> command = Optional.of(new ImapCommand("*", ImapCommand.GREETING));
        while (command.isPresent()) {
            if (!command.get().is(ImapCommand.GREETING)) {
                commands.add(command.get());
            }
            ImapTurn turn = new ImapTurn(command.get(), session, wire);
            behaviour.on(turn);
            command = turn.hasEnded() ? Optional.empty() : session.read(wire);
        }
    }
}
