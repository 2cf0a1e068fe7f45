package dev.imappoller.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imappoller.net.TargetGuard.HostAndPort;
import dev.imappoller.net.TargetGuard.RefusedException;
import dev.imappoller.net.TargetGuard.Resolver;
import dev.imappoller.net.TargetGuard.Rules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {
    private static final Rules STRICT = new Rules(false, false, Optional.empty());
    private static final Rules PRIVATE_ALLOWED = new Rules(true, false, Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"})
    void letsPublicAddressesPass(String address) {
        assertThatCode(() -> guard(STRICT).check(address, 443)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255",
                "192.168.1.1", "100.64.0.1", "100.127.255.255", "fd12::1", "fc00::1", "fec0::1", "64:ff9b::10.0.0.1",
                "::ffff:10.0.0.1", "2002:0a00:0001::1", "::10.0.0.1", "64:ff9b:1::192.168.0.1"
            })
    void letsLoopbackAndPrivateAddressesPassOnlyWhereThatIsAllowed(String address) {
        assertThatThrownBy(() -> guard(STRICT).check(address, 443))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ALLOW_PRIVATE_NETWORKS");
        assertThatCode(() -> guard(PRIVATE_ALLOWED).check(address, 443)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.100.1",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "64:ff9b::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "ff02::1",
                "::ffff:0:10.0.0.1",
                "64:ff9b:1:a9fe:a9:fe00:a00:1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2606:4700::5efe:169.254.169.254",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "100::1",
                "5f00::1",
                "2001:db8::1"
            })
    void neverLetsAddressesPassThatAreNeitherPublicNorPrivate(String address) {
        assertThatThrownBy(() -> guard(PRIVATE_ALLOWED).check(address, 443))
                .isInstanceOf(RefusedException.class)
                .hasMessageNotContaining("ALLOW_PRIVATE_NETWORKS");
    }

    @Test
    void refusesAHostOfWhichOnlyOneAddressIsBad() {
        Resolver resolver = fixed(Map.of("example.com", List.of("8.8.8.8", "127.0.0.1")));

        assertThatThrownBy(() -> new TargetGuard(STRICT, resolver).check("example.com", 443))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void givesAllCheckedAddressesToConnectTo() throws Exception {
        Resolver resolver = fixed(Map.of("example.com", List.of("8.8.8.8", "8.8.4.4")));

        assertThat(new TargetGuard(STRICT, resolver).check("example.com", 993))
                .extracting(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
                .containsExactly("8.8.8.8:993", "8.8.4.4:993");
    }

    @Test
    void saysWhenAHostHasNoAddress() {
        assertThatThrownBy(() -> new TargetGuard(STRICT, fixed(Map.of())).check("nowhere.example", 443))
                .isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.0.0.2", "::1"})
    void neverLeadsToTheLambdaRuntimeUnderAnyOfItsNames(String host) {
        Rules rules = new Rules(true, true, HostAndPort.parse("127.0.0.1:9001"));

        assertThatThrownBy(() -> guard(rules).checkUrl("http", host, 9001))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Lambda runtime");
        assertThatCode(() -> guard(rules).checkUrl("http", host, 9002)).doesNotThrowAnyException();
    }

    @Test
    void allowsPlainHttpOnlyWhereThatIsAllowed() {
        assertThatThrownBy(() -> guard(STRICT).checkUrl("http", "8.8.8.8", 80))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ALLOW_HTTP_TARGETS");
        assertThatCode(() -> guard(STRICT).checkUrl("https", "8.8.8.8", 443)).doesNotThrowAnyException();
        assertThatCode(() -> guard(PRIVATE_ALLOWED).checkUrl("http", "8.8.8.8", 80))
                .doesNotThrowAnyException();
        assertThatCode(() -> guard(new Rules(false, true, Optional.empty())).checkUrl("http", "8.8.8.8", 80))
                .doesNotThrowAnyException();
    }

    private static TargetGuard guard(Rules rules) {
        return new TargetGuard(rules, Resolver.SYSTEM);
    }

    private static Resolver fixed(Map<String, List<String>> addresses) {
        return host -> {
            if (!addresses.containsKey(host)) {
                throw new UnknownHostException(host);
            }
            List<InetAddress> resolved = new ArrayList<>();
            for (String address : addresses.get(host)) {
                resolved.add(InetAddress.getByName(address));
            }
            return resolved;
        };
    }
}
