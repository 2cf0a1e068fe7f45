package dev.imappoller.imap.pipeline;

import dev.imappoller.imap.answer.Responses;
import java.util.Collection;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Response;

/** A command on its way to the server and back, and what else was under way with it. */
final class Command {
    private final String verb;
    private final String text;
    private final Consumer<Response> onResult;
    private boolean crowded;
    private boolean alone;
    private boolean repeated;

    /** @param text without the tag; may be sent twice without harm */
    Command(String verb, String text, Consumer<Response> onResult) {
        this.verb = verb;
        this.text = text;
        this.onResult = onResult;
    }

    String verb() {
        return verb;
    }

    String text() {
        return text;
    }

    Consumer<Response> onResult() {
        return onResult;
    }

    /** It is sent while these are not answered. */
    void sentWith(Collection<Command> others) {
        crowded = !others.isEmpty();
        others.forEach(other -> other.crowded = true);
    }

    /** Whether another was under way at any time that it was. */
    boolean isCrowded() {
        return crowded;
    }

    /** Whether it is sent alone, since it was refused or dropped when it was sent with others. */
    boolean isAlone() {
        return alone;
    }

    /** Whether it was sent before: it is carried out now, if it is, because nothing else is under way. */
    boolean isRepeated() {
        return repeated;
    }

    Command again() {
        Command again = new Command(verb, text, onResult).alone();
        again.repeated = true;
        return again;
    }

    Command alone() {
        alone = true;
        return this;
    }

    /**
     * Whether it is refused, perhaps only because it was sent ahead: but for CLIENTBUG, a code says another reason (RFC 9051, section 7.1).
     * Whatever is said to ID will do.
     */
    boolean isRefusedAhead(Response result) {
        String said = result.getRest().strip();
        boolean ofThisClient = said.regionMatches(true, 0, "[CLIENTBUG]", 0, "[CLIENTBUG]".length());
        boolean withoutReason = result.isBAD()
                || result.isNO() && (ofThisClient || !said.startsWith("[")) && !Responses.isThrottling(result);
        return crowded && !alone && withoutReason && !text.startsWith("ID ");
    }
}
