package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;
import static dev.imappoller.message.Hostile.octets;
import static dev.imappoller.message.Hostile.text;

import dev.imappoller.message.octets.Defect;
import java.util.stream.Stream;

/** Messages whose text is in the wrong character set, or whose transfer encoding is broken. */
final class HostileContent {
    private HostileContent() {}

    static Stream<Hostile> all() {
        return Stream.concat(charsets(), encodings());
    }

    private static Stream<Hostile> charsets() {
        return Stream.of(
                text("charset iso-8859-8-i", "iso-8859-8-i", "\u00f9\u00ec\u00e5\u00ed")
                        .plain("\u05e9\u05dc\u05d5\u05dd"),
                text("charset x-unknown", "x-unknown", "Gr\u00c3\u00bc\u00c3\u009fe")
                        .plain("Gr\u00fc\u00dfe")
                        .defects(Defect.UNKNOWN_CHARSET, Defect.WRONG_CHARSET),
                text("charset cp-850", "cp-850", "Gr\u0081\u00e1e").plain("Gr\u00fc\u00dfe"),
                text("charset unicode-1-1-utf-7", "unicode-1-1-utf-7", "Gr+APwA3w-e +- +2D3eAA-")
                        .plain("Gr\u00fc\u00dfe + \ud83d\ude00"),
                text("UTF-7 with half a character", "utf-7", "a+2D0-").plain("a\uFFFD"),
                text("charset ks_c_5601-1987", "ks_c_5601-1987", "\u00c7\u00d1\u00b1\u00db")
                        .plain("\ud55c\uae00"),
                text("charset gb2312 with characters of GBK", "gb2312", "\u00d6\u00d0\u00ce\u00c4\u0081@")
                        .plain("\u4e2d\u6587\u4e02"),
                text("charset hz-gb-2312", "hz-gb-2312", "~{VPND~} a~~b").plain("\u4e2d\u6587 a~b"),
                text("charset gb18030", "GB18030", "\u00d6\u00d0").plain("\u4e2d"),
                text("charset big5", "big5", "\u00a4\u00a4\u00a4\u00e5").plain("\u4e2d\u6587"),
                text("charset x-sjis", "x-sjis", "\u0083e\u0083X\u0083g").plain("\u30c6\u30b9\u30c8"),
                text("charset iso-2022-jp", "ISO-2022-JP", "\u001b$B%F%9%H\u001b(B")
                        .plain("\u30c6\u30b9\u30c8"),
                text("charset koi8r", "koi8r", "\u00cd\u00c9\u00d2").plain("\u043c\u0438\u0440"),
                text("charset win1251", "win-1251", "\u00ec\u00e8\u00f0").plain("\u043c\u0438\u0440"),
                text("charset tis-620", "tis-620", "\u00a1\u00a2").plain("\u0e01\u0e02"),
                text("charset iso-8859-1 that is windows-1252", "iso-8859-1", "\u0093a\u0094 \u0080")
                        .plain("\u201ca\u201d \u20ac"),
                text("charset in quotes and with a blank", "\" utf-8 \"", "\u00c3\u00bc")
                        .plain("\u00fc"),
                text("charset with a comment", "utf-8 (Unicode)", "\u00c3\u00bc")
                        .plain("\u00fc"),
                text("charset us-ascii with UTF-8", "us-ascii", "\u00c3\u00bc")
                        .plain("\u00fc")
                        .defects(Defect.WRONG_CHARSET),
                text("charset us-ascii with ISO-8859-1", "us-ascii", "\u00fc")
                        .plain("\u00fc")
                        .defects(Defect.WRONG_CHARSET),
                text("charset utf-8 with ISO-8859-1", "utf-8", "Gr\u00fc\u00dfe")
                        .plain("Gr\u00fc\u00dfe")
                        .defects(Defect.WRONG_CHARSET),
                text("charset utf-8 with one wrong octet", "utf-8", "\u00c3\u00bc\u00c3\u00a4\u00ff")
                        .plain("\u00fc\u00e4\uFFFD")
                        .defects(Defect.WRONG_CHARSET),
                text(
                                "charset utf-8 with encoded surrogates",
                                "utf-8",
                                "\u00c3\u00bc\u00c3\u00bc\u00c3\u00bc\u00c3\u00bc\u00ed\u00a0\u0080")
                        .plain("\u00fc\u00fc\u00fc\u00fc\uFFFD")
                        .defects(Defect.WRONG_CHARSET),
                text("charset utf-16 with US-ASCII", "utf-16", "Hello")
                        .plain("Hello")
                        .defects(Defect.WRONG_CHARSET),
                text("charset utf-16le with half a character", "utf-16le", "a\0=\u00d8")
                        .plain("a\uFFFD"),
                text("charset iso-2022-kr with UTF-8", "euc-kr", "\u00e2\u009c\u0093")
                        .plain("\u2713")
                        .defects(Defect.WRONG_CHARSET),
                text("byte order mark", "utf-8", "\u00ef\u00bb\u00bfHello").plain("Hello"),
                octets("text without a charset", "Subject: x\r\n\r\n\u00c3\u00bc")
                        .plain("\u00fc")
                        .defects(Defect.WRONG_CHARSET),
                text("charset with a path", "../../etc/passwd", "a").plain("a").defects(Defect.UNKNOWN_CHARSET),
                text("empty charset", "\"\"", "a").plain("a"));
    }

