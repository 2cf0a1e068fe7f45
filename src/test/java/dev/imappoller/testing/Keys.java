package dev.imappoller.testing;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Key pairs, and the forms in which people keep private keys. */
public final class Keys {
    /** Of PKCS #8 around the PKCS #1 of a key of 2048 bits, in octets. */
    private static final int PKCS8_HEADER = 26;

    private Keys() {}

    public static KeyPair rsa() {
        return pair("RSA", 2048);
    }

    /** For RSA its bits; for others the JDK decides. */
    public static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PEM with PKCS #8. */
    public static String pem(KeyPair pair) {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /** PEM with PKCS #1, of a key of 2048 bits. */
    public static String pkcs1(KeyPair pair) {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEADER, pkcs8.length));
    }

    public static String pem(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + label
                + "-----\n";
    }

    /** The key file that Google makes for a service account. */
    public static String google(KeyPair pair, String account) {
        return "{\n  \"type\": \"service_account\",\n  \"project_id\": \"p\",\n  \"private_key_id\": \"key-1\",\n"
                + "  \"private_key\": \"" + pem(pair).replace("\n", "\\n") + "\",\n  \"client_email\": \"" + account
                + "\",\n  \"client_id\": \"123456789\",\n  \"token_uri\": \"https://evil.example.com/token\"\n}\n";
    }
}
