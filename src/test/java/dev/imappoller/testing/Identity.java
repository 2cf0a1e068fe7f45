package dev.imappoller.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** A server's certificate and key, as files of every kind that servers ask for. */
public record Identity(Path directory, String name) {

    /** Of every PKCS#12 file. */
    public static final String PASSWORD = "changeit";

    /** The one entry of every PKCS#12 file. */
    static final String ALIAS = "server";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** PKCS#12 file with the one entry {@code server}. */
    public Path keyStore() {
        return directory.resolve(name + ".p12");
    }

    /** PEM file of the certificate. */
    public Path certificate() {
        return directory.resolve(name + ".crt.pem");
    }

    /** PEM file of the private key (PKCS#8). */
    public Path privateKey() {
        return directory.resolve(name + ".key.pem");
    }

    /** For a TLS server with this certificate. */
    public SSLContext serverContext() {
        return serverContext(keys -> keys);
    }

    /** The same with something around the keys. */
    SSLContext serverContext(UnaryOperator<X509ExtendedKeyManager> around) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            X509ExtendedKeyManager manager = (X509ExtendedKeyManager) keys.getKeyManagers()[0];
            context.init(new KeyManager[] {around.apply(manager)}, null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the certificate authority's key out of the store, and writes the PEM files. */
    void keepOnlyServer() throws IOException, GeneralSecurityException {
        KeyStore store = load();
        for (String alias : List.copyOf(Collections.list(store.aliases()))) {
            if (!alias.equals(ALIAS)) {
                store.deleteEntry(alias);
            }
        }
        try (OutputStream out = Files.newOutputStream(keyStore())) {
            store.store(out, PASSWORD.toCharArray());
        }
        Files.writeString(certificate(), pem(ALIAS));
        Files.writeString(
                privateKey(),
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    /** The certificate of an entry. */
    String pem(String alias) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", load().getCertificate(alias).getEncoded());
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + new String(LINES.encode(content), StandardCharsets.US_ASCII)
                + "\n-----END " + label + "-----\n";
    }
}
