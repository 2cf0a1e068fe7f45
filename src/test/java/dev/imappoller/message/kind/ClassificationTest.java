package dev.imappoller.message.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
    private static final String REPORT = "Content-Type: multipart/report; report-type=delivery-status; boundary=b";

    @Test
    void aReportOnDeliveryIsABounceWithItsRecipients() throws IOException {
        Classification postfix = bounce(
                "Reporting-MTA: dns; mail.example.org",
                "X-Postfix-Sender: rfc822; support@example.com",
                "Arrival-Date: Mon,  1 Jan 2024 10:00:00 +0000 (UTC)",
                "",
                "Final-Recipient: rfc822; forwarded@example.net",
                "Original-Recipient: rfc822;ann@example.org",
                "Action: failed",
                "Status: 5.1.1",
                "Remote-MTA: dns; mx.example.net",
                "Diagnostic-Code: smtp; 550 5.1.1 <forwarded@example.net>: user unknown",
                "",
                "Final-Recipient: rfc822; bob@example.org",
                "Action: delayed",
                "Status: 4.4.1");

        assertThat(postfix.kind()).isEqualTo(Kind.BOUNCE);
        assertThat(postfix.bounced())
                .containsExactly(
                        bounced("ann@example.org", "failed", "5.1.1"), bounced("bob@example.org", "delayed", "4.4.1"));
    }

    /** As Exchange folds it, with a comment behind the status as sendmail may write one. */
    @Test
    void fieldsMayBeFoldedAndHaveComments() throws IOException {
        assertThat(bounce(
                                "Reporting-MTA: dns; PTPEDGE02.test.local",
                                "",
                                "Final-recipient: RFC822;",
                                " ann@example.org",
                                "ACTION: Failed (permanently)",
                                "Status: 5.1.1 (Bad destination mailbox address)")
                        .bounced())
                .containsExactly(bounced("ann@example.org", "failed", "5.1.1"));
    }

    @Test
    void theRecipientMayBeBeyondAscii() throws IOException {
        assertThat(bounce("Final-Recipient: utf-8; \u00fcser@ex\u00e4mple.org", "Action: failed", "Status: 5.1.1")
                        .bounced())
                .containsExactly(bounced("\u00fcser@ex\u00e4mple.org", "failed", "5.1.1"));
    }

    @Test
    void whatIsNoStatusAndNoActionIsLeftOut() throws IOException {
        for (String status : List.of("", "5", "5.1", "9.1.1", "5.1.1.1", "5.1234.1", "5..1", "-5.1.1", "<script>")) {
            assertThat(bounce("Final-Recipient: rfc822; a@b.example", "Action: exploded", "Status: " + status)
                            .bounced())
                    .containsExactly(new Bounced("a@b.example", Optional.empty(), Optional.empty()));
        }
    }

    @Test
    void theReportMayBeEncoded() throws IOException {
        Classification classification = of(
                REPORT,
                "",
                "--b",
                "Content-Type: message/delivery-status",
                "Content-Transfer-Encoding: base64",
                "",
                "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7IGFAYi5leGFtcGxlDQpTdGF0dXM6IDUuMC4wDQo=",
                "--b--");

        assertThat(classification.bounced())
                .containsExactly(new Bounced("a@b.example", Optional.empty(), Optional.of("5.0.0")));
    }

    @Test
    void aReportWithoutAPartToReadIsABounceOfNobody() throws IOException {
        assertThat(of(REPORT, "", "--b", "", "It failed.", "--b--"))
                .isEqualTo(new Classification(Kind.BOUNCE, List.of()));
        assertThat(of(REPORT, "", "It failed.")).isEqualTo(new Classification(Kind.BOUNCE, List.of()));
    }

    @Test
    void eximsBouncesNameTheirRecipientsInTheHeader() throws IOException {
        assertThat(of(
                                "Return-Path: <>",
                                "X-Failed-Recipients: ann@example.org, bob@example.org",
                                "Auto-Submitted: auto-replied",
                                "From: Mail Delivery System <Mailer-Daemon@mail.example.org>",
                                "",
                                "x")
                        .bounced())
                .containsExactly(
                        new Bounced("ann@example.org", Optional.of("failed"), Optional.empty()),
                        new Bounced("bob@example.org", Optional.of("failed"), Optional.empty()));
    }

    /** As of qmail. */
    @Test
    void whatAMailerDaemonSendsOfNobodyIsABounce() throws IOException {
        assertThat(kind("Return-Path: <>", "From: MAILER-DAEMON@mail.example.org"))
                .isEqualTo(Kind.BOUNCE);
        assertThat(kind("Return-Path: <postmaster@example.org>", "From: postmaster@example.org"))
                .isEqualTo(Kind.MAIL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: AUTO-REPLIED (vacation)",
                "Auto-submitted: auto-generated; owner-email=\"a@b\"",
                "Auto-Submitted: auto-notified",
                "Precedence: auto_reply",
                "X-Autoreply: yes",
                "X-Autorespond: Out of office",
                "X-Auto-Response-Suppress: All",
                "X-Auto-Response-Suppress: DR, OOF, AutoReply",
                "X-FC-MachineGenerated: true",
                "X-POST-MessageClass: 9; Autoresponder",
                "Return-Path: <>",
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b"
            })
    void whatAMachineSendsIsAnAutoReply(String field) throws IOException {
        assertThat(kind(field)).isEqualTo(Kind.AUTO_REPLY);
        assertThat(kind("From: ann@example.org", field, "Subject: away")).isEqualTo(Kind.AUTO_REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List-Id: <dev.example.org>",
                "List-Unsubscribe: <https://example.org/>",
                "Mailing-List: contact dev-help@example.org; run by ezmlm",
                "X-BeenThere: dev@example.org",
                "Precedence: bulk",
                "Precedence: LIST"
            })
    void whatComesByAListIsThat(String field) throws IOException {
        assertThat(kind(field)).isEqualTo(Kind.LIST);
        assertThat(kind(field, "X-Auto-Response-Suppress: All")).isEqualTo(Kind.LIST);
        assertThat(kind(field, "Auto-Submitted: auto-replied")).isEqualTo(Kind.AUTO_REPLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: no",
                "Auto-Submitted: No (a person)",
                "Auto-Submitted:",
                "Precedence: first-class",
                "Precedence: normal",
                "X-Auto-Response-Suppress: None",
                "X-Auto-Response-Suppress: RN, NRN",
                "List-Id:",
                "Subject: Re: Out of office",
                "From: Postmaster <postmaster@example.org>",
                "X-Failed-Recipients:",
                "Return-Path: <ann@example.org>"
            })
    void whatAPersonSendsIsMail(String field) throws IOException {
        assertThat(kind(field)).isEqualTo(Kind.MAIL);
    }

    /** Nobody's mail is told by the receiving site alone; a report that a person hands on is that person's mail. */
    @Test
    void aSenderCantMakeItsMailThatOfNobody() throws IOException {
        assertThat(kind(
                        "Return-Path: <ann@example.org>",
                        "Received: from a.example (a.example [192.0.2.7]) by mx.example.com with SMTP id 1; date",
                        "Return-Path: <>",
                        "From: mailer-daemon@example.org"))
                .isEqualTo(Kind.MAIL);
        assertThat(of(
                                "Content-Type: multipart/mixed; boundary=b",
                                "",
                                "--b",
                                "Content-Type: message/delivery-status",
                                "",
                                "Final-Recipient: rfc822; a@b.example",
                                "--b--")
                        .kind())
                .isEqualTo(Kind.MAIL);
    }

    @Test
    void aReportOfAMillionRecipientsIsToldInPart() throws IOException {
        String[] report = new String[30_000];
        for (int i = 0; i < report.length; i += 3) {
            report[i] = "Final-Recipient: rfc822; a" + i + "@b.example";
            report[i + 1] = "Status: 5.1.1";
            report[i + 2] = "";
        }

        List<Bounced> bounced = bounce(report).bounced();

        assertThat(bounced).hasSize(Bounced.MOST);
        assertThat(bounced.get(99).recipient()).isEqualTo("a297@b.example");
    }

    @Test
    void hugeFieldsAreCutAndHugeReportsNotReadToTheirEnd() throws IOException {
        String huge = "a".repeat(300_000);

        assertThat(bounce("Final-Recipient: rfc822; " + huge, "Status: 5.1.1").bounced())
                .allSatisfy(one -> assertThat(one.recipient()).hasSizeLessThan(1001));
        assertThat(bounce("X-Filling: " + huge, "", "Final-Recipient: rfc822; a@b.example")
                        .bounced())
                .isEmpty();
        assertThat(kind("X-Failed-Recipients: " + "a@b.example,".repeat(50_000)))
                .isEqualTo(Kind.BOUNCE);
        assertThat(kind("Auto-Submitted: " + huge, huge + ": x", "Precedence: " + huge, "From: " + huge))
                .isEqualTo(Kind.AUTO_REPLY);
    }

    @Test
    void noControlGetsThrough() throws IOException {
        assertThat(bounce("Final-Recipient: rfc822; \"a\r\tb\0\u0007c\"", "Action: failed")
                        .bounced())
                .allSatisfy(one -> assertThat(one.recipient()).doesNotContain("\r", "\n", "\0"));
    }

    private static Bounced bounced(String recipient, String action, String status) {
        return new Bounced(recipient, Optional.of(action), Optional.of(status));
    }

    private static Classification bounce(String... report) throws IOException {
        return of(
                REPORT,
                "Return-Path: <>",
                "From: MAILER-DAEMON@mail.example.org",
                "",
                "--b",
                "Content-Type: text/plain",
                "",
                "I'm sorry to have to inform you.",
                "--b",
                "Content-Type: message/delivery-status",
                "",
                String.join("\r\n", report),
                "",
                "--b",
                "Content-Type: message/rfc822",
                "",
                "Auto-Submitted: no",
                "",
                "x",
                "--b--");
    }

    private static Kind kind(String... fields) throws IOException {
        return of(String.join("\r\n", fields), "", "Hello").kind();
    }

    private static Classification of(String... lines) throws IOException {
        return Classification.of(
                MessageDecoder.decode(RawMessage.of(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8))));
    }
}
