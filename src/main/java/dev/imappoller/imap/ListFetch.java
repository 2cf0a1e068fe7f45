package dev.imappoller.imap;

import dev.imappoller.imap.answer.FetchAnswer;
import dev.imappoller.imap.answer.InternalDate;
import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.answer.StillUnseen;
import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.fetch.Refusals;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the server announces of messages. QUIRK: some have no RFC822.SIZE or no INTERNALDATE of some messages, or drop what they can't read of
 * one; some take only so many messages in a command. Then it is asked for less, of fewer.
 */
final class ListFetch implements Untagged {
    /** The items to ask for: first the usual ones, at last only what shows that a message exists. */
    private static final List<String> WAYS =
            List.of("(UID FLAGS RFC822.SIZE INTERNALDATE)", "(UID FLAGS RFC822.SIZE)", "(UID FLAGS)");

    /** After this many commands in a row without a result, missing messages are not asked for any more. */
    private static final int MOST_IN_VAIN = 30;

    private final Poller poller;
    private final Asking asking;
    private final @Nullable StillUnseen stillUnseen;
    private final Map<Long, Found> found = new TreeMap<>();
    private final Set<Long> refused = new LinkedHashSet<>();
    private int most;
    private Set<Long> asked = Set.of();
    private boolean carriedOut;
    private @Nullable Response why;

    /** What is known of a message by now. */
    private record Found(OptionalLong size, Optional<Instant> arrivedAt, boolean seen, boolean deleted) {
        private static final Found NOTHING = new Found(OptionalLong.empty(), Optional.empty(), false, false);

        private Found and(Found other) {
            return new Found(
                    size.isPresent() ? size : other.size,
                    arrivedAt.or(() -> other.arrivedAt),
                    seen || other.seen,
                    deleted || other.deleted);
        }
    }

    /** Asks, and waits for the answers. */
    interface Asking {
        List<Response> ask(String verb, List<String> commands, Untagged untagged) throws MailboxException;
    }

    /**
     * @param stillUnseen looks right before which messages are unseen, where the server can tell
     * @param most so many messages in a command at the most, 1 or more
     */
    ListFetch(Poller poller, Asking asking, @Nullable StillUnseen stillUnseen, int most) {
        this.poller = poller;
        this.asking = asking;
        this.stillUnseen = stillUnseen;
        this.most = most;
    }

    /** So many messages in a command the server takes. */
    int most() {
        return most;
    }

    /**
     * In the order of UIDs.
     *
     * @throws MailboxException if nothing can be listed, or the connection is lost
     */
    List<MessageSummary> of(Collection<Long> uids) throws MailboxException {
        asked = Set.copyOf(uids);
        for (int way = 0; way < WAYS.size(); way++) {
            boolean last = way == WAYS.size() - 1;
            List<Long> left = uids.stream()
                    .filter(uid -> last ? !found.containsKey(uid) : !isWhole(uid))
                    .toList();
            ask(left, WAYS.get(way));
        }
        askAgain(WAYS.get(WAYS.size() - 1));
        if (!carriedOut && why != null) {
            throw refusal(why);
        }
        // A message that the server won't list may still be fetched. If it can't, the fetch reports that.
        refused.forEach(uid -> found.putIfAbsent(uid, Found.NOTHING));
        return found.entrySet().stream()
                .map(entry -> listed(entry.getKey(), entry.getValue()))
                .toList();
    }

    private boolean isWhole(long uid) {
        return Optional.ofNullable(found.get(uid))
                .filter(known -> known.size().isPresent())
                .isPresent();
    }

    /** If the server tells no size, the largest size that may be fetched is assumed, so that there is enough memory. */
    private MessageSummary listed(long uid, Found known) {
        boolean serverMarked = known.seen() && stillUnseen != null && stillUnseen.names(uid);
        return new MessageSummary(
                uid,
                known.size().orElse(poller.maxMessageBytes()),
                known.arrivedAt(),
                known.seen(),
                serverMarked,
                known.deleted());
    }

    @Override
    public void take(Response response) throws IOException {
        if (response instanceof FetchAnswer answer
                && answer.uid().isPresent()
                && asked.contains(answer.uid().getAsLong())) {
            Optional<Instant> arrivedAt = answer.internalDate().flatMap(InternalDate::of);
            Found more =
                    new Found(answer.announcedSize(), arrivedAt, answer.seen().orElse(false), answer.deleted());
            found.merge(answer.uid().getAsLong(), more, Found::and);
        } else if (stillUnseen != null) {
            stillUnseen.take(response);
        }
    }

