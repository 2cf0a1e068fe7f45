package dev.imappoller.faults;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** No message is lost or wrongly marked by how a web app puts its answer. */
class OddAnswersIT {
    /** More than are posted at the same time, so that connections are used again. */
    private static final int MESSAGES = 24;

    /** The neighbours of the one that is refused are told the opposite: who takes one's answer for another's marks or loses it. */
    @Test
    void eachMessageHasItsOwnAnswer() {
        try (Suite suite = new Suite(MESSAGES)) {
            addAll(suite, OddAnswers.interim());
            addAll(suite, OddAnswers.leftovers());
            addAll(suite, OddAnswers.readable());
            suite.add(
                    "204-with-a-body",
                    account -> account.app(
                            name -> is(account, name, Suite.POISON)
                                    ? Reply.status(500)
                                    : new Reply(
                                            204,
                                            Answers.raw(
                                                    "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))),
                    Right.allBut(1, Suite.POISON).and(Right.stays(Suite.POISON)));
            suite.run();
        }
    }

    private static void addAll(Suite suite, Map<String, IntFunction<Answer>> answers) {
        answers.forEach((name, odd) -> suite.add(
                name,
                account ->
                        account.app(message -> OddAnswers.reply(odd, is(account, message, Suite.POISON) ? 500 : 200)),
                Right.allBut(1, Suite.POISON)
                        .and(Right.stays(Suite.POISON))
                        .and(Right.status(1, "OK"))
                        .and(Right.nothingTwice())));
    }

    private static boolean is(Account account, String message, int number) {
        return message.equals(account.id + "-" + number);
    }
}
