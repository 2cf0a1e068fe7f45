package dev.imappoller.testing;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;

/** Messages to append, and a mail client of the usual kind for the self-tests of the mail servers. */
public final class TestMail {

    private TestMail() {}

    /** A short plain-text message. */
    public static byte[] message(String subject) {
        return """
                From: Sender <sender@example.org>
                To: Recipient <recipient@example.org>
                Subject: SUBJECT
                Message-ID: <SUBJECT@example.org>
                Date: Mon, 05 Jan 2026 10:00:00 +0000
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                Hello, this is SUBJECT.
                """.replace("SUBJECT", subject).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A text and attachments: their names, types and contents in turn. */
    public static byte[] withAttachments(Object... attachments) {
        StringBuilder mail = new StringBuilder("From: a@example.org\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n");
        for (int i = 0; i < attachments.length; i += 3) {
            String name = URLEncoder.encode((String) attachments[i], StandardCharsets.UTF_8)
                    .replace("+", "%20");
            mail.append("--b\r\nContent-Type: ")
                    .append(attachments[i + 1])
                    .append("\r\nContent-Disposition: attachment; filename*=utf-8''")
                    .append(name)
                    .append("\r\nContent-Transfer-Encoding: base64\r\n\r\n")
                    .append(Base64.getMimeEncoder().encodeToString((byte[]) attachments[i + 2]))
                    .append("\r\n");
        }
        return mail.append("--b--\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Logs in; {@code protocol} is imap or imaps. */
    static Store store(String protocol, int port, boolean startTls, String user, String password)
            throws MessagingException {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.put(prefix + "ssl.socketFactory", TestClients.tls().getSocketFactory());
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "starttls.enable", Boolean.toString(startTls));
        properties.put(prefix + "starttls.required", Boolean.toString(startTls));
        properties.put(prefix + "connectiontimeout", "10000");
        properties.put(prefix + "timeout", "10000");
        Store store = Session.getInstance(properties).getStore(protocol);
        store.connect("127.0.0.1", port, user, password);
        return store;
    }

    /** An open folder. */
    static Folder open(Store store, String name) throws MessagingException {
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_WRITE);
        return folder;
    }
}
