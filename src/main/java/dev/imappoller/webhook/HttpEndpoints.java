package dev.imappoller.webhook;

import dev.imappoller.http.HttpClients;
import dev.imappoller.net.TargetGuard;
import dev.imappoller.net.TrustedCertificates;
import dev.imappoller.poller.endpoint.AttachmentStore;
import dev.imappoller.poller.endpoint.Endpoint;
import dev.imappoller.poller.endpoint.Endpoints;
import dev.imappoller.poller.endpoint.TargetLookup;
import dev.imappoller.poller.item.Target;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Opens endpoints over the Vert.x HTTP client, which connects to the address that the target guard has checked; the REST client, which
 * stands on it, would look the name up again.
 */
public final class HttpEndpoints implements Endpoints {
    private final Vertx vertx;
    private final TargetGuard guard;
    private final TrustedCertificates trusted;
    private final RequestHeaders headers;

    /** @param connectionsPerHost as many as are posted to at the same time, or one poller would wait for another */
    public record Settings(String userAgent, int connectionsPerHost) {}

    private final Settings settings;
    private final Supplier<AttachmentStore> stores;

    /** @param stores opens the store for a run, at the first message of it that has something to be stored */
    public HttpEndpoints(
            Vertx vertx,
            TargetGuard guard,
            TrustedCertificates trusted,
            Clock clock,
            Settings settings,
            Supplier<AttachmentStore> stores) {
        this.vertx = vertx;
        this.guard = guard;
        this.trusted = trusted;
        this.headers = new RequestHeaders(settings.userAgent(), clock);
        this.settings = settings;
        this.stores = stores;
    }

    @Override
    public Endpoint open() {
        HttpClient client = HttpClients.open(vertx, trusted, settings.connectionsPerHost());
        return new HttpEndpoint(new PinnedClient(client), guard, headers, stores);
    }

    @Override
    public TargetLookup resolve(Target target) {
        try {
            return new TargetLookup.Found(
                    guard
                            .checkUrl(
                                    target.url().scheme(),
                                    target.url().host(),
                                    target.url().port())
                            .stream()
                            .map(address -> address.getAddress().getHostAddress())
                            .toList());
        } catch (UnknownHostException e) {
            return new TargetLookup.Unknown();
        } catch (TargetGuard.RefusedException e) {
            return new TargetLookup.Refused(e.reason());
        }
    }
}
