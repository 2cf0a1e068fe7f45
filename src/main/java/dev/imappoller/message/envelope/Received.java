package dev.imappoller.message.envelope;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server wrote down when it received the message (RFC 5321, section 4.4).
 *
 * @param heloDomain what the sending host called itself
 * @param remoteIp the sending host's address
 * @param by what the receiving host calls itself, in lower case; empty if it doesn't tell
 * @param protocol by what it came, in lower case; empty if that is not told
 * @param tls whether it came over TLS (RFC 3848)
 */
record Received(String heloDomain, Optional<String> remoteIp, String by, String protocol, boolean tls) {
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
        Optional<String> ip = HostAddress.in(" " + cursor.since(from) + " ", budget);
        String by = by(cursor);
        return Optional.of(new Received(helo(host), ip, by, protocol(cursor), isTls(new Cursor(text, budget))));
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

    private static String by(Cursor cursor) {
        cursor.next();
        cursor.skip("by");
        cursor.skip(Characters::isBlank);
        int from = cursor.at();
        cursor.skip(c -> !Characters.isBlank(c) && c != ';' && c != '(');
        return cursor.since(from).toLowerCase(Locale.ROOT);
    }

    /** What comes next, but for comments: nothing that the sender says stands before it (RFC 5321, section 4.4). */
    private static String protocol(Cursor cursor) {
        cursor.skip(Characters::isBlank);
        while (cursor.here() == '(') {
            int depth = 0;
            do {
                depth += cursor.here() == '(' ? 1 : cursor.here() == ')' ? -1 : 0;
                cursor.next();
            } while (depth > 0 && !cursor.atEnd());
            cursor.skip(Characters::isBlank);
        }
        if (!cursor.skip("with") || cursor.skip(Characters::isBlank) == 0) {
            return "";
        }
        int from = cursor.at();
        cursor.skip(Characters::isAlphanumeric);
        return cursor.since(from).toLowerCase(Locale.ROOT);
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
        return !isInside() && remoteIp.isPresent();
    }

    /** Whether it is sure that a host of the same site handed the message on. */
    boolean isInside() {
        // QUIRK: Exchange Online hands a message from host to host of its own, with public addresses.
        boolean exchangeOnline = (by.endsWith(".outlook.com") || by.endsWith(".office365.com"))
                && heloDomain.toLowerCase(Locale.ROOT).endsWith(".prod.outlook.com");
        return isLocal()
                || exchangeOnline
                || remoteIp.filter(HostAddress::isPrivate).isPresent();
    }

    /** Whether it was handed over for being put into a mailbox (RFC 2033, section 5). */
    boolean isLocal() {
        return protocol.startsWith("lmtp");
    }
}
