package dev.imappoller.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.octets.RawMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Exchange hands over for a message that it can't convert is told from that message, and from mail about it. */
class SubstituteMessageTest {
    private static final String BODY =
            "\n\nThe server couldn't retrieve the following message:\n\nSubject: \"Lunch\"\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIME-Version: 1.0\nContent-Type: text/plain; charset=\"us-ascii\"\nFrom: Microsoft Exchange Server 2010\n"
                        + "To: Someone <someone@example.com>\nSubject: Retrieval using the IMAP4 protocol failed for the following\n"
                        + " message: 20004\nContent-Transfer-Encoding: quoted-printable",
                "Subject: Retrieval using the IMAP4 protocol failed for the following message: 3\nFrom: Microsoft Exchange Server",
                "subject:\tRetrieval Using the IMAP4 Protocol Failed for the Following Message: 3",
                "From: Microsoft Exchange Server 2010 <exchange@example.com>\nDate: Fri, 20 Dec 2013 11:12:26 +0000\n"
                        + "Subject: Retrieval using the IMAP4 protocol failed for the following message: 270198",
                "Subject: Retrieval using the POP3 protocol failed for the following message: 8",
                "From: \"Microsoft Exchange Server\"\nTo: a@example.com\nSubject: =?utf-8?Q?Fehler_beim_Abrufen?= 7"
            })
    void isKnown(String header) {
        assertThat(is(header + BODY)).isTrue();
        assertThat(is((header + BODY).replace("\n", "\r\n"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received: from a by b; Fri, 20 Dec 2013 11:12:26 +0000\n"
                        + "Subject: Retrieval using the IMAP4 protocol failed for the following message: 3",
                "Subject: Retrieval using the IMAP4 protocol failed for the following message: 3\nRECEIVED: from a by b",
                "Subject: FW: Retrieval using the IMAP4 protocol failed for the following message: 3",
                "Subject: Retrieval using the ladder",
                "From: Microsoft Exchange Server\nSubject: x\nMessage-ID: <1@example.com>",
                "From: Microsoft Exchange Server\nSubject: x\nDate: Fri, 20 Dec 2013 11:12:26 +0000",
                "From: Microsoft Exchange <a@example.com>\nSubject: x",
                "From: Someone\nSubject: x",
                "To: a@example.com\n\nSubject: Retrieval using the IMAP4 protocol failed for the following message: 3",
                "no header",
                ""
            })
    void isNoOtherMail(String header) {
        assertThat(is(header + BODY)).isFalse();
    }

    @Test
    void isNotLarge() {
        String message = "Subject: Retrieval using the IMAP4 protocol failed for the following message: 3" + BODY;

        assertThat(is(message + "x".repeat(100_000))).isFalse();
    }

    private static boolean is(String message) {
        return SubstituteMessage.is(RawMessage.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
