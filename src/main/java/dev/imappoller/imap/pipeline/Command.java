package dev.imappoller.imap.pipeline;

import dev.imappoller.imap.answer.Responses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.Response;

/** A command on its way to the server and back, and what else was under way with it. */
final class Command {
    private final String verb;
    private final String text;
    private final List<String> lines;
    private final Consumer<Response> onResult;
    private int sent;
    private boolean crowded;
    private boolean alone;
    private boolean repeated;

    /** @param text without the tag, one octet a character; may be sent twice without harm */
    Command(String verb, String text, Consumer<Response> onResult) {
        this.verb = verb;
        this.text = text;
        this.lines = lines(text);
        this.onResult = onResult;
        this.alone = lines.size() > 1;
    }

    /**
     * What is sent at a time. A line may end with the length of a literal; then the next one is sent once the server asks for it (RFC 9051,
     * section 4.3). With a plus behind the length it need not ask (RFC 7888).
     */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf("}\r\n"); end > 0; end = text.indexOf("}\r\n", end + 1)) {
            if (text.charAt(end - 1) >= '0' && text.charAt(end - 1) <= '9') {
                lines.add(text.substring(from, end + 1));
                from = end + 3;
            }
        }
        lines.add(text.substring(from));
        return lines;
    }

    String verb() {
        return verb;
    }

    /** What is sent first, without the line end. */
    String begin() {
        sent = 1;
        return lines.get(0);
    }

    /** What is sent when the server asks for more; empty once all is sent. */
    Optional<String> goOn() {
        return sent < lines.size() ? Optional.of(lines.get(sent++)) : Optional.empty();
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

    /** Whether it is sent alone, since it was refused or dropped when it was sent with others, or is sent in several pieces. */
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
