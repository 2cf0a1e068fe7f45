package dev.imappoller.message.envelope;

import dev.imappoller.message.Message;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the receiving site wrote into the header of a message: each host puts its fields above those that it finds, so what a sender made up
 * stands further down (RFC 5321, section 4.4; RFC 8601, section 5).
 */
public final class Trace {
    private static final int NOWHERE = -1;

    private final List<HeaderField> fields;
    private final DecodingBudget budget;

    /** The topmost field by which a host tells of another one: above it stands what was written on delivery. */
    private int delivered = NOWHERE;

    /** That of the hop by which the message came in, as far as that is sure: above it stands what was written when it was checked. */
    private int checked = NOWHERE;

    private String checkedBy = "";
    private @Nullable Received hop;

    private Trace(Message message) {
        this.fields = message.headers();
        this.budget = message.budget();
    }

    /** Finds the hops in the header of a message; where there are none, no server sent it, and all of the header counts. */
    public static Trace of(Message message) {
        Trace trace = new Trace(message);
        trace.find();
        return trace;
    }

    private void find() {
        int topmost = fields.size();
        boolean inside = true;
        for (int i = 0; i < fields.size() && (hop == null || !hop.isFromOutside()); i++) {
            budget.step();
            if (!fields.get(i).is("Received")) {
                continue;
            }
            topmost = Math.min(topmost, i);
            Optional<Received> received = Received.parse(fields.get(i).raw(), budget);
            if (hop == null || received.filter(Received::isFromOutside).isPresent()) {
                hop = received.orElse(null);
            }
            // A field that tells of no other host, or only of handing the message on within the site, is of the
            // delivery too.
            if (received.filter(one -> !one.isLocal()).isPresent()) {
                take(i, received.get(), inside);
                inside &= received.get().isInside();
            }
        }
        if (delivered == NOWHERE) {
            delivered = topmost;
            checked = topmost;
        }
    }

    private void take(int at, Received received, boolean inside) {
        if (delivered == NOWHERE || inside && received.isFromOutside()) {
            delivered = delivered == NOWHERE ? at : delivered;
            checked = at;
            checkedBy = received.by();
        }
    }

    /** The hop by which the message came in from outside, or the topmost that tells of a host if none did. */
    Optional<Received> hop() {
        return Optional.ofNullable(hop);
    }

    /** The fields of that name that were written when the message was put into its mailbox. */
    public Stream<HeaderField> delivered(String name) {
        return named(name, 0, delivered);
    }

    /** The fields of that name that were written when the message had come in. */
    Stream<HeaderField> checked(String name) {
        return named(name, 0, checked);
    }

    /** The Authentication-Results right below the hop by which the message came in, of the host that wrote that (RFC 8601, section 2.5). */
    Stream<HeaderField> ownResults() {
        int from = Math.min(checked + 1, fields.size());
        int to = from;
        while (to < fields.size() && !fields.get(to).is("Received")) {
            to++;
        }
        return named("Authentication-Results", from, to)
                .filter(field -> !checkedBy.isEmpty() && authservId(field.raw()).equals(checkedBy));
    }

    private Stream<HeaderField> named(String name, int from, int to) {
        budget.spend(to - from);
        return fields.subList(from, to).stream().filter(field -> field.is(name));
    }

    private static String authservId(String results) {
        return Characters.before(results.strip(), c -> Characters.isBlank(c) || c == ';')
                .toLowerCase(Locale.ROOT);
    }
}
