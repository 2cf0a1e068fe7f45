package dev.imappoller.poller;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of an endpoint, its user info taken out into an {@code Authorization} value (RFC 7617).
 *
 * @param uri http or https, with an ASCII host and no user info
 * @param authorization the Basic credentials that stood in the URL
 */
public record Target(URI uri, Optional<Secret> authorization) {
    /** RFC 3986, appendix B, with the authority taken apart. */
    private static final Pattern URL = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?<user>[^/?#]*)@)?"
            + "(?<host>\\[[^\\]/?#]*\\]|[^:/?#@]*)(?::(?<port>[0-9]*))?(?<path>/[^?#]*)?(?<query>\\?[^#]*)?(?:#.*)?");

    /**
     * Reads a URL as a person would write it.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and holds neither user info nor query
     */
    public static Target parse(String url) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not a URL of the form https://host/path");
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "has the scheme \"" + scheme + "\", and only https and http can be posted to");
        }
        return new Target(
                uri(scheme, parts), Optional.ofNullable(parts.group("user")).map(Target::basic));
    }

    /** The port that is connected to: 443 or 80 where the URL names none. */
    public int port() {
        return portOf(uri);
    }

    /** The port of any http or https URI. */
    public static int portOf(URI uri) {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** The URL without what may be secret in it: user info and query are left out. */
    public String display() {
        return display(uri);
    }

    /** Any URL without its user info, query and fragment. */
    public static String display(URI uri) {
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme() + "://" + uri.getHost() + port + path;
    }

    @Override
    public String toString() {
        return display();
    }

    private static URI uri(String scheme, Matcher parts) {
        String host = asciiHost(parts.group("host"));
        String port =
                parts.group("port") == null || parts.group("port").isEmpty() ? "" : ":" + port(parts.group("port"));
        String path = parts.group("path") == null ? "/" : parts.group("path");
        String query = parts.group("query") == null ? "" : parts.group("query");
        try {
            URI uri = new URI(new URI(scheme + "://" + host + port + path + query).toASCIIString());
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("has no valid host name");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "is not a valid URL (" + e.getReason() + "); write special characters as %XX");
        }
    }

    private static String asciiHost(String host) {
        if (host.startsWith("[")) {
            return host;
        }
        try {
            String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
            if (!ascii.isEmpty()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("has no valid host name");
    }

    private static int port(String digits) {
        if (digits.length() <= 5) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new IllegalArgumentException("has a port that is not between 1 and 65535");
    }

    private static Secret basic(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        byte[] credentials = (percentDecoded(user) + ":" + percentDecoded(password)).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private static String percentDecoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // A stray % is meant as itself.
        }
    }
}
