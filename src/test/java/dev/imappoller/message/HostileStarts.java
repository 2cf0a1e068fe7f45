package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;
import static dev.imappoller.message.Hostile.named;
import static dev.imappoller.message.Hostile.octets;
import static dev.imappoller.message.Hostile.subject;

import dev.imappoller.message.octets.Defect;
import java.util.stream.Stream;

/** Messages in whose header stands what doesn't belong there. */
final class HostileStarts {
    private static final String HTML = "Content-Type: text/html; charset=utf-8";
    private static final String BASE64 = "Content-Transfer-Encoding: base64";
    private static final String HELLO = "PHA+SGVsbG88L3A+";

    private HostileStarts() {}

    static Stream<Hostile> all() {
        return Stream.of(begins(), garbage(), gaps(), fields(), names()).flatMap(all -> all);
    }

    private static Stream<Hostile> begins() {
        return Stream.of(
                mail("line of blanks before the header", "      ", "Subject: x", HTML, BASE64, "", HELLO)
                        .html("<p>Hello</p>")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                octets(
                                "byte order mark before the header",
                                "\u00ef\u00bb\u00bfSubject: x\r\n" + HTML + "\r\n\r\n<p>Hello</p>")
                        .html("<p>Hello</p>")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                octets("byte order mark before text", "\u00ef\u00bb\u00bfHello")
                        .plain("Hello")
                        .defects(Defect.BROKEN_HEADER),
                mail("indented first field", "  Return-Path: <a@example.org>", "Subject: x", HTML, "", "<p>")
                        .html("<p>")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                mail("garbage before the header", "220 ready", "by 10 hosts", "Subject: x", "To: y", "", "a")
                        .plain("a")
                        .header("Subject", "x")
                        .header("To", "y")
                        .defects(Defect.BROKEN_HEADER),
                mail("header that begins with a folded line", " folded", "Subject: x", "", "a")
                        .plain("a")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                mail("text alone that has a colon", "Dear all,", "note: nothing", "", "Bye")
                        .plain("Dear all,\nnote: nothing\n\nBye")
                        .defects(Defect.BROKEN_HEADER),
                mail(
                                "line of blanks before the header of a part",
                                "Content-Type: multipart/mixed; boundary=b",
                                "",
                                "--b",
                                "  ",
                                HTML,
                                "",
                                "<p>",
                                "--b--")
                        .html("<p>")
                        .defects(Defect.BROKEN_HEADER));
    }

    private static Stream<Hostile> garbage() {
        return Stream.of(
                mail(
                                "continuations that lost their indent",
                                "Received: from a.example (HELO a)",
                                "by b.example with SMTP",
                                "id 1234 for <b@example.org>; Mon, 5 Jan 2026 10:00:01 +0000",
                                "Subject: x",
                                HTML,
                                BASE64,
                                "",
                                HELLO)
                        .html("<p>Hello</p>")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                mail("bad line and a folded one behind it", "Subject: x", "bad", " folded", HTML, "", "<p>")
                        .html("<p>")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                mail("bad line at the end of an encoded part's header", HTML, BASE64, "token", "", HELLO)
                        .html("<p>Hello</p>")
                        .defects(Defect.BROKEN_HEADER),
                mail("no empty line before base64", HTML, BASE64, HELLO, "")
                        .html("<p>Hello</p>")
                        .defects(Defect.BROKEN_HEADER),
                mail("no empty line before text with paragraphs", "Subject: x", "One", " and more", "two", "", "three")
                        .plain("One\n and more\ntwo\n\nthree")
                        .header("Subject", "x")
                        .defects(Defect.BROKEN_HEADER),
                mail("no empty line before text with a URL", "Subject: x", "See", "http://example.org/", "", "Bye")
                        .plain("See\nhttp://example.org/\n\nBye")
                        .defects(Defect.BROKEN_HEADER),
                mail("hundred bad lines", "Subject: x\r\n" + "bad\r\n".repeat(100) + "To: y", "", "a")
                        .plain("a")
                        .header("To", "y")
                        .defects(Defect.BROKEN_HEADER));
    }

    private static Stream<Hostile> gaps() {
        return Stream.of(
                mail("empty line within the header", "Subject: x", "", "From: a@example.org", HTML, "", "<p>")
                        .html("<p>")
                        .header("From", "a@example.org")
                        .defects(Defect.BROKEN_HEADER),
                mail("text that looks like a header", "From: a@example.org", "", "Subject: y", HTML, "", "z")
                        .plain("Subject: y\n" + HTML + "\n\nz"),
                mail(
                                "form that somebody filled in",
                                "Subject: x",
                                "",
                                "From: Ann",
                                "Date: today",
                                "Is it here?",
                                "",
                                "z")
                        .plain("From: Ann\nDate: today\nIs it here?\n\nz"),
                mail(
                                "empty line before the header of a part",
                                "Content-Type: multipart/mixed; boundary=b",
                                "",
                                "--b",
                                "",
                                HTML,
                                BASE64,
                                "",
                                HELLO,
                                "--b",
                                "",
                                "Content-Type is a field",
                                "--b--")
                        .html("<p>Hello</p>")
                        .plain("Content-Type is a field")
                        .defects(Defect.BROKEN_HEADER));
    }