    private static Stream<Hostile> encodings() {
        return Stream.of(
                pdf("base64 without padding", "base64", "SGVsbG8")
                        .attachment("a.pdf", "Hello")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 with strange characters", "base64", "SGV*sbG8gV29ybGQgSGVsbG8gV29ybGQ=")
                        .attachment("a.pdf", "Hello World Hello World")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 with one character too many", "base64", "SGVsbG8hA")
                        .attachment("a.pdf", "Hello!")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 with text after it", "base64", "SGVsbG8=\r\n________\r\nA mailing list's footer")
                        .attachment("a.pdf", "Hello")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 in pieces", "base64", "SGVsbG8=\r\nV29ybGQ=")
                        .attachment("a.pdf", "HelloWorld")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 with padding missing a character", "base64", "SGVsbA=")
                        .attachment("a.pdf", "Hell")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 in one line", "base64", "QUJD".repeat(5_000)).attachment("a.pdf", "ABC".repeat(5_000)),
                pdf("base64 that isn't", "base64", "This is no base64 at all, is it?")
                        .attachment("a.pdf", "This is no base64 at all, is it?")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 of nothing", "base64", "").attachment("a.pdf", ""),
                pdf("base64 of padding only", "base64", "====")
                        .attachment("a.pdf", "")
                        .defects(Defect.BROKEN_BASE64),
                pdf("base64 under another name", "\"Base-64\" (really)", "SGk=").attachment("a.pdf", "Hi"),
                pdf("quoted-printable with broken escapes", "quoted-printable", "a=XYb=4=")
                        .attachment("a.pdf", "a=XYb=4")
                        .defects(Defect.BROKEN_QUOTED_PRINTABLE),
                pdf("quoted-printable in lower case", "QUOTED-PRINTABLE", "=c3=bc")
                        .attachment("a.pdf", "\u00c3\u00bc"),
                pdf("quoted-printable with blanks after a soft line break", "quoted-printable", "a= \t\r\nb")
                        .attachment("a.pdf", "ab"),
                pdf("quoted-printable with blanks at the end of a line", "quoted-printable", "a  \r\nb\t")
                        .attachment("a.pdf", "a\r\nb"),
                pdf("quoted-printable with a soft line break at the end", "quoted-printable", "ab=")
                        .attachment("a.pdf", "ab"),
                pdf("quoted-printable with unencoded octets", "quoted-printable", "\u00c3\u00bc=")
                        .attachment("a.pdf", "\u00c3\u00bc"),
                pdf("quoted-printable of equals signs", "quoted-printable", "a==b===")
                        .attachment("a.pdf", "a==b==")
                        .defects(Defect.BROKEN_QUOTED_PRINTABLE),
                pdf("uuencode", "x-uuencode", "begin 644 a.pdf\r\n#0V%T\r\n`\r\nend")
                        .attachment("a.pdf", "Cat"),
                pdf("uuencode without an end", "uuencode", "begin 644 a.pdf\r\n#0V%T")
                        .attachment("a.pdf", "Cat")
                        .defects(Defect.BROKEN_UUENCODE),
                pdf("uuencode without a begin line", "x-uue", "#0V%T\r\n`\r\nend")
                        .attachment("a.pdf", "#0V%T\r\n`\r\nend")
                        .defects(Defect.BROKEN_UUENCODE),
                pdf("uuencode with short lines", "x-uuencode", "begin 644 a.pdf\r\n$0V%T\r\n`\r\nend")
                        .attachment("a.pdf", "Cat\0"),
                pdf("unknown transfer encoding", "x-zip", "Hello")
                        .attachment("a.pdf", "Hello")
                        .defects(Defect.UNKNOWN_ENCODING),
                pdf("empty transfer encoding", "", "Hello").attachment("a.pdf", "Hello"),
                mail("text in base64 that isn't", "Content-Transfer-Encoding: base64", "", "Hello, this is plain text.")
                        .plain("Hello, this is plain text.")
                        .defects(Defect.BROKEN_BASE64),
                mail(
                                "repeated transfer encoding",
                                "Content-Transfer-Encoding: 8bit",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "SGk=")
                        .plain("SGk=")
                        .defects(Defect.REPEATED_FIELD),
                octets("25,000 lines of one character", "\r\n" + "x\n".repeat(25_000))
                        .plain("x\n".repeat(25_000)),
                octets("one line of a megabyte", "\r\n" + "x".repeat(1 << 20)).plain("x".repeat(1 << 20)));
    }

    private static Hostile pdf(String name, String encoding, String content) {
        return mail(
                name,
                "Content-Type: application/pdf; name=a.pdf",
                "Content-Transfer-Encoding: " + encoding,
                "",
                content);
    }
}
