package dev.imappoller.imap;

import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.answer.SearchAnswer;
import dev.imappoller.imap.answer.SelectAnswer;
import dev.imappoller.imap.connection.SessionProtocol;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.Poller;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/**
 * Selects a poller's mailbox for reading and writing (RFC 9051, section 6.3.2), in one round trip where the server is an ordinary one; the
 * first search goes with it.
 */
final class Selection {
    private final SessionProtocol protocol;
    private final Pipeline pipeline;
    private final String name;
    private final SearchCommands searches;
    private final @Nullable String version;
    private final SelectAnswer selected;

    Selection(
            Poller poller,
            SessionProtocol protocol,
            Pipeline pipeline,
            SearchCommands searches,
            @Nullable String version) {
        this.searches = searches;
        this.version = version;
        this.protocol = protocol;
        this.pipeline = pipeline;
        this.selected = new SelectAnswer(new SearchAnswer(protocol.inflow()));
        this.name = MailboxName.of(poller.folder(), protocol.supportsUtf8());
    }

    /** @throws MessagingException if the mailbox can't be selected, or the connection is lost */
    SelectAnswer make() throws MessagingException {
        try {
            boolean id = protocol.hasCapability("ID");
            boolean search = !pipeline.isOneByOne() && !searches.isSentInPieces();
            String select = "SELECT " + name;
            List<String> commands = new ArrayList<>(id ? List.of(id(), select) : List.of(select));
            int place = commands.size() - 1;
            if (search) {
                commands.add(searches.unseen());
            }
            List<Response> results = pipeline.ask("SELECT", commands, selected);
            Response result = results.get(place);
            if (search && result.isOK()) {
                selected.searched(results.get(place + 1));
            }
            if (!result.isOK() && !id && !Responses.isThrottling(result) && !isMissing(result)) {
                // Some servers demand ID without saying so. Any answer will do.
                ask(id());
                result = ask(select);
            }
            check(result);
            selected.ended(result);
            if (selected.uidValidity().isEmpty()) {
                ask("STATUS " + name + " (UIDVALIDITY)");
            }
            return selected;
        } catch (IOException | ProtocolException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    /** QUIRK: NetEase (163.com) and others refuse SELECT to clients that don't say who they are (RFC 2971). */
    private String id() {
        return "ID (\"name\" \"imap-poller\"" + (version == null ? "" : " \"version\" \"" + version + '"') + ")";
    }

    private Response ask(String command) throws IOException, ProtocolException {
        return pipeline.ask(command.substring(0, command.indexOf(' ')), List.of(command), selected)
                .get(0);
    }

    private void check(Response result) throws MessagingException, IOException, ProtocolException {
        if (result.isOK()) {
            return;
        }
        if (result.isNO() && !Responses.isThrottling(result)) {
            FolderNames.ListAnswer listed = new FolderNames.ListAnswer();
            Response list =
                    pipeline.ask("LIST", List.of("LIST \"\" " + name), listed).get(0);
            if (isMissing(result) || list.isOK() && listed.isEmpty()) {
                throw new FolderNotFoundException();
            }
            throw new MessagingException(result.getRest(), new CommandFailedException(result));
        }
        throw new MessagingException(result.getRest(), new BadCommandException(result));
    }

    /** RFC 5530. */
    private static boolean isMissing(Response result) {
        return result.getRest().strip().toUpperCase(Locale.ROOT).startsWith("[NONEXISTENT]");
    }
}
