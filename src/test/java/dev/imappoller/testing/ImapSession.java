package dev.imappoller.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One connection to a {@link MemoryImapServer}: reads commands and does what RFC 9051 asks for. */
final class ImapSession {
    private final int number;
    private final MemoryImapServer server;
    private Optional<String> user = Optional.empty();
    private Optional<MemoryMailbox> selected = Optional.empty();
    private boolean writable;
    private boolean over;

    ImapSession(int number, MemoryImapServer server) {
        this.number = number;
        this.server = server;
    }

    int number() {
        return number;
    }

    boolean isOver() {
        return over;
    }

    MemoryMailbox mailbox() {
        return selected.orElseGet(server::firstMailbox);
    }

    /** The next command; empty once the client is gone. */
    Optional<ImapCommand> read(Wire wire) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            Optional<String> line = line(wire);
            if (line.isEmpty()) {
                return Optional.empty();
            }
            int open = line.get().lastIndexOf('{');
            if (open < 0 || !line.get().endsWith("}")) {
                String[] parts = text.append(line.get()).toString().split(" ", 2);
                return Optional.of(new ImapCommand(parts[0], parts.length > 1 ? parts[1] : ""));
            }
            String length = line.get().substring(open + 1, line.get().length() - 1);
            if (length.endsWith("+") && !server.capabilities().contains("LITERAL")) {
                throw new ProtocolException("a literal that is not waited for is not announced");
            }
            if (!length.endsWith("+")) {
                wire.out().write("+ go on\r\n".getBytes(StandardCharsets.US_ASCII));
                wire.out().flush();
            }
            byte[] literal = wire.in().readNBytes(Integer.parseInt(length.replace("+", "")));
            text.append(line.get(), 0, open)
                    .append('"')
                    .append(new String(literal, StandardCharsets.ISO_8859_1)
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\""))
                    .append('"');
        }
    }

    private static Optional<String> line(Wire wire) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = wire.in().read(); octet >= 0; octet = wire.in().read()) {
            if (octet == '\n') {
                return Optional.of(line.toString().stripTrailing());
            }
            line.append((char) octet);
        }
        return Optional.empty();
    }

    ImapReply perform(ImapCommand command, Wire wire) throws IOException {
        String tag = command.tag();
        return switch (command.verb()) {
            case ImapCommand.GREETING ->
                new ImapReply(List.of(), "* OK [CAPABILITY " + server.capabilities() + "] ready\r\n");
            case "CAPABILITY" -> ok(tag, "* CAPABILITY " + server.capabilities() + "\r\n");
            case "NOOP", "CHECK" -> ok(tag);
            case "ID" -> ok(tag, "* ID NIL\r\n");
            case "LOGIN" ->
                login(
                        tag,
                        utf8(command.arguments().get(0)),
                        utf8(command.arguments().get(1)));
            case "AUTHENTICATE" -> authenticate(command, wire);
            case "LOGOUT" -> {
                over = true;
                yield ok(tag, "* BYE good bye\r\n");
            }
            default -> user.isPresent() ? loggedIn(command) : no(tag, "log in first");
        };
    }

    private ImapReply loggedIn(ImapCommand command) {
        String tag = command.tag();
        return switch (command.verb()) {
            case "SELECT", "EXAMINE" -> select(command);
            case "LIST" -> list(command);
            case "CREATE" ->
                server.create(user.orElseThrow(), command.arguments().get(0))
                        ? ok(tag)
                        : no(tag, "[ALREADYEXISTS] there is such a mailbox");
            case "SUBSCRIBE" -> ok(tag);
            case "STATUS" -> status(command);
            case "ENABLE" -> ok(tag, "* ENABLED " + String.join(" ", command.arguments()) + "\r\n");
            case "UNSELECT" -> {
                selected = Optional.empty();
                yield ok(tag);
            }
            case "CLOSE" -> {
                selected.ifPresent(MemoryMailbox::expungeDeleted);
                selected = Optional.empty();
                yield ok(tag);
            }
            case "UID MOVE", "UID COPY" -> transfer(command);
            case "UID SEARCH", "UID FETCH", "UID STORE", "UID EXPUNGE" ->
                selected.map(mailbox -> new ImapAnswers(mailbox, writable).to(command))
                        .orElseGet(() -> no(tag, "select a mailbox first"));
            default -> new ImapReply(List.of(), tag + " BAD " + command.verb() + " is not known here\r\n");
        };
    }

    private ImapReply authenticate(ImapCommand command, Wire wire) throws IOException {
        List<String> words = command.arguments();
        if (words.get(0).toUpperCase(Locale.ROOT).equals("LOGIN")) {
            String name = asked(wire, "VXNlcm5hbWU6");
            return login(command.tag(), name, asked(wire, "UGFzc3dvcmQ6"));
        }
        String response = words.size() > 1 ? decoded(words.get(1)) : asked(wire, "");
        String[] parts = response.split("\0", -1);
        return parts.length == 3
                ? login(command.tag(), parts[1], parts[2])
                : new ImapReply(List.of(), command.tag() + " BAD that is no response\r\n");
    }

    static String asked(Wire wire, String challenge) throws IOException {
        wire.out().write(("+ " + challenge + "\r\n").getBytes(StandardCharsets.US_ASCII));
        wire.out().flush();
        return decoded(line(wire).orElseThrow(EOFException::new));
    }

    private static String decoded(String response) {
        return new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private ImapReply login(String tag, String name, String password) {
        if (!server.admits(name, password)) {
            return no(tag, "[AUTHENTICATIONFAILED] wrong user name or password");
        }
        user = Optional.of(name);
        return new ImapReply(List.of(), tag + " OK [CAPABILITY " + server.capabilities() + "] logged in\r\n");
    }

    private ImapReply select(ImapCommand command) {
        Optional<MemoryMailbox> found =
                server.mailbox(user.orElseThrow(), command.arguments().get(0));
        selected = found;
        writable = command.is("SELECT");
        if (found.isEmpty()) {
            return no(command.tag(), "[NONEXISTENT] there is no such mailbox");
        }
        MemoryMailbox mailbox = found.get();
        List<String> untagged = new ArrayList<>(List.of(
                "* " + mailbox.uids().size() + " EXISTS\r\n",
                "* 0 RECENT\r\n",
                "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n",
                "* OK [PERMANENTFLAGS (" + (writable ? "\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*" : "")
                        + ")] limited\r\n",
                "* OK [UIDVALIDITY " + mailbox.uidValidity() + "] UIDs valid\r\n",
                "* OK [UIDNEXT " + mailbox.uidNext() + "] predicted\r\n"));
        return new ImapReply(untagged, command.tag() + " OK [READ-" + (writable ? "WRITE" : "ONLY") + "] selected\r\n");
    }

    private ImapReply list(ImapCommand command) {
        String name = command.arguments().get(1);
        boolean isThere =
                name.contains("*") || server.mailbox(user.orElseThrow(), name).isPresent();
        String listed = name.contains("*") ? "INBOX" : '"' + name + '"';
        return isThere ? ok(command.tag(), "* LIST (\\HasNoChildren) \"/\" " + listed + "\r\n") : ok(command.tag());
    }

    private ImapReply transfer(ImapCommand command) {
        Optional<MemoryMailbox> target =
                server.mailbox(user.orElseThrow(), command.arguments().get(1));
        if (selected.isEmpty() || !writable) {
            return no(command.tag(), "select a mailbox first");
        }
        return target.map(to -> new ImapAnswers(selected.get(), true).transfer(command, to))
                .orElseGet(() -> no(command.tag(), "[TRYCREATE] there is no such mailbox"));
    }

    private ImapReply status(ImapCommand command) {
        String name = command.arguments().get(0);
        Optional<MemoryMailbox> found = server.mailbox(user.orElseThrow(), name);
        if (found.isEmpty()) {
            return no(command.tag(), "[NONEXISTENT] there is no such mailbox");
        }
        MemoryMailbox mailbox = found.get();
        List<String> items = new ArrayList<>();
        for (String item : command.arguments().get(1).replaceAll("[()]", "").split(" ")) {
            long value = switch (item.toUpperCase(Locale.ROOT)) {
                case "MESSAGES" -> mailbox.uids().size();
                case "UIDNEXT" -> mailbox.uidNext();
                case "UIDVALIDITY" -> mailbox.uidValidity();
                case "UNSEEN" ->
                    mailbox.uids().stream()
                            .filter(uid -> !mailbox.has(uid, "\\Seen"))
                            .count();
                default -> 0;
            };
            items.add(item + " " + value);
        }
        return ok(command.tag(), "* STATUS " + name + " (" + String.join(" ", items) + ")\r\n");
    }

    private static ImapReply ok(String tag, String... untagged) {
        return new ImapReply(List.of(untagged), tag + " OK done\r\n");
    }

    private static ImapReply no(String tag, String why) {
        return new ImapReply(List.of(), tag + " NO " + why + "\r\n");
    }
}
