package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.item.ItemAttribute.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds attributes of an item that look like known ones written wrong, such as foldr. People may keep attributes of their own in an
 * item, so this is a guess: it makes a hint, never an error.
 */
final class Misspelling {
    /** In characters, of a name that is looked at. */
    private static final int LONGEST = 40;

    /** How many names are looked at: an item can have a hundred thousand, and nobody writes so many of them wrong. */
    private static final int MOST = 100;

    private Misspelling() {}

    /** A sentence for each name that nothing reads, but that is close to one which the item doesn't have. */
    static List<String> hints(Set<String> names) {
        return names.stream()
                .filter(Misspelling::isPlain)
                .filter(name -> ItemAttribute.called(name, Group.CONFIGURATION, Group.WRITTEN)
                        .isEmpty())
                .sorted()
                .limit(MOST)
                .flatMap(name -> meant(name, names).stream()
                        .map(known -> "There is no attribute " + name + ": is " + known.attribute() + " meant?"))
                .toList();
    }

    /** Whether it can be shown as it is. */
    private static boolean isPlain(String name) {
        return Characters.all(name, 1, LONGEST, c -> Characters.isAlphanumeric(c) || "_.-".indexOf(c) >= 0);
    }

    private static Optional<ItemAttribute> meant(String name, Set<String> names) {
        String written = letters(name);
        return Arrays.stream(ItemAttribute.values())
                .filter(known -> known.group() == Group.CONFIGURATION && !names.contains(known.attribute()))
                .filter(known -> isClose(written, known))
                .min((one, other) -> Integer.compare(
                        distance(written, letters(one.attribute())), distance(written, letters(other.attribute()))));
    }

    /**
     * At most one typing error away, in a long name two, or cut off, such as interval. In a short name two errors could make another word.
     */
    private static boolean isClose(String written, ItemAttribute known) {
        String name = letters(known.attribute());
        int slips = name.length() < 6 ? 1 : 2;
        return distance(written, name) <= slips || written.length() >= 4 && name.startsWith(written);
    }

    /** Without what people vary: case, underscores, hyphens. */
    private static String letters(String name) {
        return Characters.without(name.toLowerCase(Locale.ROOT), c -> !Characters.isAlphanumeric(c));
    }

    /** How many letters have to be put in, left out, replaced, or swapped with their neighbour to make one word of the other. */
    private static int distance(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int replaced = slips[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                slips[i][j] = Math.min(replaced, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    slips[i][j] = Math.min(slips[i][j], 1 + slips[i - 2][j - 2]);
                }
            }
        }
        return slips[one.length()][other.length()];
    }
}
