package dev.imappoller.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that are trusted: the platform's, and those of {@code TRUSTED_CA_FILE} where it is set. */
public final class TrustedCertificates {
    private final TrustManagerFactory trustManagers;

    private TrustedCertificates(TrustManagerFactory trustManagers) {
        this.trustManagers = trustManagers;
    }

    /**
     * Loads them.
     *
     * @param caFile a PEM file with one or more certificates
     * @throws IllegalStateException if the file can't be read or holds no certificate
     */
    public static TrustedCertificates load(Optional<Path> caFile) {
        try {
            TrustManagerFactory platform = factory(null);
            if (caFile.isEmpty()) {
                return new TrustedCertificates(platform);
            }
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            for (Certificate certificate : read(caFile.get())) {
                all.setCertificateEntry("extra-" + all.size(), certificate);
            }
            for (TrustManager manager : platform.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate certificate : x509.getAcceptedIssuers()) {
                        all.setCertificateEntry("platform-" + all.size(), certificate);
                    }
                }
            }
            return new TrustedCertificates(factory(all));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "TRUSTED_CA_FILE can't be used: " + e.getMessage() + ". It must be a file of PEM certificates.", e);
        }
    }

    /** Trust managers that check certificates against these authorities. */
    public TrustManagerFactory trustManagers() {
        return trustManagers;
    }

    /** A TLS client context that trusts these authorities. */
    public SSLContext tlsContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) throws GeneralSecurityException, IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("there is no file " + file + " that can be read");
        }
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificate");
        }
        return certificates;
    }

    /** @param authorities null for the platform's */
    private static TrustManagerFactory factory(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory;
    }
}
