package dev.imappoller.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What mail programs put above the message that is replied to, or forwarded, in each language. */
class ReplyLanguagesTest {
    private static final String REPLY = "Thanks, that works.\r\n\r\nAnna";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Gmail
                "On Mon, Jan 5, 2026 at 10:00 AM Support Team <support@example.com> wrote:",
                "Am Mo., 5. Jan. 2026 um 10:00 Uhr schrieb Support Team <support@example.com>:",
                "El lun, 5 ene 2026 a las 10:00, Support Team (<support@example.com>) escribió:",
                "Le lun. 5 janv. 2026 à 10:00, Support Team <support@example.com> a écrit :",
                "Le lun. 5 janv. 2026 à 10:00, Support Team <support@example.com> a écrit\u00A0:",
                "Il giorno lun 5 gen 2026 alle ore 10:00 Support Team <support@example.com> ha scritto:",
                "Em seg., 5 de jan. de 2026 às 10:00, Support Team <support@example.com> escreveu:",
                "Support Team <support@example.com> escreveu (segunda, 5/01/2026 à(s) 10:00):",
                "Op ma 5 jan 2026 om 10:00 schreef Support Team <support@example.com>:",
                "pon., 5 sty 2026 o 10:00 Support Team <support@example.com> napisał(a):",
                "Den mån 5 jan. 2026 kl 10:00 skrev Support Team <support@example.com>:",
                "Den man. 5. jan. 2026 kl. 10.00 skrev Support Team <support@example.com>:",
                "man. 5. jan. 2026 kl. 10:00 skrev Support Team <support@example.com>:",
                "ma 5. tammik. 2026 klo 10.00 Support Team (support@example.com) kirjoitti:",
                "po 5. 1. 2026 v 10:00 odesílatel Support Team <support@example.com> napsal:",
                "пн, 5 янв. 2026 г. в 10:00, Support Team <support@example.com>:",
                "2026年1月5日(月) 10:00 Support Team <support@example.com>:",
                "Support Team <support@example.com> 于2026年1月5日周一 10:00写道：",
                "Support Team <support@example.com> 於 2026年1月5日 週一 上午10:00寫道：",
                // Apple Mail
                "El 5 ene 2026, a las 10:00, Support Team <support@example.com> escribió:",
                "Il giorno 5 gen 2026, alle ore 10:00, Support Team <support@example.com> ha scritto:",
                "Op 5 jan 2026, om 10:00 heeft Support Team <support@example.com> het volgende geschreven:",
                "Wiadomość napisana przez Support Team <support@example.com> w dniu 5 sty 2026, o godz. 10:00:",
                "5 jan. 2026 kl. 10:00 skrev Support Team <support@example.com>:",
                "Support Team <support@example.com> kirjoitti 5.1.2026 kello 10.00:",
                "5. 1. 2026 v 10:00, Support Team <support@example.com>:",
                "5 янв. 2026 г., в 10:00, Support Team <support@example.com> написал(а):",
                "2026/01/05 10:00、Support Team <support@example.com>のメール:",
                "在 2026年1月5日，10:00，Support Team <support@example.com> 写道：",
                // Thunderbird, Outlook
                "Il 05/01/26 10:00, Support Team ha scritto:",
                "Em 05/01/2026 10:00, Support Team escreveu:",
                "Op 05-01-2026 om 10:00 schreef Support Team:",
                "W dniu 5.01.2026 o 10:00, Support Team pisze:",
                "Den 2026-01-05 kl. 10:00, skrev Support Team:",
                "Support Team kirjoitti 5.1.2026 klo 10.00:",
                "Dne 05. 01. 26 v 10:00 Support Team napsal(a):",
                "05.01.2026 10:00, Support Team пишет:",
                "在 2026/1/5 10:00, Support Team 写道:",
                // Folded
                "Am Montag, den 5. Januar 2026 um 10:00 Uhr schrieb\r\nSupport Team <support@example.com>:",
                "pon., 5 sty 2026 o 10:00 Support Team of Example Ltd <support@example.com>\r\nnapisał(a):",
                "пн, 5 янв. 2026 г. в 10:00, Support Team of Example Ltd\r\n<support@example.com>:",
                "Support Team of Example Ltd <support@example.com>\r\n于2026年1月5日周一 10:00写道：",
            })
    void anIntroductionGoesWithWhatItIntroduces(String introduction) {
        String quoted = "\r\n\r\n> Hello Anna,\r\n>\r\n> does it work?\r\n";

        assertThat(reply(REPLY + "\r\n\r\n" + introduction + quoted)).isEqualTo(REPLY);
        assertThat(reply(introduction + quoted + "\r\n" + REPLY)).isEqualTo(REPLY);
        assertThat(reply(introduction + quoted)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: S <s@example.com>|Sent: Monday, January 5, 2026 10:00|To: A <a@example.org>|Subject: Q",
                "Von: S <s@example.com>|Gesendet: Montag, 5. Januar 2026 10:00|An: A|Betreff: Q",
                "De: S <s@example.com>|Enviado el: lunes, 5 de enero de 2026 10:00|Para: A|Asunto: Q",
                "De : S <s@example.com>|Envoyé : lundi 5 janvier 2026 10:00|À : A|Objet : Q",
                "De\u00A0: S <s@example.com>|Envoyé\u00A0: lundi 5 janvier 2026 10:00|À\u00A0: A|Objet\u00A0: Q",
                "Da: S <s@example.com>|Inviato: lunedì 5 gennaio 2026 10:00|A: A|Oggetto: Q",
                "De: S <s@example.com>|Enviada em: segunda-feira, 5 de janeiro de 2026 10:00|Para: A|Assunto: Q",
                "Van: S <s@example.com>|Verzonden: maandag 5 januari 2026 10:00|Aan: A|Onderwerp: Q",
                "Od: S <s@example.com>|Wysłano: poniedziałek, 5 stycznia 2026 10:00|Do: A|Temat: Q",
                "Från: S <s@example.com>|Skickat: den 5 januari 2026 10:00|Till: A|Ämne: Q",
                "Fra: S <s@example.com>|Sendt: 5. januar 2026 10:00|Til: A|Emne: Q",
                "Lähettäjä: S <s@example.com>|Lähetetty: maanantai 5. tammikuuta 2026 10.00|Vastaanottaja: A|Aihe: Q",
                "Od: S <s@example.com>|Odesláno: pondělí 5. ledna 2026 10:00|Komu: A|Předmět: Q",
                "От: S <s@example.com>|Отправлено: 5 января 2026 г. 10:00|Кому: A|Тема: Q",
                "差出人: S <s@example.com>|送信日時: 2026年1月5日 10:00|宛先: A|件名: Q",
                "发件人: S <s@example.com>|发送时间: 2026年1月5日 10:00|收件人: A|主题: Q",
                "发件人：S <s@example.com>|日期：2026年1月5日 10:00|收件人：A|主题：Q",
                "寄件者: S <s@example.com>|寄件日期: 2026年1月5日 上午 10:00|收件者: A|主旨: Q",
                "*From:* S <s@example.com>|*Sent:* Monday, January 5, 2026 10:00|*To:* A|*Subject:* Q",
            })
    void aCopiedHeaderEndsWhatStandsAboveItAlone(String header) {
        String copy = header.replace("|", "\r\n") + "\r\n\r\nHello Anna,\r\n\r\ndoes it work?";

        assertThat(reply(REPLY + "\r\n\r\n" + copy)).isEqualTo(REPLY);
        for (String divider : List.of(
                "_".repeat(32), "-----Original Message-----", "-------- Исходное сообщение --------", "--- 原始邮件 ---")) {
            assertThat(reply(REPLY + "\r\n\r\n" + divider + "\r\n" + copy)).isEqualTo(REPLY);
            assertThat(reply(divider + "\r\n" + copy)).isEmpty();
        }
        assertThat(ReplyText.of(copy, false, DecodingBudget.bySteps(copy.length())))
                .isEmpty();
        assertThat(reply(copy)).isEqualTo(copy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---------- Forwarded message ---------\r\nFrom: S <s@example.com>\r\nDate: Mon, Jan 5, 2026 at 10:00"
                        + " AM\r\nSubject: Q\r\nTo: <a@example.org>\r\n\r\n\r\nHello\r\n> older\r\n",
                "---------- Forwarded message ---------\r\nSaatja: S <s@example.com>\r\nDate: Mon, Jan 5, 2026 at 10:00"
                        + " AM\r\nSubject: Q\r\nTo: <a@example.org>\r\n\r\n\r\nHello\r\n",
                "-------- Weitergeleitete Nachricht --------\r\nBetreff: \tQ\r\nDatum: \t5 Jan 2026\r\nVon: \tS"
                        + " <s@example.com>\r\n\r\nHello\r\n",
                "Begin forwarded message:\r\n\r\n> From: S <s@example.com>\r\n> Date: 5 January 2026\r\n> Subject: Q\r\n> \r\n>"
                        + " Hello\r\n",
                "Début du message réexpédié :\r\n\r\nDe: S <s@example.com>\r\nDate: 5 janvier 2026\r\nObjet: Q\r\n\r\nHello\r\n",
            })
    void aForwardHasWhatIsWrittenAboveItOrNothing(String forwarded) {
        assertThat(reply("See below.\r\n\r\n" + forwarded)).isEqualTo("See below.");
        assertThat(reply("\r\n" + forwarded)).isEmpty();
    }

    private static String reply(String text) {
        return ReplyText.of(text, true, DecodingBudget.bySteps(text.length())).orElse("");
    }
}
