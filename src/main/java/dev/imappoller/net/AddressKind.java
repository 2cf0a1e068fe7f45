package dev.imappoller.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * What kind of network an IP address belongs to, as far as it matters for who may be connected to. Public is only what IANA's registries
 * of special-purpose addresses call globally reachable; of IPv6 that is what lies in 2000::/3, all else being unassigned.
 */
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
    MULTICAST("a multicast or reserved address"),
    /** For documentation, benchmarks, protocols, tunnels and translation, or assigned to nobody. */
    SPECIAL("an address that is reserved for special use");

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
        return address instanceof Inet6Address ? ofIpv6(octets) : ofIpv4(octets);
    }

    private static AddressKind ofIpv4(byte[] octets) {
        return AddressRange.kindOf(AddressRange.IPV4, octets);
    }

    private static AddressKind ofIpv6(byte[] octets) {
        AddressKind kind = AddressRange.kindOf(AddressRange.IPV6, octets);
        for (EmbeddedIpv4 form : EmbeddedIpv4.values()) {
            if (form.isIn(octets)) {
                AddressKind embedded = ofIpv4(Arrays.copyOfRange(octets, form.at(), form.at() + 4));
                return embedded == PUBLIC ? (form.leadsToIt() ? PUBLIC : kind) : worse(kind, embedded);
            }
        }
        return kind;
    }

    /** If the form is reserved anyway, the kind of the embedded address tells more. */
    private static AddressKind worse(AddressKind kind, AddressKind embedded) {
        return kind == PUBLIC || kind == PRIVATE || kind == SPECIAL ? embedded : kind;
    }
}
