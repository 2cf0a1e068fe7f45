package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.status.Failure;
import dev.imappoller.secret.Fixture;
import dev.imappoller.testing.Echo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing of a client's secret or refresh token that a token endpoint repeats is ever shown, in whichever form and place. */
class TokenEchoesTest {
    private static final String SECRET = "xK7$w\"Qz\\9pLm&4vTr+2 dYf=8";

    /** Where the form stands in an answer. */
    private static final List<String> PLACES = List.of(
            "{\"error\":\"%s\"}",
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: you sent %s\"}",
            "{\"error\":\"invalid_grant\",\"error_uri\":\"https://example.com/?%s\",\"suberror\":\"%s\"}",
            "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}",
            "{\"error\":[\"%s\"]}",
            "{\"%s\":\"%s\"}",
            "<html><body>%s</body></html>",
            "%s",
            "{\"access_token\":\"\",\"token_type\":\"%s\",\"expires_in\":\"%s\"}");

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nothingIsRepeated() {
        List<String> shown = new ArrayList<>();
        Map<String, Poller> pollers = new LinkedHashMap<>();
        pollers.put(
                "secret",
                Fixture.withOAuth(Map.of("grant", "client_credentials", "clientSecret", SECRET, "scope", "all")));
        pollers.put("refresh", Fixture.withOAuth(Map.of("refreshToken", SECRET)));
        pollers.forEach((kind, poller) -> Echo.of("app", SECRET).forEach((form, echo) -> {
            for (String place : PLACES) {
                for (int status : new int[] {200, 400, 401, 500}) {
                    String body = place.replace("%s", place.startsWith("{") ? escaped(echo) : echo);
                    fixture.tokens = any -> new Response.Answered(status, body);
                    Failure failure = fixture.failure(poller);
                    if (failure.detail().contains(Echo.piece(echo))) {
                        shown.add(kind + " " + form + " in " + place + ": " + failure.detail());
                    }
                }
            }
        }));

        assertThat(shown).isEmpty();
        assertThat(fixture.events.lines).noneMatch(line -> line.contains(Echo.piece(SECRET)));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
