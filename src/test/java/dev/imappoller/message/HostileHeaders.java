package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;
import static dev.imappoller.message.Hostile.named;
import static dev.imappoller.message.Hostile.octets;
import static dev.imappoller.message.Hostile.subject;

import dev.imappoller.message.octets.Defect;
import java.util.stream.Stream;

/** Messages whose header is wrong. */
final class HostileHeaders {
    private HostileHeaders() {}

    static Stream<Hostile> all() {
        return Stream.of(lines(), words(), names()).flatMap(all -> all);
    }

    private static Stream<Hostile> lines() {
        return Stream.of(
                octets("empty message", "").plain(""),
                octets("only a line end", "\r\n").plain(""),
                octets("only line ends", "\n\n\n").plain("\n\n"),
                octets("header without a body", "Subject: x\r\n").plain("").header("Subject", "x"),
                octets("header without a line end", "Subject: x").plain("").header("Subject", "x"),
                mail("body without a header", "", "Hello", "World").plain("Hello\nWorld"),
                mail("text without a header or a blank line", "Hello World", "Bye")
                        .plain("Hello World\nBye")
                        .defects(Defect.BROKEN_HEADER),
                octets("bare LF", "Subject: x\nTo: y\n\na\nb\n").plain("a\nb\n").header("To", "y"),
                octets("bare CR", "Subject: x\rTo: y\r\ra\rb\r")
                        .plain("a\nb\n")
                        .header("To", "y")
                        .defects(Defect.BARE_CR),
                octets("bare CR in the body only", "Subject: x\r\n\r\na\rb\r\r\nc")
                        .plain("a\nb\nc"),
                octets("doubled CR", "Subject: x\r\r\nTo: y\r\r\n\r\r\na\r\r\nb")
                        .plain("a\nb")
                        .header("To", "y"),
                octets("mixed line ends", "Subject: x\nTo: y\r\n\nfoo\r\nbar\n")
                        .plain("foo\nbar\n")
                        .header("To", "y"),
                mail("mbox From line", "From anna@example.org Mon Jan  1 10:00:00 2024", "Subject: x", "", "a")
                        .plain("a")
                        .header("Subject", "x")
                        .defects(Defect.MBOX_FROM),
                mail("quoted mbox From line", ">From anna@example.org Mon Jan  1 10:00:00 2024", "Subject: x", "", "a")
                        .plain("a")
                        .header("Subject", "x")
                        .defects(Defect.MBOX_FROM),
                mail("From line within the body", "Subject: x", "", "From here on", ">From there")
                        .plain("From here on\n>From there"),
                mail("garbage between fields", "Subject: x", "garbage without a colon", "To: y", "", "a")
                        .plain("a")
                        .header("To", "y")
                        .defects(Defect.BROKEN_HEADER),
                mail("no blank line before the body", "Subject: x", "Hello World", "Bye")
                        .plain("Hello World\nBye")
                        .defects(Defect.BROKEN_HEADER),
                mail("blanks before the colon", "Subject \t: x", "", "a")
                        .plain("a")
                        .header("Subject", "x"),
                mail("nothing before the colon", "Subject: x", ": y", "To: z", "", "a")
                        .plain("a")
                        .header("To", "z")
                        .defects(Defect.BROKEN_HEADER),
                mail("nothing after the colon", "Subject:", "To: z", "", "a")
                        .plain("a")
                        .header("Subject", "")
                        .header("To", "z"),
                mail("folded line of blanks only", "Subject: a", "   ", " b", "", "t")
                        .plain("t")
                        .header("Subject", "a  b"),
                mail("header of 100 KB in one line", "Subject: " + "x".repeat(100_000), "", "a")
                        .plain("a")
                        .header("Subject", "x".repeat(100_000)),
                mail("header of 100 KB in many lines", "References: " + "<1@example.org>\r\n ".repeat(6_000), "", "a")
                        .plain("a"),
                mail("5,000 fields", "X-Field: y\r\n".repeat(5_000) + "Subject: x", "", "a")
                        .plain("a")
                        .header("Subject", "x"),
                mail("NUL in a field and in the text", "Subject: a\0b", "", "c\0d")
                        .plain("c\uFFFDd")
                        .header("Subject", "a\uFFFDb")
                        .defects(Defect.NUL),
                mail("control characters in a field", "Subject: a\u0001\u0007\u001bb", "", "t")
                        .plain("t")
                        .header("Subject", "a b"),
                mail("field name that is no JSON name", "X-\"}]\\: y", "", "t")
                        .plain("t")
                        .header("X-\"}]\\", "y"),
                mail("repeated subject", "Subject: first", "Subject: second", "", "t")
                        .plain("t")
                        .header("Subject", "first"));
    }

