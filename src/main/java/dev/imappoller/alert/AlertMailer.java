package dev.imappoller.alert;

import io.quarkus.mailer.MailTemplate.MailTemplateInstance;
import io.quarkus.qute.CheckedTemplate;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Sends alerts by mail, in HTML and in plain text. */
public final class AlertMailer implements ToldAlerts.Mail {
    private final String from;

    /** @param from the sender's address */
    public AlertMailer(String from) {
        this.from = from;
    }

    @CheckedTemplate
    static final class Templates {
        private Templates() {}

        static native MailTemplateInstance alert(AlertText alert);
    }

    @Override
    public void send(String to, AlertText text, Duration atMost) {
        try {
            Templates.alert(text)
                    .from(from)
                    .to(to)
                    .subject(text.title())
                    .send()
                    .await()
                    .atMost(atMost);
        } catch (RuntimeException e) {
            throw isUnsent(e) ? new ToldAlerts.NotSentException(e) : e;
        }
    }

    /** A connection that was not made, or an answer that says no; after a time-out or a lost connection it may be on its way. */
    private static boolean isUnsent(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof SMTPException) {
                return true;
            }
        }
        return false;
    }
}
