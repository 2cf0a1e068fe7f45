package dev.imappoller.poller.pass;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.Pollers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is the same throughout a schedule: the poller, its mailbox' size, and what may go wrong. Few kinds of faults at a time hide one another least. */
final class SimSettings {
    /** What a server does with flags when it lists or hands over a message, though it is asked to leave them. */
    enum Flags {
        LEFT_ALONE,
        SET_AT_FETCH,
        SET_AFTER_FETCH,
        SET_AT_LISTING
    }

    private static final int MOST_FAULTS = 6;
    private static final int[] POSTS = {8, 1, 2, 24};
    private static final int[] FIRST_MESSAGES = {3, 10, 10, 40, 70};
    private static final List<Map<String, Object>> ITEMS = List.of(
            Map.of(),
            Map.of("maxMessages", Pollers.number(4)),
            Map.of("maxAttempts", Pollers.number(2)),
            Map.of("retryBackoff", true),
            Map.of("maxMessages", Pollers.number(1), "maxAttempts", Pollers.number(3), "retryBackoff", true),
            Map.of("filter", Map.of("subject", "wanted")));

    /** What is done after delivery: nothing in every other schedule. */
    private static final List<Map<String, Object>> AFTER_DELIVERY = List.of(
            Map.of(),
            Map.of("move", "Processed", "rejected", Map.of("keyword", "$Refused")),
            Map.of("delete", true, "rejected", Map.of("move", "Refused")),
            Map.of("keyword", "$Forwarded"));

    private static final List<List<Poller>> POLLERS =
            ITEMS.stream().map(SimSettings::pollers).toList();

    private static List<Poller> pollers(Map<String, Object> item) {
        return AFTER_DELIVERY.stream()
                .map(after -> {
                    Map<String, Object> whole = new HashMap<>(item);
                    whole.put("afterDelivery", after);
                    return Pollers.poller(whole);
                })
                .toList();
    }

    private final int[] rates = new int[SimFault.values().length];
    private final boolean isPoison;
    private final Poller poller;
    private final int posts;
    private final int ticks;
    private final int firstMessages;
    private final int oddKinds;
    private final Flags flags;
    private final boolean moves;
    private final boolean isAskedAgain;
    private boolean isHealed;

    SimSettings(SimChoices choices) {
        isPoison = choices.below(4) == 3;
        int item = isPoison ? 0 : choices.below(POLLERS.size());
        posts = POSTS[choices.below(POSTS.length)];
        ticks = 1 + choices.below(6);
        firstMessages = 1 + choices.below(FIRST_MESSAGES[choices.below(FIRST_MESSAGES.length)]);
        oddKinds = choices.below(3);
        flags = choices.below(4) == 3 ? Flags.values()[choices.below(Flags.values().length)] : Flags.LEFT_ALONE;
        int faults = isPoison ? 0 : choices.below(MOST_FAULTS);
        for (int i = 0; i < faults; i++) {
            SimFault fault = SimFault.values()[choices.below(SimFault.values().length)];
            int times = new int[] {1, 3, 8}[choices.below(3)];
            rates[fault.ordinal()] = Math.min(900, fault.inAThousand() * times);
            if (fault == SimFault.PAUSED) { // Else nobody is there to go on in its place.
                rates[SimFault.TWO_AT_ONCE.ordinal()] = SimFault.TWO_AT_ONCE.inAThousand();
            }
        }
        poller = POLLERS.get(item).get(choices.below(2) * choices.below(AFTER_DELIVERY.size()));
        moves = choices.below(2) == 0;
        isAskedAgain = choices.below(4) == 3;
    }

    /** Whether nothing is wrong but messages: then none of them may hold up another. */
    boolean isPoison() {
        return isPoison;
    }

    Poller poller() {
        return poller;
    }

    /** Whether a person has given it a filter, and changes that now and then. */
    boolean isFiltered() {
        return poller.filter().isPresent();
    }

    /** How many messages a pass posts at the same time. */
    int posts() {
        return posts;
    }

    /** How many polls there are before everything works again. */
    int ticks() {
        return ticks;
    }

    int firstMessages() {
        return firstMessages;
    }

    /** How likely a message is one with something wrong. */
    int oddKinds() {
        return (isPoison ? new int[] {150, 500, 50} : new int[] {0, 30, 150})[oddKinds];
    }

    Flags flags() {
        return isHealed ? Flags.LEFT_ALONE : flags;
    }

    /** Whether the server has ever set flags by itself. */
    boolean hadFlagsSet() {
        return flags != Flags.LEFT_ALONE;
    }

    /** Whether the server has MOVE; else it copies. */
    boolean moves() {
        return moves;
    }

    /** Whether a person has a message delivered again after each poll, by op redeliver. */
    boolean isAskedAgain() {
        return isAskedAgain;
    }

    int rate(SimFault fault) {
        return isHealed ? 0 : rates[fault.ordinal()];
    }

    boolean isHealed() {
        return isHealed;
    }

    /** From now on everything works. */
    void heal() {
        isHealed = true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isPoison ? "only messages are bad" : "faults:");
        for (SimFault fault : SimFault.values()) {
            if (rates[fault.ordinal()] > 0) {
                text.append(' ').append(fault).append(' ').append(rates[fault.ordinal()]);
            }
        }
        return text + "; " + (moves ? "MOVE, " : "COPY, ")
                + poller.afterDelivery().map(Object::toString).orElse("nothing after delivery") + ", flags " + flags
                + ", " + posts + " posts, maxMessages " + poller.maxMessages() + ", " + ticks
                + " polls";
    }
}
