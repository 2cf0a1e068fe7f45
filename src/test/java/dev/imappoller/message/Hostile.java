package dev.imappoller.message;

import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.octets.RawMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A message with something wrong with it, and what is to become of it all the same. */
public final class Hostile {
    private final String name;
    private final byte[] octets;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> attachmentNames = new ArrayList<>();
    private final List<byte[]> attachments = new ArrayList<>();
    private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    private Optional<String> plain = Optional.empty();
    private Optional<String> html = Optional.empty();

    private Hostile(String name, byte[] octets) {
        this.name = name;
        this.octets = octets;
    }

    /** A message of lines that end with CRLF; each character is one octet. */
    static Hostile mail(String name, String... lines) {
        return octets(name, String.join("\r\n", lines));
    }

    /** A message as it is; each character is one octet. */
    static Hostile octets(String name, String text) {
        return new Hostile(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A message of one text, in some charset. */
    static Hostile text(String name, String charset, String encoded) {
        return mail(name, "Content-Type: text/plain; charset=" + charset, "", encoded);
    }

    /** A message with a subject and a word of text. */
    static Hostile subject(String name, String subject) {
        return mail(name, "Subject: " + subject, "", "text").plain("text");
    }

    /** A message whose one attachment has some disposition. */
    static Hostile named(String name, String disposition) {
        return mail(name, "Content-Type: application/pdf", "Content-Disposition: " + disposition, "", "%PDF");
    }

    Hostile plain(String text) {
        plain = Optional.of(text);
        return this;
    }

    Hostile html(String text) {
        html = Optional.of(text);
        return this;
    }

    Hostile header(String field, String value) {
        headers.put(field, value);
        return this;
    }

    /** Adds an attachment that is expected; each character of the content is one octet. */
    Hostile attachment(String fileName, String content) {
        attachmentNames.add(fileName);
        attachments.add(content.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Hostile defects(Defect... expected) {
        defects.addAll(List.of(expected));
        return this;
    }

    public RawMessage raw() {
        return RawMessage.of(octets);
    }

    public byte[] octets() {
        return octets.clone();
    }

    public Optional<String> plain() {
        return plain;
    }

    public Optional<String> html() {
        return html;
    }

    public List<String> attachmentNames() {
        return attachmentNames;
    }

    public List<byte[]> attachments() {
        return attachments;
    }

    Map<String, String> headers() {
        return headers;
    }

    public Set<Defect> defects() {
        return defects;
    }

    @Override
    public String toString() {
        return name;
    }
}
