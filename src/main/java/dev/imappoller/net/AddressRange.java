package dev.imappoller.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * One line of IANA's registries of special-purpose IPv4 and IPv6 addresses (RFC 6890), as of 2025.
 *
 * @param bits how many of the first bits decide
 */
record AddressRange(byte[] first, int bits, AddressKind kind) {
    /** What is not among them is public. */
    static final List<AddressRange> IPV4 = List.of(
            range("0.0.0.0/0", AddressKind.PUBLIC),
            range("0.0.0.0/8", AddressKind.UNSPECIFIED),
            range("10.0.0.0/8", AddressKind.PRIVATE),
            range("100.64.0.0/10", AddressKind.PRIVATE),
            range("127.0.0.0/8", AddressKind.LOOPBACK),
            range("169.254.0.0/16", AddressKind.LINK_LOCAL),
            range("172.16.0.0/12", AddressKind.PRIVATE),
            // For protocols (RFC 6890); the two in it that can be reached from everywhere are nobody's mail server.
            range("192.0.0.0/24", AddressKind.SPECIAL),
            // Documentation (RFC 5737).
            range("192.0.2.0/24", AddressKind.SPECIAL),
            // Relays of 6to4 (RFC 7526).
            range("192.88.99.0/24", AddressKind.SPECIAL),
            range("192.168.0.0/16", AddressKind.PRIVATE),
            // Benchmarks (RFC 2544).
            range("198.18.0.0/15", AddressKind.SPECIAL),
            range("198.51.100.0/24", AddressKind.SPECIAL),
            range("203.0.113.0/24", AddressKind.SPECIAL),
            range("224.0.0.0/4", AddressKind.MULTICAST),
            range("240.0.0.0/4", AddressKind.MULTICAST));

    /** Of those that an address lies in, the last one counts. */
    static final List<AddressRange> IPV6 = List.of(
            range("::/0", AddressKind.SPECIAL),
            range("::/128", AddressKind.UNSPECIFIED),
            range("::1/128", AddressKind.LOOPBACK),
            // Global unicast (RFC 4291).
            range("2000::/3", AddressKind.PUBLIC),
            // For protocols, with Teredo, benchmarks and ORCHID in it (RFC 2928).
            range("2001::/23", AddressKind.SPECIAL),
            // Documentation (RFC 3849, RFC 9637).
            range("2001:db8::/32", AddressKind.SPECIAL),
            range("3fff::/20", AddressKind.SPECIAL),
            // 6to4 (RFC 3056).
            range("2002::/16", AddressKind.SPECIAL),
            range("fc00::/7", AddressKind.PRIVATE),
            range("fd00:ec2::/32", AddressKind.LINK_LOCAL),
            range("fe80::/10", AddressKind.LINK_LOCAL),
            range("fec0::/10", AddressKind.PRIVATE),
            range("ff00::/8", AddressKind.MULTICAST));

    /** The kind of an address, by the last of the ranges that it lies in; the first of them must hold them all. */
    static AddressKind kindOf(List<AddressRange> ranges, byte[] address) {
        return ranges.stream()
                .filter(range -> range.holds(address))
                .map(AddressRange::kind)
                .reduce((wider, narrower) -> narrower)
                .orElseThrow();
    }

    private boolean holds(byte[] address) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((first[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static AddressRange range(String written, AddressKind kind) {
        int slash = written.indexOf('/');
        try {
            return new AddressRange(
                    InetAddress.getByName(written.substring(0, slash)).getAddress(),
                    Integer.parseInt(written.substring(slash + 1)),
                    kind);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // They are addresses, so nobody is asked.
        }
    }
}
