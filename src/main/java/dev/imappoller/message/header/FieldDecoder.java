package dev.imappoller.message.header;

import dev.imappoller.message.charset.MailCharset;
import dev.imappoller.message.octets.DecodingBudget;
import dev.imappoller.message.octets.Defect;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes the fields of a message's header, each as its kind asks for (RFC 2047, section 5). */
public final class FieldDecoder {
    /**
     * What servers write about a message on its way (RFC 5321, 7208, 8601, 8617). Nothing in it is encoded, and it is in no character set
     * that the sender names. But servers copy into it what the sender has told them, which may look as if it were encoded: decoded, it
     * would say what no server has found out.
     */
    private static final Set<String> OF_SERVERS = Set.of(
            "arc-authentication-results",
            "authentication-results",
            "authentication-results-original",
            "delivered-to",
            "envelope-to",
            "received",
            "received-spf",
            "return-path",
            "x-delivered-to",
            "x-envelope-from",
            "x-envelope-to",
            "x-original-authentication-results",
            "x-original-to",
            "x-received");

    /** None of these is longer. */
    private static final int MAX_NAME = 33;

    private final @Nullable MailCharset charset;
    private final Set<Defect> defects;
    private final DecodingBudget budget;

    /** @param charset what octets above 127 are in that the sender wrote, if they are not UTF-8 */
    public FieldDecoder(@Nullable MailCharset charset, Set<Defect> defects, DecodingBudget budget) {
        this.charset = charset;
        this.defects = defects;
        this.budget = budget;
    }

    /** Decodes a field, whose characters are octets. */
    public HeaderField decode(RawField field) {
        String octets = field.value();
        boolean mayHaveWords = octets.contains("=?");
        budget.spend(1 + octets.length());
        if (!mayHaveWords && EncodedWords.isVisible(octets)) {
            return new HeaderField(field.name(), octets); // As most are.
        }
        if (isOfServers(field.name())) {
            return new HeaderField(field.name(), EncodedWords.decodeUnencoded(octets, defects, budget));
        }
        if (!mayHaveWords) {
            return new HeaderField(field.name(), EncodedWords.decode(octets, charset, defects, budget));
        }
        EncodedWords words = EncodedWords.in(octets, charset, defects, budget);
        String value = AddressWords.isIn(field.name())
                ? AddressWords.decode(octets, words, budget)
                : words.decode(octets, EncodedWords.Place.TEXT);
        return new HeaderField(field.name(), value, words.undecoded(octets));
    }

    private static boolean isOfServers(String name) {
        return name.length() <= MAX_NAME && OF_SERVERS.contains(name.toLowerCase(Locale.ROOT));
    }
}
