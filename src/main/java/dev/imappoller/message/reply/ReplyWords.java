package dev.imappoller.message.reply;

import dev.imappoller.message.octets.Characters;
import java.util.List;
import java.util.Set;

/**
 * The words that mail programs put around a message that is replied to or forwarded, in English, German, Spanish, French, Italian,
 * Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Russian, Japanese and Chinese.
 */
final class ReplyWords {
    /** With which words an introduction begins; after each but the last a blank. */
    static final List<String> STARTS =
            List.of("On", "Am", "El", "Le", "Il", "Em", "No dia", "Op", "W", "Dnia", "Wiadomość", "Den", "Dne", "在");

    /** The last word of an introduction, before its colon. */
    static final List<String> LAST_VERBS = List.of(
            "wrote",
            "schrieb",
            "escribió",
            "écrit",
            "scritto",
            "escreveu",
            "geschreven",
            "napisał",
            "napisała",
            "napisał(a)",
            "pisze",
            "skrev",
            "kirjoitti",
            "napsal",
            "napsala",
            "napsal(a)",
            "пишет",
            "написал",
            "написала",
            "написал(а)",
            "のメール",
            "のメッセージ",
            "写道",
            "寫道");

    /** Behind these a name or a date may stand. */
    static final List<String> VERBS =
            List.of("schrieb", "schreef", "skrev", "kirjoitti", "escreveu", "napisana", "geschreven");

    static final Set<String> FROM = Set.of(
            "From",
            "Von",
            "De",
            "Da",
            "Mittente",
            "Van",
            "Od",
            "Nadawca",
            "Från",
            "Fra",
            "Lähettäjä",
            "От",
            "Отправитель",
            "差出人",
            "送信者",
            "发件人",
            "發件人",
            "寄件者");

    static final Set<String> DATE = Set.of(
            "Sent",
            "Date",
            "Gesendet",
            "Datum",
            "Enviado",
            "Enviado el",
            "Fecha",
            "Envoyé",
            "Inviato",
            "Data",
            "Enviada em",
            "Enviado em",
            "Enviada",
            "Verzonden",
            "Wysłano",
            "Wysłane",
            "Skickat",
            "Sendt",
            "Dato",
            "Lähetetty",
            "Päivämäärä",
            "Päiväys",
            "Odesláno",
            "Отправлено",
            "Дата",
            "日時",
            "日付",
            "送信日時",
            "发送时间",
            "日期",
            "寄件日期",
            "傳送時間");

    static final Set<String> SUBJECT = Set.of(
            "Subject",
            "Betreff",
            "Asunto",
            "Objet",
            "Sujet",
            "Oggetto",
            "Assunto",
            "Onderwerp",
            "Temat",
            "Ämne",
            "Emne",
            "Aihe",
            "Předmět",
            "Тема",
            "件名",
            "主题",
            "主題",
            "主旨");

    /** What Apple Mail puts above a message that it forwards, but for the colon. */
    static final Set<String> FORWARDED = Set.of(
            "Begin forwarded message",
            "Anfang der weitergeleiteten Nachricht",
            "Inicio del mensaje reenviado",
            "Début du message réexpédié",
            "Début du message transféré",
            "Inizio messaggio inoltrato",
            "Início da mensagem reencaminhada",
            "Início da mensagem encaminhada",
            "Begin doorgestuurd bericht",
            "Początek przekazywanej wiadomości",
            "Vidarebefordrat mejl",
            "Start på videresendt besked",
            "Videresendt melding",
            "Välitetty viesti alkaa",
            "Začátek přeposílané zprávy",
            "Начало переадресованного сообщения",
            "転送されたメッセージ",
            "开始转发的邮件",
            "開始轉寄郵件");

    private ReplyWords() {}

    /** Whether it ends a field's name or an introduction: Chinese and Japanese have a colon of their own. */
    static boolean isColon(int c) {
        return c == ':' || c == '：';
    }

    /** Whether it is of Chinese or Japanese, which put no blanks between words. */
    static boolean isOfChinese(int c) {
        return c >= '\u3000';
    }

    /** Also those that French puts before a colon, which never break a line. */
    static boolean isBlank(int c) {
        return Characters.isBlank(c) || c == '\u00A0' || c == '\u202F' || c == '\u3000';
    }
}
