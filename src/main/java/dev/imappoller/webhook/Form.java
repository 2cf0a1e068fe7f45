package dev.imappoller.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A form with fields and files, written as a stream of known length (RFC 7578). */
final class Form {
    /** Something that can be written any number of times. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Something that can be read any number of times. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private record Part(byte[] header, long length, Body body) {}

    private static final byte[] LINE_END = {'\r', '\n'};

    private final String boundary;
    private final byte[] end;
    private final List<Part> parts = new ArrayList<>();

    Form(String boundary) {
        this.boundary = boundary;
        this.end = octets("--" + boundary + "--\r\n");
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    void field(String name, String value) {
        byte[] octets = octets(value);
        field(name, octets.length, out -> out.write(octets));
    }

    /** Adds a field whose value is written when it is needed; {@code length} is in octets. */
    void field(String name, long length, Body body) {
        parts.add(new Part(header("name=\"" + escape(name) + "\"", ""), length, body));
    }

    /** Adds a file; {@code length} is in octets. */
    void file(String name, String fileName, String contentType, long length, Source source) {
        String names = "name=\"" + escape(name) + "\"; filename=\"" + escape(fileName) + "\"";
        String type = "Content-Type: " + contentType.replaceAll("[\\r\\n]", "") + "\r\n";
        parts.add(new Part(header(names, type), length, out -> copy(source, out)));
    }

    long length() {
        long length = end.length;
        for (Part part : parts) {
            length += part.header().length + part.length() + LINE_END.length;
        }
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (Part part : parts) {
            out.write(part.header());
            part.body().writeTo(out);
            out.write(LINE_END);
        }
        out.write(end);
        out.flush();
    }

    static void copy(Source source, OutputStream out) throws IOException {
        try (InputStream in = source.open()) {
            in.transferTo(out);
        }
    }

    private byte[] header(String names, String more) {
        return octets("--" + boundary + "\r\nContent-Disposition: form-data; " + names + "\r\n" + more + "\r\n");
    }

    /** As browsers do it, so that no name can end the line or the quotes (WHATWG HTML, multipart/form-data encoding). */
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
