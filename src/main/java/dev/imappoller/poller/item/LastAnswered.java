package dev.imappoller.poller.item;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The messages that got their final answer in the last pass and have no record. If the mail server lists one as unseen again, it did not
 * keep the mark. This is part of the poller's item, so it costs no extra write.
 *
 * @param mailbox which poller, account and folder that was
 * @param uidValidity that the server told then, or before if it told none; empty where it never did
 */
public record LastAnswered(String mailbox, OptionalLong uidValidity, UidSet uids) {
    /** The item is written at each poll, and an item's size is what a write costs. */
    private static final int LONGEST = 4000;

    private static final char SEPARATOR = '/';

    public LastAnswered {
        uids = uids.within(LONGEST);
    }

    /** Names the account and folder that a poller reads. */
    public static String mailboxOf(Poller poller) {
        return Fingerprint.of(poller.pollerId(), poller.host(), poller.username(), poller.folder());
    }

    /** What {@link #toString} has written; empty for anything else. */
    static Optional<LastAnswered> parse(String text) {
        int first = text.indexOf(SEPARATOR);
        int second = text.indexOf(SEPARATOR, first + 1);
        if (first < 0 || second < 0 || text.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        String validity = text.substring(first + 1, second);
        OptionalLong uidValidity = OptionalLong.empty();
        if (!validity.isEmpty()) {
            try {
                uidValidity = OptionalLong.of(Long.parseLong(validity));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        OptionalLong known = uidValidity;
        return UidSet.parse(text.substring(second + 1))
                .map(uids -> new LastAnswered(text.substring(0, first), known, uids));
    }

    @Override
    public String toString() {
        String validity = uidValidity.isPresent() ? Long.toString(uidValidity.getAsLong()) : "";
        return mailbox + SEPARATOR + validity + SEPARATOR + uids;
    }
}
