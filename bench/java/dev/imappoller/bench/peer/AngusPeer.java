package dev.imappoller.bench.peer;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;

/** Angus Mail with its defaults, in the way its documents show: search, then message by message. */
public final class AngusPeer {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private AngusPeer() {}

    /** Takes mailbox and target from the environment. With an argument it posts messages as they are, not their content. */
    public static void main(String[] arguments) throws Exception {
        boolean raw = arguments.length > 0;
        Events.serve(HTTP, expected -> poll(raw));
    }

    private static int poll(boolean raw) throws MessagingException, IOException, InterruptedException {
        int delivered = 0;
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore(System.getenv("IMAP_SCHEME"))) {
            store.connect(
                    System.getenv("IMAP_HOST"),
                    Integer.parseInt(System.getenv("IMAP_PORT")),
                    System.getenv("IMAP_USER"),
                    System.getenv("IMAP_PASSWORD"));
            try (Folder folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_WRITE);
                for (Message message : folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
                    if (post(raw ? raw(message) : content(message)) == 200) {
                        message.setFlag(Flags.Flag.SEEN, true);
                        delivered++;
                    }
                }
            }
        }
        return delivered;
    }

    /** The message as it is. */
    private static byte[] raw(Message message) throws MessagingException, IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return octets.toByteArray();
    }

    /** What somebody reads of it: a few header fields, texts and attachments, decoded. */
    private static byte[] content(Message message) throws MessagingException, IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String head = Arrays.toString(message.getFrom()) + "\n" + message.getSubject() + "\n";
        octets.write(head.getBytes(StandardCharsets.UTF_8));
        add(message, octets);
        return octets.toByteArray();
    }

    private static void add(Part part, ByteArrayOutputStream octets) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof Multipart parts) {
            for (int number = 0; number < parts.getCount(); number++) {
                add(parts.getBodyPart(number), octets);
            }
        } else if (content instanceof String text) {
            octets.write(text.getBytes(StandardCharsets.UTF_8));
        } else {
            part.getInputStream().transferTo(octets);
        }
    }

    private static int post(byte[] message) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("TARGET_URL")))
                .header("Content-Type", "message/rfc822")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
