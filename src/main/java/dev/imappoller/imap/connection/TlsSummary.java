package dev.imappoller.imap.connection;

import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** Puts a TLS session and its server's certificate into words. */
final class TlsSummary {
    /** A certificate should be renewed this long before its end. Most are renewed when a third of their lifetime is left. */
    private static final Duration SOON = Duration.ofDays(14);

    private TlsSummary() {}

    /** A session whose handshake is over. */
    static String of(SSLSession session) {
        String protocol = session.getProtocol() + " with " + session.getCipherSuite();
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? protocol + "; " + of(certificate, Instant.ofEpochMilli(session.getCreationTime()))
                    : protocol + ".";
        } catch (SSLPeerUnverifiedException e) {
            return protocol + "; the server has shown no certificate.";
        }
    }

    /** @param now when it was shown */
    static String of(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        String ends = end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        Duration left = Duration.between(now, end);
        String warning = left.compareTo(SOON) < 0
                ? " Warning: that is in " + days(left.toDays()) + "; have it renewed, or the poller will stop."
                : "";
        return "the certificate is of " + name(certificate.getSubjectX500Principal()) + ", issued by "
                + name(certificate.getIssuerX500Principal()) + ", and ends on " + ends + "." + warning;
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static String name(X500Principal principal) {
        String name = ForeignText.of(principal.getName()).shown(Masking.NONE);
        return name.isEmpty() ? "a nameless subject" : name;
    }
}
