package dev.imappoller.bench.net;

import dev.imappoller.bench.set.MailSet;
import dev.imappoller.bench.set.Message;
import dev.imappoller.testing.Identity;
import dev.imappoller.testing.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The endpoint, in plain text and by TLS: takes anything, counts which messages came, and answers 200, if wanted after a time. */
public final class Sink implements AutoCloseable {

    /** The Message-ID is looked for in so many octets of a request. */
    private static final int LOOK = 64 * MailSet.KIB;

    private static final int CHUNK = 256 * MailSet.KIB;
    private static final Pattern ID = Pattern.compile(Message.MARK + "[A-Z0-9]+-[0-9]+-[0-9]+");

    private final Vertx vertx;
    private final Later later = new Later();
    private final HttpServer plain;
    private final HttpServer tls;
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong octets = new AtomicLong();
    private volatile int delayMillis;

    public Sink(Vertx vertx) {
        this.vertx = vertx;
        this.plain = listen(options());
        this.tls = listen(options()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(TestCertificates.trusted().keyStore().toString())
                        .setPassword(Identity.PASSWORD)));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions().setTcpNoDelay(true).setMaxChunkSize(CHUNK);
    }

    private HttpServer listen(HttpServerOptions options) {
        return Blocking.await(
                vertx.createHttpServer(options).requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + plain.actualPort() + "/inbound");
    }

    public URI tlsUri() {
        return URI.create("https://127.0.0.1:" + tls.actualPort() + "/inbound");
    }

    /** Forgets what came, and answers from now on after so long; requests don't hold up one another. */
    public void reset(int millis) {
        delayMillis = millis;
        arrivals.clear();
        octets.set(0);
    }

    /** How often each message came, by {@link Message#id}; the empty name stands for requests without one. */
    public Map<String, Integer> arrivals() {
        return Map.copyOf(arrivals);
    }

    /** Of all requests' bodies. */
    public long octets() {
        return octets.get();
    }

    @Override
    public void close() {
        Blocking.await(plain.close());
        Blocking.await(tls.close());
        later.close();
    }

    private void take(HttpServerRequest request) {
        Buffer start = Buffer.buffer();
        request.handler(chunk -> {
            octets.addAndGet(chunk.length());
            if (start.length() < LOOK) {
                start.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            arrivals.merge(id(start.toString(StandardCharsets.ISO_8859_1)), 1, Integer::sum);
            later.after(
                    delayMillis,
                    vertx.getOrCreateContext(),
                    () -> request.response().end());
        });
    }

    private static String id(String text) {
        Matcher matcher = ID.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }
}
