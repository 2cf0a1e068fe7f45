package dev.imappoller.poller.item;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.poller.item.ItemAttribute.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done with messages in their mailbox once they have their final answer and are marked: for at least one of the two verdicts.
 *
 * @param accepted for those that the web app accepted
 * @param rejected for those that it rejected
 */
public record AfterDelivery(Optional<Action> accepted, Optional<Action> rejected) {
    private static final String INBOX = "INBOX";
    private static final int LONGEST_KEYWORD = 100;

    /**
     * One thing that is done with messages.
     *
     * @param name the folder's or the keyword's; empty where messages are deleted
     */
    public record Action(Kind kind, String name) {
        /** A message is to be removed from its folder. */
        public static final Action DELETE = new Action(Kind.DELETE, "");
    }

    /** The kinds of actions. */
    public enum Kind {
        MOVE,
        DELETE,
        KEYWORD
    }

    /** The actions for both verdicts. */
    public List<Action> actions() {
        return Stream.of(accepted, rejected)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /**
     * Reads the map {@code afterDelivery} of an item that has one; what is wrong with it is noted as a problem.
     *
     * @param folder the one that is polled
     */
    static Optional<AfterDelivery> read(Attributes item, String folder) {
        Optional<Attributes> map = item.map(ItemAttribute.AFTER_DELIVERY);
        Optional<Attributes> rejected = map.flatMap(outer -> outer.map(ItemAttribute.AFTER_REJECTED));
        map.ifPresent(outer -> refuseUnknown(outer, List.of()));
        rejected.ifPresent(inner -> refuseUnknown(inner, List.of(ItemAttribute.AFTER_REJECTED)));
        AfterDelivery read = new AfterDelivery(
                map.flatMap(outer -> action(outer, folder)), rejected.flatMap(inner -> action(inner, folder)));
        return Optional.of(read).filter(any -> !any.actions().isEmpty());
    }

    private static void refuseUnknown(Attributes map, Collection<ItemAttribute> elsewhere) {
        map.names().stream()
                .filter(name -> ItemAttribute.called(name, Group.AFTER_DELIVERY)
                        .filter(known -> !elsewhere.contains(known))
                        .isEmpty())
                .sorted()
                .forEach(name -> map.problem(
                        name,
                        "is unknown here: an afterDelivery map has " + ItemAttribute.names(Group.AFTER_DELIVERY)
                                + ", and its entry rejected has the same without a rejected of its own"));
    }

    private static Optional<Action> action(Attributes map, String folder) {
        List<Action> actions = new ArrayList<>();
        map.text(ItemAttribute.AFTER_MOVE).ifPresent(name -> {
            if (isSame(name, folder)) {
                map.problem(ItemAttribute.AFTER_MOVE, "is the folder that is polled: name another one");
            }
            actions.add(new Action(Kind.MOVE, name));
        });
        if (map.flag(ItemAttribute.AFTER_DELETE)) {
            actions.add(Action.DELETE);
        }
        map.text(ItemAttribute.AFTER_KEYWORD).ifPresent(keyword -> {
            if (!Characters.all(keyword, 1, LONGEST_KEYWORD, AfterDelivery::mayStandInKeyword)) {
                map.problem(ItemAttribute.AFTER_KEYWORD, "must be " + ItemAttribute.AFTER_KEYWORD.shape());
            }
            actions.add(new Action(Kind.KEYWORD, keyword));
        });
        if (actions.size() > 1) {
            map.problem(
                    map.has(ItemAttribute.AFTER_KEYWORD) ? ItemAttribute.AFTER_KEYWORD : ItemAttribute.AFTER_DELETE,
                    "can't stand beside another: keep one of move, delete and keyword");
        }
        return actions.stream().findFirst();
    }

    /** INBOX is the one name whose case doesn't matter (RFC 9051, section 5.1). */
    private static boolean isSame(String one, String other) {
        return one.equals(other) || one.equalsIgnoreCase(INBOX) && other.equalsIgnoreCase(INBOX);
    }

    /** Of an atom (RFC 9051, section 9, flag-keyword). */
    private static boolean mayStandInKeyword(int c) {
        return c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0;
    }
}
