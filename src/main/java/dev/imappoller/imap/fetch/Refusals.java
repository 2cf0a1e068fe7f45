package dev.imappoller.imap.fetch;

import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.said.ServerPhrase.Said;
import dev.imappoller.imap.said.ServerPhrases;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.MailboxFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.angus.mail.iap.Response;

/**
 * Tells a server that refuses one message, and every command that names it, from one that asks for fewer commands: the commands for the
 * others are answered, or none is.
 */
public final class Refusals {
    /** After this many refusals in a row, every quarter of a set was refused. */
    private static final int MOST_THAT_ASK_TO_WAIT = 8;

    /** The same for refusals that don't ask to wait. A server that refuses everything need not be asked for every message. */
    private static final int MOST = 30;

    /** Codes that ask to wait (RFC 5530) but are also said where one message can't be had. */
    private static final List<String> DOUBTFUL = List.of("[UNAVAILABLE", "[INUSE", "[LIMIT");

    /** Where a server limits the number of messages in a command, the next are so many times smaller. */
    private static final int SMALLER = 4;

    private final Poller poller;
    private int inARow;
    private int askedToWait;
    private int inVain;
    private int most = Integer.MAX_VALUE;
    private boolean throttled;

    public Refusals(Poller poller) {
        this.poller = poller;
    }

    /** A command was answered. */
    public void answered() {
        inARow = 0;
        askedToWait = 0;
    }

    /**
     * A command was refused.
     *
     * @param messages how many it was about
     * @return whether to ask again for fewer of them at once
     */
    public boolean mayBeDivided(int messages, Response result) {
        inARow++;
        if (messages > 1 && (begins(result, "[LIMIT") || begins(result, "[MESSAGELIMIT"))) {
            most = Math.min(most, Math.max(1, messages / SMALLER));
        } else if (Responses.isThrottling(result)) {
            askedToWait++;
            throttled = throttled || !isDoubtful(result) || askedToWait >= MOST_THAT_ASK_TO_WAIT;
        }
        return messages > 1 && !throttled && inARow < MOST;
    }

    /**
     * A command was carried out.
     *
     * @param asked how many messages it was about
     * @param leftOut for how many of them there was no answer
     * @return whether to ask again for fewer of those at once
     */
    boolean mayBeAskedAgain(int asked, int leftOut) {
        inVain = leftOut < asked ? 0 : inVain + 1;
        return asked > 1 && inVain < MOST;
    }

    /** What was refused together, in parts; at least two, of two messages or more. */
    public <T> List<List<T>> parts(List<T> refused) {
        return parts(refused, Math.min(most, (refused.size() + 1) / 2));
    }

    /** Two halves of what was refused together. */
    public static <T> List<List<T>> halves(List<T> refused) {
        return parts(refused, (refused.size() + 1) / 2);
    }

    private static <T> List<List<T>> parts(List<T> whole, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += size) {
            parts.add(List.copyOf(whole.subList(from, Math.min(from + size, whole.size()))));
        }
        return parts;
    }

    /** Messages in ascending order, in commands that the server takes as far as that is known. */
    public List<List<Long>> commands(Collection<Long> uids) {
        return Responses.lines(uids).stream()
                .flatMap(line -> line.size() > most ? parts(line).stream() : Stream.of(line))
                .toList();
    }

    /** Whether a command was carried out for some of its messages only, since it named too many (RFC 9738, section 3). */
    public static boolean isPartial(Response result) {
        return result.isOK() && begins(result, "[MESSAGELIMIT");
    }

    /** Whether the server has asked for fewer commands. */
    public boolean isThrottled() {
        return throttled;
    }

    /** What the refusal means for the messages that it was about. */
    public Failure failure(String verb, Response result) {
        String text = result.getRest();
        String words = ConnectFailures.words(poller, text);
        if (!throttled) {
            return MailboxFailures.commandRefused(verb, words);
        }
        Optional<Duration> pause =
                ServerPhrases.of(text, Said.ANYWHERE).flatMap(phrase -> ServerPhrases.pause(text, phrase));
        return MailboxFailures.commandThrottled(verb, words, pause.orElse(null));
    }

    private static boolean isDoubtful(Response result) {
        return DOUBTFUL.stream().anyMatch(code -> begins(result, code));
    }

    private static boolean begins(Response result, String code) {
        String text = result.getRest().strip();
        boolean here = text.regionMatches(true, 0, code, 0, code.length());
        return here && text.length() > code.length() && !Character.isLetterOrDigit(text.charAt(code.length()));
    }
}
