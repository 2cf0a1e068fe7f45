package dev.imappoller.imap;

import dev.imappoller.poller.Failure;
import dev.imappoller.poller.Poller;
import dev.imappoller.poller.PollerStatus;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.iap.Response;

/**
 * Tells a server that refuses one message, and every command that names it, from one that asks for fewer commands: the commands for the
 * others are answered, or none is.
 */
final class Refusals {
    /** So many refusals in a row have every quarter of a set refused, and more. */
    private static final int MOST_THAT_ASK_TO_WAIT = 8;

    /** No more of those that don't ask to wait: a server that refuses whatever it is asked for need not be asked for all of it. */
    private static final int MOST = 40;

    /** Codes that ask to wait (RFC 5530) but are also said where one message can't be had, or too many are asked for at once. */
    private static final List<String> DOUBTFUL = List.of("[UNAVAILABLE", "[INUSE", "[LIMIT");

    private final Poller poller;
    private int inARow;
    private boolean throttled;

    Refusals(Poller poller) {
        this.poller = poller;
    }

    /** A command was answered. */
    void answered() {
        inARow = 0;
    }

    /**
     * A command was refused.
     *
     * @param messages how many it was about
     * @return whether to ask again for fewer of them at once
     */
    boolean mayBeHalved(int messages, Response result) {
        boolean asksToWait = Responses.isThrottling(result);
        inARow++;
        throttled = throttled
                || asksToWait && (!isDoubtful(result) || inARow >= MOST_THAT_ASK_TO_WAIT || tooMany(messages, result));
        return messages > 1 && !throttled && inARow < MOST;
    }

    /** Even one message is too many. */
    private static boolean tooMany(int messages, Response result) {
        return messages == 1 && begins(result, "[LIMIT");
    }

    /** Whether the server has asked for fewer commands. */
    boolean isThrottled() {
        return throttled;
    }

    /** What the refusal means for the messages that it was about. */
    Failure failure(String verb, Response result) {
        return new Failure(
                throttled ? PollerStatus.THROTTLED : PollerStatus.MAILBOX_ERROR,
                "the server refused " + verb + ": " + ConnectFailures.words(poller, result.getRest()));
    }

    private static boolean isDoubtful(Response result) {
        return DOUBTFUL.stream().anyMatch(code -> begins(result, code));
    }

    private static boolean begins(Response result, String code) {
        String text = result.getRest().strip();
        boolean here = text.regionMatches(true, 0, code, 0, code.length());
        return here && text.length() > code.length() && !Character.isLetterOrDigit(text.charAt(code.length()));
    }

    /** Two halves of what was refused together. */
    static <T> List<List<T>> halves(List<T> refused) {
        int middle = refused.size() / 2;
        return List.of(
                new ArrayList<>(refused.subList(0, middle)), new ArrayList<>(refused.subList(middle, refused.size())));
    }
}
