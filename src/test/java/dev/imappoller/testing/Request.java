package dev.imappoller.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as a {@link Receiver} got it.
 *
 * @param number in which order its body was complete, from 1, over all connections
 * @param connection on which connection it came, from 1
 * @param path without the query, percent-encoding as sent
 * @param query without the question mark; empty where there is none
 * @param headers values in order of arrival by name in lower case
 * @param body without transfer coding; a part of it where the receiver cut it
 */
public record Request(
        int number,
        int connection,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte[] body) {

    public Request {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first field of that name, in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Request that
                && number == that.number
                && connection == that.connection
                && method.equals(that.method)
                && path.equals(that.path)
                && query.equals(that.query)
                && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, connection, method, path, query);
    }

    @Override
    public String toString() {
        return number + ": " + method + " " + path + (query.isEmpty() ? "" : "?" + query) + ", " + body.length
                + " bytes";
    }
}
