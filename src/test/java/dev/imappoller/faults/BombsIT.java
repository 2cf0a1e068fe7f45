package dev.imappoller.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Messages that are made to take long, or much memory, to be read: each is delivered or left with a word, and the others come first. */
class BombsIT {
    private static final int MB = 500_000;

    private record Bomb(String fields, String body) {}

    @ParameterizedTest
    @ValueSource(strings = {"json", "multipart"})
    void theOthersAreDelivered(String format) {
        try (Suite suite = new Suite(4)) {
            bombs().forEach((name, bomb) -> suite.add(
                    name,
                    Map.of("format", AttributeValue.fromS(format)),
                    account -> account.arrive(Suite.POISON)
                            .arrive(bomb.fields(), bomb.body())
                            .arrive(2),
                    Right.allBut(1, Suite.POISON).and(Right.deliveredOrOnRecord(Suite.POISON))));
            suite.run();
        }
    }

    private static Map<String, Bomb> bombs() {
        Map<String, Bomb> bombs = new LinkedHashMap<>();
        header(bombs, "received-spaces", "Received: from a" + " ".repeat(MB) + "b\r\n");
        header(bombs, "received-brackets", "Received: from a ([" + "1.".repeat(MB / 4) + "])\r\n");
        header(bombs, "received-comments", "Received: " + "(".repeat(MB / 2) + "\r\n");
        header(bombs, "received-many", "Received: from a (b [1.2.3.4]) by c; d\r\n".repeat(MB / 40));
        header(bombs, "charset-long", "Content-Type: text/plain; charset=" + "x-".repeat(MB / 4) + "\r\n");
        header(bombs, "encoded-words", "Subject: " + "=?utf-8?q?a?= ".repeat(MB / 14) + "\r\n");
        header(bombs, "encoded-words-begun", "Subject: " + "=?".repeat(MB / 2) + "\r\n");
        header(bombs, "encoded-words-unknown", words("x", MB / 30));
        header(bombs, "encoded-words-base64-bad", "Subject: " + "=?utf-8?b?====?=".repeat(MB / 20) + "\r\n");
        header(bombs, "fields-many", "a:\r\n".repeat(70_000));
        header(bombs, "fields-of-many-names", names(60_000));
        header(bombs, "field-folded", "Subject: a" + "\r\n b".repeat(MB / 4) + "\r\n");
        header(bombs, "field-of-null", "Subject: " + "\0".repeat(MB) + "\r\n");
        header(bombs, "addresses", "To: " + "a@b.example, ".repeat(MB / 13) + "\r\n");
        header(bombs, "address-quotes", "From: " + "\"\\".repeat(MB / 2) + "\r\n");
        header(bombs, "address-angles", "To: " + "<".repeat(MB) + "\r\n");
        header(bombs, "parameters", "Content-Type: text/plain" + "; a=b".repeat(MB / 5) + "\r\n");
        header(bombs, "parameters-continued", continued(30_000));
        header(
                bombs,
                "parameter-percent",
                "Content-Disposition: attachment; filename*=utf-8''" + "%".repeat(MB) + "\r\n");
        header(bombs, "spf", "Received-SPF: pass (" + "(a".repeat(MB / 2) + "\r\n");
        header(bombs, "results", "Authentication-Results: a" + "; spf=pass".repeat(MB / 10) + "\r\n");
        multipart(bombs, "parts-many", "--x\r\n\r\na\r\n".repeat(MB / 10));
        multipart(bombs, "boundary-lines", "--x\r\n".repeat(MB));
        multipart(bombs, "boundary-like-lines", "--y\r\n".repeat(MB));
        multipart(
                bombs,
                "attachments-many",
                "--x\r\nContent-Disposition: attachment; filename=a\r\n\r\n\r\n".repeat(15_000));
        bombs.put("nested-deeply", new Bomb("Content-Type: multipart/mixed; boundary=b0\r\n", nested(3000)));
        bombs.put(
                "nested-messages",
                new Bomb("Content-Type: message/rfc822\r\n", "Content-Type: message/rfc822\r\n\r\n".repeat(MB / 32)));
        bombs.put("line-long", new Bomb("Content-Type: text/plain\r\n", "a".repeat(6 * MB)));
        bombs.put("lines-empty", new Bomb("Content-Type: text/plain\r\n", "\r\n".repeat(2 * MB)));
        bombs.put(
                "quotes",
                new Bomb("Content-Type: text/plain\r\n", "> ".repeat(MB) + "\r\n" + "On a wrote:\r\n".repeat(MB / 13)));
        bombs.put("on-on-on", new Bomb("Content-Type: text/plain\r\n", "On ".repeat(MB / 2)));
        bombs.put(
                "quoted-printable",
                new Bomb("Content-Transfer-Encoding: quoted-printable\r\n", "=\r\n".repeat(MB / 2) + "=".repeat(MB)));
        bombs.put("base64-of-nothing", new Bomb("Content-Transfer-Encoding: base64\r\n", "!".repeat(3 * MB)));
        bombs.put("html-open", new Bomb("Content-Type: text/html\r\n", "<div>".repeat(MB / 2)));
        bombs.put("escapes", new Bomb("Content-Type: text/plain\r\n", "\1".repeat(4 * MB)));
        return bombs;
    }

    private static void header(Map<String, Bomb> bombs, String name, String fields) {
        bombs.put(name, new Bomb(fields, "Hello\r\n"));
    }

    private static void multipart(Map<String, Bomb> bombs, String name, String body) {
        bombs.put(name, new Bomb("Content-Type: multipart/mixed; boundary=x\r\n", body));
    }

    private static String names(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("X-").append(i).append(": a\r\n");
        }
        return fields.toString();
    }

    private static String words(String charset, int count) {
        StringBuilder field = new StringBuilder("Subject:");
        for (int i = 0; i < count; i++) {
            field.append(" =?").append(charset).append(i).append("?q?a?=");
        }
        return field.append("\r\n").toString();
    }

    private static String continued(int count) {
        StringBuilder field = new StringBuilder("Content-Disposition: attachment");
        for (int i = 0; i < count; i++) {
            field.append("; filename*").append(i).append("*=a");
        }
        return field.append("\r\n").toString();
    }

    private static String nested(int depth) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            body.append("--b")
                    .append(i)
                    .append("\r\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\r\n\r\n");
        }
        return body.toString();
    }
}
