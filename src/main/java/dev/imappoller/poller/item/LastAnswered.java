package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The messages that got their final answer in the last pass and have no record. If the mail server lists one as unseen again, it did not
 * keep the mark. This is part of the poller's item, so it costs no extra write.
 *
 * @param mailbox which poller, account and folder that was
 * @param uidValidity that the server told then, or before if it told none; empty where it never did
 * @param unfiled those of this pass and of earlier ones that are still to be filed away, if there are any
 */
public record LastAnswered(String mailbox, OptionalLong uidValidity, UidSet uids, Optional<Unfiled> unfiled) {
    /** The item is written at each poll, and an item's size is what a write costs. */
    private static final int LONGEST = 4000;

    private static final char SEPARATOR = '/';

    /** Mailbox, UIDVALIDITY and UIDs. */
    private static final int PARTS = 3;

    /** Those, and the three sets of {@link Unfiled}. */
    private static final int ALL_PARTS = 6;

    /**
     * Messages that have their final answer, and with which {@code afterDelivery} is not done yet.
     *
     * @param accepted by the web app
     * @param rejected by the web app
     * @param copied to the other folder already, so they have only to be removed from this one
     */
    public record Unfiled(UidSet accepted, UidSet rejected, UidSet copied) {
        private static final int LONGEST_SET = LONGEST / PARTS;

        public Unfiled {
            accepted = accepted.within(LONGEST_SET);
            rejected = rejected.within(LONGEST_SET);
            copied = copied.within(LONGEST_SET);
        }

        @Override
        public String toString() {
            return accepted.toString() + SEPARATOR + rejected + SEPARATOR + copied;
        }
    }

    public LastAnswered {
        uids = uids.within(LONGEST);
    }

    /** Where all are filed away, or none has to be. */
    public LastAnswered(String mailbox, OptionalLong uidValidity, UidSet uids) {
        this(mailbox, uidValidity, uids, Optional.empty());
    }

    /** Names the account and folder that a poller reads. */
    public static String mailboxOf(Poller poller) {
        return Fingerprint.of(poller.pollerId(), poller.host(), poller.username(), poller.folder());
    }

    /** What {@link #toString} has written; empty for anything else. */
    static Optional<LastAnswered> parse(String text) {
        List<String> parts = text.length() > PARTS * LONGEST ? List.of() : Characters.split(text, SEPARATOR);
        if (parts.size() != PARTS && parts.size() != ALL_PARTS) {
            return Optional.empty();
        }
        OptionalLong uidValidity = OptionalLong.empty();
        if (!parts.get(1).isEmpty()) {
            try {
                uidValidity = OptionalLong.of(Long.parseLong(parts.get(1)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        List<UidSet> sets = new ArrayList<>();
        parts.subList(2, parts.size()).forEach(part -> UidSet.parse(part).ifPresent(sets::add));
        if (sets.size() != parts.size() - 2) {
            return Optional.empty();
        }
        Optional<Unfiled> unfiled =
                sets.size() == 1 ? Optional.empty() : Optional.of(new Unfiled(sets.get(1), sets.get(2), sets.get(3)));
        return Optional.of(new LastAnswered(parts.get(0), uidValidity, sets.get(0), unfiled));
    }

    @Override
    public String toString() {
        String validity = uidValidity.isPresent() ? Long.toString(uidValidity.getAsLong()) : "";
        String answered = mailbox + SEPARATOR + validity + SEPARATOR + uids;
        return unfiled.isPresent() ? answered + SEPARATOR + unfiled.get() : answered;
    }
}
