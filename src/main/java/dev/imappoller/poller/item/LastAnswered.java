package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.credential.Fingerprint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param asOf when the run of the pass began that has written which these are; empty where there are none
 * @param unfiled those of this pass and of earlier ones that are still to be filed away, if there are any
 */
public record LastAnswered(
        String mailbox, OptionalLong uidValidity, Optional<Instant> asOf, UidSet uids, Optional<Unfiled> unfiled) {
    /** The item is written at each poll, and an item's size is what a write costs. */
    private static final int LONGEST = 4000;

    private static final char SEPARATOR = '/';

    /** Mailbox, UIDVALIDITY, time and UIDs. */
    private static final int PARTS = 4;

    /** Of {@link Unfiled}. */
    private static final int SETS = 4;

    /**
     * Messages that have their final answer, and with which {@code afterDelivery} is not done yet.
     *
     * @param accepted by the web app
     * @param rejected by the web app
     * @param copied to the other folder already, so they have only to be removed from this one
     * @param suspects those of them over which a connection was lost
     */
    public record Unfiled(UidSet accepted, UidSet rejected, UidSet copied, UidSet suspects) {
        private static final int LONGEST_SET = LONGEST / SETS;

        public Unfiled {
            accepted = accepted.within(LONGEST_SET);
            rejected = rejected.within(LONGEST_SET);
            copied = copied.within(LONGEST_SET);
            suspects = suspects.within(LONGEST_SET);
        }

        @Override
        public String toString() {
            return accepted.toString() + SEPARATOR + rejected + SEPARATOR + copied + SEPARATOR + suspects;
        }
    }

    public LastAnswered {
        uids = uids.within(LONGEST);
        // So that what an idle poll writes stays the same.
        asOf = uids.isEmpty() ? Optional.empty() : asOf.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Where none got its final answer. */
    public static LastAnswered none(String mailbox, OptionalLong uidValidity) {
        return new LastAnswered(mailbox, uidValidity, Optional.empty(), UidSet.NONE, Optional.empty());
    }

    /** Names the account and folder that a poller reads. */
    public static String mailboxOf(Poller poller) {
        return Fingerprint.of(poller.pollerId(), poller.host(), poller.username(), poller.folder());
    }

    /** What {@link #toString} has written; empty for anything else. */
    static Optional<LastAnswered> parse(String text) {
        List<String> parts = text.length() > PARTS * LONGEST ? List.of() : Characters.split(text, SEPARATOR);
        if (parts.size() != PARTS && parts.size() != PARTS + SETS) {
            return Optional.empty();
        }
        OptionalLong uidValidity;
        OptionalLong asOf;
        try {
            uidValidity = number(parts.get(1));
            asOf = number(parts.get(2));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        List<UidSet> sets = new ArrayList<>();
        parts.subList(PARTS - 1, parts.size())
                .forEach(part -> UidSet.parse(part).ifPresent(sets::add));
        if (sets.size() != parts.size() - (PARTS - 1)) {
            return Optional.empty();
        }
        return Optional.of(new LastAnswered(
                parts.get(0),
                uidValidity,
                asOf.stream().mapToObj(Instant::ofEpochMilli).findFirst(),
                sets.get(0),
                sets.size() == 1
                        ? Optional.empty()
                        : Optional.of(new Unfiled(sets.get(1), sets.get(2), sets.get(3), sets.get(4)))));
    }

    private static OptionalLong number(String part) {
        return part.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(part));
    }

    @Override
    public String toString() {
        String validity = uidValidity.isPresent() ? Long.toString(uidValidity.getAsLong()) : "";
        String time = asOf.map(Instant::toEpochMilli).map(String::valueOf).orElse("");
        String answered = mailbox + SEPARATOR + validity + SEPARATOR + time + SEPARATOR + uids;
        return unfiled.isPresent() ? answered + SEPARATOR + unfiled.get() : answered;
    }
}
