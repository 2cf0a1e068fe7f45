package dev.imappoller.faults;

import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import dev.imappoller.testing.DeliveryHistory;
import dev.imappoller.testing.ImapBehaviour;
import dev.imappoller.testing.ImapConnection;
import dev.imappoller.testing.ImapProxy;
import dev.imappoller.testing.ImapServer;
import dev.imappoller.testing.MemoryImapServer;
import dev.imappoller.testing.Receiver;
import dev.imappoller.testing.Request;
import dev.imappoller.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One poller of a test: its mailbox behind a proxy of its own, its web app, and the history that is checked in the end. */
final class Account implements AutoCloseable {
    /** What follows a message's name in its Message-ID. */
    private static final String DOMAIN = "@message.test";

    final String id;
    final ImapProxy imap;
    final DeliveryHistory history = new DeliveryHistory();
    private final ImapServer server;
    private final Receiver receiver;
    private final int port;
    private final Map<Long, String> names = new TreeMap<>();
    private volatile Function<String, Reply> app = name -> Reply.status(200);
    private String url;
    private volatile int bodyLimit = Integer.MAX_VALUE;
    private volatile Function<Request, Optional<Answer>> hop = request -> Optional.empty();
    private volatile Reply early = Reply.lost(Answers.reset());

    /**
     * What the web app does with a message.
     *
     * @param status 0 if the poller never has an answer
     */
    record Reply(int status, Answer answer) {
        static Reply status(int code) {
            return new Reply(code, Answers.status(code));
        }

        /** The message is taken in, and the poller never knows. */
        static Reply lost(Answer answer) {
            return new Reply(0, answer);
        }
    }

    /** Behind the proxy. */
    Account(String id, ImapServer server, Receiver receiver) {
        this(id, server, ImapProxy.to(server.imapPort()), receiver);
    }

    private Account(String id, ImapServer server, ImapProxy imap, Receiver receiver) {
        this(id, server, imap, imap.port(), receiver);
    }

    private Account(String id, ImapServer server, ImapProxy imap, int port, Receiver receiver) {
        this.id = id;
        this.server = server;
        this.receiver = receiver;
        this.imap = imap;
        this.port = port;
        this.url = receiver.uri("/" + id).toString();
        server.append(id, "INBOX");
        receiver.on("/" + id, new WebApp());
    }

    /** With a server of its own, and nothing in between. */
    static Account over(MemoryImapServer server, String id, Receiver receiver) {
        return new Account(id, server, ImapProxy.to(server.imapPort()), server.imapPort(), receiver);
    }

    /** The server of its own. */
    MemoryImapServer server() {
        return (MemoryImapServer) server;
    }

    /** Messages arrive. */
    Account arrive(int count) {
        return arrive(count, 100);
    }

    /** Messages of this size arrive. */
    Account arrive(int count, int size) {
        List<String> arrived = IntStream.range(names.size(), names.size() + count)
                .mapToObj(number -> id + "-" + number)
                .toList();
        arrived.forEach(history::put);
        byte[][] messages = arrived.stream().map(name -> message(name, size)).toArray(byte[][]::new);
        List<Long> uids = server.append(id, "INBOX", messages);
        for (int i = 0; i < count; i++) {
            names.put(uids.get(i), arrived.get(i));
        }
        return this;
    }

