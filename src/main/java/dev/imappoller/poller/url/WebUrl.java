package dev.imappoller.poller.url;

import java.util.Optional;

/**
 * An http or https URL as it is requested: in ASCII, normalized as browsers do (WHATWG URL), without user info and fragment.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a domain name in its ASCII form, four decimal numbers, or an IPv6 address in brackets
 * @param port 1 to 65535
 * @param path begins with a slash
 * @param query what stands behind the question mark, which may be nothing; may be secret
 */
public record WebUrl(String scheme, String host, int port, String path, Optional<String> query) {
    /** What is shown of a path, in characters. */
    private static final int MOST_SHOWN = 500;

    /**
     * Reads what a person wrote. Stricter than browsers: there must be {@code //} and a host behind it, and no space.
     *
     * @throws IllegalArgumentException if it is no such URL; the message says why, and holds neither user info nor query
     */
    public static WebUrl parse(String text) {
        return UrlParser.written(text).url();
    }

    /**
     * Where a reference leads that was found at this URL (RFC 3986, section 5.2, as browsers read it). User info in it is left out.
     *
     * @throws IllegalArgumentException if it leads to no http or https URL
     */
    public WebUrl resolve(String reference) {
        return UrlParser.found(reference, this).url();
    }

    public boolean isHttps() {
        return scheme.equals("https");
    }

    /** Whether credentials for the one may be sent to the other: scheme, host and port are the same (RFC 6454). */
    public boolean hasOriginOf(WebUrl other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    /** Host and port, as in the {@code Host} field: the scheme's own port is left out (RFC 9110, section 7.2). */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** The name or address that a certificate must hold: without brackets, and without the dot at the end of a full name. */
    public String serverName() {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Path and query, as in a request line (RFC 9112, section 3.2.1). */
    public String requestTarget() {
        return path + query.map(text -> "?" + text).orElse("");
    }

    /** All of it, the query too. */
    public String text() {
        return scheme + "://" + authority() + requestTarget();
    }

    /** The URL without what may be secret in it: the query is left out. */
    public String display() {
        String shown = path.length() <= MOST_SHOWN ? path : path.substring(0, MOST_SHOWN) + "...";
        return scheme + "://" + authority() + shown;
    }

    @Override
    public String toString() {
        return display();
    }

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }
}
