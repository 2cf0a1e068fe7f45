package dev.imappoller.imap;

import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.poller.mailbox.Mailbox;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.time.Cutoff;
import dev.imappoller.testing.ScriptedImapServer;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A mailbox on a server that answers as a test wants, and what it tells. */
public final class ScriptedMailbox implements AutoCloseable {
    private final ScriptedImapServer server;
    private final Mailbox mailbox;
    public final Told told = new Told();

    private ScriptedMailbox(ScriptedImapServer server, Mailbox mailbox) {
        this.server = server;
        this.mailbox = mailbox;
    }

    public static ScriptedMailbox open(Script script) throws MailboxException {
        ScriptedImapServer server = ScriptedImapServer.start(script);
        TargetGuard guard =
                new TargetGuard(new TargetGuard.Rules(true, false, Optional.empty()), TargetGuard.Resolver.SYSTEM);
        Map<String, Object> item = Map.of(
                "host", "localhost",
                "port", BigDecimal.valueOf(server.port()),
                "ssl", false,
                "allowPlaintext", true,
                "username", "user",
                "password", "secret",
                "url", "https://example.com/");
        Poller poller =
                ((PollerEntry.Config.Valid) PollerItem.read("poller", item).config()).poller();
        AngusMailboxes mailboxes = new AngusMailboxes(guard, TrustedCertificates.load(Optional.empty()));
        return new ScriptedMailbox(server, mailboxes.open(poller, new Cutoff()));
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    /** Asks for messages that were announced as small. */
    void fetch(long... uids) {
        mailbox.fetch(
                LongStream.of(uids)
                        .mapToObj(uid -> new MessageSummary(uid, 3, Optional.empty(), false))
                        .toList(),
                100_000_000,
                told);
    }

    /** Asks for one message, and waits for what comes of it. */
    public Object fetchOne(long uid, long announced) {
        mailbox.fetch(List.of(new MessageSummary(uid, announced, Optional.empty(), false)), 100_000_000, told);
        return told.next();
    }

    public List<Object> next(int count) {
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(told.next());
        }
        return events;
    }

    List<String> commands(String verb) {
        return server.commands().stream()
                .filter(command -> command.startsWith(verb))
                .toList();
    }

    @Override
    public void close() {
        mailbox.close();
        server.close();
    }

    /** The UIDs that a command names. */
    public static List<Long> uids(String command) {
        List<Long> uids = new ArrayList<>();
        for (String range : command.split(" ")[2].split(",")) {
            String[] ends = range.split(":");
            LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
                    .forEach(uids::add);
        }
        return uids;
    }

    /** Where the part begins that a FETCH asks for. */
    public static int origin(String command) {
        int at = command.indexOf("[]<");
        return at < 0 ? 0 : Integer.parseInt(command.substring(at + 3, command.indexOf('.', at + 3)));
    }

    public static String text(Object arrived) {
        return arrived instanceof Told.Arrived message
                ? message.uid() + " " + new String(message.octets(), StandardCharsets.ISO_8859_1)
                : arrived.toString();
    }
}
