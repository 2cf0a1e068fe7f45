package dev.imappoller.webhook;

import dev.imappoller.message.kind.Bounced;
import dev.imappoller.message.kind.Classification;
import java.util.List;

/** Puts the kind of a message into a form, and whom a bounce tells of. */
final class KindFields {
    private KindFields() {}

    static void addTo(Form form, Classification classification) {
        form.field("kind", classification.kind().word());
        List<Bounced> bounced = classification.bounced();
        for (int i = 0; i < bounced.size(); i++) {
            Bounced one = bounced.get(i);
            String name = "bounced[" + i + "]";
            form.field(name + "[recipient]", one.recipient());
            one.action().ifPresent(action -> form.field(name + "[action]", action));
            one.status().ifPresent(status -> form.field(name + "[status]", status));
        }
    }
}