    /** A message arrives whose header has more fields, and whose body is this. */
    Account arrive(String fields, String body) {
        String name = id + "-" + names.size();
        history.put(name);
        String head = "Message-ID: <" + name + "@message.test>\r\n" + fields;
        byte[] message = (head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
        names.put(server.append(id, "INBOX", message).get(0), name);
        return this;
    }

    /** A message of exactly this size arrives. */
    Account arriveExactly(int size) {
        String name = id + "-" + names.size();
        history.put(name);
        byte[] message = Arrays.copyOf(message(name, size), size);
        names.put(server.append(id, "INBOX", message).get(0), name);
        return this;
    }

    /** What the web app does from now on. */
    Account app(Function<String, Reply> now) {
        app = now;
        return this;
    }

    /** From now on the web app resets connections after so many octets of a body. */
    Account resetsAfter(int octets) {
        return earlyAfter(octets, Reply.lost(Answers.reset()));
    }

    /**
     * From now on the web app reacts to messages that are longer before it has them whole.
     *
     * @param reply its status is 0 unless it is a verdict by itself
     */
    Account earlyAfter(int octets, Reply reply) {
        early = reply;
        bodyLimit = octets;
        return this;
    }

    /** The web app has another url, in which PORT stands for its port. */
    Account at(String otherUrl) {
        url = otherUrl.replace("PORT", Integer.toString(receiver.port()));
        return this;
    }

    /**
     * From now on all paths of the receiver lead to the web app, and some requests only to another place.
     *
     * @param hops an answer that is no verdict, for requests that the web app never sees
     */
    Account redirecting(Function<Request, Optional<Answer>> hops) {
        hop = hops;
        receiver.otherwise(new WebApp());
        return this;
    }

    /** Where its web app is. */
    Receiver receiver() {
        return receiver;
    }

    /** Everything works. */
    void heal() {
        imap.script(ImapProxy.Script.HONEST);
        if (server instanceof MemoryImapServer own) {
            own.behaving(ImapBehaviour.CORRECT);
        }
        bodyLimit = Integer.MAX_VALUE;
        hop = request -> Optional.empty();
        app = name -> Reply.status(200);
    }

    /** Another client deletes a message, and expunges. */
    void expunge(int number) {
        String name = id + "-" + number;
        history.giveUp(name);
        long uid = uid(number);
        try (ImapConnection connection = ImapConnection.open(server.imapPort(), id, ImapServer.PASSWORD)) {
            connection.select("INBOX");
            connection.command("UID STORE " + uid + " +FLAGS (\\Deleted)");
            connection.command("EXPUNGE");
        }
    }

    /** The UID of a message, counted from 0. */
    long uid(int number) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id + "-" + number))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** Has the history look at the mailbox. */
    void look() {
        Set<String> unread = new HashSet<>();
        Set<String> seen = new HashSet<>();
        server.flags(id, "INBOX")
                .forEach((uid, flags) -> (flags.contains("\\Seen") ? seen : unread).add(names.get(uid)));
        history.mailbox(unread, seen);
    }

    /** Whether all is delivered and marked. */
    boolean isDone() {
        look();
        return history.open().isEmpty();
    }

    /** The poller's item. */
    Map<String, AttributeValue> item() {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pollerId", AttributeValue.fromS(id));
        item.put("host", AttributeValue.fromS("localhost"));
        item.put("port", AttributeValue.fromN(Integer.toString(port)));
        item.put("ssl", AttributeValue.fromBool(false));
        item.put("allowPlaintext", AttributeValue.fromBool(true));
        item.put("username", AttributeValue.fromS(id));
        item.put("password", AttributeValue.fromS(ImapServer.PASSWORD));
        item.put("intervalMinutes", AttributeValue.fromN("0"));
        item.put("maxMessages", AttributeValue.fromN("1000"));
        item.put("url", AttributeValue.fromS(url));
        return item;
    }

    @Override
    public void close() {
        imap.close();
    }

    private static byte[] message(String name, int size) {
        String head = "From: Sender <sender@example.org>\r\nTo: Recipient <recipient@example.org>\r\nSubject: " + name
                + "\r\nMessage-ID: <" + name + "@message.test>\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\n\r\n";
        String line = "0123456789".repeat(7) + "\r\n";
        return (head + line.repeat(Math.max(1, size / line.length()))).getBytes(StandardCharsets.US_ASCII);
    }

    /** The name of the message that a request has; by hand, since some messages are made to keep patterns busy. */
    private static Optional<String> name(String request) {
        int end = request.indexOf(DOMAIN);
        int from = end;
        while (from > 0 && (Character.isLetterOrDigit(request.charAt(from - 1)) || request.charAt(from - 1) == '-')) {
            from--;
        }
        return from < end ? Optional.of(request.substring(from, end)) : Optional.empty();
    }

    /** Writes the history. A request that it does not read to the end is none, unless its answer is a verdict all the same. */
    private final class WebApp implements Answer {
        @Override
        public int bodyLimit() {
            return bodyLimit;
        }

        @Override
        public boolean write(Request request, Wire wire) throws IOException {
            Optional<Answer> elsewhere = hop.apply(request);
            if (elsewhere.isPresent()) {
                return elsewhere.get().write(request, wire);
            }
            Optional<String> name = name(request.text());
            if (name.isEmpty()) {
                return Answers.reset().write(request, wire);
            }
            boolean whole = request.body().length < bodyLimit;
            if (!whole && early.status() == 0) {
                early.answer().write(request, wire);
                return false;
            }
            DeliveryHistory.Attempt attempt =
                    history.received(name.get(), request.header("webhook-id").orElse("none"));
            Reply reply = whole ? app.apply(name.get()) : early;
            if (reply.status() > 0) {
                attempt.answered(reply.status()); // Before it is out, since whoever has it may act on it at once.
            }
            try {
                return reply.answer().write(request, wire);
            } catch (IOException e) {
                if (whole) { // Who is refused early need not stay for the rest.
                    attempt.lost();
                }
                throw e;
            } finally {
                if (reply.status() == 0) {
                    attempt.lost();
                }
            }
        }
    }
}
