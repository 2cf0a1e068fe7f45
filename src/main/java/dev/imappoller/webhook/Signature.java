package dev.imappoller.webhook;

import dev.imappoller.poller.credential.SigningSecret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as Standard Webhooks asks for: HMAC-SHA256 over {@code id.timestamp.body}, one for each secret. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /**
     * The value of {@code webhook-signature}.
     *
     * @param timestamp seconds since 1970, as in {@code webhook-timestamp}
     * @param secrets at least one
     * @throws IOException if the message can't be read from where it is kept
     */
    static String of(String webhookId, long timestamp, PreparedPayload body, List<SigningSecret> secrets)
            throws IOException {
        List<Mac> macs = secrets.stream().map(Signature::mac).toList();
        OutputStream signed = new OutputStream() {
            @Override
            public void write(int octet) {
                macs.forEach(mac -> mac.update((byte) octet));
            }

            @Override
            public void write(byte[] octets, int from, int length) {
                macs.forEach(mac -> mac.update(octets, from, length));
            }
        };
        signed.write((webhookId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        body.writeTo(signed);
        return macs.stream()
                .map(mac -> "v1," + Base64.getEncoder().encodeToString(mac.doFinal()))
                .collect(Collectors.joining(" "));
    }

    private static Mac mac(SigningSecret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal(), ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
