package dev.imappoller.testing;

import java.io.IOException;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** A server's side of TLS: with which certificate, in which version, and how often from the start instead of resuming a session. */
public final class TlsServer {
    private final SSLContext context;
    private final Optional<String> version;
    private final Set<Socket> full = ConcurrentHashMap.newKeySet();

    private TlsServer(Identity identity, Optional<String> version) {
        this.context = identity.serverContext(keys -> new Counting(keys, full));
        this.version = version;
    }

    /** In every version that there is. */
    public static TlsServer with(Identity identity) {
        return new TlsServer(identity, Optional.empty());
    }

    /** In one version, such as {@code TLSv1.2}. */
    public static TlsServer with(Identity identity, String version) {
        return new TlsServer(identity, Optional.of(version));
    }

    /** How many connections asked for the certificate: those that resumed a session did not. */
    public int fullHandshakes() {
        return full.size();
    }

    /** Shakes hands with a client that has connected. */
    SSLSocket handshake(Socket socket) throws IOException {
        SSLSocket layered = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        layered.setUseClientMode(false);
        version.ifPresent(only -> layered.setEnabledProtocols(new String[] {only}));
        layered.startHandshake();
        return layered;
    }

    /** A certificate is chosen in a full handshake alone. */
    private static final class Counting extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;
        private final Set<Socket> asked;

        private Counting(X509ExtendedKeyManager keys, Set<Socket> asked) {
            this.keys = keys;
            this.asked = asked;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            asked.add(socket);
            return keys.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            throw new UnsupportedOperationException("by sockets only");
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return keys.getServerAliases(keyType, issuers);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return keys.getClientAliases(keyType, issuers);
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(keyType, issuers, socket);
        }
    }
}
