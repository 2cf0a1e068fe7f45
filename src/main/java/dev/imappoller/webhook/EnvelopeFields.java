package dev.imappoller.webhook;

import dev.imappoller.message.envelope.Envelope;

/** Puts an envelope into a form, field by field. */
final class EnvelopeFields {
    private EnvelopeFields() {}

    static void addTo(Form form, Envelope envelope) {
        form.field("envelope[to]", envelope.to());
        for (int i = 0; i < envelope.recipients().size(); i++) {
            form.field("envelope[recipients][" + i + "]", envelope.recipients().get(i));
        }
        form.field("envelope[from]", envelope.from());
        envelope.heloDomain().ifPresent(domain -> form.field("envelope[helo_domain]", domain));
        envelope.remoteIp().ifPresent(ip -> form.field("envelope[remote_ip]", ip));
        form.field("envelope[spf][result]", envelope.spf().result());
        envelope.spf().domain().ifPresent(domain -> form.field("envelope[spf][domain]", domain));
        form.field("envelope[tls]", Boolean.toString(envelope.tls()));
    }
}
