package dev.imappoller.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imappoller.message.octets.Characters;
import dev.imappoller.oauth.AuthorizeResult.Failed;
import dev.imappoller.oauth.AuthorizeResult.ToOpen;
import dev.imappoller.oauth.PendingAuthorizations.ByDevice;
import dev.imappoller.oauth.TokenEndpoint.Response;
import dev.imappoller.poller.credential.OAuthGrant;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.run.Credentials.CredentialsException;
import dev.imappoller.poller.url.WebUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Op authorize by the device flow (RFC 8628): a person types a code on a page, on any device. The first call begins, and each further one
 * asks for a while whether that is done.
 */
public final class AuthorizeByDevice {
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** Where the endpoint doesn't say (section 3.2). */
    private static final int INTERVAL_UNLESS_SAID = 5;

    private static final int LONGEST_INTERVAL = 60;

    /** After slow_down (section 3.5). */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** Where it says more; Microsoft's codes last so long. */
    private static final int LASTS_AT_MOST = 900;

    private static final int LONGEST_DEVICE_CODE = 4096;
    private static final int LONGEST_USER_CODE = 40;

    private final Exchanges exchanges;
    private final PendingAuthorizations authorizations;
    private final Duration patience;
    private final Consumer<Duration> pause;
    private final Clock clock;

    /**
     * @param patience how long a call asks, beside what follows on it
     * @param pause waits so long
     */
    public AuthorizeByDevice(
            Exchanges exchanges,
            PendingAuthorizations authorizations,
            Duration patience,
            Consumer<Duration> pause,
            Clock clock) {
        this.exchanges = exchanges;
        this.authorizations = authorizations;
        this.patience = patience;
        this.pause = pause;
        this.clock = clock;
    }

    /** Begins, or asks whether what was begun is done. */
    public AuthorizeResult proceed(Poller poller) {
        return exchanges.with(poller, grantee -> {
            Optional<ByDevice> begun = authorizations
                    .find(grantee.id())
                    .flatMap(underWay -> underWay.<Optional<ByDevice>>either(browser -> Optional.empty(), Optional::of))
                    .filter(underWay -> underWay.until().isAfter(clock.instant()))
                    .filter(underWay -> underWay.basis().equals(grantee.basis()));
            return begun.isPresent() ? ask(grantee, begun.get()) : begin(grantee);
        });
    }

