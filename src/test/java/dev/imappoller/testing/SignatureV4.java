package dev.imappoller.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks signatures as S3 does (AWS Signature Version 4), from the request as it arrived. */
final class SignatureV4 {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final String secret;

    SignatureV4(String secret) {
        this.secret = secret;
    }

    /** What is wrong with a request, as S3 calls it; empty if its signature and the digest of its body are right. */
    Optional<String> wrong(Request request) {
        return query(request).containsKey("X-Amz-Signature") ? wrongInQuery(request) : wrongInHeader(request);
    }

    private Optional<String> wrongInHeader(Request request) {
        String authorization = request.header("authorization").orElse("");
        if (!authorization.startsWith(ALGORITHM + " ")) {
            return Optional.of("AccessDenied");
        }
        Map<String, String> given = Arrays.stream(
                        authorization.substring(ALGORITHM.length()).split(","))
                .map(part -> part.strip().split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        String digest = request.header("x-amz-content-sha256").orElse("");
        if (!digest.equals(hex(sha256(request.body())))) {
            return Optional.of("XAmzContentSHA256Mismatch");
        }
        String signed = given.get("SignedHeaders");
        boolean allSigned = request.headers().keySet().stream()
                .filter(name -> name.startsWith("x-amz-") || name.equals("host") || name.startsWith("content-type"))
                .allMatch(name -> Arrays.asList(signed.split(";")).contains(name));
        String expected = signature(
                request,
                given.get("Credential"),
                request.header("x-amz-date").orElse(""),
                signed,
                canonicalQuery(query(request)),
                digest);
        return allSigned && expected.equals(given.get("Signature"))
                ? Optional.empty()
                : Optional.of("SignatureDoesNotMatch");
    }

    private Optional<String> wrongInQuery(Request request) {
        Map<String, String> query = query(request);
        String given = query.remove("X-Amz-Signature");
        String expected = signature(
                request,
                query.get("X-Amz-Credential"),
                query.get("X-Amz-Date"),
                query.get("X-Amz-SignedHeaders"),
                canonicalQuery(query),
                "UNSIGNED-PAYLOAD");
        return expected.equals(given) ? Optional.empty() : Optional.of("SignatureDoesNotMatch");
    }

    private String signature(
            Request request, String credential, String date, String signed, String query, String digest) {
        String headers = Arrays.stream(signed.split(";"))
                .map(name -> name + ":" + request.header(name).orElse("") + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", request.method(), request.path(), query, headers, signed, digest);
        String scope = credential.substring(credential.indexOf('/') + 1);
        String toSign = String.join("\n", ALGORITHM, date, scope, hex(sha256(utf8(canonical))));
        byte[] key = utf8("AWS4" + secret);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    static Map<String, String> query(Request request) {
        Map<String, String> query = new TreeMap<>();
        if (!request.query().isEmpty()) {
            for (String part : request.query().split("&")) {
                String[] pair = part.split("=", 2);
                query.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
            }
        }
        return query;
    }

    private static String canonicalQuery(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
