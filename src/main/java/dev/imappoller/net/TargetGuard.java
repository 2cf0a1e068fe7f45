package dev.imappoller.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Decides which hosts may be connected to, so that an item or a redirect can't reach what only this function can reach: itself, its
 * runtime, the metadata services, the private network. Who asks must connect to one of the addresses that were checked, since a second
 * look-up may give others.
 */
public final class TargetGuard {
    private final Rules rules;
    private final Resolver resolver;

    /**
     * @param allowPrivateNetworks lets loopback and private addresses pass, none of the other kinds
     * @param allowHttp lets plain http targets pass
     * @param runtimeApi what {@code AWS_LAMBDA_RUNTIME_API} names, refused always
     */
    public record Rules(boolean allowPrivateNetworks, boolean allowHttp, Optional<HostAndPort> runtimeApi) {}

    /** A name or address, and a port. */
    public record HostAndPort(String host, int port) {
        /** Reads {@code host:port}; empty where the text is no such thing. */
        public static Optional<HostAndPort> parse(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            boolean digits = port.chars().allMatch(c -> c >= '0' && c <= '9');
            if (colon < 1 || port.isEmpty() || port.length() > 5 || !digits) {
                return Optional.empty();
            }
            return Optional.of(new HostAndPort(text.substring(0, colon), Integer.parseInt(port)));
        }
    }

    /** Finds the addresses of a host. */
    public interface Resolver {
        /** The machine's own resolver. */
        Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

        /** At least one address, in order of preference. */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** The guard says no. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        RefusedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** Why, in a sentence for the person who wrote the item. */
        public String reason() {
            return reason;
        }
    }

    public TargetGuard(Rules rules, Resolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    /**
     * The addresses that may be connected to for this host and port, in order of preference.
     *
     * @throws UnknownHostException if the host has no address
     * @throws RefusedException if any of its addresses is refused
     */
    public List<InetSocketAddress> check(String host, int port) throws UnknownHostException, RefusedException {
        List<InetAddress> addresses = resolver.resolve(withoutBrackets(host));
        for (InetAddress address : addresses) {
            checkAddress(host, port, address);
        }
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /**
     * As {@link #check}, for a URL.
     *
     * @param scheme http or https
     */
    public List<InetSocketAddress> checkUrl(String scheme, String host, int port)
            throws UnknownHostException, RefusedException {
        if (!"https".equals(scheme) && !rules.allowHttp() && !rules.allowPrivateNetworks()) {
            throw new RefusedException(
                    "it would send mail in plain text; use https, or set ALLOW_HTTP_TARGETS=true on the function");
        }
        return check(host, port);
    }

    private void checkAddress(String host, int port, InetAddress address) throws RefusedException {
        AddressKind kind = AddressKind.of(address);
        boolean allowed = switch (kind) {
            case PUBLIC -> true;
            case LOOPBACK, PRIVATE -> rules.allowPrivateNetworks();
            case LINK_LOCAL, UNSPECIFIED, MULTICAST, SPECIAL -> false;
        };
        if (!allowed) {
            String liftable = kind == AddressKind.LOOPBACK || kind == AddressKind.PRIVATE
                    ? "; to reach a private network, set ALLOW_PRIVATE_NETWORKS=true on the function"
                    : "";
            throw new RefusedException(host + " is " + kind.words() + " (" + address.getHostAddress() + ")" + liftable);
        }
        if (isRuntimeApi(port, address)) {
            throw new RefusedException(host + ":" + port + " is the Lambda runtime's own address");
        }
    }

    /** The runtime listens on this machine, which goes by many addresses: any loopback address counts as its own. */
    private boolean isRuntimeApi(int port, InetAddress address) {
        if (rules.runtimeApi().isEmpty() || rules.runtimeApi().get().port() != port) {
            return false;
        }
        try {
            for (InetAddress runtime : resolver.resolve(rules.runtimeApi().get().host())) {
                boolean bothLoopback = AddressKind.of(runtime) == AddressKind.LOOPBACK
                        && AddressKind.of(address) == AddressKind.LOOPBACK;
                if (bothLoopback || runtime.equals(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return true; // The runtime's address is unknown, so only the port is compared.
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
