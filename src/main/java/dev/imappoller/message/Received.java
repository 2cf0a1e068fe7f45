package dev.imappoller.message;

import java.util.Locale;
import java.util.Optional;

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

    /** Reads the field; empty if it doesn't tell which host the message came from. */
    static Optional<Received> parse(String field, DecodingBudget budget) {
        String text = field.substring(0, Math.min(MAX_LENGTH, field.length()));
        Cursor cursor = new Cursor(text, budget);
        if (!cursor.skip("from") || cursor.skip(Characters::isBlank) == 0 || cursor.atEnd()) {
            return Optional.empty();
        }
        int from = cursor.at();
        cursor.skip(c -> !Characters.isBlank(c));
        String host = cursor.since(from);
        while (!cursor.atEnd() && !beginsBy(cursor)) {
            cursor.next();
        }
        return Optional.of(new Received(
                helo(host), HostAddress.in(" " + cursor.since(from) + " ", budget), isTls(new Cursor(text, budget))));
    }

    /** Whether what the receiving host says of itself begins here. */
    private static boolean beginsBy(Cursor cursor) {
        if (!Characters.isBlank(cursor.here())) {
            return false;
        }
        int at = cursor.at();
        cursor.next();
        boolean by = cursor.skip("by") && Characters.isBlank(cursor.here());
        cursor.goTo(at);
        return by;
    }

    private static String helo(String host) {
        int from = host.startsWith("[") ? 1 : 0;
        int to = host.endsWith("]") ? host.length() - 1 : host.length();
        return Characters.without(host.substring(Math.min(from, to), to), c -> "();,".indexOf(c) >= 0);
    }

    private static boolean isTls(Cursor cursor) {
        for (; !cursor.atEnd(); cursor.next()) {
            int at = cursor.at();
            if (tellsTls(cursor)) {
                return true;
            }
            cursor.goTo(at);
        }
        return false;
    }

    private static boolean tellsTls(Cursor cursor) {
        boolean boundary = cursor.atBoundary();
        return switch (cursor.here()) {
            case 'v', 'V' -> cursor.isAt("version=TLS");
            case '(' -> cursor.isAt("(using TLS");
            case 't', 'T' -> boundary && cursor.skip("TLS") && isVersion(cursor);
            case 'w', 'W' -> Characters.isBlank(cursor.before()) && isSecureProtocol(cursor);
            default -> false;
        };
    }

    private static boolean isVersion(Cursor cursor) {
        cursor.skip("v");
        return cursor.here() >= '1' && cursor.here() <= '9';
    }

    /** Whether it is {@code with} and a protocol over TLS: ESMTPS, UTF8SMTPSA, LMTPS and the like. */
    private static boolean isSecureProtocol(Cursor cursor) {
        if (!cursor.skip("with") || cursor.skip(Characters::isBlank) == 0) {
            return false;
        }
        cursor.skip("UTF8");
        boolean secure = (cursor.skip("ESMTP") || cursor.skip("SMTP") || cursor.skip("LMTP")) && cursor.skip("S");
        return secure && (cursor.atBoundary() || cursor.skip("A") && cursor.atBoundary());
    }

    /** Whether the message came from outside then, not from a host of the same site. */
    boolean isFromOutside() {
        // QUIRK: Exchange Online hands a message from host to host of its own, with public addresses.
        boolean exchangeOnline = heloDomain.toLowerCase(Locale.ROOT).endsWith(".prod.outlook.com");
        return !exchangeOnline
                && remoteIp.filter(ip -> !HostAddress.isPrivate(ip)).isPresent();
    }
}
