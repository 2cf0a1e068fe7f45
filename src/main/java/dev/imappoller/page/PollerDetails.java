package dev.imappoller.page;

import dev.imappoller.poller.item.AttachmentBucket;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a poller's row opens to.
 *
 * @param facts what its item asks for besides account and target
 * @param failing messages that are unread, where they were looked up
 * @param rejected messages that the web app refused lately, where they were looked up
 */
record PollerDetails(List<Fact> facts, MessageList failing, MessageList rejected) {
    private static final int LONGEST_FACT = 1000;

    /** Something that the item asks for, in words. */
    record Fact(String name, String text) {
        static Fact of(String name, String text) {
            return new Fact(name, PageFormat.within(LONGEST_FACT, text));
        }
    }

    PollerDetails {
        facts = List.copyOf(facts);
    }

    static PollerDetails of(PollerEntry entry) {
        List<Fact> facts = entry.poller().stream()
                .flatMap(poller -> Stream.of(filter(poller), store(poller)).flatMap(Optional::stream))
                .toList();
        return new PollerDetails(facts, MessageList.NONE, MessageList.NONE);
    }

    PollerDetails with(MessageList nowFailing, MessageList nowRejected) {
        return new PollerDetails(facts, nowFailing, nowRejected);
    }

    /** What there is to see; empty if there is nothing. */
    public String summary() {
        Stream<String> names = facts.stream().map(fact -> fact.name().toLowerCase(Locale.ROOT));
        return Stream.concat(Stream.of(failing.title(), rejected.title()), names)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static Optional<Fact> filter(Poller poller) {
        return poller.filter().map(key -> Fact.of("Filter", key.as(new FilterWords())));
    }

    private static Optional<Fact> store(Poller poller) {
        return poller.attachmentStore().map(bucket -> Fact.of("Attachment store", words(bucket)));
    }

    private static String words(AttachmentBucket store) {
        StringBuilder words = new StringBuilder("s3://" + store.bucket() + "/" + store.prefix());
        store.endpoint()
                .ifPresent(url ->
                        words.append(" at ").append(url.scheme()).append("://").append(url.authority()));
        words.append(
                store.minBytes() > 0
                        ? ", attachments from " + PageFormat.size(store.minBytes()) + " up"
                        : ", all attachments");
        words.append(store.urlExpiry()
                .map(expiry -> ", by URLs that expire after " + PageFormat.count(expiry.toMinutes(), "minute"))
                .orElse(", by s3:// URLs"));
        return words.toString();
    }
}
