package dev.imappoller.faults;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Web apps whose answers are HTTP, or nearly: each is what is said around one status. */
final class OddAnswers {
    private static final String EMPTY = "Content-Length: 0\r\n\r\n";
    private static final String STRAY_OK = "HTTP/1.1 200 OK\r\n" + EMPTY;
    private static final String STRAY_ERROR = "HTTP/1.1 500 Error\r\n" + EMPTY;
    private static final Duration A_MOMENT = Duration.ofMillis(40);

    private OddAnswers() {}

    /** Before each answer comes something that is none. */
    static Map<String, IntFunction<Answer>> interim() {
        Map<String, IntFunction<Answer>> odd = new LinkedHashMap<>();
        for (int code : new int[] {100, 101, 102, 103, 150, 199}) {
            odd.put("interim-" + code, status -> Answers.raw("HTTP/1.1 " + code + " Wait\r\n\r\n" + plain(status)));
            odd.put(
                    "interim-" + code + "-and-later-the-answer",
                    status -> Answers.rawInTwo("HTTP/1.1 " + code + " Wait\r\n\r\n", A_MOMENT, plain(status)));
        }
        odd.put(
                "interim-with-fields",
                status -> Answers.raw("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nX: " + "y".repeat(5000)
                        + "\r\n\r\n" + plain(status)));
        odd.put("interim-with-a-length", status -> Answers.raw("HTTP/1.1 102 Processing\r\n" + EMPTY + plain(status)));
        odd.put(
                "interim-of-all-kinds",
                status -> Answers.raw("HTTP/1.1 100 a\r\n\r\nHTTP/1.1 102 b\r\n\r\n"
                        + "HTTP/1.1 103 c\r\n\r\nHTTP/1.1 199 d\r\n\r\n" + plain(status)));
        odd.put("interim-a-hundred-times", status -> Answers.raw("HTTP/1.1 102 a\r\n\r\n".repeat(100) + plain(status)));
        return odd;
    }

    /** Behind each answer comes something that belongs to no request. */
    static Map<String, IntFunction<Answer>> leftovers() {
        Map<String, IntFunction<Answer>> odd = new LinkedHashMap<>();
        odd.put("then-a-late-200", status -> Answers.raw(plain(status) + STRAY_OK));
        odd.put("then-a-late-500", status -> Answers.raw(plain(status) + STRAY_ERROR));
        odd.put("then-itself-again", status -> Answers.raw(plain(status) + plain(status)));
        odd.put("then-half-an-answer", status -> Answers.raw(plain(status) + "HTTP/1.1 200 OK\r\nX-Half"));
        odd.put("then-an-interim-answer", status -> Answers.raw(plain(status) + "HTTP/1.1 102 Processing\r\n\r\n"));
        odd.put("then-garbage", status -> Answers.raw(plain(status) + "\0\1\2garbage\r\n\r\n"));
        odd.put("then-line-ends", status -> Answers.raw(plain(status) + "\r\n\r\n"));
        odd.put("behind-a-length-of-0", status -> Answers.raw(head(status, "Content-Length: 0") + STRAY_OK.repeat(3)));
        odd.put("longer-than-it-says", status -> Answers.raw(head(status, "Content-Length: 5") + "12345" + STRAY_OK));
        odd.put(
                "text-longer-than-it-says",
                status -> Answers.raw(head(status, "Content-Length: 5") + "<html>far more than that</html>"));
        odd.put(
                "behind-the-last-chunk",
                status -> Answers.raw(head(status, "Transfer-Encoding: chunked") + "2\r\nok\r\n0\r\n\r\n" + STRAY_OK));
        return odd;
    }

