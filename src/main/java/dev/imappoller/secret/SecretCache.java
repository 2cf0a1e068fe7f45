package dev.imappoller.secret;

import dev.imappoller.oauth.KeptSecrets;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference.Service;
import dev.imappoller.secret.FetchedSecret.Reason;
import dev.imappoller.secret.FetchedSecret.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The secrets of a warm function, so that each is fetched once in a while, and by one pass for all. */
final class SecretCache {
    static final Duration FRESH = KeptSecrets.FRESH;

    /**
     * How long a failed fetch is remembered: long enough for the passes of a run, and short enough for a person who has just corrected the
     * secret.
     */
    private static final Duration UNAVAILABLE = Duration.ofSeconds(5);

    /** How long an older text is used before the service is asked again. */
    private static final Duration STALE = Duration.ofSeconds(30);

    /** The clients give up sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<Service, SecretService> services;
    private final Clock clock;
    private final Executor fetchers;
    private final Map<Location, Slot> slots = new ConcurrentHashMap<>();

    /** A secret, whichever of its JSON keys are meant. */
    record Location(Service service, String id) {}

    SecretCache(Map<Service, SecretService> services, Clock clock, Executor fetchers) {
        this.services = Map.copyOf(services);
        this.clock = clock;
        this.fetchers = fetchers;
    }

    /** Begins to fetch what is not there, as many in a call as the service takes. */
    void prefetch(Collection<Location> locations) {
        Map<Service, List<Slot>> missing = new EnumMap<>(Service.class);
        for (Location location : locations) {
            Slot slot = slot(location, FRESH);
            if (slot.claim()) {
                missing.computeIfAbsent(location.service(), service -> new ArrayList<>())
                        .add(slot);
            }
        }
        missing.forEach((service, wanted) -> {
            int most = service(service).most();
            for (int from = 0; from < wanted.size(); from += most) {
                List<Slot> batch = wanted.subList(from, Math.min(from + most, wanted.size()));
                fetchers.execute(() -> fetch(service, batch));
            }
        });
    }

    /** A secret that was fetched not longer ago than this; zero fetches it now. */
    FetchedSecret get(Location location, Duration notOlderThan) {
        Slot slot = slot(location, notOlderThan);
        if (slot.claim()) {
            fetch(location.service(), List.of(slot));
        }
        return slot.await();
    }

    /** Replaces a secret where it is kept, and here. */
    Optional<Unavailable> write(Location location, Secret text) {
        return noted(
                location,
                text,
                service(location.service()).write(location.id(), text).orElse(null));
    }

    /** The same, and makes it where there is none. */
    Optional<Unavailable> put(Location location, Secret text) {
        SecretService service = service(location.service());
        Optional<Unavailable> failed = service.write(location.id(), text);
        boolean missing = failed.filter(why -> why.reason() == Reason.NOT_FOUND).isPresent();
        return noted(location, text, (missing ? service.create(location.id(), text) : failed).orElse(null));
    }

    private Optional<Unavailable> noted(Location location, Secret text, @Nullable Unavailable failed) {
        if (failed == null) {
            Slot written = new Slot(location, clock.instant(), null);
            written.fetched.complete(new FetchedSecret.Value(text));
            slots.put(location, written);
        }
        return Optional.ofNullable(failed);
    }

    private SecretService service(Service service) {
        return Optional.ofNullable(services.get(service)).orElseThrow();
    }

    private Slot slot(Location location, Duration notOlderThan) {
        Instant now = clock.instant();
        return slots.compute(location, (key, old) -> {
            if (old != null && old.isUsable(now, notOlderThan)) {
                return old;
            }
            return new Slot(location, now, old == null ? null : old.text().orElse(null));
        });
    }

    private void fetch(Service service, List<Slot> batch) {
        Map<String, FetchedSecret> fetched = Map.of();
        try {
            fetched = service(service)
                    .fetch(batch.stream().map(slot -> slot.location.id()).toList());
        } finally {
            for (Slot slot : batch) {
                slot.complete(fetched.getOrDefault(slot.location.id(), new Unavailable(Reason.UNREACHABLE)));
            }
        }
    }

    /** One fetch of one secret. */
    private static final class Slot {
        private final Location location;
        private final Instant begun;
        private final @Nullable Secret before;
        private final CompletableFuture<FetchedSecret> fetched = new CompletableFuture<>();
        private final AtomicBoolean claimed = new AtomicBoolean();

        private Slot(Location location, Instant begun, @Nullable Secret before) {
            this.location = location;
            this.begun = begun;
            this.before = before;
        }

        /** True for the one who is to fetch it. */
        private boolean claim() {
            return !fetched.isDone() && claimed.compareAndSet(false, true);
        }

        private void complete(FetchedSecret result) {
            Optional<Unavailable> passing =
                    result.trouble().filter(why -> why.reason().isPassing());
            fetched.complete(
                    passing.isPresent() && before != null ? new FetchedSecret.Stale(before, passing.get()) : result);
        }

        private Optional<Secret> text() {
            return fetched.isDone() ? fetched.join().text() : Optional.ofNullable(before);
        }

        private boolean isUsable(Instant now, Duration notOlderThan) {
            if (!fetched.isDone()) {
                return true;
            }
            FetchedSecret result = fetched.join();
            Duration lasts = result.trouble().isEmpty() ? FRESH : result.text().isPresent() ? STALE : UNAVAILABLE;
            Duration shorter = lasts.compareTo(notOlderThan) < 0 ? lasts : notOlderThan;
            return now.isBefore(begun.plus(shorter));
        }

        private FetchedSecret await() {
            try {
                return fetched.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Unavailable(Reason.TIMED_OUT);
            } catch (TimeoutException | ExecutionException e) {
                return new Unavailable(Reason.TIMED_OUT);
            }
        }
    }
}
