package dev.imappoller.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server wrote down when it received the message (RFC 5321, section 4.4).
 *
 * @param heloDomain what the sending host called itself
 * @param remoteIp the sending host's address
 * @param tls whether it came over TLS (RFC 3848)
 */
record Received(String heloDomain, Optional<String> remoteIp, boolean tls) {
    /** No server writes more. */
    private static final int MAX_LENGTH = 2048;

    private static final Pattern FROM =
            Pattern.compile("^from\\s+(\\S+)(.*?)(?:\\sby\\s(.*))?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern IP = Pattern.compile(
            "[\\[(\\s](?:IPv6:)?(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\\.\\d{1,3}){0,3})[\\])\\s]",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TLS = Pattern.compile(
            "\\swith\\s+(?:UTF8)?(?:E?SMTP|LMTP)SA?\\b|\\bTLSv?[1-9]|version=TLS|\\(using TLS",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PRIVATE = Pattern.compile(
            "(?:0|10|127|169\\.254|192\\.168|172\\.(?:1[6-9]|2\\d|3[01])|100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7]))\\..*"
                    + "|::1?|::ffff:.*|fe[89ab].*|f[cd][0-9a-f]{2}:.*");

    /** Reads the field; empty if it doesn't tell which host the message came from. */
    static Optional<Received> parse(String field) {
        String text = field.substring(0, Math.min(MAX_LENGTH, field.length()));
        Matcher from = FROM.matcher(text);
        if (!from.matches()) {
            return Optional.empty();
        }
        Matcher ip = IP.matcher(" " + from.group(1) + " " + from.group(2) + " ");
        String helo = from.group(1).replaceAll("^\\[|\\]$|[();,]", "");
        return Optional.of(new Received(
                helo,
                ip.find() ? Optional.of(ip.group(1).toLowerCase(Locale.ROOT)) : Optional.empty(),
                TLS.matcher(text).find()));
    }

    /** Whether the message came from outside then, not from a host of the same site. */
    boolean isFromOutside() {
        // QUIRK: Exchange Online hands a message from host to host of its own, with public addresses.
        boolean exchangeOnline = heloDomain.toLowerCase(Locale.ROOT).endsWith(".prod.outlook.com");
        return !exchangeOnline
                && remoteIp.filter(ip -> !PRIVATE.matcher(ip).matches()).isPresent();
    }
}
