package dev.imappoller.oauth;

import dev.imappoller.poller.endpoint.HttpRequests;
import dev.imappoller.poller.url.WebUrl;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Posts to token endpoints. A client lives for one POST: there is one in an hour, and a connection that a frozen function kept is dead. */
public final class HttpTokenEndpoint implements TokenEndpoint {
    private final Supplier<HttpRequests> clients;

    /** @param clients opens one, past the target guard */
    public HttpTokenEndpoint(Supplier<HttpRequests> clients) {
        this.clients = clients;
    }

    @Override
    public Response post(WebUrl url, Map<String, String> form, Duration atMost) {
        byte[] body = encoded(form).getBytes(StandardCharsets.UTF_8);
        HttpRequests.Request request = new HttpRequests.Request(
                "POST",
                url,
                Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
                body.length,
                out -> out.write(body));
        try (HttpRequests client = clients.get()) {
            return client.send(request, atMost)
                    .either(
                            answered -> new Response.Answered(answered.status(), answered.body()),
                            none -> new Response.Unanswered(none.cause(), none.detail()));
        } catch (IOException e) {
            throw new IllegalStateException("what is in memory can be read", e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