    private static Stream<Hostile> words() {
        return Stream.of(
                subject("character split between encoded words", "=?utf-8?B?4pw=?= =?utf-8?B?kw==?=")
                        .header("Subject", "\u2713"),
                subject("character split between folded encoded words", "=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=")
                        .header("Subject", "Gr\u00fc\u00dfe"),
                subject("base64 cut anywhere", "=?utf-8?B?R3LDvMO?= =?utf-8?B?fZQ==?=")
                        .header("Subject", "Gr\u00fc\u00dfe"),
                subject("unencoded UTF-8", "Gr\u00c3\u00bc\u00c3\u009fe").header("Subject", "Gr\u00fc\u00dfe"),
                subject("unencoded ISO-8859-1", "Gr\u00fc\u00dfe")
                        .header("Subject", "Gr\u00fc\u00dfe")
                        .defects(Defect.UNENCODED_HEADER),
                mail(
                                "unencoded Shift_JIS with the charset in the type",
                                "Subject: \u0083e\u0083X\u0083g",
                                "Content-Type: text/plain; charset=shift_jis",
                                "",
                                "t")
                        .plain("t")
                        .header("Subject", "\u30c6\u30b9\u30c8")
                        .defects(Defect.UNENCODED_HEADER),
                mail("encoded word within quotes", "From: \"=?utf-8?Q?M=C3=BCller?=\" <a@example.org>", "", "t")
                        .plain("t")
                        .header("From", "\"M\u00fcller\" <a@example.org>"),
                subject("encoded word next to other text", "Re:=?utf-8?Q?=C3=BC?=!")
                        .header("Subject", "Re:\u00fc!"),
                subject("encoded words without a blank between", "=?utf-8?Q?=C3=BC?==?utf-8?Q?=C3=A4?=")
                        .header("Subject", "\u00fc\u00e4"),
                subject("blanks within an encoded word", "=?utf-8?Q?a b =C3=BC?=")
                        .header("Subject", "a b \u00fc"),
                subject("encoded word without an end", "=?utf-8?Q?abc").header("Subject", "=?utf-8?Q?abc"),
                subject("encoded word of an unknown encoding", "=?utf-8?X?abc?=")
                        .header("Subject", "=?utf-8?X?abc?="),
                subject("encoded word of an unknown charset", "=?x-unknown?Q?abc?=")
                        .header("Subject", "abc")
                        .defects(Defect.UNKNOWN_CHARSET),
                subject("encoded word without a charset", "=??Q?abc?=").header("Subject", "=??Q?abc?="),
                subject("encoded word of a lying charset", "=?us-ascii?Q?=C3=BC?=")
                        .header("Subject", "\u00fc"),
                subject("encoded word with a language", "=?utf-8*de?Q?=C3=BC?=").header("Subject", "\u00fc"),
                subject("encoded word in lower case", "=?utf-8?q?=c3=bc?=").header("Subject", "\u00fc"),
                subject("encoded word with broken base64", "=?utf-8?B?R3L*DvMOfZ?=")
                        .header("Subject", "Gr\u00fc\u00df")
                        .defects(Defect.BROKEN_ENCODED_WORD),
                subject("encoded word with broken escapes", "=?utf-8?Q?a=ZZb=?=")
                        .header("Subject", "a=ZZb=")
                        .defects(Defect.BROKEN_ENCODED_WORD),
                subject("encoded word in ISO-2022-JP", "=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=")
                        .header("Subject", "\u30c6\u30b9\u30c8"),
                subject("empty encoded word", "a =?utf-8?Q??= b").header("Subject", "a  b"),
                subject("encoded words of different charsets", "=?utf-8?Q?=C3=BC?= =?iso-8859-1?Q?=E4?=")
                        .header("Subject", "\u00fc\u00e4"),
                subject("encoded surrogates", "=?utf-16be?B?2D0=?= x").header("Subject", "\uFFFD x"),
                subject("question marks without end", "=?".repeat(1_000)).header("Subject", "=?".repeat(1_000)));
    }

