package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An IMAP server whose answers a test writes, to be as odd as no real one would admit. It logs anybody in and selects any folder, and has
 * nothing to say to a search that goes with that; what comes then is up to the script.
 */
public final class ScriptedImapServer implements AutoCloseable {
    /** What is announced with the greeting. */
    private static final String CAPABILITIES = "IMAP4rev1 SASL-IR AUTH=PLAIN";

    private final Listener listener = new Listener("scripted-imap", Optional.empty(), this::serve);
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Script script;
    private final Map<String, String> refusals = new ConcurrentHashMap<>();

    /** Answers commands. */
    @FunctionalInterface
    public interface Script {
        /**
         * What is sent back at once, in ISO 8859-1; may be nothing, to answer later commands in another order.
         *
         * @param command without its tag
         */
        String answer(String tag, String command);
    }

    private ScriptedImapServer(Script script) {
        this.script = script;
    }

    /** Starts it on a free port. */
    public static ScriptedImapServer start(Script script) {
        return new ScriptedImapServer(script);
    }

    /** From now on answers a command of this verb with that, after its tag. */
    public ScriptedImapServer refusing(String verb, String answer) {
        refusals.put(verb, answer);
        return this;
    }

    /** A FETCH response with a part of a message, as RFC 9051 has it. */
    public static String fetch(long uid, long origin, String octets) {
        return "* " + uid + " FETCH (UID " + uid + " FLAGS () BODY[]<" + origin + "> {" + octets.length() + "}\r\n"
                + octets + ")\r\n";
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** All commands so far, without their tags, but for the search that goes with SELECT. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void close() {
        listener.close();
    }

    private void serve(Wire wire) throws IOException {
        send(wire, "* OK [CAPABILITY " + CAPABILITIES + "] ready\r\n");
        boolean selected = false;
        Optional<String> line = readLine(wire);
        while (line.isPresent()) {
            String[] words = line.get().split(" ", 2);
            if (selected && words[1].startsWith("UID SEARCH")) {
                send(wire, words[0] + " OK\r\n"); // It says nothing, so who wants to know asks again.
            } else {
                commands.add(words[1]);
                send(wire, answer(words[0], words[1]));
            }
            selected = words[1].startsWith("SELECT");
            line = readLine(wire);
        }
    }

    private static Optional<String> readLine(Wire wire) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = wire.in().read(); octet >= 0; octet = wire.in().read()) {
            if (octet == '\n') {
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1).strip());
            }
            line.write(octet);
        }
        return Optional.empty();
    }

    private String answer(String tag, String command) {
        Optional<String> refusal = Optional.ofNullable(refusals.get(command.split(" ")[0]));
        if (refusal.isPresent()) {
            return tag + " " + refusal.get() + "\r\n";
        }
        if (command.startsWith("AUTHENTICATE")) {
            return tag + " OK [CAPABILITY " + CAPABILITIES + "] logged in\r\n";
        }
        if (command.startsWith("SELECT")) {
            return "* 3 EXISTS\r\n* OK [PERMANENTFLAGS (\\Seen)] limited\r\n* OK [UIDVALIDITY 7] valid\r\n" + tag
                    + " OK [READ-WRITE] selected\r\n";
        }
        return command.startsWith("LOGOUT") ? "* BYE\r\n" + tag + " OK\r\n" : script.answer(tag, command);
    }

    private static void send(Wire wire, String answer) throws IOException {
        wire.out().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        wire.out().flush();
    }
}
