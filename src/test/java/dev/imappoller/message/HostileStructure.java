package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;

import dev.imappoller.message.octets.Defect;
import java.util.Base64;
import java.util.stream.Stream;

/** Messages whose structure is told in a way of their own. */
final class HostileStructure {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b";
    private static final String PDF = "Content-Type: application/pdf; name=a.pdf";
    private static final String BASE64 = "Content-Transfer-Encoding: base64";

    private HostileStructure() {}

    static Stream<Hostile> all() {
        return Stream.of(boundaries(), encoded(), strays(), types()).flatMap(all -> all);
    }

    private static Stream<Hostile> boundaries() {
        return Stream.of(
                parts("comment after the boundary", "Content-Type: multipart/mixed; boundary=b (comment)"),
                parts("comment before the equals sign", "Content-Type: multipart/mixed; boundary (comment) = b"),
                parts("parameters between commas", "Content-Type: multipart/mixed, boundary=b"),
                parts("type that ends in a slash", "Content-Type: multipart/mixed/; boundary=b"),
                mail(
                                "boundary folded within its quotes",
                                "Content-Type: multipart/mixed; boundary=\"a",
                                " b\"",
                                "",
                                "--ab",
                                "",
                                "text",
                                "--ab--")
                        .plain("text"),
                mail(
                                "boundary of the second type",
                                "Content-Type: multipart/mixed; boundary=a",
                                "Content-Type: multipart/alternative; boundary=b",
                                "",
                                "--b",
                                "Content-Type: text/plain; name=n.txt",
                                "",
                                "text",
                                "--b--")
                        .plain("text")
                        .defects(Defect.REPEATED_FIELD),
                mail(
                                "boundary of the first type",
                                MIXED,
                                "Content-Type: multipart/alternative; boundary=c",
                                "",
                                "--b",
                                PDF,
                                "",
                                "%PDF",
                                "--c--",
                                "--b--")
                        .attachment("a.pdf", "%PDF\r\n--c--")
                        .defects(Defect.REPEATED_FIELD),
                mail("text and multipart", "Content-Type: text/plain", MIXED, "", "--b", PDF, "", "%PDF", "--b--")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.REPEATED_FIELD),
                mail("text that was to be a multipart", "Content-Type: text/plain", MIXED, "", "text", "-- ", "Ann")
                        .plain("text\n-- \nAnn")
                        .defects(Defect.REPEATED_FIELD));
    }

    /** A multipart with a text and a PDF. */
    private static Hostile parts(String name, String... header) {
        return mail(name, String.join("\r\n", header), "", "--b", "", "text", "--b", PDF, "", "%PDF", "--b--")
                .plain("text")
                .attachment("a.pdf", "%PDF");
    }

    private static Stream<Hostile> encoded() {
        String source = "\r\n--b\r\n\r\ntext\r\n--b\r\n" + PDF + "\r\n" + BASE64 + "\r\n\r\nSGVsbG8=\r\n--b--\r\n";
        String long64 = Base64.getMimeEncoder()
                .encodeToString(source.replace("text", "text\r\n".repeat(5000)).getBytes());
        return Stream.of(
                mail(
                                "multipart in base64",
                                MIXED,
                                BASE64,
                                "",
                                Base64.getEncoder().encodeToString(source.getBytes()))
                        .plain("text")
                        .attachment("a.pdf", "Hello"),
                mail("long multipart in base64", MIXED, BASE64, "", long64)
                        .plain("text\n".repeat(5000))
                        .attachment("a.pdf", "Hello"),
                mail(
                                "multipart in quoted-printable",
                                "Content-Type: multipart/mixed; boundary=\"=b\"",
                                "Content-Transfer-Encoding: quoted-printable",
                                "",
                                "--=3Db",
                                "",
                                "te=",
                                "xt",
                                "--=3Db",
                                PDF.replace("=", "=3D"),
                                "",
                                "%PDF",
                                "--=3Db--")
                        .plain("text")
                        .attachment("a.pdf", "%PDF"),
                mail("multipart that only says base64", MIXED, BASE64, "", "--b", "", "text", "--b--")
                        .plain("text"),
                mail(
                                "base64 within base64",
                                MIXED,
                                BASE64,
                                "",
                                Base64.getEncoder()
                                        .encodeToString(("--b\r\n" + MIXED.replace("=b", "=c") + "\r\n" + BASE64
                                                        + "\r\n\r\nLS1jDQoNCnRleHQNCi0tYy0t\r\n--b--")
                                                .getBytes()))
                        .plain("--c\n\ntext\n--c--")
                        .defects(Defect.NO_PARTS),
                mail("base64 without a multipart in it", MIXED, BASE64, "", "SGVsbG8=")
                        .plain("Hello")
                        .defects(Defect.NO_PARTS));
    }

    private static Stream<Hostile> strays() {
        return Stream.of(
                mail(
                                "part behind an unknown boundary after the end",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "text",
                                "--b--",
                                "--c",
                                PDF,
                                "",
                                "%PDF",
                                "--c",
                                "Content-Type: image/png",
                                "",
                                "PNG",
                                "--c--",
                                "left out")
                        .plain("text")
                        .attachment("a.pdf", "%PDF")
                        .attachment("attachment-2.png", "PNG")
                        .defects(Defect.MISSING_BOUNDARY, Defect.TEXT_AFTER_END),
                mail(
                                "part behind an unknown boundary before the first",
                                MIXED,
                                "",
                                "--c",
                                PDF,
                                "",
                                "%PDF",
                                "--c--",
                                "--b",
                                "",
                                "text",
                                "--b--")
                        .plain("text")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.MISSING_BOUNDARY),
                mail("all parts behind an unknown boundary", MIXED, "", "--c", PDF, "", "%PDF", "--c--")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.MISSING_BOUNDARY, Defect.UNCLOSED_MULTIPART),
                mail("two unknown boundaries", MIXED, "", "--c", PDF, "", "%PDF", "--c--", "--d", PDF, "", "%", "--d--")
                        .attachment("a.pdf", "%PDF")
                        .attachment("a.pdf", "%")
                        .defects(Defect.MISSING_BOUNDARY, Defect.TEXT_AFTER_END, Defect.UNCLOSED_MULTIPART),
                mail(
                                "unknown boundary without a header",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "text",
                                "--b--",
                                "--c",
                                "",
                                "Content-Type: x")
                        .plain("text")
                        .defects(Defect.TEXT_AFTER_END));
    }

    private static Stream<Hostile> types() {
        return Stream.of(
                mail("type that ends in a comma", "Content-Type: text/html,", "", "<p>")
                        .html("<p>"),
                mail("type that ends in a colon", "Content-Type: text/html: charset=utf-8", "", "<p>\u00c3\u00bc")
                        .html("<p>\u00fc"),
                mail("text that ends in a slash", "Content-Type: text/html/; charset=utf-8", "", "<p>\u00c3\u00bc")
                        .html("<p>\u00fc")
                        .defects(Defect.BROKEN_CONTENT_TYPE),
                mail(
                                "text that is a multipart by its boundary",
                                "Content-Type: text/html; boundary=b",
                                "",
                                "--b",
                                "Content-Type: text/html",
                                "",
                                "<p>",
                                "--b--")
                        .html("<p>")
                        .defects(Defect.BROKEN_CONTENT_TYPE),
                mail("text that tells a boundary", "Content-Type: text/plain; boundary=b", "", "text", "--c", "text")
                        .plain("text\n--c\ntext"),
                mail(
                                "base64 that tells a boundary",
                                "Content-Type: text/plain; boundary=b",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "SGVsbG8=")
                        .plain("Hello"),
                mail("message that tells a boundary", "Content-Type: message/rfc822; boundary=b", "", "--b", "--b--")
                        .attachment("message.eml", "--b\r\n--b--"),
                mail("unknown type that ends in a slash", "Content-Type: a/b/c", "", "x")
                        .attachment("attachment-1", "x")
                        .defects(Defect.BROKEN_CONTENT_TYPE));
    }
}
