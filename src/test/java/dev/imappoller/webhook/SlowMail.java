package dev.imappoller.webhook;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mail that was made to take long, in any size: for every scanner the shapes that would make it look at the same thing again and again. */
record SlowMail(String name, IntFunction<String> shape) {

    /** A message of about so many octets. */
    byte[] ofSize(int size) {
        return shape.apply(size).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<SlowMail> all() {
        return Stream.of(
                        fields(),
                        structuredFields(),
                        encodedWords(),
                        parameters(),
                        boundaries(),
                        lines(),
                        texts(),
                        encodings())
                .flatMap(all -> all);
    }

    private static SlowMail mail(String name, IntFunction<String> shape) {
        return new SlowMail(name, shape);
    }

    /** One field of that size. */
    private static SlowMail field(String field, String before, String repeated, String after) {
        return mail(
                field + ": " + before + " (" + repeated + ")* " + after,
                size -> field + ": " + before + repeat(repeated, size) + after + "\r\n\r\nx");
    }

    /** Fields of a few KiB each, since of many only so much is looked at. */
    private static Stream<SlowMail> manyFields(String field, String before, String after, String... repeated) {
        return Stream.of(repeated)
                .map(one -> mail("many " + field + ": " + before + " (" + one + ")* " + after, size -> {
                    String line = field + ": " + before + repeat(one, 4000) + after + "\r\n";
                    return repeat(line, size) + "\r\nx";
                }));
    }

    private static SlowMail text(String name, String header, IntFunction<String> body) {
        return mail(name, size -> header + "\r\n\r\n" + body.apply(size));
    }

    private static SlowMail reply(String name, String repeated) {
        return text("reply: " + name, "Content-Type: text/plain", size -> repeat(repeated, size));
    }

    private static String repeat(String text, int size) {
        return text.repeat(Math.max(1, size / text.length()));
    }

    private static String numbered(int size, IntFunction<String> each) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; all.length() < size; i++) {
            all.append(each.apply(i));
        }
        return all.toString();
    }

    private static Stream<SlowMail> fields() {
        return Stream.of(
                mail("fields without a value", size -> repeat("a:\n", size) + "\nx"),
                mail("fields of different names", size -> numbered(size, i -> "x" + i + ":\n") + "\nx"),
                mail("structural fields", size -> repeat("Content-Type: a\n", size) + "\nx"),
                mail("recipients without an address", size -> repeat("Delivered-To: x\n", size) + "\nx"),
                mail("a field folded at each letter", size -> "a: b" + repeat("\n c", size) + "\n\nx"),
                mail("folded lines of blanks", size -> "a: b" + repeat("\n  ", size) + "\n\nx"),
                mail("a field in one line", size -> "Subject: " + repeat("x", size) + "\n\nx"),
                mail("a name in one line", size -> repeat("x", size) + ": y\n\nx"),
                mail("lines that are no fields", size -> "a: b\n" + repeat("no field\n", size) + "\nx"),
                mail("folded lines that are no fields", size -> "a: b\nno\n" + repeat(" field\n", size) + "\nx"),
                mail(
                        "lines of garbage in an encoded part",
                        size -> "Content-Transfer-Encoding: base64\n" + repeat("x\n", size) + "\n\n"),
                mail("fields behind an empty line", size -> "a: b\n\n" + repeat("X-a: b\n", size) + "\nx"),
                mail(
                        "hops within the site",
                        size -> repeat("Received: from a [10.0.0.1] by b with LMTP\n", size) + "\nx"),
                mail("garbage between fields", size -> repeat("a: b\nno field\n", size) + "\nx"),
                mail("mbox From lines", size -> repeat("From x\n", size) + "a: b\n\nx"),
                mail("blanks before a colon", size -> "a" + repeat(" ", size) + "x: y\n\nx"));
    }

    private static Stream<SlowMail> structuredFields() {
        Stream<SlowMail> received = Stream.of(
                        manyFields("Received", "from x", "", " ", " b", " by", " with", "\t", "TLS", " with SMTP"),
                        manyFields(
                                "Received",
                                "from x (",
                                ")",
                                "1.1.1.",
                                "1:",
                                ":",
                                "[",
                                "IPv6:",
                                "[IPv6:",
                                "a",
                                "[1.1.1.1 "),
                        manyFields("Received", "from x", " by y", " with ESMTPSx", " TLSv", "(using", " version=TLX"))
                .flatMap(all -> all);
        Stream<SlowMail> spf = Stream.of(
                        manyFields("Authentication-Results", "", "", "spf ", "spf", "spf=", "spf =", "spf\t\t"),
                        manyFields(
                                "Authentication-Results",
                                "spf=pass ",
                                "",
                                "domain of ",
                                "envelope-from ",
                                "smtp.mail",
                                "x "),
                        manyFields("Authentication-Results", "spf=pass domain of ", "", "x", "x@", "@", "smtp.helo=<"),
                        manyFields("Received-SPF", "", "", "a", "pass ", "pass "),
                        manyFields("Received-SPF", "pass domain of ", "@ ", "x", "@"))
                .flatMap(all -> all);
        Stream<SlowMail> addresses = Stream.of("From", "To", "Return-Path")
                .flatMap(name -> Stream.of(
                                manyFields(
                                        name, "", "", "\"", "\\", "\"\\\"", "<", "<>", "@", "a@", "@a", "a,", "a ",
                                        "()"),
                                manyFields(name, "\"", "", "\\\"", "\"@", "a\" ", "x"),
                                manyFields(
                                        name,
                                        "=?a?Q?b?=",
                                        "?=",
                                        "(",
                                        "((",
                                        "\\(",
                                        "=?a?Q?",
                                        "=?a?Q?b?=",
                                        "=?a?Q?b?= ",
                                        "=?a?Q?,"),
                                manyFields(
                                        name,
                                        "\"=?a?Q?b?=",
                                        "",
                                        "\"",
                                        "\\\"",
                                        "=?a?Q?<",
                                        "=?a?Q?=22?=",
                                        "\"=?a?Q?b?=\" "),
                                manyFields(name, "", "\" @x", "\"a\"", "\" \"", "\"\\\\\""),
                                Stream.of(field(name, "group:", "a@b.example, ", ";")))
                        .flatMap(all -> all));
        return Stream.of(received, spf, addresses).flatMap(all -> all);
    }

    private static Stream<SlowMail> encodedWords() {
        return Stream.of(
                field("Subject", "", "=?utf-8?Q?a?= ", ""),
                field("Subject", "", "=?utf-8?B?YQ?= ", ""),
                field("Subject", "", "=?utf-8?Q?a?= x ", ""),
                field("From", "", "=?utf-8?Q?a?= ", ""),
                field("From", "", "=?a?B?", "<?="),
                field("From", "", "(=?utf-8?Q?=29?=)", ""),
                field("Subject", "", "=?utf-8?B?Hello?= ", ""),
                field("Subject", "", "=?a?X? ", "?="),
                field("Subject", "", "=?a?B?", ""),
                field("Subject", "", "=?a?B?", "?="),
                field("Subject", "", "=?", ""),
                field("Subject", "", "=?", "?="),
                field("Subject", "", "?=", ""),
                field("Subject", "=?utf-8?Q?a?=", " ", "=?utf-8?Q?a?="),
                field("Subject", "=?utf-8?Q?", "=4", "?="),
                field("Subject", "=?utf-8?B?", "=", "?="),
                field("Subject", "", "=?x-unknown?Q?a?=", ""),
                field("Subject", "", "=?gb2312?Q?=C3=A4?= ", ""),
                field("Subject", "", "=?" + "x".repeat(79) + "?Q?a?=", ""),
                field("Subject", "", "\u00ff", ""),
                field("Authentication-Results", "", "\u00ff", ""),
                mail(
                        "fields in EBCDIC",
                        size -> "Content-Type: text/plain; charset=ibm037\n" + repeat("a:\u00ff\n", size) + "\nx"),
                field("Subject", "", "\u00e4\u00b8", ""),
                mail("different charsets", size -> "Subject: " + numbered(size, i -> "=?x" + i + "?Q?a?= ") + "\n\nx"),
                mail("words in many fields", size -> repeat("S: =?x-none?Q?a?= =?utf-8?Q?a?=\n", size) + "\nx"),
                mail(
                        "an encoded file name",
                        size -> "Content-Type: a/b; name=\"" + repeat("=?x?Q?a?=", size) + "\"\n\nx"),
                mail(
                        "an encoded Content-ID",
                        size -> "Content-Type: a/b\nContent-ID: <" + repeat("=?x?Q?a?=", size) + ">\n\nx"));
    }

    private static Stream<SlowMail> parameters() {
        Stream<SlowMail> repeated = Stream.of(
                        ";",
                        "(",
                        ")",
                        "((",
                        "a=",
                        "a=b;",
                        "=",
                        "\"",
                        "a=\"",
                        "\\",
                        "; ",
                        "a=b (",
                        "a=b (;",
                        "a=b (c);",
                        "a (b) ",
                        "a ",
                        "name*0=x;",
                        "name*0*=x'y'z;",
                        "'",
                        "%")
                .flatMap(one -> Stream.of(
                        field("Content-Type", "", one, ""), field("Content-Type", "text/plain; charset=", one, "")));
        Stream<SlowMail> others = Stream.of(
                field("Content-Type", "text/plain; charset=", "x", ""),
                field("Content-Type", "text/plain; charset=\"", " ", "x\""),
                field("Content-Type", "text/plain; charset=utf-8", " x", ""),
                field("Content-Type", "", "x/", ""),
                field("Content-Transfer-Encoding", "", "x", ""),
                field("Content-Transfer-Encoding", "", "\"", ""),
                field("Content-Disposition", "attachment; filename=\"", "/", "\""),
                field("Content-Disposition", "attachment; filename*=utf-8''", "%4", ""),
                mail(
                        "sections",
                        size -> "Content-Type: a/b; " + numbered(size, i -> "name*" + i % 1000 + "*=%41;") + "\n\nx"),
                mail(
                        "different parameters",
                        size -> "Content-Type: a/b; " + numbered(size, i -> "x" + i + "=y;") + "\n\nx"));
        return Stream.concat(repeated, others);
    }

    private static Stream<SlowMail> boundaries() {
        return Stream.of(
                mail("50 boundaries and lines of none", size -> nested(i -> "b" + i) + repeat("--x\n", size)),
                mail(
                        "50 boundaries and lines of almost all",
                        size -> nested(i -> "b".repeat(60) + i) + repeat("--" + "b".repeat(60) + "\n", size)),
                mail(
                        "50 boundaries that begin alike",
                        size -> nested(i -> repeat("b ", 2 + 2 * i).strip())
                                + repeat("--" + repeat("b ", 90) + "c\n", size)),
                mail("50 times one boundary", size -> nested(i -> "b") + repeat("--b--\n", size)),
                mail(
                        "50 boundaries with hyphens",
                        size -> nested(i -> "--".repeat(i + 1)) + repeat("-".repeat(61) + "\n", size)),
                mail("opened and closed", size -> nested(i -> "b" + i) + repeat("--b0\n\n--b0--\n", size)),
                mail(
                        "unknown boundaries",
                        size -> "Content-Type: multipart/mixed; boundary=b\n\n"
                                + numbered(size, i -> "--x" + i + "\nContent-Type: a/b\n\n--x" + i + "--\n")),
                mail(
                        "unknown boundaries within each other",
                        size -> "Content-Type: multipart/mixed; boundary=b\n\n"
                                + numbered(
                                        size,
                                        i -> "--x" + i + "\nContent-Type: multipart/mixed; boundary=b" + i + "\n\n")),
                mail(
                        "boundaries of two types",
                        size -> "Content-Type: multipart/mixed; boundary=" + repeat("a", size / 4)
                                + "\nContent-Type: multipart/mixed; boundary=b\n\n" + repeat("--aaaa\n", size / 2)),
                mail(
                        "an encoded multipart of many parts",
                        size ->
                                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n=\n"
                                        + repeat("=2D-b\n\nx\n", size)),
                mail(
                        "an encoded multipart of many attachments",
                        size ->
                                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n=\n"
                                        + repeat("=2D-b\nContent-Type: a/b\n\nx\n", size)),
                mail("no boundary", size -> "Content-Type: multipart/mixed\n\n" + repeat("--x y\n", size)),
                mail("nested without a boundary", size -> repeat("Content-Type: multipart/mixed\n\n--x\n", size)),
                mail(
                        "nested anew",
                        size -> "Content-Type: multipart/mixed; boundary=a\n\n"
                                + repeat("--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n", size)),
                mail(
                        "a boundary as long as the message",
                        size -> "Content-Type: multipart/mixed; boundary=" + repeat("b", size / 2) + "\n\n--"
                                + repeat("b", size / 2)),
                mail("a line of blanks", size -> nested(i -> "b" + i) + "--" + repeat(" x", size)),
                mail("empty parts", size -> "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n", size)),
                mail(
                        "text parts",
                        size -> "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n\nx\n", size)),
                mail(
                        "attachments",
                        size -> "Content-Type: multipart/mixed; boundary=b\n\n"
                                + repeat("--b\nContent-Type: a/b\nContent-Transfer-Encoding: base64\n\nQQ==\n", size)),
                mail(
                        "a digest",
                        size -> "Content-Type: multipart/digest; boundary=b\n\n" + repeat("--b\n\nx:y\n", size)),
                mail(
                        "text behind the end",
                        size -> "Content-Type: multipart/mixed; boundary=b\n\n--b--\n" + repeat(" \n", size)));
    }

    private static String nested(IntFunction<String> boundary) {
        return IntStream.range(0, 50)
                .mapToObj(i -> "Content-Type: multipart/mixed; boundary=\"" + boundary.apply(i) + "\"\n\n--"
                        + boundary.apply(i) + "\n")
                .collect(Collectors.joining());
    }

    private static Stream<SlowMail> lines() {
        return Stream.of("\r", "\n", "\r\n", "\r\r\n", " ", "\0", "a\n", "-", "--\n", "--", "\u00ff", "\u0001")
                .map(one -> text("lines of " + one.chars().boxed().toList(), "Subject: x", size -> repeat(one, size)));
    }

    private static Stream<SlowMail> texts() {
        Stream<SlowMail> replies = Stream.of(
                reply("introductions", "On 1\n"),
                reply("introductions that nothing follows", "On 1 wrote:\n\n"),
                reply("introductions above quotes", "On 1 wrote:\n> x\n"),
                reply("an introduction of four lines", "On 1\nx\ny\nwrote:\n"),
                reply("a word again and again", "Am 1 schrieb x " + "schrieb ".repeat(50) + ":\n"),
                reply("blanks before a colon", "Le 1 a" + " ".repeat(480) + "x:\n"),
                reply("underscores", "_".repeat(21) + "\n"),
                reply("dividers and blank lines", "--Original Message--\n\n\n"),
                reply("hyphens", "-"),
                reply("copied headers", "From: x\n"),
                reply("fields in bold", "*From:* x\n*Sent"),
                reply("quotes", "> \n"),
                reply("markers", "### Reply Above This Line ##\n"),
                text("meta tags", "Content-Type: text/html", size -> repeat("<meta charset ", size)),
                text("flowed lines", "Content-Type: text/plain; format=flowed", size -> repeat("> x \n", size)),
                text("flowed quotes", "Content-Type: text/plain; format=flowed", size -> repeat(">", size)),
                text("flowed blanks", "Content-Type: text/plain; format=flowed", size -> repeat(" ", size)),
                text("begin lines", "Content-Type: text/plain", size -> repeat("begin 644 x\n", size)),
                text(
                        "files of uuencode",
                        "Content-Type: text/plain",
                        size -> repeat("begin 644 x\n!AAAA\nend\n", size)),
                text(
                        "uuencode without an end",
                        "Content-Type: text/plain",
                        size -> "begin 644 x\n" + repeat("!AAAA\n", size)),
                reply("long lines", "On " + "x".repeat(10_000) + "\n"));
        Stream<SlowMail> charsets = Stream.of(
                        "utf-7",
                        "hz",
                        "iso-2022-jp",
                        "iso-2022-kr",
                        "utf-16",
                        "gb2312",
                        "euc-jp",
                        "shift_jis",
                        "x-unknown")
                .flatMap(charset -> Stream.of(
                                "+",
                                "+-",
                                "~",
                                "~{",
                                "\u001b",
                                "\u001b$B",
                                "\u001b$B!",
                                "\u000e",
                                "\u00ff",
                                "\u00c3\u00a4",
                                "\0")
                        .map(one -> text(
                                charset + " of " + one.chars().boxed().toList(),
                                "Content-Type: text/html; charset=" + charset,
                                size -> repeat(one, size))));
        return Stream.concat(replies, charsets);
    }

    private static Stream<SlowMail> encodings() {
        return Stream.of("base64", "quoted-printable", "x-uuencode")
                .flatMap(encoding -> Stream.of(
                                "=",
                                "= ",
                                "=\r",
                                "=4",
                                "=\n",
                                " ",
                                "A",
                                "A=\n",
                                "QQ==\n",
                                "=\nAAAA",
                                "begin 1 x\n",
                                "M\n",
                                "end\n",
                                "*")
                        .flatMap(one -> Stream.of("text/plain", "a/b")
                                .map(type -> text(
                                        encoding + ", " + type + " of "
                                                + one.chars().boxed().toList(),
                                        "Content-Type: " + type + "\nContent-Transfer-Encoding: " + encoding,
                                        size -> repeat(one, size)))));
    }
}