    private AuthorizeResult begin(Grantee grantee) {
        OAuthGrant.AuthorizationCode grant = grantee.grant();
        Optional<WebUrl> deviceUrl = grant.server().deviceUrl();
        if (deviceUrl.isEmpty()) {
            return new Failed(
                    "There is no deviceAuthorizationUrl in oauth of " + grantee.id()
                            + ": of the large providers Microsoft alone has one for mail. Use op authorize without \"device\".");
        }
        if (grant.scope().isEmpty()) {
            return new Failed("oauth.scope of " + grantee.id() + " is missing: what access is asked for.");
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", grant.client().id());
        form.put("scope", grant.scope().get());
        String host = deviceUrl.get().host();
        return exchanges
                .post(deviceUrl.get(), form)
                .either(
                        answer -> answered(grantee, host, answer),
                        none -> new Failed("The endpoint for devices " + host + " " + none.detail()
                                + ". If it lasts, check deviceAuthorizationUrl."));
    }

    private AuthorizeResult answered(Grantee grantee, String host, Response.Answered answer) {
        JsonNode json = CodeAnswer.json(answer.body());
        return answer.status() == 200 ? begun(grantee, host, json) : refused(grantee, host, answer.status(), json);
    }

    private static Failed refused(Grantee grantee, String host, int status, JsonNode json) {
        String error = json.path("error").asText("");
        String description = TokenErrorText.read(json.path("error_description").asText(""));
        Masking masking = Masking.of(Stream.empty());
        return new Failed(
                "The endpoint for devices " + host + " gave no code "
                        + TokenErrorText.of(status, error, description, masking) + ". "
                        + TokenAdvice.of(error, description)
                                .orElse(
                                        "Check clientId and scope in oauth of " + grantee.id()
                                                + ", and that the client may use the device flow (at Microsoft: Allow public client flows)."));
    }

    private AuthorizeResult begun(Grantee grantee, String host, JsonNode json) {
        String deviceCode = json.path("device_code").asText("");
        String userCode = json.path("user_code").asText("");
        Optional<WebUrl> page = page(json.path("verification_uri")
                .asText(json.path("verification_url").asText("")));
        if (!Characters.all(deviceCode, 1, LONGEST_DEVICE_CODE, c -> c > ' ' && c < 127)
                || !Characters.all(userCode, 1, LONGEST_USER_CODE, c -> Characters.isAlphanumeric(c) || c == '-')
                || page.isEmpty()) {
            return new Failed("The endpoint for devices " + host
                    + " answered with something else than a code and a page. Check deviceAuthorizationUrl.");
        }
        int interval = json.path("interval").asInt(INTERVAL_UNLESS_SAID);
        int lasts = json.path("expires_in").asInt(LASTS_AT_MOST);
        ByDevice begun = new ByDevice(
                grantee.basis(),
                clock.instant().plusSeconds(lasts > 0 ? Math.min(lasts, LASTS_AT_MOST) : LASTS_AT_MOST),
                new Secret(deviceCode),
                userCode,
                page.get().text(),
                Duration.ofSeconds(interval > 0 ? Math.min(interval, LONGEST_INTERVAL) : INTERVAL_UNLESS_SAID));
        authorizations.begin(grantee.id(), begun);
        return toOpen(grantee, begun, "");
    }

    private static Optional<WebUrl> page(String url) {
        try {
            return Optional.of(WebUrl.parse(url)).filter(WebUrl::isHttps);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ToOpen toOpen(Grantee grantee, ByDevice begun, String before) {
        long minutes =
                Math.max(1, Duration.between(clock.instant(), begun.until()).toMinutes());
        return new ToOpen(
                before + "Open url on any device within " + minutes + " minutes, type code, sign in as "
                        + grantee.poller().username() + " and accept. Then send the same once more.",
                begun.verificationUrl(),
                Optional.of(begun.userCode()));
    }

    /** Until it is granted, refused, or this call's time is up. */
    private AuthorizeResult ask(Grantee grantee, ByDevice begun) throws CredentialsException {
        Instant end = clock.instant().plus(patience);
        Duration interval = begun.interval();
        while (true) {
            Polling polling = new Polling(interval);
            AuthorizeResult made = exchanges.alone(grantee, () -> once(grantee, begun, polling));
            if (!polling.isPending) {
                return made;
            }
            interval = polling.interval;
            if (clock.instant().plus(interval).isAfter(end)) {
                return toOpen(grantee, begun, "Not yet done. ");
            }
            pause.accept(interval);
        }
    }

    private AuthorizeResult once(Grantee grantee, ByDevice begun, Polling polling) throws CredentialsException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", DEVICE_CODE);
        form.put("device_code", begun.deviceCode().reveal());
        CodeAnswer codes = exchanges.ask(grantee, form, List.of(begun.deviceCode()));
        polling.isPending = codes.match(granted -> false, pending -> true, refused -> false);
        boolean slower = codes.match(granted -> false, CodeAnswer.Pending::slower, refused -> false);
        polling.interval = slower ? polling.interval.plus(SLOWER) : polling.interval;
        if (codes.isFinal()) {
            authorizations.end(grantee.id(), begun);
        }
        return exchanges.kept(grantee, codes);
    }

    /** What an answer means for the next question. */
    private static final class Polling {
        private boolean isPending;
        private Duration interval;

        private Polling(Duration interval) {
            this.interval = interval;
        }
    }
}
