package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.url.UrlParser;
import dev.imappoller.poller.url.WebUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The URL of an endpoint, its user info taken out into an {@code Authorization} value (RFC 7617).
 *
 * @param authorization the Basic credentials that stood in the URL
 */
public record Target(WebUrl url, Optional<Secret> authorization) {

    /**
     * Reads a URL as a person would write it.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and holds neither user info nor query
     */
    public static Target parse(String url) {
        UrlParser.Parsed parsed = UrlParser.written(url);
        return new Target(parsed.url(), parsed.userInfo().map(Target::basic));
    }

    /** The URL without what may be secret in it: user info and query are left out. */
    public String display() {
        return url.display();
    }

    @Override
    public String toString() {
        return display();
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
