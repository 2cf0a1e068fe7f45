package dev.imappoller.faults;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.EarlyAnswers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A web app that answers before it has the whole message: a 2xx is no verdict then, and what refuses is one. */
class EarlyAnswersIT {
    private static final int LARGE = 3_000_000;
    private static final int[] LIMITS = {1000, 256 * 1024};
    private static final Duration LONG = Duration.ofSeconds(4);

    @Test
    void whateverAWebAppSaysBeforeItHasTheMessage() {
        try (Suite suite = new Suite(4)) {
            for (int limit : LIMITS) {
                twoHundreds()
                        .forEach((name, answer) ->
                                early(suite, name + "-after-" + limit, limit, Reply.lost(answer), true));
                refusals().forEach((name, reply) -> early(suite, name + "-after-" + limit, limit, reply, false));
            }
            early(suite, "200-then-reads-on", 256 * 1024, Reply.lost(EarlyAnswers.thenReadOn(200)), true);
            early(
                    suite,
                    "200-streamed-1-MB",
                    256 * 1024,
                    new Reply(200, EarlyAnswers.streaming(200, 1_000_000)),
                    false);
            early(
                    suite,
                    "200-streamed-2-MB",
                    256 * 1024,
                    new Reply(200, EarlyAnswers.streaming(200, 2_000_000)),
                    false);
            early(suite, "500-then-reads-on", 256 * 1024, new Reply(500, EarlyAnswers.thenReadOn(500)), true);
            early(suite, "500-then-resets", 256 * 1024, new Reply(500, EarlyAnswers.thenReset(500)), true);
            early(suite, "302-then-resets", 256 * 1024, Reply.lost(reset(302)), true);
            for (int status : new int[] {401, 413}) {
                suite.add(
                        status + "-in-retryStatuses-then-resets",
                        Map.of("retryStatuses", AttributeValue.fromL(List.of(AttributeValue.fromN("" + status)))),
                        account -> withALargeOne(account)
                                .earlyAfter(256 * 1024, Reply.lost(EarlyAnswers.thenReset(status))),
                        Right.allBut(1, Suite.POISON)
                                .and(Right.stays(Suite.POISON))
                                .and(Right.says("HTTP " + status)));
            }
            suite.run();
        }
    }

    private static Map<String, Answer> twoHundreds() {
        Map<String, Answer> early = new LinkedHashMap<>();
        early.put("200-then-resets", EarlyAnswers.thenReset(200));
        early.put("200-then-resets-at-once", EarlyAnswers.thenResetAtOnce(200));
        early.put("202-then-finishes", EarlyAnswers.thenFinish(202));
        early.put("204-then-stops-reading", EarlyAnswers.thenStopReading(204, LONG));
        return early;
    }

    private static Map<String, Reply> refusals() {
        Map<String, Reply> early = new LinkedHashMap<>();
        for (int status : new int[] {401, 413}) {
            early.put(status + "-then-resets", new Reply(status, EarlyAnswers.thenReset(status)));
            early.put(status + "-then-finishes", new Reply(status, EarlyAnswers.thenFinish(status)));
            early.put(status + "-then-reads-on", new Reply(status, EarlyAnswers.thenReadOn(status)));
            early.put(status + "-then-stops-reading", new Reply(status, EarlyAnswers.thenStopReading(status, LONG)));
        }
        return early;
    }

    private static Answer reset(int status) {
        return EarlyAnswers.thenReset(status);
    }

    private static void early(Suite suite, String name, int limit, Reply reply, boolean stays) {
        suite.add(
                name,
                account -> withALargeOne(account).earlyAfter(limit, reply),
                stays
                        ? Right.allBut(1, Suite.POISON).and(Right.stays(Suite.POISON))
                        : Right.delivered().and(Right.nothingTwice()));
    }

    private static Account withALargeOne(Account account) {
        return account.arrive(Suite.POISON).arrive(1, LARGE).arrive(2);
    }
}
