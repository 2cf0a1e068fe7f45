package dev.imappoller.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** What kind of network an IP address belongs to, as far as it matters for who may be connected to. */
enum AddressKind {
    /** Any host on the Internet. */
    PUBLIC("public"),
    /** This machine: 127/8, ::1. */
    LOOPBACK("a loopback address"),
    /** RFC 1918, 100.64/10 (RFC 6598), fc00::/7 (RFC 4193), fec0::/10. */
    PRIVATE("a private address"),
    /** 169.254/16, fe80::/10 and fd00:ec2::/32: the Lambda runtime and the metadata services of AWS. */
    LINK_LOCAL("a link-local or metadata address"),
    /** 0/8 and ::, which lead to this machine. */
    UNSPECIFIED("an unspecified address"),
    /** 224/4, 240/4, ff00::/8. */
    MULTICAST("a multicast or reserved address");

    private final String words;

    AddressKind(String words) {
        this.words = words;
    }

    /** The kind, to follow "is". */
    String words() {
        return words;
    }

    /** The kind of an address; one that carries an IPv4 address in it is of that address's kind. */
    static AddressKind of(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address instanceof Inet6Address) {
            int from = embeddedIpv4(octets);
            return from >= 0 ? ofIpv4(Arrays.copyOfRange(octets, from, from + 4)) : ofIpv6(address, octets);
        }
        return ofIpv4(octets);
    }

    private static AddressKind ofIpv4(byte[] octets) {
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        if (first == 0) {
            return UNSPECIFIED;
        }
        if (first == 127) {
            return LOOPBACK;
        }
        if (first == 169 && second == 254) {
            return LINK_LOCAL;
        }
        if (first >= 224) {
            return MULTICAST;
        }
        boolean isPrivate = first == 10
                || first == 172 && second >= 16 && second <= 31
                || first == 192 && second == 168
                || first == 100 && second >= 64 && second <= 127;
        return isPrivate ? PRIVATE : PUBLIC;
    }

    private static AddressKind ofIpv6(InetAddress address, byte[] octets) {
        if (startsWith(octets, 0xfd, 0x00, 0x0e, 0xc2) || address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        if (address.isAnyLocalAddress()) {
            return UNSPECIFIED;
        }
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isMulticastAddress()) {
            return MULTICAST;
        }
        boolean isPrivate = (octets[0] & 0xfe) == 0xfc || address.isSiteLocalAddress();
        return isPrivate ? PRIVATE : PUBLIC;
    }

    /** Where in an IPv6 address an IPv4 address stands: mapped, NAT64 (RFC 6052, RFC 8215), 6to4 or compatible; -1 if none does. */
    private static int embeddedIpv4(byte[] octets) {
        if (startsWith(octets, 0x00, 0x64, 0xff, 0x9b)) {
            return 12;
        }
        if (startsWith(octets, 0x20, 0x02)) {
            return 2;
        }
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= octets[i] == 0;
        }
        if (!zeros) {
            return -1;
        }
        boolean mapped = octets[10] == -1 && octets[11] == -1;
        boolean compatible =
                octets[10] == 0 && octets[11] == 0 && (octets[12] != 0 || octets[13] != 0 || octets[14] != 0);
        return mapped || compatible ? 12 : -1;
    }

    private static boolean startsWith(byte[] octets, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((octets[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
