package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A store that speaks as S3 does, with the bucket's name in the path: it checks every signature and digest, and is strict about parts. It can
 * be told to do anything else.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY_ID = "AKIDEXAMPLE";
    public static final String SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static final int SMALLEST_PART = 5 * 1024 * 1024;
    private static final Pattern PART =
            Pattern.compile("<Part><PartNumber>(\\d+)</PartNumber><ETag>([^<]*)</ETag></Part>");

    private final Receiver receiver;
    private final String bucket;
    private final SignatureV4 signatures = new SignatureV4(SECRET_ACCESS_KEY);
    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    private final Map<String, Stored> begun = new ConcurrentHashMap<>();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger ids = new AtomicInteger();
    private volatile Function<Request, Optional<Answer>> instead = request -> Optional.empty();

    /** An object as it was put. */
    public record Stored(byte[] content, String contentType, String disposition) {}

    private S3Server(Receiver receiver, String bucket) {
        this.receiver = receiver;
        this.bucket = bucket;
        receiver.otherwise(this::answer);
    }

    public static S3Server http(String bucket) {
        return new S3Server(Receiver.http(), bucket);
    }

    /** For localhost, with a certificate that the tests trust. */
    public static S3Server https(String bucket) {
        return new S3Server(Receiver.https(TestCertificates.trusted()), bucket);
    }

    /** Does this instead of what S3 does, where there is something. */
    public S3Server instead(Function<Request, Optional<Answer>> other) {
        instead = other;
        return this;
    }

    /** As S3 does from now on. */
    public void heal() {
        instead = request -> Optional.empty();
    }

    public int port() {
        return receiver.port();
    }

    /** What there is, by key. */
    public Map<String, Stored> objects() {
        return Map.copyOf(objects);
    }

    /** How many uploads in parts are neither completed nor aborted. */
    public int openUploads() {
        return uploads.size();
    }

    /** Each request as method and what it asks for, such as {@code PUT part 1}. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Error answers as S3 writes them. */
    public static Answer error(int status, String code, String... fields) {
        return Answers.response(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                        + "</Code><Message>no</Message></Error>",
                fields);
    }

    @Override
    public void close() {
        receiver.close();
    }

    private Answer answer(Request request) {
        receiver.forget(); // Bodies are large.
        Map<String, String> query = SignatureV4.query(request);
        log.add(request.method()
                + (query.containsKey("partNumber") ? " part " + query.get("partNumber") : "")
                + (query.containsKey("uploads") ? " begin" : "")
                + (query.containsKey("uploadId") && request.method().equals("POST") ? " complete" : ""));
        Optional<Answer> other = instead.apply(request);
        if (other.isPresent()) {
            return other.get();
        }
        Optional<String> wrong = signatures.wrong(request);
        if (wrong.isPresent()) {
            return error(wrong.get().startsWith("XAmz") ? 400 : 403, wrong.get());
        }
        if (!request.path().startsWith("/" + bucket + "/")) {
            return error(404, "NoSuchBucket");
        }
        String key = URLDecoder.decode(
                request.path().substring(bucket.length() + 2).replace("+", "%2B"), StandardCharsets.UTF_8);
        return switch (request.method()) {
            case "GET" ->
                Optional.ofNullable(objects.get(key))
                        .map(object -> octets(object.content()))
                        .orElseGet(() -> error(404, "NoSuchKey"));
            case "PUT" -> query.containsKey("partNumber") ? part(request, query) : put(request, key);
            case "POST" -> query.containsKey("uploads") ? begin(request, key) : complete(request, key, query);
            case "DELETE" ->
                uploads.remove(query.getOrDefault("uploadId", "")) == null
                        ? error(404, "NoSuchUpload")
                        : Answers.status(204);
            default -> error(405, "MethodNotAllowed");
        };
    }

    private Answer put(Request request, String key) {
        objects.put(key, stored(request, request.body()));
        return Answers.response(200, "", "ETag: " + tag(request.body()));
    }

    private Answer begin(Request request, String key) {
        // It may hold what XML and URLs escape.
        String id = "upload/" + ids.incrementAndGet() + "+a&b==";
        uploads.put(id, new TreeMap<>());
        begun.put(id, stored(request, new byte[0]));
        return Answers.response(
                200,
                "<?xml version=\"1.0\"?><InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>"
                        + bucket + "</Bucket><Key>" + key.replace("&", "&amp;") + "</Key><UploadId>"
                        + id.replace("&", "&amp;") + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Answer part(Request request, Map<String, String> query) {
        TreeMap<Integer, byte[]> parts = uploads.get(query.getOrDefault("uploadId", ""));
        if (parts == null) {
            return error(404, "NoSuchUpload");
        }
        parts.put(Integer.parseInt(query.get("partNumber")), request.body());
        return Answers.response(200, "", "ETag: " + tag(request.body()));
    }

    private Answer complete(Request request, String key, Map<String, String> query) {
        String id = query.getOrDefault("uploadId", "");
        TreeMap<Integer, byte[]> parts = uploads.get(id);
        if (parts == null) {
            return error(404, "NoSuchUpload");
        }
        List<MatchResult> named = PART.matcher(request.text()).results().toList();
        boolean asSent = named.size() == parts.size()
                && named.stream()
                        .allMatch(part -> tag(parts.getOrDefault(Integer.parseInt(part.group(1)), new byte[0]))
                                .equals(part.group(2).replace("&quot;", "\"")));
        if (!asSent) {
            return error(400, "InvalidPart");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Map.Entry<Integer, byte[]> part : parts.entrySet()) {
            if (part.getValue().length < SMALLEST_PART && !part.getKey().equals(parts.lastKey())) {
                return error(400, "EntityTooSmall");
            }
            whole.writeBytes(part.getValue());
        }
        uploads.remove(id);
        Stored first = begun.remove(id);
        objects.put(key, new Stored(whole.toByteArray(), first.contentType(), first.disposition()));
        return Answers.response(
                200,
                "<CompleteMultipartUploadResult\n  xmlns=\"x\"><ETag>&quot;e&quot;</ETag></CompleteMultipartUploadResult>");
    }

    private static Answer octets(byte[] content) {
        return Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1));
    }

    private static Stored stored(Request request, byte[] content) {
        return new Stored(
                content,
                request.header("content-type").orElse(""),
                request.header("content-disposition").orElse(""));
    }

    private static String tag(byte[] content) {
        return "\"" + SignatureV4.hex(SignatureV4.sha256(content)).substring(0, 32) + "\"";
    }
}
