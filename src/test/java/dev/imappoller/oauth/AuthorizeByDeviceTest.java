package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.testing.OAuthServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Op authorize by the device flow, over HTTPS. */
class AuthorizeByDeviceTest {
    private final OAuthWorld world = new OAuthWorld();
    private final Poller poller = world.grantee(Map.of());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCodeIsShownAndThePageToTypeItOn() {
        AuthorizeResult.ToOpen page = toOpen();

        assertThat(page.url()).isEqualTo("https://microsoft.com/devicelogin");
        assertThat(page.code().orElseThrow()).startsWith("ABCD-");
        assertThat(page.done()).contains("within 15 minutes", "send the same once more");
        assertThat(world.server.forms("/devicecode"))
                .containsExactly(Map.of("client_id", OAuthServer.CLIENT, "scope", "mail offline_access"));
        assertThat(page.toString()).doesNotContain("canary");
    }

    @Test
    void oneWhoHasTypedItIsGrantedAccessAtOnce() {
        world.server.typed(toOpen().code().orElseThrow(), true);

        assertThat(world.byDevice.proceed(poller)).isInstanceOf(AuthorizeResult.Granted.class);

        assertThat(world.fixture.aws.parameter("/imap-poller/token")).startsWith("refresh-canary");
        assertThat(world.authorizations.all).isEmpty();
        assertThat(world.pauses).isEmpty();
    }

    @Test
    void oneWhoTypesItWhileItIsAskedIsWaitedFor() {
        String code = toOpen().code().orElseThrow();
        world.whilePausing = () -> {
            if (world.pauses.size() == 3) {
                world.server.typed(code, true);
            }
        };
        assertThat(world.byDevice.proceed(poller)).isInstanceOf(AuthorizeResult.Granted.class);

        assertThat(world.pauses).hasSize(3).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void aCallEndsInTimeAndTheNextGoesOn() {
        AuthorizeResult.ToOpen page = toOpen();

        AuthorizeResult.ToOpen again = toOpen();

        assertThat(again.code()).isEqualTo(page.code());
        assertThat(again.done()).startsWith("Not yet done.");
        assertThat(world.pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(11));
        world.server.typed(page.code().orElseThrow(), true);
        assertThat(world.byDevice.proceed(poller)).isInstanceOf(AuthorizeResult.Granted.class);
        assertThat(world.server.forms("/devicecode")).hasSize(1);
    }

    @Test
    void aServerThatAsksToGoSlowerIsObeyed() {
        toOpen();
        world.server.refuse(400, "{\"error\":\"slow_down\"}");

        toOpen();

        assertThat(world.pauses).containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void oneWhoDeclinesEndsIt() {
        world.server.typed(toOpen().code().orElseThrow(), false);

        assertThat(failed()).contains("authorization_declined", "Access was declined");
        assertThat(toOpen().done()).as("another is begun").startsWith("Open url");
        assertThat(world.server.forms("/devicecode")).hasSize(2);
    }

    @Test
    void oneWhoIsTooLateBeginsAnew() {
        String code = toOpen().code().orElseThrow();
        world.fixture.clock.advance(Duration.ofMinutes(15));

        assertThat(toOpen().code()).isNotEqualTo(Optional.of(code));
    }

    @Test
    void aServerInTroubleIsAskedAgain() {
        String code = toOpen().code().orElseThrow();
        world.server.refuse(503, "");

        assertThat(failed()).contains("in trouble", "once more in a minute");
        assertThat(world.authorizations.all).isNotEmpty();
        assertThat(code).isNotEmpty();
    }

    @Test
    void itIsNoAnswerToABrowsersSignIn() {
        toOpen();

        AuthorizeResult made = world.authorize.answer(poller, "http://127.0.0.1/?code=x&state=device-canary-1");

        assertThat(((AuthorizeResult.Failed) made).error()).contains("No sign-in for p is under way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "canary",
                "{\"device_code\":\"canary\",\"user_code\":\"A\"}",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"http://example.com/\"}",
                "{\"device_code\":\"canary\",\"user_code\":\"A\",\"verification_uri\":\"javascript:canary\"}",
                "{\"device_code\":\"canary\",\"user_code\":\"A canary\\u001b[2J\",\"verification_uri\":\"https://example.com/\"}",
                "{\"device_code\":\"canary\\n\",\"user_code\":\"A\",\"verification_uri\":\"https://example.com/\"}",
                "{\"device_code\":\"\",\"user_code\":\"A\",\"verification_uri\":\"https://example.com/\"}",
                "{\"device_code\":{},\"user_code\":[],\"verification_uri\":1}"
            })
    void whateverElseIsAnsweredIsNoCode(String body) {
        world.server.answerDevices(200, body);

        assertThat(failed()).contains("something else than a code and a page").doesNotContain("canary");
        assertThat(world.authorizations.all).isEmpty();
    }

    @Test
    void oddTimesAreTakenForUsualOnes() {
        world.server.answerDevices(
                200,
                "{\"device_code\":\"d\",\"user_code\":\"A-1\",\"verification_url\":\"https://example.com/\","
                        + "\"interval\":-5,\"expires_in\":99999999999}");

        toOpen();

        PendingAuthorizations.ByDevice begun = (PendingAuthorizations.ByDevice) world.authorizations.all.get("p");
        assertThat(begun.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(begun.until()).isEqualTo(world.fixture.clock.instant().plusSeconds(900));
    }

    @ParameterizedTest
    @CsvSource({
        "400, unauthorized_client, AADSTS700016: canary, check clientId",
        "400, invalid_client, AADSTS7000218: canary, clientSecretRef",
        "400, invalid_request, canary, Allow public client flows",
        "404, '', canary, Allow public client flows"
    })
    void aRefusalIsSaidWithWhatToChange(int status, String error, String description, String todo) {
        world.server.answerDevices(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");

        assertThat(failed())
                .contains("The endpoint for devices 127.0.0.1", todo)
                .doesNotContain("canary");
    }

    @Test
    void whereThereIsNoDeviceFlowItIsSaid() {
        Poller google = world.poller(Map.of("clientId", "a", "refreshTokenRef", "ssm:/imap-poller/t"));

        assertThat(((AuthorizeResult.Failed) world.byDevice.proceed(google)).error())
                .contains("no deviceAuthorizationUrl", "without \"device\"");
    }

    private AuthorizeResult.ToOpen toOpen() {
        AuthorizeResult made = world.byDevice.proceed(poller);
        assertThat(made).isInstanceOf(AuthorizeResult.ToOpen.class);
        return (AuthorizeResult.ToOpen) made;
    }

    private String failed() {
        AuthorizeResult made = world.byDevice.proceed(poller);
        assertThat(made).isInstanceOf(AuthorizeResult.Failed.class);
        return ((AuthorizeResult.Failed) made).error();
    }
}
