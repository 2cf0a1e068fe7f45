package dev.imappoller.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a server has to say to a command, one character per octet.
 *
 * @param untagged whole responses with their line ends
 * @param tagged the last line, with its end
 */
public record ImapReply(List<String> untagged, String tagged) {
    public ImapReply {
        untagged = List.copyOf(untagged);
    }

    /** All of it, as it goes out. */
    public String text() {
        return String.join("", untagged) + tagged;
    }

    /** The same with each untagged response rewritten; one that becomes empty is left out. */
    public ImapReply each(UnaryOperator<String> rewritten) {
        return new ImapReply(untagged.stream().map(rewritten).toList(), tagged);
    }

    /** The same with more untagged responses, before the others. */
    public ImapReply after(String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(untagged);
        return new ImapReply(all, tagged);
    }

    /** The same in the opposite order. */
    public ImapReply reversed() {
        List<String> all = new ArrayList<>();
        untagged.forEach(each -> all.add(0, each));
        return new ImapReply(all, tagged);
    }

    /** The same with another end. */
    public ImapReply ending(String otherTagged) {
        return new ImapReply(untagged, otherTagged);
    }
}
