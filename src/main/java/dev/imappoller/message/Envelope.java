package dev.imappoller.message;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern SPF_RESULT = Pattern.compile("\\bspf\\s*=\\s*([a-z]{1,20})", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPF_DOMAIN = Pattern.compile(
            "\\b(?:envelope-from|smtp\\.mail(?:from)?|smtp\\.helo)\\s*=\\s*[\"<]*([^\\s;\"<>]{1,320})|\\bdomain of (?:\\S{1,64}@)?([^\\s@]{1,255}) ",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FIRST_WORD = Pattern.compile("^([a-z]{1,20})\\b", Pattern.CASE_INSENSITIVE);

    /** No server writes more. */
    private static final int MAX_LENGTH = 4096;

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
        String to = address(message, "Delivered-To")
                .or(() -> address(message, "X-Original-To"))
                .or(() -> Optional.of(username.strip()).filter(Envelope::isAddress))
                .or(() -> address(message, "To"))
                .orElse("");
        String from = message.header("Return-Path")
                .flatMap(field -> Addresses.first(field.raw()))
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
        return message.headers().stream()
                .filter(field -> field.is(name))
                .flatMap(field -> Addresses.first(field.raw()).stream())
                .filter(address -> !address.isEmpty())
                .findFirst();
    }

    private static boolean isAddress(String text) {
        return Addresses.first(text).filter(text::equals).isPresent() && !text.isEmpty();
    }

    /** The topmost that tells of a host outside; where there is none, the topmost that tells of any. */
    private static Optional<Received> received(Message message) {
        List<Received> all = message.headers().stream()
                .filter(field -> field.is("Received"))
                .flatMap(field -> Received.parse(field.raw()).stream())
                .toList();
        return all.stream()
                .filter(Received::isFromOutside)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static Spf spf(Message message, String from) {
        Optional<String> sender = Addresses.domain(from);
        return field(message, "Received-SPF", FIRST_WORD, sender)
                .or(() -> field(message, "Authentication-Results", SPF_RESULT, sender))
                .orElse(new Spf("none", sender));
    }

    private static Optional<Spf> field(Message message, String name, Pattern result, Optional<String> sender) {
        return message.headers().stream()
                .filter(field -> field.is(name))
                .map(field -> field.raw()
                        .substring(0, Math.min(MAX_LENGTH, field.raw().length())))
                .flatMap(text -> spf(text, result, sender).stream())
                .findFirst();
    }

    private static Optional<Spf> spf(String text, Pattern result, Optional<String> sender) {
        Matcher found = result.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        Matcher domain = SPF_DOMAIN.matcher(text);
        Optional<String> checked = domain.find()
                ? Optional.of(Optional.ofNullable(domain.group(1)).orElseGet(() -> domain.group(2)))
                : Optional.empty();
        return Optional.of(new Spf(
                found.group(1).toLowerCase(Locale.ROOT),
                checked.map(who -> Addresses.domain(who).orElse(who)).or(() -> sender)));
    }
}
