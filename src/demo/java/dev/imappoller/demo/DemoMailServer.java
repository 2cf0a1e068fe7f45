package dev.imappoller.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** A mail server in this process, IMAP and SMTP, with one account for each address that was asked for. */
final class DemoMailServer implements AutoCloseable {
    static final String PASSWORD = "demo";
    private static final String ADDRESS = "127.0.0.1";

    private final GreenMail server;

    private DemoMailServer(GreenMail server) {
        this.server = server;
    }

    /** Starts it on ports of its own choice. */
    static DemoMailServer start() {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, ADDRESS, ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, ADDRESS, ServerSetup.PROTOCOL_SMTP)
        });
        server.start();
        return new DemoMailServer(server);
    }

    int imapPort() {
        return server.getImap().getPort();
    }

    int smtpPort() {
        return server.getSmtp().getPort();
    }

    void addAccount(String address) {
        server.setUser(address, address, PASSWORD);
    }

    /**
     * Puts a sample message into an account's inbox.
     *
     * @param sample the name of a resource in {@code mail/}
     * @param number stands in the message where that says {@code NUMBER}
     */
    void deliver(String address, String sample, int number) {
        String text = resource("/mail/" + sample).replace("NUMBER", Integer.toString(number));
        try {
            MimeMessage message = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
            server.getUserManager().getUser(address).deliver(message);
        } catch (MessagingException e) {
            throw new IllegalStateException("the sample message " + sample + " can't be delivered", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String resource(String name) {
        try (InputStream in = DemoMailServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
