package dev.imappoller.poller.masking;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The ways in which a server may repeat a secret that it was shown, by name. */
public final class Echoes {
    /** So much of an encoded secret may stand by chance. */
    private static final int CHANCE = 5;

    private Echoes() {}

    /** All of them. */
    public static Map<String, String> of(String user, String secret) {
        byte[] octets = utf8(secret);
        String plain = "\0" + user + "\0" + secret;
        String bearer = "user=" + user + "\1auth=Bearer " + secret + "\1\1";
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(octets);
        Map<String, String> echoes = new LinkedHashMap<>();
        echoes.put("plain", secret);
        echoes.put("base64", base64(secret));
        echoes.put("base64 without padding", base64(secret).replace("=", ""));
        echoes.put("base64 for urls", Base64.getUrlEncoder().encodeToString(octets));
        echoes.put("base64 one later", base64("x" + secret));
        echoes.put("base64 two later", base64("xy" + secret + "z"));
        echoes.put("base64 twice", base64(base64(secret)));
        echoes.put("sasl plain", base64(plain));
        echoes.put("sasl plain without padding", base64(plain).replace("=", ""));
        echoes.put("sasl plain decoded", plain);
        echoes.put("xoauth2", base64(bearer));
        echoes.put("xoauth2 decoded", bearer);
        echoes.put("basic", "Basic " + base64(user + ":" + secret));
        echoes.put("quoted", "\"" + secret.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        echoes.put("form", form);
        echoes.put("form in small letters", form.toLowerCase(Locale.ROOT));
        echoes.put("percent", form.replace("+", "%20"));
        echoes.put("percent everywhere", each(octets, "%%%02x"));
        echoes.put("percent twice", each(octets, "%%25%02X"));
        echoes.put("entities", secret.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
        echoes.put("numbers", each(octets, "&#%d;"));
        echoes.put("numbers in hex", each(octets, "&#x%X;"));
        echoes.put("json", secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
        echoes.put("json numbers", chars(secret, "\\u%04x"));
        echoes.put("c", each(octets, "\\x%02x"));
        echoes.put("octal", each(octets, "\\%03o"));
        echoes.put("quoted-printable", each(octets, "=%02X"));
        echoes.put("decimal", each(octets, "%d "));
        echoes.put("octal apart", each(octets, "%03o "));
        echoes.put("json numbers unquoted", chars(secret, "u%04x"));
        echoes.put("hex", hex);
        echoes.put("HEX", hex.toUpperCase(Locale.ROOT));
        echoes.put("hex apart", each(octets, "%02x ").strip());
        echoes.put("hex with colons", each(octets, "%02X:"));
        echoes.put("hex with 0x", each(octets, "0x%02x, "));
        echoes.put("apart", chars(secret, "%c "));
        echoes.put("over lines", chars(secret, "%c\r\n"));
        echoes.put("sasl plain over lines", base64(plain).replaceAll("(.{4})", "$1\r\n "));
        echoes.put("capitals", secret.toUpperCase(Locale.ROOT));
        echoes.put("octets", new String(octets, StandardCharsets.ISO_8859_1));
        echoes.put("beginning", secret.substring(0, (secret.length() + 1) / 2));
        echoes.put("end", secret.substring(secret.length() / 2));
        echoes.put("middle of sasl plain", base64(plain).substring(base64(plain).length() / 2 - 4));
        return echoes;
    }

    /** The longest piece of the encoded secret that stands in what is shown, spaces left out; empty where it is short enough. */
    public static String leak(String shown, String echo, String user) {
        String seen = letters(shown);
        String sought = letters(echo);
        String known = letters(String.join(
                "\n",
                "pass=" + user + " Basic",
                "user=" + user + "\1auth=Bearer ",
                base64("\0" + user + "\0"),
                "Basic" + base64(user + ":x").substring(0, (user.length() + 1) * 4 / 3 + 1),
                base64("user=" + user + "\1auth=Bearer ")));
        String longest = "";
        for (int i = 0; i < sought.length(); i++) {
            for (int end = i + longest.length() + 1; end <= sought.length(); end++) {
                String piece = sought.substring(i, end);
                if (!seen.contains(piece)) {
                    break;
                }
                longest = known.contains(piece) ? longest : piece;
            }
        }
        return longest.length() > CHANCE ? longest : "";
    }

    private static String letters(String text) {
        return text.chars()
                .filter(c -> c > ' ' && c != '\\')
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String each(byte[] octets, String format) {
        StringBuilder all = new StringBuilder();
        for (byte octet : octets) {
            all.append(String.format(format, octet & 0xff));
        }
        return all.toString();
    }

    private static String chars(String text, String format) {
        Object[] all = new Object[1];
        return text.chars()
                .mapToObj(c -> {
                    all[0] = format.contains("%c") ? (Object) (char) c : (Object) c;
                    return String.format(format, all);
                })
                .collect(Collectors.joining());
    }
}
