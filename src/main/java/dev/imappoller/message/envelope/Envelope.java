package dev.imappoller.message.envelope;

import dev.imappoller.message.Message;
import dev.imappoller.message.header.Addresses;
import dev.imappoller.message.header.HeaderField;
import dev.imappoller.message.octets.DecodingBudget;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The envelope of a message, as far as its header tells: a mailbox doesn't keep the real one (RFC 5321, section 2.3.1).
 *
 * @param to the address that it was delivered to; empty if nothing tells
 * @param recipients that address, as a list
 * @param from the sender's address; empty for the null sender, or if nothing tells
 * @param heloDomain what the sending host called itself
 * @param remoteIp the sending host's address
 * @param tls whether the sending host used TLS
 * @param spf what the receiving host found out about the sender
 */
public record Envelope(
        String to,
        List<String> recipients,
        String from,
        Optional<String> heloDomain,
        Optional<String> remoteIp,
        boolean tls,
        Spf spf) {
    public Envelope {
        Objects.requireNonNull(to);
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(from);
        Objects.requireNonNull(heloDomain);
        Objects.requireNonNull(remoteIp);
        Objects.requireNonNull(spf);
    }

    /**
     * The result of SPF (RFC 7208, section 2.6).
     *
     * @param result in lower case; {@code none} where no check is known
     * @param domain the domain that was checked, else that of the sender
     */
    public record Spf(String result, Optional<String> domain) {
        public Spf {
            Objects.requireNonNull(result);
            Objects.requireNonNull(domain);
        }
    }

    /** The fields that name whom a message was delivered to, those that most servers write first. */
    private static final List<String> DELIVERED_TO =
            List.of("Delivered-To", "X-Original-To", "X-Delivered-To", "Envelope-To", "X-Envelope-To");

    /**
     * Derives the envelope of a message: from what the receiving site wrote, never from what the sender wrote in its place.
     *
     * @param username the account that it was read from, which often is an address
     */
    public static Envelope of(Message message, String username) {
        DecodingBudget budget = message.budget();
        Trace trace = Trace.of(message);
        String to = DELIVERED_TO.stream()
                .flatMap(name -> addresses(trace.delivered(name), budget))
                .findFirst()
                .or(() -> Optional.of(username.strip()).filter(name -> isAddress(name, budget)))
                .or(() -> addresses(message.all("To"), budget).findFirst())
                .orElse("");
        String from = trace.delivered("Return-Path")
                .findFirst()
                .flatMap(field -> Addresses.first(field.raw(), budget))
                .or(() -> addresses(message.all("From"), budget).findFirst())
                .orElse("");
        Optional<Received> received = trace.hop();
        return new Envelope(
                to,
                to.isEmpty() ? List.of() : List.of(to),
                from,
                received.map(Received::heloDomain),
                received.flatMap(Received::remoteIp),
                received.map(Received::tls).orElse(false),
                spf(trace, from, budget));
    }

    private static Stream<String> addresses(Stream<HeaderField> fields, DecodingBudget budget) {
        return fields.flatMap(field -> Addresses.first(field.raw(), budget).stream())
                .filter(address -> !address.isEmpty());
    }

    private static boolean isAddress(String text, DecodingBudget budget) {
        return Addresses.first(text, budget).filter(text::equals).isPresent() && !text.isEmpty();
    }

    private static Spf spf(Trace trace, String from, DecodingBudget budget) {
        Optional<String> sender = Addresses.domain(from);
        Stream<HeaderField> results = Stream.concat(trace.checked("Authentication-Results"), trace.ownResults());
        return trace.checked("Received-SPF")
                .flatMap(field -> SpfField.received(field.raw(), budget).stream())
                .findFirst()
                .or(() -> results.flatMap(field -> SpfField.inResults(field.raw(), budget).stream())
                        .findFirst())
                .map(told -> new Spf(
                        told.result(),
                        told.domain()
                                .map(who -> Addresses.domain(who).orElse(who))
                                .or(() -> sender)))
                .orElse(new Spf("none", sender));
    }
}
