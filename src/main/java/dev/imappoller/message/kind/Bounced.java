package dev.imappoller.message.kind;

import dev.imappoller.message.body.Attachment;
import dev.imappoller.message.header.Addresses;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.WellFormed;
import dev.imappoller.message.transfer.LineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a bounce says of one recipient (RFC 3464, section 2.3).
 *
 * @param recipient the address that the message was sent to
 * @param action such as {@code failed} or {@code delayed}
 * @param status such as {@code 5.1.1} (RFC 3463)
 */
public record Bounced(String recipient, Optional<String> action, Optional<String> status) {
    public Bounced {
        Objects.requireNonNull(recipient);
        Objects.requireNonNull(action);
        Objects.requireNonNull(status);
    }

    /** How many are told: a report may be made to have a million. */
    public static final int MOST = 100;

    /** How much of a report is read, in octets. */
    private static final long MOST_OCTETS = 256 * 1024;

    /** Longer than any address, in characters. */
    private static final int MAX_VALUE = 1000;

    private static final Set<String> ACTIONS = Set.of("failed", "delayed", "delivered", "relayed", "expanded");

    /**
     * Those that a report on delivery has.
     *
     * @throws IOException if the message can't be read from where it is kept
     */
    static List<Bounced> in(@Nullable Attachment report, DecodingBudget budget) throws IOException {
        if (report == null) {
            return List.of();
        }
        List<Bounced> bounced = new ArrayList<>();
        Group group = new Group(budget);
        try (LineReader lines = new LineReader(report.open(), false, report.size())) {
            while (bounced.size() < MOST && lines.end() < MOST_OCTETS && lines.advance()) {
                if (lines.isBlank()) {
                    group.end().ifPresent(bounced::add);
                    group = new Group(budget);
                } else {
                    group.take(lines);
                }
            }
        }
        if (bounced.size() < MOST) {
            group.end().ifPresent(bounced::add);
        }
        return bounced;
    }

    /** Those that X-Failed-Recipients names, as Exim writes it. */
    static List<Bounced> named(String field, DecodingBudget budget) {
        List<Bounced> bounced = new ArrayList<>();
        int from = 0;
        while (from <= field.length() && bounced.size() < MOST) {
            int comma = field.indexOf(',', from);
            int to = comma < 0 ? field.length() : comma;
            budget.spend(1 + to - from);
            Addresses.first(field.substring(from, to), budget)
                    .filter(address -> !address.isEmpty())
                    .ifPresent(address -> bounced.add(new Bounced(address, Optional.of("failed"), Optional.empty())));
            from = to + 1;
        }
        return bounced;
    }

    /** The fields of one recipient, which end at an empty line. */
    private static final class Group {
        private final DecodingBudget budget;
        private String name = "";
        private final StringBuilder value = new StringBuilder();
        private @Nullable String original;
        private @Nullable String last;
        private @Nullable String action;
        private @Nullable String status;

        private Group(DecodingBudget budget) {
            this.budget = budget;
        }

        private void take(LineReader lines) {
            String text = lines.text();
            budget.spend(text.length());
            if (lines.startsWithBlank()) {
                append(' ' + text.strip());
                return;
            }
            flush();
            int colon = text.indexOf(':');
            name = colon > 0 && colon <= MAX_VALUE
                    ? text.substring(0, colon).strip().toLowerCase(Locale.ROOT)
                    : "";
            append(text.substring(colon + 1));
        }

        private void append(String text) {
            value.append(text, 0, Math.min(text.length(), Math.max(0, MAX_VALUE - value.length())));
        }

        private void flush() {
            String text = value.toString().strip();
            switch (name) {
                case "original-recipient" ->
                    original = original == null ? address(text).orElse(null) : original;
                case "final-recipient" -> last = last == null ? address(text).orElse(null) : last;
                case "action" -> action = action == null ? known(word(text), ACTIONS::contains) : action;
                case "status" -> status = status == null ? known(word(text), Group::isStatus) : status;
                default -> {}
            }
            name = "";
            value.setLength(0);
        }

        private static @Nullable String known(String word, Predicate<String> isKnown) {
            return isKnown.test(word) ? word : null;
        }

        private Optional<Bounced> end() {
            flush();
            String recipient = original == null ? last : original;
            return recipient == null
                    ? Optional.empty()
                    : Optional.of(new Bounced(recipient, Optional.ofNullable(action), Optional.ofNullable(status)));
        }

        /** What stands behind the type of address, such as {@code rfc822;}, which some leave out. */
        private Optional<String> address(String text) {
            String bare = text.substring(text.indexOf(';') + 1).strip();
            String shown = decoded(bare);
            return Addresses.first(shown, budget).or(() -> Optional.of(shown)).filter(address -> !address.isEmpty());
        }

        /** Octets as UTF-8 as servers for such addresses write them (RFC 6533). */
        private static String decoded(String octets) {
            String text = new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return Characters.onOneLine(WellFormed.text(text));
        }

        /** The first word: a comment may follow. */
        private static String word(String text) {
            return Characters.before(text, c -> Characters.isBlank(c) || c == '(' || c == ';')
                    .toLowerCase(Locale.ROOT);
        }

        private static boolean isStatus(String text) {
            List<String> numbers = Characters.split(text, '.');
            return numbers.size() == 3
                    && Set.of("2", "4", "5").contains(numbers.get(0))
                    && Characters.all(numbers.get(1), 1, 3, Characters::isDigit)
                    && Characters.all(numbers.get(2), 1, 3, Characters::isDigit);
        }
    }
}
