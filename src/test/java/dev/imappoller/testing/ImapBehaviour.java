package dev.imappoller.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** How a server deals with a command; is asked at each one, and at the greeting. */
@FunctionalInterface
public interface ImapBehaviour {
    /** As RFC 9051 says. */
    ImapBehaviour CORRECT = ImapTurn::answer;

    void on(ImapTurn turn) throws IOException;

    /** Does this at such commands, and what is right at others. */
    default ImapBehaviour at(Predicate<ImapCommand> when) {
        return turn -> (when.test(turn.command()) ? this : CORRECT).on(turn);
    }

    /** Does this so many times, and then what is right. */
    default ImapBehaviour times(int count) {
        AtomicInteger left = new AtomicInteger(count);
        return turn -> (left.getAndDecrement() > 0 ? this : CORRECT).on(turn);
    }

    /** Does this at such commands, and another thing at others. */
    default ImapBehaviour at(Predicate<ImapCommand> when, ImapBehaviour otherwise) {
        return turn -> (when.test(turn.command()) ? this : otherwise).on(turn);
    }

    /** Does what is asked, and says it in other words. */
    static ImapBehaviour saying(UnaryOperator<ImapReply> rewritten) {
        return turn -> turn.say(rewritten.apply(turn.perform()).text());
    }

    /** Does what is asked, and says each untagged response in other words. */
    static ImapBehaviour sayingEach(UnaryOperator<String> rewritten) {
        return saying(reply -> reply.each(rewritten));
    }

    /** Does nothing, and answers this after the tag. */
    static ImapBehaviour refusing(String answer) {
        return turn -> turn.say(turn.command().tag() + " " + answer + "\r\n");
    }
}
