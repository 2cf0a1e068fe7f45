package dev.imappoller.webhook;

import dev.imappoller.message.octets.Characters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** A field, or a file if it has a type; its header is made when it is needed, as a form may have many thousand fields. */
    private record Part(String name, Optional<File> file, long length, Body body) {}

    private record File(String name, String contentType) {}

    private static final int BUFFER = 16 * 1024;
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
        field(name, utf8Length(value), out -> out.write(octets(value)));
    }

    /** Adds a field whose value is written when it is needed; {@code length} is in octets. */
    void field(String name, long length, Body body) {
        parts.add(new Part(name, Optional.empty(), length, body));
    }

    /** Adds a file; {@code length} is in octets. */
    void file(String name, String fileName, String contentType, long length, Source source) {
        File file = new File(fileName, contentType);
        parts.add(new Part(name, Optional.of(file), length, out -> copy(source, length, out)));
    }

    long length() {
        long length = end.length;
        for (Part part : parts) {
            length += header(part).length + part.length() + LINE_END.length;
        }
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (Part part : parts) {
            out.write(header(part));
            part.body().writeTo(out);
            out.write(LINE_END);
        }
        out.write(end);
        out.flush();
    }

    /** Copies so many octets. */
    static void copy(Source source, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, length))];
        try (InputStream in = source.open()) {
            for (int count = in.read(buffer, 0, buffer.length); count >= 0; count = in.read(buffer, 0, buffer.length)) {
                out.write(buffer, 0, count);
            }
        }
    }

    private byte[] header(Part part) {
        StringBuilder header = new StringBuilder()
                .append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(escape(part.name()))
                .append('"');
        part.file()
                .ifPresent(file -> header.append("; filename=\"")
                        .append(escape(file.name()))
                        .append("\"\r\nContent-Type: ")
                        .append(Characters.without(file.contentType(), c -> c == '\r' || c == '\n')));
        return octets(header.append("\r\n\r\n").toString());
    }

    /** As browsers do it, so that no name can end the line or the quotes (WHATWG HTML, multipart/form-data encoding). */
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    /** The length of text without unpaired surrogates. */
    private static long utf8Length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four octets.
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