    @Override
    public void unreadable() {
        // What is missing is asked for once more.
        if (stillUnseen != null) {
            stillUnseen.unreadable();
        }
    }

    /**
     * Where all sets are refused, part of one is tried by itself, until the server carries it out: then it takes so many. Where only some
     * are, they are halved until those messages are found that it refuses by themselves.
     */
    private void ask(List<Long> uids, String items) throws MailboxException {
        Refusals refusals = new Refusals(poller);
        int alone = refused.size();
        boolean someRefused = false;
        int taken = 0;
        boolean all = true;
        List<List<Long>> left = sets(Responses.lines(uids), most);
        while (!left.isEmpty()) {
            List<List<Long>> now = all ? left : left.subList(0, 1);
            List<List<Long>> next = new ArrayList<>();
            int largest = round(now, items, next);
            next.addAll(left.subList(now.size(), left.size()));
            someRefused |= largest == 0 || !next.isEmpty();
            taken = Math.max(taken, largest);
            if (largest > 0) {
                refusals.answered();
                left = sets(next, all ? Integer.MAX_VALUE : largest);
            } else if (refusals.mayBeDivided(Integer.MAX_VALUE, Objects.requireNonNull(why))) {
                left = sets(next, next.isEmpty() ? 1 : Math.max(1, next.get(0).size() / 2));
            } else if (refusals.isThrottled()) {
                throw refusal(Objects.requireNonNull(why));
            } else {
                next.forEach(refused::addAll);
                left = List.of();
            }
            all = largest > 0;
        }
        if (someRefused && taken > 0 && refused.size() == alone) {
            most = Math.min(most, taken);
        }
    }

    /**
     * Asks for some sets at once.
     *
     * @param halves is given those to ask for again
     * @return how many messages the largest set had that was carried out; 0 if none was
     */
    private int round(List<List<Long>> sets, String items, List<List<Long>> halves) throws MailboxException {
        List<String> commands = new ArrayList<>(stillUnseen == null ? List.of() : stillUnseen.commands(asked));
        int searches = commands.size();
        sets.forEach(set -> commands.add("UID FETCH " + Responses.set(set) + " " + items));
        List<Response> answers = asking.ask("FETCH", commands, this);
        if (stillUnseen != null) {
            stillUnseen.ended(answers.subList(0, searches));
        }
        List<Response> results = answers.subList(searches, answers.size());
        int largest = 0;
        for (int i = 0; i < results.size(); i++) {
            List<Long> set = sets.get(i);
            if (results.get(i).isOK()) {
                carriedOut = true;
                largest = Math.max(largest, set.size());
            } else {
                why = results.get(i);
                if (set.size() == 1) {
                    refused.addAll(set);
                } else {
                    halves.addAll(Refusals.halves(set));
                }
            }
        }
        return largest;
    }

    /** QUIRK: some servers leave out others together with a message that they can't list, and say OK. */
    private void askAgain(String items) throws MailboxException {
        List<List<Long>> left = halves(Responses.lines(asked));
        int inVain = 0;
        while (!left.isEmpty() && inVain < MOST_IN_VAIN) {
            round(left, items, new ArrayList<>());
            for (List<Long> set : left) {
                inVain = set.stream().anyMatch(found::containsKey) ? 0 : inVain + 1;
            }
            left = halves(left);
        }
    }

    /** Of sets of several, what is not found and not refused; none of what is left out by itself. */
    private List<List<Long>> halves(List<List<Long>> sets) {
        List<List<Long>> halves = new ArrayList<>();
        for (List<Long> set : sets) {
            List<Long> leftOut = set.stream()
                    .filter(uid -> !found.containsKey(uid) && !refused.contains(uid))
                    .toList();
            if (set.size() > 1 && !leftOut.isEmpty()) {
                halves.addAll(Refusals.halves(leftOut));
            }
        }
        return halves;
    }

    /** @param most so many in each */
    private static List<List<Long>> sets(List<List<Long>> lines, int most) {
        List<List<Long>> sets = new ArrayList<>();
        for (List<Long> line : lines) {
            for (int from = 0; from < line.size(); from += most) {
                sets.add(line.subList(from, (int) Math.min(line.size(), (long) from + most)));
            }
        }
        return sets;
    }

    private MailboxException refusal(Response result) {
        return new MailboxException(ConnectFailures.refusedList(poller, "FETCH", result));
    }
}
