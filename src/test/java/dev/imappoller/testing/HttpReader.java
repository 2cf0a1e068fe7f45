package dev.imappoller.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests: first the head, then as much of the body as one wants. */
final class HttpReader {

    /** Start line and fields (names in lower case) of a request. */
    record Head(String method, String target, Map<String, List<String>> headers) {

        String path() {
            return target.split("\\?", 2)[0];
        }

        String query() {
            return target.contains("?") ? target.split("\\?", 2)[1] : "";
        }

        boolean has(String header, String value) {
            return headers.getOrDefault(header, List.of()).stream()
                    .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(value));
        }
    }

    private final InputStream in;
    private final OutputStream out;

    HttpReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request's head; EOFException when the client has ended the connection. */
    Head head() throws IOException {
        String[] start = line().split(" ");
        if (start.length != 3) {
            throw new IOException("not HTTP: " + String.join(" ", start));
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] field = line.split(":", 2);
            headers.computeIfAbsent(field[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field[field.length - 1].strip());
        }
        return new Head(start[0], start[1], headers);
    }

    /** The body, no more than so many bytes of it; a client that waits for the word is told to continue. */
    byte[] body(Head head, int limit) throws IOException {
        if (limit > 0 && head.has("expect", "100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        if (head.has("transfer-encoding", "chunked")) {
            return chunked(limit);
        }
        int length = head.headers().containsKey("content-length")
                ? Integer.parseInt(head.headers().get("content-length").get(0))
                : 0;
        byte[] body = in.readNBytes(Math.min(length, limit));
        if (body.length < Math.min(length, limit)) {
            throw new EOFException("the client ended the connection within the body");
        }
        return body;
    }

    private byte[] chunked(int limit) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < limit) {
            int size = Integer.parseInt(line().split(";")[0].strip(), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // Trailer fields mean nothing here.
                    continue;
                }
                break;
            }
            int wanted = Math.min(size, limit - body.size());
            byte[] chunk = in.readNBytes(wanted);
            if (chunk.length < wanted) {
                throw new EOFException("the client ended the connection within a chunk");
            }
            body.write(chunk);
            if (wanted == size) {
                line();
            }
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the client ended the connection");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
