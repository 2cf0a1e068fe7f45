package dev.imappoller.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imappoller.oauth.KeptSecrets;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretReference.Service;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.run.Events;
import dev.imappoller.poller.wording.SecretFailures;
import dev.imappoller.secret.FetchedSecret.Reason;
import dev.imappoller.secret.SecretCache.Location;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Reads and writes what references name, under one prefix, with the JSON key taken out of the text. */
public final class SecretReader implements KeptSecrets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TO_BE_GRANTED = "nobody has granted access yet. Op authorize does, and writes it";

    /** Calls made at the same time before the passes of a run ask for what they need. */
    private static final int FETCHERS = 8;

    private final String prefix;
    private final SecretCache cache;
    private final Events events;

    /** @param prefix that names must begin with, a slash in front not counted */
    private SecretReader(String prefix, SecretCache cache, Events events) {
        this.prefix = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        this.cache = cache;
        this.events = events;
    }

    /**
     * Those of AWS's two services.
     *
     * @param ssm asked for at the first reference to it, as is {@code secretsManager}
     */
    public static SecretReader of(
            String prefix,
            Supplier<SsmClient> ssm,
            Supplier<SecretsManagerClient> secretsManager,
            Events events,
            Clock clock) {
        ThreadPoolExecutor fetchers = new ThreadPoolExecutor(
                FETCHERS, FETCHERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SecretReader::fetcher);
        fetchers.allowCoreThreadTimeOut(true);
        SecretCache cache = new SecretCache(
                Map.of(
                        Service.SSM, new ParameterStore(ssm),
                        Service.SECRETS_MANAGER, new SecretsManager(secretsManager)),
                clock,
                fetchers);
        return new SecretReader(prefix, cache, events);
    }

    private static Thread fetcher(Runnable work) {
        Thread thread = new Thread(work, "secrets");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to fetch these; those outside the prefix are left out. */
    void prefetch(Stream<SecretReference> references) {
        cache.prefetch(references
                .filter(reference -> reference.name().startsWith(prefix))
                .map(SecretReader::location)
                .distinct()
                .toList());
    }

    /** As {@link #read(SecretReference, Kind, Duration)} for one line. */
    Secret read(SecretReference reference, Duration notOlderThan) throws CredentialsException {
        return read(reference, Kind.LINE, notOlderThan);
    }

    @Override
    public Secret read(SecretReference reference, Kind kind, Duration notOlderThan) throws CredentialsException {
        admit(reference);
        FetchedSecret fetched = cache.get(location(reference), notOlderThan);
        Optional<FetchedSecret.Unavailable> trouble = fetched.trouble();
        if (fetched.text().isEmpty()) {
            boolean missing = isMissing(fetched) && kind == Kind.REFRESH_TOKEN;
            throw unavailable(
                    reference, missing ? TO_BE_GRANTED : trouble.orElseThrow().words());
        }
        trouble.ifPresent(why -> events.secretStale(reference, why.words()));
        Secret text = fetched.text().get();
        if (kind == Kind.REFRESH_TOKEN && lacksKey(reference, text)) {
            throw unavailable(reference, TO_BE_GRANTED);
        }
        Secret secret = member(reference, text);
        return kind == Kind.KEY ? secret : trimmed(reference, secret);
    }

    @Override
    public void admit(SecretReference reference) throws CredentialsException {
        if (!reference.name().startsWith(prefix)) {
            throw new CredentialsException(SecretFailures.outsidePrefix(reference, prefix));
        }
    }

    @Override
    public Optional<String> replace(SecretReference reference, Secret secret) {
        return write(reference, secret, cache::write);
    }

    @Override
    public Optional<String> put(SecretReference reference, Secret secret) {
        FetchedSecret now = cache.get(location(reference), Duration.ZERO);
        if (reference.jsonKey().isEmpty()
                && now.text().flatMap(SecretReader::object).isPresent()) {
            return Optional.of("there is a JSON object, which would be lost. Write the name of a key behind it, as in "
                    + reference + "#refreshToken");
        }
        return write(reference, secret, cache::put);
    }

    private Optional<String> write(
            SecretReference reference,
            Secret secret,
            BiFunction<Location, Secret, Optional<FetchedSecret.Unavailable>> writing) {
        if (reference.jsonKey().isEmpty()) {
            return writing.apply(location(reference), secret).map(FetchedSecret.Unavailable::wordsOfWriting);
        }
        FetchedSecret now = cache.get(location(reference), Duration.ZERO);
        // One of before may be out of date, and writing it would undo what another has written.
        Optional<ObjectNode> object = now.trouble().isEmpty()
                ? now.text().flatMap(SecretReader::object)
                : isMissing(now) ? Optional.of(JSON.createObjectNode()) : Optional.empty();
        if (object.isEmpty()) {
            return Optional.of("its other JSON keys could not be read first");
        }
        object.get().put(reference.jsonKey().get(), secret.reveal());
        return writing.apply(location(reference), new Secret(object.get().toString()))
                .map(FetchedSecret.Unavailable::wordsOfWriting);
    }

    private static boolean isMissing(FetchedSecret fetched) {
        return fetched.trouble().filter(why -> why.reason() == Reason.NOT_FOUND).isPresent();
    }

    private static boolean lacksKey(SecretReference reference, Secret text) {
        return reference
                .jsonKey()
                .flatMap(key -> object(text).filter(object -> !object.has(key)))
                .isPresent();
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
        return new CredentialsException(SecretFailures.unusable(reference, why));
    }
}
