package dev.imappoller.alert;

import io.quarkus.mailer.MailTemplate.MailTemplateInstance;
import io.quarkus.qute.CheckedTemplate;
import java.time.Duration;

/** Sends alerts by mail, in HTML and in plain text. */
public final class AlertMailer implements MailedAlerts.Mail {
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
        Templates.alert(text)
                .from(from)
                .to(to)
                .subject(text.title())
                .send()
                .await()
                .atMost(atMost);
    }
}