    private static Stream<Hostile> fields() {
        return Stream.of(
                subject("one bad octet in UTF-8", "Gr\u00c3\u00bc\u00c3\u009fe aus K\u00c3\u00b6ln \u00c3...")
                        .header("Subject", "Gr\u00fc\u00dfe aus K\u00f6ln \uFFFD...")
                        .defects(Defect.UNENCODED_HEADER),
                mail(
                                "one bad octet in UTF-8 and another charset in the type",
                                "Subject: Gr\u00c3\u00bc\u00c3\u009fe \u00c3.",
                                "Content-Type: text/plain; charset=iso-8859-1",
                                "",
                                "t")
                        .plain("t")
                        .header("Subject", "Gr\u00fc\u00dfe \uFFFD.")
                        .defects(Defect.UNENCODED_HEADER),
                subject("unencoded ISO-2022-JP", "\u001b$B%F%9%H\u001b(B")
                        .header("Subject", "\u30c6\u30b9\u30c8")
                        .defects(Defect.UNENCODED_HEADER),
                subject("encoded line break", "=?utf-8?Q?Hello=0D=0ABcc:_victim@example.org?=")
                        .header("Subject", "Hello Bcc: victim@example.org"),
                subject("encoded control characters", "=?utf-8?B?YQEHG2IKwoVj4oCoZA==?=")
                        .header("Subject", "a b c d"),
                subject("encoded word of no base64", "=?utf-8?B?Hello world!?=")
                        .header("Subject", "=?utf-8?B?Hello world!?=")
                        .defects(Defect.BROKEN_ENCODED_WORD),
                subject("encoded word of a word", "=?utf-8?B?Hello?= =?utf-8?Q?=C3=BC?=")
                        .header("Subject", "=?utf-8?B?Hello?=\u00fc")
                        .defects(Defect.BROKEN_ENCODED_WORD),
                subject("encoded word in UTF-16 without a mark", "=?utf-16?B?TwBmAGYAZQByAA==?=")
                        .header("Subject", "Offer"),
                subject("encoded word of Japanese vendors", "=?ISO-2022-JP?B?GyRCLSEbKEIgGyRCQEE1YT1xGyhC?=")
                        .header("Subject", "\u2460 \u8acb\u6c42\u66f8"));
    }

    private static Stream<Hostile> names() {
        return Stream.of(
                named("file name of two dots", "attachment; filename=\"..\"").attachment("attachment-1.pdf", "%PDF"),
                named("file name of a dot", "attachment; filename=\".\"").attachment("attachment-1.pdf", "%PDF"),
                named("file name of dots and blanks", "attachment; filename=\". ..\"")
                        .attachment("attachment-1.pdf", "%PDF"),
                named("file name of a path to a folder", "attachment; filename=\"a/b/..\"")
                        .attachment("attachment-1.pdf", "%PDF"),
                named("file name of a device", "attachment; filename=nul.pdf").attachment("_nul.pdf", "%PDF"),
                named("file name of a numbered device", "attachment; filename=\"COM1 .a.pdf\"")
                        .attachment("_COM1 .a.pdf", "%PDF"),
                named("file name almost of a device", "attachment; filename=console.pdf")
                        .attachment("console.pdf", "%PDF"),
                named("file name on a drive", "attachment; filename=\"C:a.pdf\"")
                        .attachment("a.pdf", "%PDF"),
                named("file name with a comment behind it", "attachment; filename=a.pdf (the file)")
                        .attachment("a.pdf", "%PDF"),
                named("file name with parentheses", "attachment; filename=my file (1).pdf; size=4")
                        .attachment("my file (1).pdf", "%PDF"),
                named("disposition that ends in a colon", "attachment: filename=a.pdf")
                        .attachment("a.pdf", "%PDF"),
                named("encoded file name in quotes", "attachment; filename*=\"us-ascii''a%20b.pdf\"")
                        .attachment("a b.pdf", "%PDF"),
                named("encoded file name of a lying charset", "attachment; filename*=us-ascii''gr%C3%BCn.pdf")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("encoded file name without an asterisk", "attachment; filename=\"utf-8''gr%C3%BCn.pdf\"")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named(
                                "encoded words in an encoded file name",
                                "attachment; filename*=utf-8''=%3Futf-8%3FQ%3Fgr=C3=BCn%3F=.pdf")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named(
                                "encoded word that goes on in another section",
                                "attachment; filename*0=\"=?utf-8?Q?gr=C3\"; filename*1=\"=BCn?=.pdf\"")
                        .attachment("gr\u00fcn.pdf", "%PDF")
                        .defects(Defect.BROKEN_ENCODED_WORD),
                named(
                                "encoded word between encoded sections",
                                "attachment; filename*0*=utf-8''%C3%BC; filename*1=\"=?utf-8?Q?=C3=A4?=\"; filename*2*=.pdf")
                        .attachment("\u00fc\u00e4.pdf", "%PDF"));
    }
}