    private static Stream<Hostile> names() {
        return Stream.of(
                named("continued file name", "attachment; filename*0=\"very-\"; filename*1=\"long.pdf\"")
                        .attachment("very-long.pdf", "%PDF"),
                named("encoded file name", "attachment; filename*=utf-8''gr%C3%BCn.pdf")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named(
                                "continued encoded file name",
                                "attachment; filename*0*=utf-8'de'gr%C3%BC; filename*1=\"n.\"; filename*2*=pd%66")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("continued file name out of order", "attachment; filename*1=\"b.pdf\"; filename*0=\"a\"")
                        .attachment("ab.pdf", "%PDF"),
                named("character split between sections", "attachment; filename*0*=utf-8''gr%C3; filename*1*=%BCn.pdf")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("encoded file name without a charset", "attachment; filename*=gr%C3%BCn.pdf")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("encoded file name of an unknown charset", "attachment; filename*=x-unknown''a%2eb")
                        .attachment("a.b", "%PDF"),
                named("encoded file name with broken escapes", "attachment; filename*=utf-8''100%.pdf")
                        .attachment("100%.pdf", "%PDF"),
                named("file name as an encoded word", "attachment; filename=\"=?utf-8?Q?gr=C3=BCn?=.pdf\"")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("file name as an encoded word without quotes", "attachment; filename==?utf-8?B?Z3LDvG4ucGRm?=")
                        .attachment("gr\u00fcn.pdf", "%PDF"),
                named("unencoded file name", "attachment; filename=\"gr\u00fcn.pdf\"")
                        .attachment("gr\u00fcn.pdf", "%PDF")
                        .defects(Defect.UNENCODED_HEADER),
                named("file name with blanks and without quotes", "attachment; filename=my file (1).pdf")
                        .attachment("my file (1).pdf", "%PDF"),
                named("file name with quotes without an end", "attachment; filename=\"a.pdf")
                        .attachment("a.pdf", "%PDF"),
                named("file name with a semicolon", "attachment; filename=\"a;b.pdf\"")
                        .attachment("a;b.pdf", "%PDF"),
                named("file name with escaped quotes", "attachment; filename=\"a\\\"b.pdf\"")
                        .attachment("a\"b.pdf", "%PDF"),
                named("file name with a path", "attachment; filename=\"../../etc/passwd\"")
                        .attachment("passwd", "%PDF"),
                named("file name with a Windows path", "attachment; filename=\"C:\\temp\\a.pdf\"")
                        .attachment("a.pdf", "%PDF"),
                named("file name with line ends", "attachment; filename*=utf-8''a%0D%0AX-Evil:%20y.pdf")
                        .attachment("aX-Evil: y.pdf", "%PDF"),
                named("file name with half a character", "attachment; filename*=utf-8''a%ED%A0%80.pdf")
                        .attachment("a\uFFFD.pdf", "%PDF"),
                named("file name of 10,000 characters", "attachment; filename=\"" + "x".repeat(10_000) + "\"")
                        .attachment("x".repeat(255), "%PDF"),
                named("long file name with an ending", "attachment; filename=\"" + "x".repeat(300) + ".pdf\"")
                        .attachment("x".repeat(251) + ".pdf", "%PDF"),
                named(
                                "long file name of several octets a character",
                                "attachment; filename*=utf-8''" + "%E4%B8%AD".repeat(100) + ".tar.gz")
                        .attachment("\u4e2d".repeat(84) + ".gz", "%PDF"),
                named("file name that seems to end otherwise", "attachment; filename*=utf-8''a%E2%80%AEfdp.exe")
                        .attachment("afdp.exe", "%PDF"),
                named("file name with a joiner", "attachment; filename*=utf-8''a%E2%80%8Db.pdf")
                        .attachment("a\u200Db.pdf", "%PDF"),
                named("empty file name", "attachment; filename=\"\"").attachment("attachment-1.pdf", "%PDF"),
                named("disposition without a value", "; filename=a.pdf").attachment("a.pdf", "%PDF"),
                named("unknown disposition", "x-something; filename=a.pdf").attachment("a.pdf", "%PDF"),
                named("disposition with line noise", "=;;=\"; filename*9999999999=a;*=;''")
                        .attachment("attachment-1.pdf", "%PDF"),
                mail("file name in the type only", "Content-Type: application/pdf; name=a.pdf", "", "%PDF")
                        .attachment("a.pdf", "%PDF"));
    }
}
