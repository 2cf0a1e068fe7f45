package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.endpoint.Answer.Cause;
import dev.imappoller.poller.endpoint.HttpRequests;
import dev.imappoller.poller.url.WebUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpTokenEndpointTest {
    private static final WebUrl URL = WebUrl.parse("https://login.example.com/token?p=1");
    private static final Duration AT_MOST = Duration.ofSeconds(7);

    private final List<String> seen = new ArrayList<>();
    private HttpRequests.Reply reply = new HttpRequests.Reply.Answered(200, Map.of(), "{}");

    @Test
    void postsAFormByAClientOfItsOwn() {
        reply = new HttpRequests.Reply.Answered(400, Map.of("server", "x"), "{\"error\":\"ünlike\"}");

        assertThat(post(Map.of("a b", "c&d=é+"))).isEqualTo(new Response.Answered(400, "{\"error\":\"ünlike\"}"));
        post(Map.of());

        assertThat(seen)
                .containsExactly(
                        "POST https://login.example.com/token?p=1 PT7S 21",
                        "application/json application/x-www-form-urlencoded",
                        "a+b=c%26d%3D%C3%A9%2B",
                        "closed",
                        "POST https://login.example.com/token?p=1 PT7S 0",
                        "application/json application/x-www-form-urlencoded",
                        "",
                        "closed");
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        reply = new HttpRequests.Reply.Unanswered(Cause.TLS, "broke off TLS");

        assertThat(post(Map.of())).isEqualTo(new Response.Unanswered(Cause.TLS, "broke off TLS"));
        assertThat(seen).endsWith("closed");
    }

    private Response post(Map<String, String> form) {
        return new HttpTokenEndpoint(Client::new).post(URL, form, AT_MOST);
    }

    /** Writes down what it is asked. */
    private final class Client implements HttpRequests {
        @Override
        public HttpRequests.Reply send(Request request, Duration atMost) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            request.body().writeTo(body);
            seen.add(request.method() + " " + request.url().text() + " " + atMost + " " + request.length());
            seen.add(request.fields().get("Accept") + " " + request.fields().get("Content-Type"));
            seen.add(body.toString(StandardCharsets.US_ASCII));
            return reply;
        }

        @Override
        public void close() {
            seen.add("closed");
        }
    }
}