    /** Strange, and yet an answer. */
    static Map<String, IntFunction<Answer>> readable() {
        Map<String, IntFunction<Answer>> odd = new LinkedHashMap<>();
        odd.put("lines-end-in-lf", status -> Answers.raw(plain(status).replace("\r\n", "\n")));
        odd.put(
                "lines-end-both-ways",
                status -> Answers.raw("HTTP/1.1 " + status + " a\r\nX: y\nContent-Length: 0\r\n\n"));
        odd.put(
                "two-equal-lengths",
                status -> Answers.raw(head(status, "Content-Length: 2", "Content-Length: 2") + "ok"));
        odd.put("equal-lengths-in-one-field", status -> Answers.raw(head(status, "Content-Length: 2, 2") + "ok"));
        odd.put(
                "header-of-100-KiB",
                status -> Answers.raw(head(status, "X-Long: " + "x".repeat(100 * 1024), "Content-Length: 0")));
        odd.put(
                "header-of-1000-fields",
                status ->
                        Answers.raw("HTTP/1.1 " + status + " a\r\n" + "X-Field: 0123456789\r\n".repeat(1000) + EMPTY));
        odd.put(
                "reason-of-8-KiB",
                status -> Answers.raw("HTTP/1.1 " + status + " " + "r".repeat(8192) + "\r\n" + EMPTY));
        odd.put("reason-missing", status -> Answers.raw("HTTP/1.1 " + status + "\r\n" + EMPTY));
        odd.put("reason-empty", status -> Answers.raw("HTTP/1.1 " + status + " \r\n" + EMPTY));
        odd.put("reason-not-ascii", status -> Answers.raw("HTTP/1.1 " + status + " \303\234bel\377\r\n" + EMPTY));
        odd.put("field-not-ascii", status -> Answers.raw(head(status, "X-Name: \303\274\377", "Content-Length: 0")));
        odd.put("field-without-a-value", status -> Answers.raw(head(status, "X-Empty:", "Content-Length: 0")));
        odd.put("folded-field", status -> Answers.raw(head(status, "X-Folded: a\r\n b", "Content-Length: 0")));
        odd.put(
                "http-1-0",
                status -> Answers.raw("HTTP/1.0 " + status + " a\r\n" + EMPTY).thenClose());
        odd.put(
                "http-1-0-without-a-length",
                status -> Answers.raw("HTTP/1.0 " + status + " a\r\n\r\nok").thenClose());
        odd.put(
                "http-1-1-without-a-length",
                status -> Answers.raw("HTTP/1.1 " + status + " a\r\n\r\nok").thenClose());
        odd.put("empty-lines-first", status -> Answers.raw("\r\n" + plain(status)));
        odd.put(
                "chunks-with-extensions-and-trailers",
                status -> Answers.raw(head(status, "Transfer-Encoding: chunked", "Trailer: X-T")
                        + "2;a=b\r\nok\r\n0\r\nX-T: 1\r\n\r\n"));
        odd.put(
                "chunks-and-a-length",
                status -> Answers.raw(head(status, "Transfer-Encoding: chunked", "Content-Length: 2")
                                + "2\r\nok\r\n0\r\n\r\n")
                        .thenClose());
        odd.put(
                "broken-gzip",
                status -> Answers.raw(head(status, "Content-Encoding: gzip", "Content-Length: 4") + "nope"));
        odd.put(
                "unknown-encoding",
                status -> Answers.raw(head(status, "Content-Encoding: br, x-y", "Content-Length: 4") + "nope"));
        odd.put(
                "upgrade-offered",
                status -> Answers.raw(
                        head(status, "Upgrade: h2c", "Connection: Upgrade, keep-alive", "Content-Length: 0")));
        odd.put("shorter-than-it-says", status -> Answers.truncated(status, "fine", 5000));
        odd.put("octet-by-octet", status -> Answers.drip(status, "fine", Duration.ofMillis(1)));
        return odd;
    }

    /** What most get, said so oddly, and what the poison gets. */
    static Reply reply(IntFunction<Answer> odd, int status) {
        return new Reply(status, odd.apply(status));
    }

    private static String plain(int status) {
        return head(status, "Content-Length: 0");
    }

    private static String head(int status, String... fields) {
        return "HTTP/1.1 " + status + " Status\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }
}
