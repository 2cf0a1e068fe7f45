package dev.imappoller.message;

import static dev.imappoller.message.Hostile.mail;

import dev.imappoller.message.octets.Defect;
import java.util.stream.Stream;

/** Messages whose parts are not what they should be. */
final class HostileParts {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b";
    private static final String PDF = "Content-Type: application/pdf; name=a.pdf";
    private static final String HTML = "Content-Type: text/html";

    private HostileParts() {}

    static Stream<Hostile> all() {
        return Stream.concat(types(), reports());
    }

    private static Stream<Hostile> types() {
        return Stream.of(
                mail("type without a subtype", "Content-Type: text", "", "a")
                        .plain("a")
                        .defects(Defect.BROKEN_CONTENT_TYPE),
                mail("type of nonsense", "Content-Type: !?/\u00fc", "", "a")
                        .attachment("attachment-1", "a")
                        .defects(Defect.BROKEN_CONTENT_TYPE, Defect.UNENCODED_HEADER),
                mail("empty type", "Content-Type:", "", "a").plain("a"),
                mail("type of a semicolon", "Content-Type: ;", "", "a")
                        .plain("a")
                        .defects(Defect.BROKEN_CONTENT_TYPE),
                mail("repeated type", HTML, "Content-Type: text/plain", "", "a")
                        .html("a")
                        .defects(Defect.REPEATED_FIELD),
                mail("type with a comment", "Content-Type: (a) text/html (b); charset=utf-8", "", "\u00c3\u00bc")
                        .html("\u00fc"),
                mail("type without a semicolon", "Content-Type: text/html charset=utf-8", "", "\u00c3\u00bc")
                        .html("\u00fc"),
                mail("type in capitals", "CONTENT-TYPE: TEXT/HTML; CHARSET=UTF-8", "", "\u00c3\u00bc")
                        .html("\u00fc"),
                mail(
                                "several texts",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "one",
                                "--b",
                                PDF,
                                "",
                                "%PDF",
                                "--b",
                                "",
                                "two",
                                "--b",
                                HTML,
                                "",
                                "<p>",
                                "--b--")
                        .plain("one\ntwo")
                        .html("<p>")
                        .attachment("a.pdf", "%PDF"),
                mail(
                                "text as an attachment",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "one",
                                "--b",
                                "Content-Disposition: attachment",
                                "",
                                "two",
                                "--b--")
                        .plain("one")
                        .attachment("attachment-1.txt", "two"),
                mail(
                                "text with a name",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "one",
                                "--b",
                                "Content-Type: text/plain; name=n.txt",
                                "Content-Disposition: inline",
                                "",
                                "two",
                                "--b--")
                        .plain("one")
                        .attachment("n.txt", "two"),
                mail("message that is a named text", "Content-Type: text/plain; name=n.txt", "", "one")
                        .plain("one"),
                mail(
                                "calendar in an alternative",
                                "Content-Type: multipart/alternative; boundary=b",
                                "",
                                "--b",
                                "",
                                "one",
                                "--b",
                                "Content-Type: text/calendar; method=REQUEST",
                                "",
                                "BEGIN:VCALENDAR",
                                "--b--")
                        .plain("one")
                        .attachment("invite.ics", "BEGIN:VCALENDAR"),
                mail(
                                "image that the text refers to",
                                "Content-Type: multipart/related; boundary=b",
                                "",
                                "--b",
                                HTML,
                                "",
                                "<img src='cid:i'>",
                                "--b",
                                "Content-Type: image/png",
                                "Content-ID: <i>",
                                "",
                                "PNG",
                                "--b--")
                        .html("<img src='cid:i'>")
                        .attachment("attachment-1.png", "PNG"),
                mail(
                                "winmail.dat",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "one",
                                "--b",
                                "Content-Type: application/ms-tnef",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "eJ8+Ig==",
                                "--b--")
                        .plain("one")
                        .attachment("winmail.dat", "x\u009f>\""),
                mail(
                                "S/MIME",
                                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "MIAG")
                        .attachment("smime.p7m", "0\u0080\u0006"),
                mail(
                                "PGP",
                                "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b",
                                "",
                                "--b",
                                "Content-Type: application/pgp-encrypted",
                                "",
                                "Version: 1",
                                "--b",
                                "Content-Type: application/octet-stream; name=encrypted.asc",
                                "",
                                "-----BEGIN PGP MESSAGE-----",
                                "--b--")
                        .attachment("attachment-1", "Version: 1")
                        .attachment("encrypted.asc", "-----BEGIN PGP MESSAGE-----"),
                mail("image as a message", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "AAEC")
                        .attachment("attachment-1.png", "\0\1\2"));
    }

    private static Stream<Hostile> reports() {
        return Stream.of(
                mail(
                                "forwarded message",
                                MIXED,
                                "",
                                "--b",
                                "",
                                "see below",
                                "--b",
                                "Content-Type: message/rfc822",
                                "",
                                "Subject: inner",
                                "Content-Type: multipart/mixed; boundary=c",
                                "",
                                "--c",
                                "",
                                "inner",
                                "--c--",
                                "--b--")
                        .plain("see below")
                        .attachment(
                                "message.eml",
                                "Subject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\ninner\r\n--c--"),
                mail(
                                "forwarded message in base64",
                                MIXED,
                                "",
                                "--b",
                                "Content-Type: message/rfc822",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "U3ViamVjdDogeA0KDQphIQ==",
                                "--b--")
                        .attachment("message.eml", "Subject: x\r\n\r\na!"),
                mail(
                                "digest",
                                "Content-Type: multipart/digest; boundary=b",
                                "",
                                "--b",
                                "",
                                "Subject: one",
                                "",
                                "1",
                                "--b",
                                "",
                                "Subject: two",
                                "",
                                "2",
                                "--b--")
                        .attachment("message.eml", "Subject: one\r\n\r\n1")
                        .attachment("message.eml", "Subject: two\r\n\r\n2"),
                mail(
                                "delivery report",
                                "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                                "",
                                "--b",
                                "",
                                "failed",
                                "--b",
                                "Content-Type: message/delivery-status",
                                "",
                                "Reporting-MTA: dns; x",
                                "",
                                "Action: failed",
                                "--b",
                                "Content-Type: text/rfc822-headers",
                                "",
                                "Subject: y",
                                "--b--")
                        .plain("failed")
                        .attachment("delivery-status.txt", "Reporting-MTA: dns; x\r\n\r\nAction: failed")
                        .attachment("headers.txt", "Subject: y"),
                mail(
                                "feedback report",
                                "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
                                "",
                                "--b",
                                "Content-Type: message/feedback-report",
                                "",
                                "Feedback-Type: abuse",
                                "--b--")
                        .attachment("feedback-report.txt", "Feedback-Type: abuse"),
                mail("message in a message without an end", "Content-Type: message/rfc822", "", "Subject: inner")
                        .attachment("message.eml", "Subject: inner"));
    }
}
