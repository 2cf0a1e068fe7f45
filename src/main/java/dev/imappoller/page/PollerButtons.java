package dev.imappoller.page;

import dev.imappoller.poller.ledger.LedgerRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The buttons of one poller. The dashboard calls the poll function for whoever presses one, with that person's own rights.
 *
 * @param pollFunction the ARN of the poll function; without it there are no buttons
 */
record PollerButtons(String pollerId, Optional<String> pollFunction) {
    /** Keys may have 2,048 octets, and each button holds one twice: a page of such buttons would be too large for Lambda. */
    static PollerButtons of(String pollerId, @Nullable String pollFunction) {
        return new PollerButtons(
                pollerId, Optional.ofNullable(pollFunction).filter(any -> pollerId.length() <= PollerRow.LONGEST_NAME));
    }

    /** What can be done about a message. */
    List<Button> about(LedgerRecord record) {
        return switch (record.state()) {
            case DEFERRED, PARKED ->
                Stream.concat(retry(record.uid()), skip(record.uid())).toList();
            case TOO_LARGE -> skip(record.uid()).toList();
            case REJECTED -> redeliver(record.uid()).toList();
            case DELIVERED -> List.of();
        };
    }

    /** What can be done about all messages that fail. */
    List<Button> aboutAll() {
        return button(
                        "Retry all",
                        "Retry all failing messages of " + shown(),
                        "retry",
                        "",
                        "Try all failing messages of " + shown() + " again at the next poll, parked ones too?")
                .toList();
    }

    private Stream<Button> retry(long uid) {
        return button(
                "Retry",
                "Retry" + message(uid),
                "retry",
                uid(uid),
                "Try" + message(uid) + " again at the next poll, as if it were new?");
    }

    private Stream<Button> skip(long uid) {
        return button(
                "Skip",
                "Skip" + message(uid),
                "skip",
                uid(uid),
                "Give up" + message(uid) + "? It is marked as read and will not be delivered.");
    }

    private Stream<Button> redeliver(long uid) {
        return button(
                "Redeliver",
                "Redeliver" + message(uid),
                "redeliver",
                uid(uid),
                "Deliver" + message(uid)
                        + " once more? It is marked as unread, and posted again at the next poll with the same"
                        + " webhook-id.");
    }

    private Stream<Button> button(String label, String name, String op, String uid, String confirmation) {
        String event = "{\"op\":\"" + op + "\",\"pollerId\":" + PageFormat.json(pollerId) + uid + "}";
        return pollFunction.stream().map(endpoint -> new Button(label, name, confirmation, endpoint, event));
    }

    private static String uid(long uid) {
        return ",\"uid\":" + uid;
    }

    private String message(long uid) {
        return " message " + uid + " of " + shown();
    }

    private String shown() {
        return PageFormat.readable(pollerId);
    }
}
