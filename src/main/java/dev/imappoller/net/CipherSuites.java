package dev.imappoller.net;

import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * In which order cipher suites are offered. The native executable uses the processor's AES. The Java runtime's compiler that starts fast
 * doesn't: with it ChaCha20-Poly1305 is four times as fast, where the server has that.
 */
public final class CipherSuites {
    /** A property that only the native executable has. */
    private static final boolean AES_IS_FAST = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private static final List<String> OFFERED = fastFirst(AES_IS_FAST, enabled());

    private CipherSuites() {}

    /** The suites that the platform enables, those that are fast here first. */
    public static List<String> offered() {
        return OFFERED;
    }

    private static String[] enabled() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context.getDefaultSSLParameters().getCipherSuites();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    static List<String> fastFirst(boolean aesIsFast, String... suites) {
        return Stream.of(suites)
                .sorted(Comparator.comparing(suite -> !aesIsFast && !suite.contains("CHACHA20")))
                .toList();
    }
}
