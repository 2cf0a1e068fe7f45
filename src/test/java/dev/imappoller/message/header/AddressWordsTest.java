package dev.imappoller.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.RawMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            =?utf-8?Q?M=C3=BCller=2C_Ann?= <a@b.example>              | "Müller, Ann" <a@b.example>
            =?utf-8?Q?Ann_M=C3=BCller?= <a@b.example>                 | Ann Müller <a@b.example>
            =?utf-8?Q?M=C3=BCller=2C?= Ann <a@b.example>              | "Müller, Ann" <a@b.example>
            =?utf-8?Q?=3Cceo=40bank=2Eexample=3E?= <a@b.example>      | "<ceo@bank.example>" <a@b.example>
            Support =?utf-8?Q?=3Cc=40d.example=3E?= <a@b.example>     | "Support <c@d.example>" <a@b.example>
            =?utf-8?Q?a=22_b=5C?= <a@b.example>                       | "a\\" b\\\\" <a@b.example>
            "=?utf-8?Q?M=C3=BCller?=" <a@b.example>                   | "Müller" <a@b.example>
            "=?utf-8?Q?a=22_=3Cc=40d.example=3E?=" <a@b.example>      | "a\\" <c@d.example>" <a@b.example>
            "=?utf-8?Q?=3Cc=40d.example=3E?= <a@b.example>            | "<c@d.example>" <a@b.example>
            a@b.example (=?utf-8?Q?M=C3=BCller?=)                     | a@b.example (Müller)
            a@b.example (=?utf-8?Q?x=29_=3Cc=40d.example=3E?=)        | a@b.example (x\\) <c@d.example>)
            (=?utf-8?Q?x?= <a@b.example>                              | x <a@b.example>
            =?utf-8?Q?=3Cc=40d.example=3E?=@b.example                 | =?utf-8?Q?=3Cc=40d.example=3E?=@b.example
            <=?utf-8?Q?a?=@b.example>                                 | <=?utf-8?Q?a?=@b.example>
            =?utf-8?Q?Ann=2C?= a@b.example                            | "Ann," a@b.example
            =?utf-8?Q?A=2CB?= <a@b.example>, =?utf-8?Q?C?= <c@d.example> | "A,B" <a@b.example>, C <c@d.example>
            =?utf-8?Q?Team?=: a@b.example, =?utf-8?Q?C=3B?= <c@d.example>; | Team: a@b.example, "C;" <c@d.example>;
            =?utf-8?Q?Müller, Ann?= <a@b.example>                     | "Müller, Ann" <a@b.example>
            =?utf-8?Q?<c@d.example>?= <a@b.example>                   | =?utf-8?Q?<c@d.example>?= <a@b.example>
            =?utf-8?B?TcO8?= =?utf-8?B?bGxlcg==?= <a@b.example>       | Müller <a@b.example>
            =?utf-8?Q?=3D=3Futf-8=3FQ=3F=3C=3F=3D?= <a@b.example>     | "=?utf-8?Q?<?=" <a@b.example>
            =?utf-8?Q?Ann_=3Ca=40b.example=3E?=                       | "Ann <a@b.example>"
            Müller =?utf-8?Q?x?= <a@b.example>                        | Müller x <a@b.example>
            """)
    void whatAWordHoldsIsPartOfAName(String field, String decoded) throws IOException {
        assertThat(value("From", field)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "sender", "REPLY-TO", "To", "Cc", "Bcc", "Resent-From", "Resent-To", "Errors-To"})
    void soItIsInEachFieldThatNamesPeople(String name) throws IOException {
        assertThat(value(name, "=?utf-8?Q?a=2Cb?= <a@b.example>")).isEqualTo("\"a,b\" <a@b.example>");
    }

    @Test
    void otherFieldsAreText() throws IOException {
        assertThat(value("Subject", "=?utf-8?Q?a=2Cb?= <a@b.example>")).isEqualTo("a,b <a@b.example>");
    }

    @Test
    void aLineEndInAWordBeginsNoField() throws IOException {
        assertThat(value("From", "=?utf-8?Q?a=0D=0ABcc:_b?= <a@b.example>")).isEqualTo("\"a Bcc: b\" <a@b.example>");
    }

    private static String value(String name, String field) throws IOException {
        byte[] octets = (name + ": " + field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return MessageDecoder.decode(RawMessage.of(octets)).headers().get(0).value();
    }
}
