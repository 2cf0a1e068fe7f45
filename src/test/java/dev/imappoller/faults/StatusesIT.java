package dev.imappoller.faults;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every code that there is, and some that there aren't, is a verdict by its first digit; a wish to be left alone is one of few. */
class StatusesIT {
    private static final int MESSAGES = 4;

    @Test
    void aCodeIsWhatItsFirstDigitSays() {
        try (Suite suite = new Suite(MESSAGES)) {
            for (int code : new int[] {
                201, 202, 203, 204, 205, 206, 207, 226, 250, 299, 400, 402, 403, 405, 408, 409, 410, 411, 413, 414, 415,
                417, 418, 421, 422, 425, 426, 428, 429, 431, 444, 451, 499
            }) {
                suite.add(
                        "final-" + code,
                        account -> account.app(name -> Reply.status(code)),
                        Right.delivered().and(Right.nothingTwice()));
            }
            for (int code : new int[] {
                300, 303, 304, 305, 306, 310, 399, 500, 501, 502, 504, 505, 507, 508, 511, 520, 524, 530, 599, 600, 700,
                999
            }) {
                suite.add(
                        "not-yet-" + code,
                        account ->
                                account.app(name -> isPoison(account, name) ? Reply.status(code) : Reply.status(200)),
                        Right.allBut(1, Suite.POISON)
                                .and(Right.stays(Suite.POISON))
                                .and(Right.onRecord(Suite.POISON)));
            }
            for (String line : List.of(
                    "HTTP/1.1 20 OK",
                    "HTTP/1.1 2000 OK",
                    "HTTP/1.1 2xx OK",
                    "HTTP/1.1 -200 OK",
                    "HTTP/1.1 +200 OK",
                    "HTTP/1.1  OK",
                    "HTTP/1.1",
                    "200 OK",
                    "HTTP/9.9 OK 200",
                    "HTTP/1.1 \u0662\u0660\u0660 OK",
                    "HTTP/1.1 0x200 OK",
                    "HTTP/1.1 00200 OK")) {
                suite.add(
                        "no-code-" + Integer.toHexString(line.hashCode()),
                        account -> account.app(name -> isPoison(account, name)
                                ? Reply.lost(Answers.raw(line + "\r\nContent-Length: 0\r\n\r\n")
                                        .thenClose())
                                : Reply.status(200)),
                        Right.allBut(1, Suite.POISON).and(Right.stays(Suite.POISON)));
            }
            suite.run();
        }
    }

    @Test
    void whateverItAsksToWaitFor() {
        try (Suite suite = new Suite(MESSAGES)) {
            for (String wait : List.of(
                    "",
                    "0",
                    "-1",
                    "1e9",
                    "99999999999999999999",
                    "600",
                    "600, 900",
                    " 600 ",
                    "Fri, 31 Dec 9999 23:59:59 GMT",
                    "Thu, 01 Jan 1970 00:00:00 GMT",
                    "Sun, 99 Xxx 0000 99:99:99 GMT",
                    "tomorrow",
                    "\u00bd")) {
                suite.addUnhealed(
                        "retry-after-" + Integer.toHexString(wait.hashCode()),
                        account -> account.app(
                                name -> new Reply(503, Answers.response(503, "busy", "Retry-After: " + wait))),
                        Right.status(1, "ENDPOINT_FAILING").and(Right.nothingTwice()));
                suite.add(
                        "retry-after-of-a-200-" + Integer.toHexString(wait.hashCode()),
                        account -> account.app(
                                name -> new Reply(200, Answers.response(200, "fine", "Retry-After: " + wait))),
                        Right.delivered().and(Right.status(1, "OK")));
            }
            suite.run();
        }
    }

    private static boolean isPoison(Account account, String name) {
        return name.equals(account.id + "-" + Suite.POISON);
    }
}
