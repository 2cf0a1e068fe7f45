package dev.imappoller.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/** A minimal IMAP client over plain text: the tests look at a server by other eyes than the product's. */
public final class ImapConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
    private static final Pattern APPEND_UID = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int tags;

    private ImapConnection(int port) throws IOException {
        socket = new Socket(Ports.LOOPBACK, port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        line();
    }

    /** Connects and logs in. */
    public static ImapConnection open(int port, String user, String password) {
        try {
            ImapConnection connection = new ImapConnection(port);
            connection.command("LOGIN " + quoted(user) + " " + quoted(password));
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command and returns all answer lines, the tagged one last, literals in place; fails unless it is OK. */
    public List<String> command(String command) {
        return command(command, new byte[0]);
    }

    /** Selects a mailbox and returns the answer lines. */
    public List<String> select(String mailbox) {
        return command("SELECT " + encoded(mailbox));
    }

    /** Creates a mailbox unless it is there. */
    public void create(String mailbox) {
        if (!mailbox.equalsIgnoreCase("INBOX")
                && command("LIST \"\" " + encoded(mailbox)).size() == 1) {
            command("CREATE " + encoded(mailbox));
        }
    }

    /** Appends a message, byte for byte, and returns its UID. Flags as in {@code "\\Seen \\Flagged"}. */
    public long append(String mailbox, String flags, byte[] message) {
        String command = "APPEND " + encoded(mailbox) + " (" + flags + ") {" + message.length + "+}";
        return Long.parseLong(find(APPEND_UID, String.join("\n", command(command, message))));
    }

    /** The flags of every message in a mailbox by UID, without {@code \Recent}; nothing is changed by looking. */
    public Map<Long, Set<String>> flags(String mailbox) {
        command("EXAMINE " + encoded(mailbox));
        Map<Long, Set<String>> flags = new TreeMap<>();
        for (String line : command("UID FETCH 1:* (FLAGS)")) {
            // News about a flag that somebody sets meanwhile has no UID (RFC 9051, section 7.5.2).
            if (line.contains(" FETCH (") && UID.matcher(line).find()) {
                Set<String> names = new TreeSet<>(List.of(find(FLAGS, line).split(" ")));
                names.removeAll(Set.of("", "\\Recent"));
                flags.put(Long.valueOf(find(UID, line)), names);
            }
        }
        return flags;
    }

    @Override
    public void close() {
        try {
            command("LOGOUT");
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String command, byte[] literal) {
        String tag = "t" + ++tags;
        try {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write((tag + " " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            if (literal.length > 0) {
                request.write(literal);
                request.write(new byte[] {'\r', '\n'});
            }
            request.writeTo(out);
            List<String> answer = new ArrayList<>();
            String line;
            do {
                line = line();
                answer.add(line);
            } while (!line.startsWith(tag + " "));
            if (!line.startsWith(tag + " OK")) {
                throw new IllegalStateException(command.split(" ")[0] + ": " + line);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line without its end; a literal's bytes (one character each) are part of it. */
    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the server ended the connection after: " + text + line);
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            text.append(line);
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                return text.toString();
            }
            int length = Integer.parseInt(literal.group(1));
            text.append('\n').append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static String encoded(String mailbox) {
        return quoted(BASE64MailboxEncoder.encode(mailbox));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
