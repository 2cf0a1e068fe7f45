package dev.imappoller.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * QUIRK: the JDK finds no certificate valid for a host with an underscore, though there are such and browsers take them. So for these the
 * chain is checked by the JDK and the name here (RFC 9525, section 6.3); all others are left to the JDK. The JDK also sends no such name to
 * the server (SNI), and a server on the JDK would refuse it.
 */
final class UnderscoreTrust extends X509ExtendedTrustManager {
    /** The kind of a name in a certificate (RFC 5280, section 4.2.1.6). */
    private static final Integer DNS_NAME = 2;

    private final X509ExtendedTrustManager jdk;

    UnderscoreTrust(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String host = engine.getPeerHost() == null ? "" : engine.getPeerHost().toLowerCase(Locale.ROOT);
        if (host.indexOf('_') < 0) {
            jdk.checkServerTrusted(chain, authType, engine);
            return;
        }
        jdk.checkServerTrusted(chain, authType);
        Collection<List<?>> names = chain[0].getSubjectAlternativeNames();
        boolean named = names != null
                && names.stream()
                        .anyMatch(name -> DNS_NAME.equals(name.get(0))
                                && covers(name.get(1).toString().toLowerCase(Locale.ROOT), host));
        if (!named) {
            throw new CertificateException("No name matching " + host + " found");
        }
    }

    /** A star stands for one label, the first, below a name of two at the least. */
    private static boolean covers(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        int dot = host.indexOf('.');
        String below = name.substring(1);
        return dot > 0 && below.equals(host.substring(dot)) && below.indexOf('.', 1) > 0;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        jdk.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        jdk.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }
}
