package dev.imappoller.imap;

import dev.imappoller.imap.answer.FlagsAnswer;
import dev.imappoller.imap.answer.LiteralLengthException;
import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.answer.SearchAnswer;
import dev.imappoller.imap.answer.SelectAnswer;
import dev.imappoller.imap.answer.StillUnseen;
import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.connection.Connection;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.Mailbox.PastFilter;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.mailbox.MessageSummary;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.poller.wording.MailboxFailures;
import dev.imappoller.poller.wording.PassSentences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/** Finds out which messages are unseen, and what the server announces of them. */
final class MailboxLister {
    /** Among so many messages a server that ignores the filter finds at least one that doesn't match. */
    private static final int MOST_TRIED = 50;

    private final Poller poller;
    private final Connection connection;
    private final Pipeline pipeline;
    private final SelectAnswer selected;
    private final SearchCommands searches;
    private int most = Integer.MAX_VALUE;
    private int noUids;
    private boolean searchesAhead = true;
    private boolean isFilterUsed;
    private boolean isSearched;
    private SearchAnswer.@Nullable Ended first;

    /** @param selected with the answer to the first search, if that was sent along */
    MailboxLister(
            Poller poller, Connection connection, Pipeline pipeline, SelectAnswer selected, SearchCommands searches) {
        this.poller = poller;
        this.connection = connection;
        this.pipeline = pipeline;
        this.selected = selected;
        this.searches = searches;
        this.first = selected.search().orElse(null);
    }

    /**
     * Those that match the filter.
     *
     * @throws MailboxException if they can't be listed, or the connection is lost
     */
    List<Long> unseen() throws MailboxException {
        if (isSearched) {
            catchUp();
        }
        isSearched = true;
        SearchAnswer.Ended ended = first == null ? search(searches.unseen()) : first;
        // This search was sent with SELECT. Its result is used once, since it shows the mailbox as it was then.
        first = null;
        SearchAnswer answer = ended.answer();
        Response result = ended.result();
        if (!result.isOK()) {
            return Responses.isThrottling(result) ? refused("SEARCH", result) : withoutSearch(result);
        }
        List<Long> found = uids(answer);
        noUids = answer.unread();
        if (selected.isSearchedInVain() && !found.isEmpty()) {
            pipeline.mixedUp(); // Sent ahead, the same search has found nothing.
        }
        if (searches.isFiltered() && !isFilterUsed && !found.isEmpty()) {
            checkThatFilterIsUsed(found);
        }
        return found;
    }

    /**
     * QUIRK: Dovecot searches the mailbox as it was at its last answer, and tells flags as they are. So what another pass has marked
     * meanwhile would look as if the server had marked it. NOOP gives the server the opportunity to catch up (RFC 9051, section 6.1.2), but
     * only for commands that are sent after its answer.
     */
    private void catchUp() throws MailboxException {
        Response result = ask("NOOP", List.of("NOOP"), Untagged.IGNORED).get(0);
        if (Responses.isThrottling(result)) {
            refused("NOOP", result);
        }
    }

    private List<Long> uids(SearchAnswer answer) throws MailboxException {
        if (!answer.isUnderstood()) {
            throw new MailboxException(MailboxFailures.searchNotUnderstood(poller));
        }
        return answer.uids();
    }

    private SearchAnswer.Ended search(String command) throws MailboxException {
        SearchAnswer answer = new SearchAnswer(connection.inflow());
        return new SearchAnswer.Ended(
                answer, ask("SEARCH", List.of(command), answer).get(0));
    }

    private List<Long> search(List<String> commands) throws MailboxException {
        SearchAnswer answer = new SearchAnswer(connection.inflow());
        for (Response result : ask("SEARCH", commands, answer)) {
            if (!result.isOK()) {
                return refused("SEARCH", result);
            }
        }
        return uids(answer);
    }

    /** How many are unseen, whether they match the filter or not. */
    int unseenInAll() throws MailboxException {
        return search(List.of(searches.unseenInAll())).size();
    }

