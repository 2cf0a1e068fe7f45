package dev.imappoller.imap;

import dev.imappoller.imap.answer.Responses;
import dev.imappoller.imap.connection.SessionProtocol;
import dev.imappoller.poller.item.SearchKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A poller's searches as they are sent (RFC 9051, section 6.4.4), with its filter where it has one. */
final class SearchCommands {
    private static final String SEARCH = "UID SEARCH ";
    private static final String UNSEEN = "UNSEEN UNDELETED";

    /** A filter of more parts has several of the same kind. */
    private static final int MOST_OPPOSITES = 20;

    private final String charset;
    private final String keys;
    private final List<String> opposites;
    private final boolean isSentInPieces;

    /** @param protocol which says what the server takes */
    SearchCommands(@Nullable SearchKey filter, SessionProtocol protocol) {
        // RFC 6855, and RFC 9051 where RFC 3501 is not spoken too: no charset may be named then, and none needs to be.
        boolean isUtf8Quoted =
                protocol.supportsUtf8() || protocol.hasCapability("IMAP4REV2") && !protocol.hasCapability("IMAP4REV1");
        // RFC 7888. LITERAL- takes 4096 octets, and a filter has fewer.
        boolean isLiteralAwaited = !protocol.hasCapability("LITERAL+") && !protocol.hasCapability("LITERAL-");
        if (filter == null) { // Then nothing of filters is loaded.
            this.keys = "";
            this.opposites = List.of();
        } else {
            SearchKeyText text = new SearchKeyText(isUtf8Quoted, isLiteralAwaited);
            this.keys = text.of(filter);
            this.opposites = text.opposites(filter, MOST_OPPOSITES);
        }
        boolean isCharsetNamed = !isUtf8Quoted && keys.chars().anyMatch(c -> c > 127);
        this.charset = isCharsetNamed ? "CHARSET UTF-8 " : "";
        this.isSentInPieces = isCharsetNamed && isLiteralAwaited;
    }

    boolean isFiltered() {
        return !keys.isEmpty();
    }

    /** Whether the server has to ask for a part of it, so that nothing can be sent behind it. */
    boolean isSentInPieces() {
        return isSentInPieces;
    }

    /** What is unseen and matches the filter. */
    String unseen() {
        return isFiltered() ? SEARCH + charset + UNSEEN + " " + keys : unseenInAll();
    }

    /** What is unseen, whether it matches or not. */
    String unseenInAll() {
        return SEARCH + UNSEEN;
    }

    /** Which of these messages are unseen, whether they match or not. */
    String unseenAmong(Collection<Long> uids) {
        return SEARCH + among(uids) + UNSEEN;
    }

    /** Which of these messages match, seen or not. */
    String matchingAmong(Collection<Long> uids) {
        return SEARCH + charset + among(uids) + keys;
    }

    /** Which of these messages don't match one or another part of the filter. */
    List<String> othersAmong(Collection<Long> uids) {
        return opposites.stream()
                .map(opposite -> SEARCH + charset + among(uids) + opposite)
                .toList();
    }

    private static String among(Collection<Long> uids) {
        return "UID " + Responses.set(uids) + " ";
    }
}
