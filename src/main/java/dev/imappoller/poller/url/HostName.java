package dev.imappoller.poller.url;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Hosts of URLs in the one form that is looked up, connected to and checked (WHATWG URL, section 3.5; for names beyond ASCII UTS #46 without
 * its transitional mappings).
 */
final class HostName {
    /** RFC 1035, section 2.3.4. */
    private static final int LONGEST_LABEL = 63;

    private static final int LONGEST_NAME = 253;

    private static final String FORBIDDEN = " #/:<>?@[\\]^|%";

    private HostName() {}

    /**
     * A host in ASCII: a name in lower case, four decimal numbers, or an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String ascii(String host) {
        if (host.startsWith("[")) {
            return ipv6(host);
        }
        String name = host.chars().allMatch(c -> c < 0x80 && c != '%')
                ? host.toLowerCase(Locale.ROOT)
                : fromUnicode(percentDecoded(host));
        if (name.chars().anyMatch(c -> c < ' ' || c >= 0x7F || FORBIDDEN.indexOf(c) >= 0)) {
            throw invalid();
        }
        List<String> labels = labels(name);
        if (isNumber(labels.get(labels.size() - 1))) {
            return ipv4(labels);
        }
        if (name.length() > LONGEST_NAME + (name.endsWith(".") ? 1 : 0)
                || labels.stream().anyMatch(label -> label.isEmpty() || label.length() > LONGEST_LABEL)) {
            throw invalid();
        }
        return name;
    }

    /** Of a full name, the empty one behind the last dot is left out. */
    private static List<String> labels(String name) {
        List<String> labels = Arrays.asList(split(name));
        boolean full = labels.size() > 1 && labels.get(labels.size() - 1).isEmpty();
        return full ? labels.subList(0, labels.size() - 1) : labels;
    }

    private static String[] split(String name) {
        int dots = (int) name.chars().filter(c -> c == '.').count();
        String[] labels = new String[dots + 1];
        int begin = 0;
        for (int i = 0; i <= dots; i++) {
            int end = i == dots ? name.length() : name.indexOf('.', begin);
            labels[i] = name.substring(begin, end);
            begin = end + 1;
        }
        return labels;
    }

    private static boolean isNumber(String label) {
        return !label.isEmpty() && label.chars().allMatch(c -> c >= '0' && c <= '9')
                || label.startsWith("0x") && label.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** One to four numbers, each decimal, octal (0…) or hexadecimal (0x…); the last one fills what is left. */
    private static String ipv4(List<String> labels) {
        if (labels.size() > 4 || !labels.stream().allMatch(HostName::isNumber)) {
            throw invalid();
        }
        long address = 0;
        for (int i = 0; i < labels.size(); i++) {
            boolean last = i == labels.size() - 1;
            long number = number(labels.get(i));
            if (number >= (last ? 1L << 8 * (5 - labels.size()) : 256)) {
                throw invalid();
            }
            address += number << (last ? 0 : 8 * (3 - i));
        }
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static long number(String label) {
        boolean hex = label.startsWith("0x");
        boolean octal = !hex && label.length() > 1 && label.startsWith("0");
        String digits = hex ? label.substring(2) : label;
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private static String ipv6(String host) {
        boolean plain = host.endsWith("]")
                && host.substring(1, host.length() - 1)
                        .chars()
                        .allMatch(c -> c == ':' || c == '.' || c < 0x80 && Character.digit(c, 16) >= 0);
        if (!plain) {
            throw invalid(); // Zone ids too: they mean something on one machine alone (RFC 6874).
        }
        try {
            return "[" + compressed(InetAddress.getByName(host)) + "]"; // In brackets: nothing is looked up.
        } catch (UnknownHostException e) {
            throw invalid();
        }
    }

    /** RFC 5952, section 4: the longest run of zeros is left out. */
    private static String compressed(InetAddress address) {
        ByteBuffer octets = ByteBuffer.allocate(16);
        if (address instanceof Inet4Address) {
            octets.putShort(10, (short) 0xFFFF).position(12);
        }
        octets.put(address.getAddress()).flip();
        int[] pieces = new int[8];
        Arrays.setAll(pieces, i -> octets.getShort(2 * i) & 0xFFFF);
        int zeros = 0;
        int from = 8;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && pieces[end] == 0) {
                end++;
            }
            if (end - i > Math.max(1, zeros)) {
                zeros = end - i;
                from = i;
            }
        }
        return zeros == 0 ? joined(pieces, 0, 8) : joined(pieces, 0, from) + "::" + joined(pieces, from + zeros, 8);
    }

    private static String joined(int[] pieces, int from, int to) {
        return Arrays.stream(pieces, from, to).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }

    private static String fromUnicode(String name) {
        StringBuilder mapped = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC).codePoints().forEach(c -> map(c, mapped));
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFC);
        return Arrays.stream(split(normal))
                .map(label -> label.chars().allMatch(c -> c < 0x80) ? label : "xn--" + Punycode.encode(label))
                .collect(Collectors.joining("."));
    }

    private static void map(int c, StringBuilder mapped) {
        if (c == 0x3002) { // The other full stops beyond ASCII are made a dot by NFKC, but U+FF61 is made this one.
            mapped.append('.');
        } else if (c == 0x130) {
            mapped.append("i\u0307");
        } else if (!isIgnored(c)) {
            if (!isAllowed(c)) {
                throw invalid();
            }
            mapped.appendCodePoint(Character.toLowerCase(c));
        }
    }

    private static boolean isIgnored(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x200B
                || c == 0x2060
                || c == 0xFEFF
                || c >= 0x180B && c <= 0x180D
                || c >= 0xFE00 && c <= 0xFE0F
                || c >= 0xE0100 && c <= 0xE01EF;
    }

    private static boolean isAllowed(int c) {
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> c == 0x200C || c == 0x200D;
            default -> c != 0xFFFD;
        };
    }

    private static String percentDecoded(String host) {
        byte[] octets = host.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            int high = i + 2 < octets.length && octets[i] == '%' ? Character.digit(octets[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
            octets[length++] = low >= 0 ? (byte) (high * 16 + low) : octets[i];
            i += low >= 0 ? 2 : 0;
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("has no valid host name");
    }
}
