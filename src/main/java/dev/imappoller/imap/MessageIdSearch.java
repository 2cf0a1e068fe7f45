package dev.imappoller.imap;

import dev.imappoller.imap.answer.FetchAnswer;
import dev.imappoller.imap.answer.SearchAnswer;
import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.inflow.ConnectionInput;
import dev.imappoller.message.MessageDecoder;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.mailbox.MailboxException;
import dev.imappoller.poller.mailbox.MessageId;
import dev.imappoller.poller.wording.MailboxFailures;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.Response;

/**
 * Finds messages by their Message-ID. QUIRK: some servers search by words, or by parts of words, so the field of each message that is found
 * is read. Only messages that are seen are looked for, since some servers mark what is read.
 */
final class MessageIdSearch {
    /** The search finds one message, or some copies of it, unless the server searches by something else. */
    private static final int MOST_FOUND = 50;

    /** Few servers accept a message with a longer header. */
    private static final int BEGINNING = 64 * 1024;

    private final Poller poller;
    private final ConnectionInput inflow;
    private final ListFetch.Asking asking;

    MessageIdSearch(Poller poller, ConnectionInput inflow, ListFetch.Asking asking) {
        this.poller = poller;
        this.inflow = inflow;
        this.asking = asking;
    }

    /** @throws MailboxException if it can't be searched for, or the connection is lost */
    List<Long> of(MessageId id) throws MailboxException {
        List<Long> found = id.searchable().isEmpty() ? List.of() : search(id);
        if (found.size() > MOST_FOUND) {
            throw new MailboxException(MailboxFailures.tooManyByMessageId(poller, found.size()));
        }
        if (found.isEmpty()) {
            return found;
        }
        Beginnings beginnings = new Beginnings(id);
        // One by one: a server that knows no ranges sends each message as a whole.
        asking.ask(
                "FETCH",
                found.stream()
                        .map(uid -> "UID FETCH " + uid + " (UID BODY.PEEK[]<0." + BEGINNING + ">)")
                        .toList(),
                beginnings);
        return found.stream().filter(beginnings.meant::contains).toList();
    }

    private List<Long> search(MessageId id) throws MailboxException {
        SearchAnswer answer = new SearchAnswer(inflow);
        String command = "UID SEARCH SEEN UNDELETED HEADER Message-ID \"" + id.searchable() + '"';
        Response result = asking.ask("SEARCH", List.of(command), answer).get(0);
        if (!result.isOK()) {
            throw new MailboxException(ConnectFailures.refusedList(poller, "SEARCH", result));
        }
        if (!answer.isUnderstood()) {
            throw new MailboxException(MailboxFailures.messageIdNotSearched(poller));
        }
        return answer.uids();
    }

    /** Reads the beginnings of messages, and keeps the UIDs of those that are meant. */
    private static final class Beginnings implements Untagged {
        private final MessageId id;
        private final Set<Long> meant = new HashSet<>();

        private Beginnings(MessageId id) {
            this.id = id;
        }

        @Override
        public void take(Response response) {
            if (response instanceof FetchAnswer answer && answer.isSound()) {
                answer.uid().ifPresent(uid -> {
                    if (answer.pieces().stream()
                            .filter(piece -> piece.origin().orElse(0) == 0)
                            .flatMap(piece -> piece.octets().stream())
                            .anyMatch(this::isMeant)) {
                        meant.add(uid);
                    }
                });
            }
        }

        private boolean isMeant(ByteArray octets) {
            int length = Math.min(octets.getCount(), BEGINNING);
            try {
                return MessageDecoder.decode(RawMessage.of(octets.getBytes(), octets.getStart(), length))
                        .messageId()
                        .filter(id::is)
                        .isPresent();
            } catch (IOException | DecodingBudget.SpentException e) {
                return false; // Whoever means it can name it by its UID.
            }
        }

        @Override
        public void unreadable() {
            // That message is not meant, as far as can be seen.
        }
    }
}
