package dev.imappoller.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    /**
     * Derives the envelope of a message.
     *
     * @param username the account that it was read from, which often is an address
     */
    public static Envelope of(Message message, String username) {
        DecodingBudget budget = message.budget();
        String to = address(message, "Delivered-To")
                .or(() -> address(message, "X-Original-To"))
                .or(() -> Optional.of(username.strip()).filter(name -> isAddress(name, budget)))
                .or(() -> address(message, "To"))
                .orElse("");
        String from = message.header("Return-Path")
                .flatMap(field -> Addresses.first(field.raw(), budget))
                .or(() -> address(message, "From"))
                .orElse("");
        Optional<Received> received = received(message);
        return new Envelope(
                to,
                to.isEmpty() ? List.of() : List.of(to),
                from,
                received.map(Received::heloDomain),
                received.flatMap(Received::remoteIp),
                received.map(Received::tls).orElse(false),
                spf(message, from));
    }

    private static Optional<String> address(Message message, String name) {
        return message.all(name)
                .flatMap(field -> Addresses.first(field.raw(), message.budget()).stream())
                .filter(address -> !address.isEmpty())
                .findFirst();
    }

    private static boolean isAddress(String text, DecodingBudget budget) {
        return Addresses.first(text, budget).filter(text::equals).isPresent() && !text.isEmpty();
    }

    /** The topmost that tells of a host outside; where there is none, the topmost that tells of any. */
    private static Optional<Received> received(Message message) {
        Optional<Received> topmost = Optional.empty();
        for (HeaderField field : message.all("Received").toList()) {
            Optional<Received> received = Received.parse(field.raw(), message.budget());
            if (received.filter(Received::isFromOutside).isPresent()) {
                return received;
            }
            topmost = topmost.or(() -> received);
        }
        return topmost;
    }

    private static Spf spf(Message message, String from) {
        Optional<String> sender = Addresses.domain(from);
        DecodingBudget budget = message.budget();
        return message.all("Received-SPF")
                .flatMap(field -> SpfField.received(field.raw(), budget).stream())
                .findFirst()
                .or(() -> message.all("Authentication-Results")
                        .flatMap(field -> SpfField.inResults(field.raw(), budget).stream())
                        .findFirst())
                .map(told -> new Spf(
                        told.result(),
                        told.domain()
                                .map(who -> Addresses.domain(who).orElse(who))
                                .or(() -> sender)))
                .orElse(new Spf("none", sender));
    }
}
