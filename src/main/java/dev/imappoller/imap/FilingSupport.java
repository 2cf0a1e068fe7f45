package dev.imappoller.imap;

import dev.imappoller.imap.answer.SelectAnswer;
import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.connection.SessionProtocol;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.AfterDelivery;
import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.wording.MailboxFailures;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/** Finds out whether a server can do what {@code afterDelivery} asks for, and by which commands. */
final class FilingSupport {
    private static final String NEEDS_UIDPLUS =
            " UIDPLUS (RFC 4315); with EXPUNGE alone the messages that others have marked for deletion would go too";

    private final Poller poller;
    private final AfterDelivery after;
    private final SessionProtocol protocol;
    private final Pipeline pipeline;
    private final SelectAnswer selected;

    FilingSupport(
            Poller poller, AfterDelivery after, SessionProtocol protocol, Pipeline pipeline, SelectAnswer selected) {
        this.poller = poller;
        this.after = after;
        this.protocol = protocol;
        this.pipeline = pipeline;
        this.selected = selected;
    }

    /**
     * Why the server can't do all that is asked for; empty if it can.
     *
     * @throws MessagingException if the connection is lost
     */
    Optional<Failure> refusal() throws MessagingException {
        if (reason().isPresent()) {
            askForCapabilities();
        }
        return reason().map(why -> MailboxFailures.cannotFile(poller, why));
    }

    FilingCommands commands() {
        return new FilingCommands(poller, pipeline, moves(), protocol.supportsUtf8());
    }

    private Optional<String> reason() {
        return after.actions().stream()
                .flatMap(action -> reason(action).stream())
                .findFirst();
    }

    private Optional<String> reason(Action action) {
        return switch (action.kind()) {
            case MOVE -> moves() ? Optional.empty() : reasonAgainstRemoval("has neither MOVE (RFC 6851) nor");
            case DELETE -> reasonAgainstRemoval("has no");
            case KEYWORD ->
                selected.keeps(action.name())
                        ? Optional.empty()
                        : Optional.of(
                                "keeps no keyword " + action.name() + " in " + poller.folder() + " (PERMANENTFLAGS)");
        };
    }

    private Optional<String> reasonAgainstRemoval(String lacks) {
        if (!has("UIDPLUS")) {
            return Optional.of(lacks + NEEDS_UIDPLUS);
        }
        return selected.keeps("\\Deleted")
                ? Optional.empty()
                : Optional.of(
                        "lets no message be deleted from " + poller.folder() + " (no \\Deleted in PERMANENTFLAGS)");
    }

    private boolean moves() {
        return has("MOVE");
    }

    /** Both extensions are part of IMAP4rev2. */
    private boolean has(String capability) {
        return protocol.hasCapability(capability) || protocol.hasCapability("IMAP4rev2");
    }

    /** QUIRK: many servers announce all capabilities only after the login, and some only when they are asked. */
    private void askForCapabilities() throws MessagingException {
        try {
            pipeline.ask("CAPABILITY", List.of("CAPABILITY"), new Told());
        } catch (IOException | ProtocolException e) {
            throw new MessagingException("CAPABILITY is not answered", e);
        }
    }

    private final class Told implements Untagged {
        @Override
        public void take(Response response) {
            protocol.handleCapabilityResponse(new Response[] {response});
        }

        @Override
        public void unreadable() {
            // Then it has no capabilities that are known.
        }
    }

    /** How it is going to be done, in sentences. Takes a round trip for each folder. */
    String words() {
        return after.actions().stream().map(this::words).collect(Collectors.joining(" "));
    }

    private String words(Action action) {
        return switch (action.kind()) {
            case MOVE ->
                (moves()
                                ? "Messages can be moved (MOVE) to "
                                : "There is no MOVE, so messages are copied and then removed (UIDPLUS): to ")
                        + folder(action.name());
            case DELETE -> "Single messages can be removed (UIDPLUS).";
            case KEYWORD -> "The keyword " + action.name() + " is kept.";
        };
    }

    private String folder(String name) {
        FolderNames.ListAnswer listed = new FolderNames.ListAnswer();
        try {
            String command = "LIST \"\" " + MailboxName.of(name, protocol.supportsUtf8());
            boolean isListed =
                    pipeline.ask("LIST", List.of(command), listed).get(0).isOK();
            String missing = isListed && listed.isEmpty() ? ", which is not there yet and is created then" : "";
            return name + missing + ".";
        } catch (IOException | ProtocolException e) {
            return name + "."; // The next command finds out.
        }
    }
}
