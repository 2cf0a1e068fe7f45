package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;
import static dev.imappoller.message.Hostile.text;

import dev.imappoller.message.octets.Defect;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Messages whose text is in another character set than it says, or not encoded as it says. */
final class HostileTexts {
    private static final String JAPANESE = "お客様の注文は本日発送しました。テスト";
    private static final String SIMPLIFIED = "你好，您的订单已经发货，请在收到货物以后确认。谢谢您的支持";
    private static final String TRADITIONAL = "您好，您的訂單已經出貨，請在收到貨物以後確認。謝謝您的支持";
    private static final String RUSSIAN = "Здравствуйте, ваш заказ отправлен";
    private static final String KOREAN = "안녕하세요 고객님의 주문이 오늘 발송되었습니다";

    private HostileTexts() {}

    static Stream<Hostile> all() {
        return Stream.of(lies(), vendors(), meta(), wide(), base64(), uuencode(), flowed())
                .flatMap(all -> all);
    }

    private static Stream<Hostile> lies() {
        return Stream.of(
                lie("iso-2022-jp", "Shift_JIS", JAPANESE),
                lie("iso-2022-jp", "EUC-JP", JAPANESE),
                lie("euc-jp", "Shift_JIS", JAPANESE),
                lie("shift_jis", "EUC-JP", JAPANESE),
                lie("big5", "GB18030", SIMPLIFIED),
                lie("iso-2022-kr", "EUC-KR", KOREAN),
                lie("iso-2022-jp", "UTF-8", JAPANESE),
                lie("iso-8859-1", "UTF-8", "Gr\u00fc\u00dfe"),
                lie("iso-8859-15", "UTF-8", "\u00fc"),
                lie("windows-1251", "UTF-8", RUSSIAN),
                lie("koi8-r", "UTF-8", RUSSIAN),
                lie("gb18030", "UTF-8", RUSSIAN),
                lie("gb2312", "UTF-8", SIMPLIFIED),
                text("charset tis-620 with three letters that could be UTF-8", "tis-620", "\u00e0\u00a1\u00a2")
                        .plain("\u0e40\u0e01\u0e02"),
                text("charset gb2312 with two characters that could be UTF-8", "gb2312", octets("\u8054\u901a", "GBK"))
                        .plain("\u8054\u901a"),
                lie("us-ascii", "Shift_JIS", JAPANESE),
                lie("us-ascii", "EUC-JP", JAPANESE),
                lie("utf-8", "GB18030", SIMPLIFIED),
                lie("utf-8", "Big5", TRADITIONAL),
                lie("us-ascii", "EUC-KR", KOREAN),
                text(
                                "charset us-ascii with accents",
                                "us-ascii",
                                "\u00c0\u00c9\u00c8 Gr\u00f6\u00dfe \u00c4\u00d6\u00dc!")
                        .plain("\u00c0\u00c9\u00c8 Gr\u00f6\u00dfe \u00c4\u00d6\u00dc!")
                        .defects(Defect.WRONG_CHARSET),
                text("charset gb2312 with one wrong octet", "gb2312", octets(SIMPLIFIED, "GB18030") + "\u00ff")
                        .plain(SIMPLIFIED + "\uFFFD")
                        .defects(Defect.WRONG_CHARSET),
                text("charset euc-jp with noise", "euc-jp", "\u00ff\u00fe\u00fd \u0080")
                        .plain("\u00ff\u00fe\u00fd \u20ac")
                        .defects(Defect.WRONG_CHARSET));
    }

    private static Hostile lie(String said, String is, String text) {
        return text("charset " + said + " with " + is, said, octets(text, is))
                .plain(text)
                .defects(Defect.WRONG_CHARSET);
    }