    /** @see dev.imappoller.poller.mailbox.Mailbox#lookPastFilter */
    PastFilter pastFilter(Collection<Long> uids) throws MailboxException {
        catchUp();
        List<List<Long>> lines = Responses.lines(uids);
        List<Long> unseen = search(lines.stream().map(searches::unseenAmong).toList());
        List<Long> matching = search(lines.stream().map(searches::matchingAmong).toList());
        return new PastFilter(Set.copyOf(unseen), Set.copyOf(matching));
    }

    /** QUIRK: some servers take keys that they don't know for keys that all messages match. Then nothing may be posted. */
    private void checkThatFilterIsUsed(List<Long> found) throws MailboxException {
        List<Long> some = Responses.lines(found.subList(0, Math.min(found.size(), MOST_TRIED)))
                .get(0);
        SearchAnswer others = new SearchAnswer(connection.inflow());
        ask("SEARCH", searches.othersAmong(some), others);
        List<Long> notMatching = others.uids();
        if (notMatching.containsAll(some)) {
            throw new MailboxException(MailboxFailures.filterIgnored(poller));
        }
        isFilterUsed = true;
    }

    /** Without the filter, messages that nobody wants would be posted. */
    private List<Long> withoutSearch(Response refusal) throws MailboxException {
        if (!searches.isFiltered()) {
            return unseenByFlags(refusal);
        }
        Response unfiltered = search(searches.unseenInAll()).result();
        if (!unfiltered.isOK()) {
            return refused("SEARCH", unfiltered);
        }
        throw new MailboxException(ConnectFailures.refusedFilter(poller, refusal));
    }

    /** For a person, as {@link dev.imappoller.poller.mailbox.Mailbox#remarks}. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (noUids > 0) {
            remarks.add(PassSentences.noUids(poller, noUids));
        }
        if (pipeline.isOneByOne()) {
            remarks.add(PassSentences.oneByOne(poller));
        }
        return remarks;
    }

    /** QUIRK: a server that doesn't know one of the keys, or SEARCH at all. Its messages' flags say the same at greater length. */
    private List<Long> unseenByFlags(Response refusal) throws MailboxException {
        searchesAhead = false;
        FlagsAnswer answer = new FlagsAnswer(connection.inflow());
        if (!selected.isEmpty()) {
            Response result =
                    ask("FETCH", List.of("UID FETCH 1:* (UID FLAGS)"), answer).get(0);
            if (!result.isOK()) {
                return refused("SEARCH", refusal);
            }
        }
        return answer.uids();
    }

    /** As {@link dev.imappoller.poller.mailbox.Mailbox#withMessageId}. */
    List<Long> withMessageId(MessageId id) throws MailboxException {
        return new MessageIdSearch(poller, connection.inflow(), this::ask).of(id);
    }

    /** As {@link ListFetch#of}. */
    List<MessageSummary> of(Collection<Long> uids) throws MailboxException {
        catchUp();
        StillUnseen unseen = searchesAhead ? new StillUnseen(connection.inflow()) : null;
        ListFetch listing = new ListFetch(poller, this::ask, unseen, most);
        List<MessageSummary> listed = listing.of(uids);
        most = listing.most();
        searchesAhead = unseen != null && unseen.isAnswered();
        return listed;
    }

    private List<Long> refused(String verb, Response result) throws MailboxException {
        throw new MailboxException(ConnectFailures.refusedList(poller, verb, result));
    }

    private List<Response> ask(String verb, List<String> commands, Untagged untagged) throws MailboxException {
        boolean ahead = !pipeline.isOneByOne();
        try {
            return pipeline.ask(verb, commands, Untagged.inStep(untagged));
        } catch (IOException | ProtocolException | RuntimeException | Error e) {
            // Whatever a server sends, even a literal larger than the memory, ends only this connection.
            Failure failure = e instanceof LiteralLengthException outOfStep
                    ? outOfStep.failure(poller)
                    : connection.flood(e).orElseGet(() -> ConnectFailures.lost(poller, "during " + verb, e));
            boolean isOverPipelining =
                    ahead && pipeline.isOneByOne() && failure.status() == PollerStatus.CONNECT_FAILED;
            throw new MailboxException(failure, e, isOverPipelining);
        }
    }
}
