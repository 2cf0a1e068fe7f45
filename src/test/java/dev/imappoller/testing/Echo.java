package dev.imappoller.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The forms in which a server or web app may repeat a secret that it was sent. */
public final class Echo {
    private Echo() {}

    /** By name; each has nothing in it but the secret, or a part of it that would help. */
    public static Map<String, String> of(String user, String secret) {
        Map<String, String> forms = new LinkedHashMap<>();
        String sasl = "\0" + user + "\0" + secret;
        forms.put("as-it-is", secret);
        forms.put("sasl-plain", base64(sasl));
        forms.put("sasl-plain-unpadded", base64(sasl).replace("=", ""));
        forms.put("sasl-plain-url", Base64.getUrlEncoder().encodeToString(octets(sasl)));
        forms.put("base64", base64(secret));
        forms.put("base64-shifted-by-one", base64("x" + secret).substring(4));
        forms.put("base64-shifted-by-two", base64("xy" + secret).substring(4));
        forms.put("base64-in-base64", base64(base64(secret)));
        forms.put("quoted", '"' + secret.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        forms.put("hex", hex(secret, ""));
        forms.put("hex-in-capitals", hex(secret, "").toUpperCase(Locale.ROOT));
        forms.put("hex-dump", hex(secret, " "));
        forms.put("percent", "%" + hex(secret, "%"));
        forms.put("form", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.put(
                "json",
                secret.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining()));
        forms.put("html", secret.chars().mapToObj(c -> "&#" + c + ";").collect(Collectors.joining()));
        forms.put("truncated-at-its-end", secret.substring(0, secret.length() - 3));
        forms.put("half", secret.substring(0, secret.length() / 2 + 1));
        forms.put("behind-its-beginning", secret.substring(2));
        forms.put("sasl-plain-truncated", base64(sasl).substring(0, base64(sasl).length() - 6));
        forms.put("upper-case", secret.toUpperCase(Locale.ROOT));
        return forms;
    }

    /** What none of this may be found of: a piece from the middle on, which is nothing but secret. */
    public static String piece(String form) {
        return form.substring(form.length() / 2);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String text, String between) {
        StringBuilder hex = new StringBuilder();
        for (byte octet : octets(text)) {
            hex.append(hex.isEmpty() ? "" : between).append(String.format("%02x", octet & 0xff));
        }
        return hex.toString();
    }
}