    private static String octets(String text, String charset) {
        try {
            return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Hostile> vendors() {
        return Stream.of(
                text(
                                "NEC's row in ISO-2022-JP",
                                "iso-2022-jp",
                                "\u001b$B-!\u001b(B \u001b$B-j%F%9%H\u001b(B \u001b$B-b-d-7\u001b(B")
                        .plain("\u2460 \u3231\u30c6\u30b9\u30c8 \u2116\u2121\u2162"),
                text("IBM's rows in ISO-2022-JP", "iso-2022-jp", "\u001b$B|b\u001b(B")
                        .plain("\u9ad9"),
                text("NEC's row in EUC-JP", "euc-jp", "\u00ad\u00a1\u00ad\u00ea\u00ad\u00e2\u00ad\u00e4\u00ad\u00b7")
                        .plain("\u2460\u3231\u2116\u2121\u2162"),
                text("IBM's rows in EUC-JP", "euc-jp", "\u00fc\u00e2").plain("\u9ad9"),
                text("supplement in EUC-JP", "euc-jp", "\u008f\u00b0\u00a1\u008e\u00b1")
                        .plain("\u4e02\uff71"),
                text("charset x-mac-roman", "x-mac-roman", "Gr\u009f\u00a7e").plain("Gr\u00fc\u00dfe"),
                text("charset viscii", "viscii", "Vi\u00aet Nam \u0002").plain("Vi\u1ec7t Nam \u1eb2"),
                text("charset iso-8859-14", "iso-8859-14", "\u00a1\u00f0").plain("\u1e02\u0175"),
                text("charset 1251", "1251", "\u00ec\u00e8\u00f0").plain("\u043c\u0438\u0440"),
                text("charset 20866", "20866", "\u00cd\u00c9\u00d2").plain("\u043c\u0438\u0440"));
    }

    private static Stream<Hostile> meta() {
        String type = "Content-Type: text/html";
        String russian = "<p>\u00ec\u00e8\u00f0";
        return Stream.of(
                mail("HTML that tells its charset itself", type, "", "<!-- --><Meta charset='windows-1251'>" + russian)
                        .html("<!-- --><Meta charset='windows-1251'><p>мир"),
                mail(
                                "HTML that tells its charset as a field",
                                type,
                                "",
                                "<META http-equiv=Content-Type content=\"text/html; charset = koi8-r\"><p>\u00cd\u00c9\u00d2")
                        .html("<META http-equiv=Content-Type content=\"text/html; charset = koi8-r\"><p>мир"),
                mail(
                                "HTML that tells another charset than its part",
                                type + "; charset=windows-1251",
                                "",
                                "<meta charset=koi8-r>" + russian)
                        .html("<meta charset=koi8-r><p>мир"),
                mail("HTML that tells UTF-16", type, "", "<meta charset=utf-16><p>Hi")
                        .html("<meta charset=utf-16><p>Hi"),
                mail("HTML that tells no charset there is", type, "", "<meta charset=\"\"><p>\u00fc")
                        .html("<meta charset=\"\"><p>ü")
                        .defects(Defect.WRONG_CHARSET),
                mail("HTML that tells of a charset", type, "", "<meta name=x>charset=koi8-r<p>\u00fc")
                        .html("<meta name=x>charset=koi8-r<p>ü")
                        .defects(Defect.WRONG_CHARSET),
                mail(
                                "text that tells a charset as HTML does",
                                "Content-Type: text/plain",
                                "",
                                "<meta charset=koi8-r>\u00fc")
                        .plain("<meta charset=koi8-r>ü")
                        .defects(Defect.WRONG_CHARSET));
    }

    private static Stream<Hostile> wide() {
        return Stream.of(
                text("UTF-16 without a mark, little endian", "utf-16", "H\0i\0").plain("Hi"),
                text("UTF-16 without a mark, big endian", "utf-16", "\0H\0i").plain("Hi"),
                text("UTF-16 with a mark", "utf-16", "\u00ff\u00feH\0i\0").plain("Hi"),
                text("UTF-32 without a mark, little endian", "utf-32", "H\0\0\0i\0\0\0")
                        .plain("Hi"));
    }

    private static Stream<Hostile> base64() {
        return Stream.of(
                labelled("text of one word and more", "Hello\r\n\r\nplease call me back tomorrow.\r\nAnn")
                        .plain("Hello\n\nplease call me back tomorrow.\nAnn")
                        .defects(Defect.BROKEN_BASE64),
                labelled("text of a word of four letters and more", "Dear\r\n\r\ncall me back, will you?")
                        .plain("Dear\n\ncall me back, will you?")
                        .defects(Defect.BROKEN_BASE64),
                labelled("text of one word", "Congratulations")
                        .plain("Congratulations")
                        .defects(Defect.BROKEN_BASE64),
                labelled("text without padding", "SGVsbG8").plain("Hello").defects(Defect.BROKEN_BASE64),
                labelled("text with a footer", "SGVsbG8gSGVsbG8gSGVsbG8gSGVsbG8gSGVsbG8g\r\n___\r\n")
                        .plain("Hello Hello Hello Hello Hello ")
                        .defects(Defect.BROKEN_BASE64));
    }

    private static Hostile labelled(String name, String content) {
        return mail("base64: " + name, "Content-Transfer-Encoding: base64", "", content);
    }

    private static Stream<Hostile> uuencode() {
        String cat = "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend";
        return Stream.of(
                mail("uuencode in text", "Subject: x", "", "Hello", cat, "Bye")
                        .plain("Hello\nBye")
                        .attachment("cat.txt", "Cat"),
                mail("uuencode alone", "Subject: x", "", cat).attachment("cat.txt", "Cat"),
                mail("two files of uuencode in text", "Subject: x", "", cat, cat.replace("cat", "../x"), "Bye")
                        .plain("Bye")
                        .attachment("cat.txt", "Cat")
                        .attachment("x.txt", "Cat"),
                mail("uuencode without an end in text", "Subject: x", "", "begin 644 a\r\n#0V%T\r\nno data")
                        .plain("begin 644 a\n#0V%T\nno data"),
                mail("words in text", "Subject: x", "", "begin 2 march", "LET US", "end")
                        .plain("begin 2 march\nLET US\nend"),
                mail("uuencode in a part without an encoding", "Content-Type: image/gif", "", cat)
                        .attachment("cat.txt", "Cat"),
                mail("uuencode in a named part without an encoding", "Content-Type: image/gif; name=a.gif", "", cat)
                        .attachment("a.gif", "Cat"),
                mail(
                                "uuencode in a part that has an encoding",
                                "Content-Type: a/b",
                                "Content-Transfer-Encoding: 7bit",
                                "",
                                cat)
                        .attachment("attachment-1", cat));
    }

    private static Stream<Hostile> flowed() {
        return Stream.of(
                flowed("text", "", "a ", " b", "", "c ", "", "d").plain("a b\n\nc \n\nd"),
                flowed("text without blanks", "; delsp=yes", "http://e ", "xample.org/")
                        .plain("http://example.org/"),
                flowed("quotes", "", "> a ", "> b", ">> c ", "> d", " >e").plain("> a b\n>> c \n> d\n>e"),
                flowed("signature", "", "a", "-- ", "Ann ").plain("a\n-- \nAnn "),
                flowed("quotes only", "", ">", ">>").plain(">\n>>"),
                mail("text that is not flowed", "Content-Type: text/plain; format=fixed; delsp=yes", "", "a ", "b")
                        .plain("a \nb"),
                mail("HTML that says it is flowed", "Content-Type: text/html; format=flowed", "", "a ", "b")
                        .html("a \nb"));
    }

    private static Hostile flowed(String name, String parameters, String... lines) {
        return mail(
                "flowed: " + name,
                "Content-Type: text/plain; charset=utf-8; format=Flowed" + parameters,
                "",
                String.join("\r\n", lines));
    }
}
