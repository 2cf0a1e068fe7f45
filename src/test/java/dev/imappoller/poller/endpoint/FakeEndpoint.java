package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.item.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web app in memory: 200 to everything, until told otherwise. */
public final class FakeEndpoint implements Endpoints, Endpoint {
    public static final Answer UNREACHABLE =
            new Answer.None(Answer.Cause.NOT_CONNECTED, "could not be connected to", Duration.ZERO);

    public final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    public final Map<Long, Answer> answers = new HashMap<>();
    public Answer otherwise = status(200);
    public Runnable onPost = () -> {};
    public Optional<String> refusal = Optional.empty();
    TargetLookup lookup = new TargetLookup.Found(List.of("203.0.113.5"));

    public static Answer status(int code) {
        return new Answer.Http(code, "", Duration.ofMillis(5));
    }

    public List<Long> uids() {
        return deliveries.stream().map(Delivery::uid).toList();
    }

    @Override
    public Endpoint open() {
        return this;
    }

    @Override
    public TargetLookup resolve(Target target) {
        return refusal.<TargetLookup>map(TargetLookup.Refused::new).orElse(lookup);
    }

    @Override
    public Answer post(Delivery delivery, Duration atMost) {
        deliveries.add(delivery);
        onPost.run();
        return answers.getOrDefault(delivery.uid(), otherwise);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
