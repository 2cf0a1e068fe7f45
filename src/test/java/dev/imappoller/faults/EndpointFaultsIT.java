package dev.imappoller.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.faults.Account.Reply;
import dev.imappoller.testing.Answer;
import dev.imappoller.testing.Answers;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a web app does instead of answering: a message is delivered or stays unread, and other web apps are served meanwhile. */
class EndpointFaultsIT {
    private static final int MESSAGES = Rig.LONG ? 200 : 30;
    private static final int LARGE = 1_500_000;

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whateverAWebAppDoes() {
        rig.budget = Duration.ofSeconds(15); // Many times what the healthy one needs, on a busy machine too.
        Account healthy = rig.accountApart("healthy").arrive(MESSAGES);
        replies()
                .forEach((name, reply) ->
                        rig.account(name).arrive(MESSAGES).arrive(1, LARGE).app(message -> reply));
        for (int octets : new int[] {1, 300, 200_000}) {
            rig.account("reset-in-the-body-after-" + octets)
                    .arrive(MESSAGES)
                    .arrive(2, LARGE)
                    .resetsAfter(octets);
        }

        for (int i = 0; i < (Rig.LONG ? 3 : 1); i++) {
            rig.run();
            rig.look();
            assertThat(healthy.history.open()).isEmpty();
        }
        rig.deliversTheRest();

        assertThat(rig.accounts())
                .allSatisfy(account ->
                        assertThat(account.history.duplicates()).as(account.id).isZero());
    }

    @Test
    void nowOneThingAndThenAnother() {
        rig.budget = Duration.ofSeconds(5);
        Random random = new Random(1);
        Reply[] replies =
                replies().values().stream().filter(reply -> reply.status() > 0).toArray(Reply[]::new);
        for (int i = 0; i < 4; i++) {
            rig.account("mixed-" + i).arrive(MESSAGES).app(message -> replies[random.nextInt(replies.length)]);
        }

        for (int i = 0; i < 3; i++) {
            rig.run();
        }
        rig.deliversTheRest();
    }

    private static Map<String, Reply> replies() {
        Map<String, Reply> replies = new LinkedHashMap<>();
        replies.put("hangs", Reply.lost(Answers.hang()));
        replies.put("closes", Reply.lost(Answers.close()));
        replies.put("resets", Reply.lost(Answers.reset()));
        replies.put("speaks-no-http", Reply.lost(Answers.garbage()));
        replies.put("never-ends-its-header", Reply.lost(Answers.endlessHeader(200)));
        replies.put("drips-slowly", Reply.lost(Answers.drip(200, "", Duration.ofSeconds(1))));
        replies.put("drips", taken(Answers.drip(200, "fine", Duration.ofMillis(1))));
        replies.put("closes-kept-connections", taken(Answers.status(200).thenClose()));
        replies.put("cuts-its-answer-short", taken(untilHungUp(Answers.truncated(200, "fine", 5000))));
        replies.put("never-ends-its-answer", taken(untilHungUp(Answers.endless(200))));
        replies.put("sends-a-huge-answer", taken(untilHungUp(Answers.huge(200, 300_000))));
        return replies;
    }

    private static Reply taken(Answer answer) {
        return new Reply(200, answer);
    }

    /** The client hangs up, which is no lost answer: its header was there. */
    private static Answer untilHungUp(Answer answer) {
        return (request, wire) -> {
            try {
                return answer.write(request, wire);
            } catch (IOException e) {
                return false;
            }
        };
    }
}
