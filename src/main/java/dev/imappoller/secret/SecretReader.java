package dev.imappoller.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imappoller.poller.item.Secret;
import dev.imappoller.poller.item.SecretReference;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.secret.SecretCache.Location;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what references name, under one prefix, with the JSON key taken out of the text. */
final class SecretReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String prefix;
    private final SecretCache cache;
    private final Events events;

    /** @param prefix that names must begin with, a slash in front not counted */
    SecretReader(String prefix, SecretCache cache, Events events) {
        this.prefix = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        this.cache = cache;
        this.events = events;
    }

    /** Begins to fetch these; those outside the prefix are left out. */
    void prefetch(Stream<SecretReference> references) {
        cache.prefetch(references
                .filter(this::isPermitted)
                .map(SecretReader::location)
                .distinct()
                .toList());
    }

    /**
     * The secret as it was at most so long ago.
     *
     * @throws CredentialsException saying which reference can't be read and why
     */
    Secret read(SecretReference reference, Duration notOlderThan) throws CredentialsException {
        if (!isPermitted(reference)) {
            throw new CredentialsException(new Failure(
                    PollerStatus.INVALID_CONFIG,
                    "Correct this item: the secret " + reference
                            + " is none that the function may read. Its name must begin with " + prefix
                            + " (SECRET_PREFIX)."));
        }
        Fetched fetched = cache.get(location(reference), notOlderThan);
        if (fetched instanceof Fetched.Unavailable why) {
            throw unavailable(reference, why.words());
        }
        if (fetched instanceof Fetched.Stale stale) {
            events.secretStale(reference, stale.why().words());
        }
        return trimmed(reference, member(reference, fetched.text().orElseThrow()));
    }

    /** Replaces the secret, the other members of a JSON object being kept; says why if that fails. */
    Optional<String> write(SecretReference reference, Secret secret) {
        if (reference.jsonKey().isEmpty()) {
            return cache.write(location(reference), secret).map(Fetched.Unavailable::words);
        }
        Fetched now = cache.get(location(reference), Duration.ZERO);
        if (now instanceof Fetched.Value value && object(value.secret()).isPresent()) {
            ObjectNode object = object(value.secret()).get();
            object.put(reference.jsonKey().get(), secret.reveal());
            return cache.write(location(reference), new Secret(object.toString()))
                    .map(Fetched.Unavailable::words);
        }
        return Optional.of("its other JSON keys could not be read first");
    }

    private boolean isPermitted(SecretReference reference) {
        return reference.name().startsWith(prefix);
    }

    private static Secret member(SecretReference reference, Secret text) throws CredentialsException {
        if (reference.jsonKey().isEmpty()) {
            return text;
        }
        String key = reference.jsonKey().get();
        JsonNode member = object(text)
                .orElseThrow(() -> unavailable(reference, "its text is no JSON object, so it has no key " + key))
                .path(key);
        if (!member.isTextual()) {
            throw unavailable(reference, "its JSON object has no key " + key + " with a string");
        }
        return new Secret(member.textValue());
    }

    /** A line break at the end comes from a file or an echo, and is not meant. */
    private static Secret trimmed(SecretReference reference, Secret secret) throws CredentialsException {
        String kept = secret.reveal();
        int end = kept.length();
        while (end > 0 && (kept.charAt(end - 1) == '\n' || kept.charAt(end - 1) == '\r')) {
            end--;
        }
        String value = kept.substring(0, end);
        if (value.isEmpty()) {
            throw unavailable(reference, "it is empty");
        }
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw unavailable(reference, "it has more than one line");
        }
        return new Secret(value);
    }

    private static Optional<ObjectNode> object(Secret text) {
        try {
            return JSON.readTree(text.reveal()) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // The exception quotes the text.
        }
    }

    private static Location location(SecretReference reference) {
        return new Location(reference.service(), reference.id());
    }

    private static CredentialsException unavailable(SecretReference reference, String why) {
        return new CredentialsException(new Failure(
                PollerStatus.SECRET_UNAVAILABLE, "The secret " + reference + " can't be used: " + why + "."));
    }
}
