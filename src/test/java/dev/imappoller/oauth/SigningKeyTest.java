package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.testing.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final KeyPair RSA = Keys.rsa();

    @Test
    void readsPemInWhateverShapeItIsKept() throws UnusableKeyException {
        String pem = Keys.pem(RSA);
        String certificate = Keys.pem("CERTIFICATE", new byte[] {1, 2, 3});

        for (String kept : new String[] {
            pem,
            "\n  " + pem.replace("\n", "\r\n"),
            pem.replace("\n", " "),
            pem.replace("\n", "\\n"),
            certificate + pem,
            pem + certificate,
            "Bag Attributes\n    friendlyName: x\n" + pem
        }) {
            assertThat(read(kept)).isEqualTo(new SigningKey(RSA.getPrivate(), Optional.empty(), Optional.empty()));
        }
    }

    @Test
    void readsGooglesKeyFile() throws UnusableKeyException {
        assertThat(read(Keys.google(RSA, "reader@p.iam.gserviceaccount.com")))
                .isEqualTo(new SigningKey(
                        RSA.getPrivate(), Optional.of("key-1"), Optional.of("reader@p.iam.gserviceaccount.com")))
                .hasToString("a key");
    }

    @Test
    void saysHowToConvertWhatItCannotUse() {
        String encrypted = Keys.pem("ENCRYPTED PRIVATE KEY", RSA.getPrivate().getEncoded());
        String traditional = Keys.pkcs1(RSA)
                .replace("KEY-----\nMII", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMII");

        assertThat(why(Keys.pkcs1(RSA))).contains("PKCS #1", "openssl pkcs8 -topk8 -nocrypt");
        assertThat(why(encrypted)).contains("encrypted", "openssl pkcs8 -topk8 -nocrypt");
        assertThat(why(traditional)).contains("encrypted");
        assertThat(why(Keys.pem("OPENSSH PRIVATE KEY", new byte[] {1}))).contains("OpenSSH", "ssh-keygen");
        assertThat(why(Keys.pem("EC PRIVATE KEY", new byte[] {1}))).contains("no RSA key", "openssl genpkey");
        assertThat(why(Keys.pem("ANY PRIVATE KEY", new byte[] {1}))).contains("BEGIN PRIVATE KEY", "openssl pkcs8");
        assertThat(why(Keys.pem("CERTIFICATE", new byte[] {1}))).contains("no private key", "certificate");
        assertThat(why(Keys.pem("PUBLIC KEY", RSA.getPublic().getEncoded()))).contains("no private key");
        assertThat(why(new String(RSA.getPrivate().getEncoded(), StandardCharsets.ISO_8859_1)))
                .contains("no PEM", "-inform DER", "openssl pkcs12");
        assertThat(why(Base64.getEncoder().encodeToString(RSA.getPrivate().getEncoded())))
                .contains("no PEM");
        assertThat(why("canary")).contains("no PEM").doesNotContain("canary");
        assertThat(why("-----BEGIN canary")).contains("no private key").doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "Ed25519", "Ed448"})
    void saysOfAnotherKindOfKeyThatItIsNone(String algorithm) {
        assertThat(why(Keys.pem(Keys.pair(algorithm, 0)))).contains("no RSA key");
    }

    @Test
    void saysOfAShortKeyThatItIsOne() {
        assertThat(why(Keys.pem(Keys.pair("RSA", 1024)))).contains("less than 2048 bits");
    }

    @Test
    void saysWhatIsDamaged() {
        byte[] octets = RSA.getPrivate().getEncoded();
        String pem = Keys.pem(RSA);

        assertThat(why(Keys.pem("PRIVATE KEY", Arrays.copyOf(octets, octets.length / 2))))
                .contains("damaged");
        assertThat(why(pem.substring(0, pem.length() / 2))).contains("damaged");
        assertThat(why(pem.replace("MII", "M!I"))).contains("damaged");
        assertThat(why("-----BEGIN PRIVATE KEY-----")).contains("damaged");
        assertThat(why("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"))
                .contains("damaged");
    }

    @Test
    void saysWhichFileOfGoogleIsMeant() {
        assertThat(why("{\"installed\":{\"client_id\":\"canary\"}}"))
                .contains("file of an OAuth client", "service account");
        assertThat(why("{\"type\":\"canary\"}")).contains("no private_key").doesNotContain("canary");
        assertThat(why("{canary")).contains("begins as JSON").doesNotContain("canary");
        assertThat(why("{\"private_key\":\"canary\"}")).contains("no PEM").doesNotContain("canary");
    }

    private static SigningKey read(String text) throws UnusableKeyException {
        return SigningKey.read(new Secret(text));
    }

    private static String why(String text) {
        return catchThrowableOfType(UnusableKeyException.class, () -> read(text))
                .why();
    }
}
