package dev.imappoller.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What could be seen of an account after each of its polls. */
final class Polls {
    final Account account;
    final Rig rig;
    private final List<After> polls = new ArrayList<>();

    /**
     * After one poll.
     *
     * @param item as it stands in the table then
     * @param open the numbers of the messages that are not delivered and marked
     * @param arrived how many messages there were
     * @param requests how many the web app had got
     * @param records sort keys in the State table
     */
    record After(Map<String, AttributeValue> item, Set<Integer> open, int arrived, int requests, List<String> records) {
        String status() {
            return text("status");
        }

        String detail() {
            return text("statusDetail");
        }

        Optional<Integer> unreadCount() {
            return Optional.ofNullable(item.get("unreadCount")).map(number -> Integer.valueOf(number.n()));
        }

        @Override
        public String toString() {
            return status() + ", open " + abbreviated(open.toString(), 60) + " of " + arrived + ", unreadCount "
                    + unreadCount().map(Object::toString).orElse("none") + ", " + requests + " requests, on record "
                    + abbreviated(records.toString(), 60) + ": " + abbreviated(detail(), 300);
        }

        private String text(String name) {
            return item.getOrDefault(name, AttributeValue.fromS("none")).s();
        }
    }

    Polls(Account account, Rig rig) {
        this.account = account;
        this.rig = rig;
    }

    /** Writes down how things stand. */
    void look() {
        account.look();
        Set<Integer> open = account.history.open().stream()
                .map(name -> Integer.valueOf(name.substring(name.lastIndexOf('-') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
        polls.add(new After(
                rig.item(account), open, account.history.messages(), account.history.requests(), rig.records(account)));
    }

    static String abbreviated(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    /** @param poll from 1 */
    After after(int poll) {
        return polls.get(poll - 1);
    }

    int count() {
        return polls.size();
    }

    After last() {
        return after(count());
    }

    @Override
    public String toString() {
        return IntStream.rangeClosed(1, count())
                .mapToObj(poll -> "poll " + poll + ": " + after(poll))
                .collect(Collectors.joining("\n    ", "\n    ", ""));
    }
}
