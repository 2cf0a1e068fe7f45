package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;

import java.util.stream.Stream;

/** Messages whose texts have names, as attachments do. */
final class HostileNamedTexts {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b";
    private static final String PDF = "Content-Type: application/pdf; name=a.pdf";

    private HostileNamedTexts() {}

    static Stream<Hostile> all() {
        String alternative = "Content-Type: multipart/alternative; boundary=b";
        String text = "Content-Type: text/plain; charset=utf-8; name=text_0.txt";
        String html = "Content-Type: text/html; charset=utf-8; name=body.html";
        return Stream.of(
                mail(
                                "named texts that are alternatives",
                                alternative,
                                "",
                                "--b",
                                text,
                                "",
                                "Hello",
                                "--b",
                                html,
                                "",
                                "<p>",
                                "--b--")
                        .plain("Hello")
                        .html("<p>"),
                mail(
                                "named HTML in a multipart/related that is an alternative",
                                alternative,
                                "",
                                "--b",
                                "",
                                "Hello",
                                "--b",
                                "Content-Type: multipart/related; boundary=c",
                                "",
                                "--c",
                                html,
                                "",
                                "<p>",
                                "--c",
                                text,
                                "",
                                "Hi",
                                "--c--",
                                "--b--")
                        .plain("Hello")
                        .html("<p>")
                        .attachment("text_0.txt", "Hi"),
                mail(
                                "named text and pictures",
                                MIXED,
                                "",
                                "--b",
                                "Content-Type: image/png",
                                "",
                                "PNG",
                                "--b",
                                text,
                                "",
                                "Hi",
                                "--b--")
                        .plain("Hi")
                        .attachment("attachment-1.png", "PNG"),
                mail("several named texts", MIXED, "", "--b", text, "", "one", "--b", text, "", "two", "--b--")
                        .plain("one")
                        .attachment("text_0.txt", "two"),
                mail("named text behind an empty one", MIXED, "", "--b", html, "", "", "--b", text, "", "two", "--b--")
                        .plain("two")
                        .attachment("body.html", ""),
                mail("named HTML alone", MIXED, "", "--b", html, "", "<p>", "--b", PDF, "", "%PDF", "--b--")
                        .html("<p>")
                        .attachment("a.pdf", "%PDF"),
                mail(
                                "named attachment that is text",
                                MIXED,
                                "",
                                "--b",
                                text,
                                "Content-Disposition: attachment",
                                "",
                                "one",
                                "--b--")
                        .attachment("text_0.txt", "one"));
    }
}
