package dev.imappoller.message.envelope;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.Cursor;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.Locale;
import java.util.Optional;

/** An IP address as servers write it into {@code Received} (RFC 5321, section 4.1.3). */
final class HostAddress {
    /** The most groups of hexadecimal digits in an IPv6 address (RFC 4291, section 2.2). */
    private static final int MOST_GROUPS = 8;

    private HostAddress() {}

    /** The first address in a text, in lower case: in brackets, parentheses or between blanks. */
    static Optional<String> in(String text, DecodingBudget budget) {
        Cursor cursor = new Cursor(text, budget);
        while (!cursor.atEnd()) {
            boolean begins = Characters.isBlank(cursor.here()) || cursor.here() == '[' || cursor.here() == '(';
            cursor.next();
            if (!begins) {
                continue;
            }
            int before = cursor.at();
            cursor.skip("IPv6:");
            int from = cursor.at();
            cursor.skip(HostAddress::mayStandInAddress);
            boolean ends = Characters.isBlank(cursor.here()) || cursor.here() == ']' || cursor.here() == ')';
            String address = cursor.since(from);
            if (ends && (isV4(address) || isV6(address))) {
                return Optional.of(address.toLowerCase(Locale.ROOT));
            }
            cursor.goTo(address.isEmpty() ? before : cursor.at());
        }
        return Optional.empty();
    }

    private static boolean mayStandInAddress(int c) {
        return c == '.' || c == ':' || isHex(c);
    }

    private static boolean isHex(int c) {
        return Characters.isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isV4(String text) {
        return isDotted(text, 4, 4);
    }

    /** Groups of up to four digits, the last of which may be followed by the rest of an IPv4 address. */
    private static boolean isV6(String text) {
        int groups = 1;
        int digits = 0;
        int at = 0;
        for (; at < text.length() && text.charAt(at) != '.'; at++) {
            boolean colon = text.charAt(at) == ':';
            digits = colon ? 0 : digits + 1;
            groups += colon ? 1 : 0;
            if (digits > 4 || groups > MOST_GROUPS) {
                return false;
            }
        }
        return groups > 2 && (at == text.length() || isDotted(text.substring(at + 1), 1, 3));
    }

    /** Whether it is so many decimal numbers of up to three digits, with dots between them. */
    private static boolean isDotted(String text, int least, int most) {
        int numbers = 1;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.' && digits > 0) {
                numbers++;
                digits = 0;
            } else if (Characters.isDigit(text.charAt(i)) && digits < 3) {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0 && numbers >= least && numbers <= most;
    }

    /** Whether no host on the Internet has it (RFC 1918, 3927, 4193, 4291, 6598). */
    static boolean isPrivate(String ip) {
        if (ip.indexOf(':') < 0) {
            String[] numbers = {number(ip, 0), number(ip, 1)};
            int second = Integer.parseInt(numbers[1]);
            return switch (numbers[0]) {
                case "0", "10", "127" -> true;
                case "169" -> numbers[1].equals("254");
                case "192" -> numbers[1].equals("168");
                case "172" -> second >= 16 && second <= 31;
                case "100" -> second >= 64 && second <= 127;
                default -> false;
            };
        }
        boolean unique = ip.length() > 4
                && ip.charAt(0) == 'f'
                && "cd".indexOf(ip.charAt(1)) >= 0
                && isHex(ip.charAt(2))
                && isHex(ip.charAt(3))
                && ip.charAt(4) == ':';
        boolean linkLocal = ip.length() > 3 && ip.startsWith("fe") && "89ab".indexOf(ip.charAt(2)) >= 0;
        return ip.equals("::") || ip.equals("::1") || ip.startsWith("::ffff:") || unique || linkLocal;
    }

    private static String number(String v4, int index) {
        int from = 0;
        for (int i = 0; i < index; i++) {
            from = v4.indexOf('.', from) + 1;
        }
        return v4.substring(from, v4.indexOf('.', from));
    }
}
