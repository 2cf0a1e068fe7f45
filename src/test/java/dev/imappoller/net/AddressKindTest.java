package dev.imappoller.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressKindTest {
    /** Range, its kind, and the kinds of the addresses right before and behind it. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/8, UNSPECIFIED, -, PUBLIC",
        "10.0.0.0/8, PRIVATE, PUBLIC, PUBLIC",
        "100.64.0.0/10, PRIVATE, PUBLIC, PUBLIC",
        "127.0.0.0/8, LOOPBACK, PUBLIC, PUBLIC",
        "169.254.0.0/16, LINK_LOCAL, PUBLIC, PUBLIC",
        "172.16.0.0/12, PRIVATE, PUBLIC, PUBLIC",
        "192.0.0.0/24, SPECIAL, PUBLIC, PUBLIC",
        "192.0.2.0/24, SPECIAL, PUBLIC, PUBLIC",
        "192.88.99.0/24, SPECIAL, PUBLIC, PUBLIC",
        "192.168.0.0/16, PRIVATE, PUBLIC, PUBLIC",
        "198.18.0.0/15, SPECIAL, PUBLIC, PUBLIC",
        "198.51.100.0/24, SPECIAL, PUBLIC, PUBLIC",
        "203.0.113.0/24, SPECIAL, PUBLIC, PUBLIC",
        "224.0.0.0/4, MULTICAST, PUBLIC, MULTICAST",
        "240.0.0.0/4, MULTICAST, MULTICAST, -",
        "::/128, UNSPECIFIED, -, LOOPBACK",
        "::1/128, LOOPBACK, UNSPECIFIED, SPECIAL",
        "::ffff:0:0:0/96, SPECIAL, SPECIAL, SPECIAL",
        "64:ff9b:1:1::/64, SPECIAL, SPECIAL, SPECIAL",
        "100::/64, SPECIAL, SPECIAL, SPECIAL",
        "100:0:0:1::/64, SPECIAL, SPECIAL, SPECIAL",
        "2000::/16, PUBLIC, SPECIAL, SPECIAL",
        "2001::/32, SPECIAL, PUBLIC, SPECIAL",
        "2001:2::/48, SPECIAL, SPECIAL, SPECIAL",
        "2001:10::/28, SPECIAL, SPECIAL, SPECIAL",
        "2001:20::/28, SPECIAL, SPECIAL, SPECIAL",
        "2001::/23, SPECIAL, PUBLIC, PUBLIC",
        "2001:db8::/32, SPECIAL, PUBLIC, PUBLIC",
        "3fff::/20, SPECIAL, PUBLIC, PUBLIC",
        "4000::/3, SPECIAL, PUBLIC, SPECIAL",
        "5f00::/16, SPECIAL, SPECIAL, SPECIAL",
        "fc00::/8, PRIVATE, SPECIAL, PRIVATE",
        "fd00:ec2::/32, LINK_LOCAL, PRIVATE, PRIVATE",
        "fe80::/10, LINK_LOCAL, SPECIAL, PRIVATE",
        "fec0::/10, PRIVATE, LINK_LOCAL, MULTICAST",
        "ff00::/8, MULTICAST, PRIVATE, -"
    })
    void knowsEachRangeFromItsFirstAddressToItsLast(String range, AddressKind kind, String before, String behind)
            throws Exception {
        String[] written = range.split("/");
        byte[] address = InetAddress.getByName(written[0]).getAddress();
        BigInteger first = new BigInteger(1, address);
        BigInteger size = BigInteger.ONE.shiftLeft(address.length * 8 - Integer.parseInt(written[1]));
        BigInteger last = first.add(size).subtract(BigInteger.ONE);

        assertThat(kindOf(first, address.length)).isEqualTo(kind);
        assertThat(kindOf(first.add(size.shiftRight(1)), address.length)).isEqualTo(kind);
        assertThat(kindOf(last, address.length)).isEqualTo(kind);
        if (!before.equals("-")) {
            assertThat(kindOf(first.subtract(BigInteger.ONE), address.length)).hasToString(before);
        }
        if (!behind.equals("-")) {
            assertThat(kindOf(last.add(BigInteger.ONE), address.length)).hasToString(behind);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.175.48.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2620:4f:8000::1",
                "2a00:1450:4001:80b::200e",
                "64:ff9b::808:808"
            })
    void callsPublicWhatCanBeReachedFromEverywhere(String address) throws Exception {
        assertThat(AddressKind.of(InetAddress.getByName(address))).isEqualTo(AddressKind.PUBLIC);
    }

    /** An IPv4 address, and what each form of it in IPv6 is, in the order of {@link #formsOf}. */
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC, PUBLIC, SPECIAL, SPECIAL, SPECIAL, PUBLIC, PUBLIC",
        "127.0.0.1, LOOPBACK, LOOPBACK, LOOPBACK, LOOPBACK, LOOPBACK, LOOPBACK, LOOPBACK",
        "10.1.2.3, PRIVATE, PRIVATE, PRIVATE, PRIVATE, PRIVATE, PRIVATE, PRIVATE",
        "169.254.169.254, LINK_LOCAL, LINK_LOCAL, LINK_LOCAL, LINK_LOCAL, LINK_LOCAL, LINK_LOCAL, LINK_LOCAL",
        "198.18.0.1, SPECIAL, SPECIAL, SPECIAL, SPECIAL, SPECIAL, SPECIAL, SPECIAL",
        "239.0.0.1, MULTICAST, MULTICAST, MULTICAST, MULTICAST, MULTICAST, MULTICAST, MULTICAST"
    })
    void looksThroughEachFormOfAnIpv4Address(
            String ipv4,
            AddressKind mapped,
            AddressKind nat64,
            AddressKind localNat64,
            AddressKind sixToFour,
            AddressKind compatible,
            AddressKind isatap,
            AddressKind globalIsatap)
            throws Exception {
        assertThat(formsOf(InetAddress.getByName(ipv4).getAddress()))
                .extracting(AddressKind::of)
                .containsExactly(mapped, nat64, localNat64, sixToFour, compatible, isatap, globalIsatap);
    }

    @Test
    void letsNoFormOfAnAddressHideThatItsPrefixIsLocal() throws Exception {
        assertThat(AddressKind.of(InetAddress.getByName("fe80::5efe:8.8.8.8"))).isEqualTo(AddressKind.LINK_LOCAL);
        assertThat(AddressKind.of(InetAddress.getByName("fe80::5efe:10.0.0.1"))).isEqualTo(AddressKind.LINK_LOCAL);
        assertThat(AddressKind.of(InetAddress.getByName("fd00::5efe:8.8.8.8"))).isEqualTo(AddressKind.PRIVATE);
        assertThat(AddressKind.of(InetAddress.getByName("2001::5efe:8.8.8.8"))).isEqualTo(AddressKind.SPECIAL);
    }

    private static List<InetAddress> formsOf(byte[] v4) throws Exception {
        return List.of(
                ipv6("00000000000000000000ffff", v4, ""),
                ipv6("0064ff9b0000000000000000", v4, ""),
                ipv6("0064ff9b0001000000000000", v4, ""),
                ipv6("2002", v4, "00000000000000000001"),
                ipv6("000000000000000000000000", v4, ""),
                ipv6("26064700000000000000" + "5efe", v4, ""),
                ipv6("26064700000000000200" + "5efe", v4, ""));
    }

    private static InetAddress ipv6(String prefix, byte[] v4, String rest) throws Exception {
        byte[] octets = new BigInteger("01" + prefix + "00000000" + rest, 16).toByteArray();
        byte[] address = Arrays.copyOfRange(octets, 1, 17);
        System.arraycopy(v4, 0, address, prefix.length() / 2, 4);
        return Inet6Address.getByAddress(null, address, -1); // Not made an IPv4 address of, as others would.
    }

    private static AddressKind kindOf(BigInteger address, int length) throws Exception {
        byte[] octets = new byte[length];
        byte[] value = address.toByteArray();
        int from = Math.max(0, value.length - length);
        System.arraycopy(value, from, octets, length - (value.length - from), value.length - from);
        return AddressKind.of(
                length == 4 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, -1));
    }
}
