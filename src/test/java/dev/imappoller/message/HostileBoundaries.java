package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;
import static dev.imappoller.message.Hostile.octets;

import dev.imappoller.message.octets.Defect;
import dev.imappoller.message.structure.StructureParser;
import java.util.stream.Stream;

/** Messages whose parts are not where they should be, or more than anybody needs. */
final class HostileBoundaries {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b";
    private static final String PDF = "Content-Type: application/pdf; name=a.pdf";

    private HostileBoundaries() {}

    static Stream<Hostile> all() {
        return Stream.concat(boundaries(), large());
    }

    private static Stream<Hostile> boundaries() {
        return Stream.of(
                mail(
                                "multipart without a boundary",
                                "Content-Type: multipart/mixed",
                                "",
                                "--x",
                                "",
                                "text",
                                "--x",
                                PDF,
                                "",
                                "%PDF",
                                "--x--")
                        .plain("text")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.MISSING_BOUNDARY),
                mail(
                                "multipart with an empty boundary",
                                "Content-Type: multipart/mixed; boundary=\"\"",
                                "",
                                "--x",
                                "",
                                "text",
                                "--x--")
                        .plain("text")
                        .defects(Defect.MISSING_BOUNDARY),
                mail("multipart without a boundary or parts", "Content-Type: multipart/mixed", "", "text")
                        .plain("text")
                        .defects(Defect.MISSING_BOUNDARY, Defect.NO_PARTS),
                mail("boundary that never comes", MIXED, "", "--c", "", "text")
                        .plain("--c\n\ntext")
                        .defects(Defect.NO_PARTS),
                mail("multipart without anything", MIXED, "").defects(Defect.NO_PARTS),
                octets("multipart without even a blank line", MIXED).defects(Defect.NO_PARTS),
                mail("multipart without an end", MIXED, "", "--b", "", "text", "--b", PDF, "", "%PDF")
                        .plain("text")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.UNCLOSED_MULTIPART),
                mail("multipart that ends within a header", MIXED, "", "--b", "", "text", "--b", PDF)
                        .plain("text")
                        .attachment("a.pdf", "")
                        .defects(Defect.UNCLOSED_MULTIPART),
                mail("multipart that ends with a boundary", MIXED, "", "--b", "", "text", "--b")
                        .plain("text")
                        .defects(Defect.UNCLOSED_MULTIPART),
                mail(
                                "inner multipart without an end",
                                MIXED,
                                "",
                                "--b",
                                "Content-Type: multipart/mixed; boundary=c",
                                "",
                                "--c",
                                "",
                                "inner",
                                "--b",
                                PDF,
                                "",
                                "%PDF",
                                "--b--")
                        .plain("inner")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.UNCLOSED_MULTIPART),
                mail(
                                "inner multipart with the boundary of the outer",
                                MIXED,
                                "",
                                "--b",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "inner",
                                "--b--",
                                "--b",
                                PDF,
                                "",
                                "%PDF",
                                "--b--")
                        .plain("inner")
                        .attachment("a.pdf", "%PDF"),
                mail(
                                "boundary that begins like the outer one",
                                MIXED,
                                "",
                                "--b",
                                "Content-Type: multipart/mixed; boundary=b2",
                                "",
                                "--b2",
                                "",
                                "inner",
                                "--b2--",
                                "--b--")
                        .plain("inner"),
                mail("text after the end", MIXED, "", "--b", "", "text", "--b--", "left out")
                        .plain("text")
                        .defects(Defect.TEXT_AFTER_END),
                mail("part after the end", MIXED, "", "--b", "", "text", "--b--", "--b", PDF, "", "%PDF", "--b--")
                        .plain("text")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.PART_AFTER_END),
                mail(
                                "text before the first part",
                                MIXED,
                                "",
                                "This is a message in MIME format.",
                                "--b",
                                "",
                                "text",
                                "--b--")
                        .plain("text"),
                mail("blanks after the boundary", MIXED, "", "--b \t", "", "text", "--b-- ")
                        .plain("text"),
                mail("words after the boundary", MIXED, "", "--b (first)", "", "text", "--b-- (last)")
                        .plain("text"),
                mail(
                                "boundary with a blank within",
                                "Content-Type: multipart/mixed; boundary=\"a b\"",
                                "",
                                "--a b",
                                "",
                                "text",
                                "--a b--")
                        .plain("text"),
                mail(
                                "boundary in sections",
                                "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b",
                                "",
                                "--ab",
                                "",
                                "text",
                                "--ab--")
                        .plain("text"),
                mail(
                                "boundary that is not US-ASCII",
                                "Content-Type: multipart/mixed; boundary=\"\u00fc\"",
                                "",
                                "--\u00fc",
                                "",
                                "text",
                                "--\u00fc--")
                        .plain("text")
                        .defects(Defect.UNENCODED_HEADER),
                mail("part without a blank line", MIXED, "", "--b", "just text", "--b--")
                        .plain("just text")
                        .defects(Defect.BROKEN_HEADER),
                mail("part of a header only", MIXED, "", "--b", PDF, "--b--").attachment("a.pdf", ""),
                mail("boundary right after the header", MIXED, "--b", "", "text", "--b--")
                        .plain("text")
                        .defects(Defect.BROKEN_HEADER),
                octets("parts with bare LF", MIXED + "\n\n--b\n\na\nb\n--b\n" + PDF + "\n\n%PDF\n\n--b--\n")
                        .plain("a\nb")
                        .attachment("a.pdf", "%PDF\n"),
                octets("parts with bare CR", MIXED + "\r\r--b\r\ra\r--b\r" + PDF + "\r\r%PDF\r--b--\r")
                        .plain("a")
                        .attachment("a.pdf", "%PDF")
                        .defects(Defect.BARE_CR),
                mail("hyphens only", MIXED, "", "--", "--b", "", "--", "text", "--b--", "--")
                        .plain("--\ntext")
                        .defects(Defect.TEXT_AFTER_END));
    }

    private static Stream<Hostile> large() {
        int cap = StructureParser.MAX_DEPTH;
        String innermost = nested(cap, 200) + "\r\n--200\r\n\r\ndeep\r\n--200--" + closing(199, cap);
        return Stream.of(
                mail(
                                "200 multiparts within each other",
                                "Subject: x",
                                nested(0, 200),
                                "--200",
                                "",
                                "deep",
                                "--200--" + closing(199, 0))
                        .attachment("remainder.eml", innermost)
                        .defects(Defect.NESTED_TOO_DEEPLY),
                mail(
                                "200 multiparts within each other without an end",
                                "Subject: x",
                                nested(0, 200),
                                "--200",
                                "",
                                "deep")
                        .attachment("remainder.eml", nested(cap, 200) + "\r\n--200\r\n\r\ndeep")
                        .defects(Defect.NESTED_TOO_DEEPLY, Defect.UNCLOSED_MULTIPART),
                mail("10,000 parts", MIXED, "", "--b\r\n\r\nx\r\n".repeat(10_000) + "--b--")
                        .plain("x\n".repeat(9_999) + "x"),
                mail(
                                "more parts than are looked into",
                                MIXED,
                                "",
                                "--b\r\n\r\nx\r\n".repeat(StructureParser.MAX_PARTS) + "--b--")
                        .plain("x\n".repeat(StructureParser.MAX_PARTS - 2) + "x")
                        .attachment("remainder.eml", "\r\nx\r\n--b--")
                        .defects(Defect.TOO_MANY_PARTS, Defect.UNCLOSED_MULTIPART),
                mail("10,000 empty parts", MIXED, "", "--b\r\n".repeat(10_000) + "--b--")
                        .plain(""));
    }

    /** The headers of multiparts within each other, each with its number as boundary, from one to before the other. */
    private static String nested(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : "\r\n--" + i + "\r\n")
                    .append("Content-Type: multipart/mixed; boundary=" + (i + 1) + "\r\n");
        }
        return text.toString();
    }

    private static String closing(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i > to; i--) {
            text.append("\r\n--" + i + "--");
        }
        return text.toString();
    }
}
