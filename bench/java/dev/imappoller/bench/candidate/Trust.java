package dev.imappoller.bench.candidate;

import dev.imappoller.testing.Directories;
import dev.imappoller.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the mail server's certificate authority and nobody else, in the ways in which the peers can be told. */
final class Trust {
    private static final String PASSWORD = "changeit";
    private static final KeyStore AUTHORITY = authority();

    private Trust() {}

    /** PEM file for those that read one. */
    static Path pem() {
        return TestCertificates.caFile();
    }

    /** Options of a JVM, which reads no PEM. */
    static List<String> jvmOptions() {
        Path directory = Directories.temporary("bench-trust");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
        Path file = directory.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            AUTHORITY.store(out, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return List.of("-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** For a client in this JVM. */
    static SSLContext context() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(AUTHORITY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore authority() {
        try (InputStream in = Files.newInputStream(pem())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
