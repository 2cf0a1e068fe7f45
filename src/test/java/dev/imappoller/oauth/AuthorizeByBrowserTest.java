package dev.imappoller.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.item.PollerItem;
import dev.imappoller.testing.AwsSecrets;
import dev.imappoller.testing.OAuthServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Op authorize by a browser, over HTTPS. */
class AuthorizeByBrowserTest {
    private final OAuthWorld world = new OAuthWorld();
    private final Poller poller = world.grantee(Map.of());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void thePageIsAskedForACodeThatOnlyThisFunctionCanUse() {
        AuthorizeResult.ToOpen page = begin();

        assertThat(page.url()).startsWith(world.server.uri("/authorize").toString() + "?response_type=code&");
        Map<String, String> query =
                OAuthServer.fields(page.url().substring(page.url().indexOf('?') + 1));
        assertThat(query)
                .containsOnlyKeys(
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "code_challenge",
                        "code_challenge_method",
                        "login_hint")
                .containsEntry("client_id", OAuthServer.CLIENT)
                .containsEntry("redirect_uri", "http://127.0.0.1")
                .containsEntry("scope", "mail offline_access")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("login_hint", "user@example.com");
        assertThat(query.get("state")).hasSize(43);
        assertThat(query.get("code_challenge")).hasSize(43).isNotEqualTo(query.get("state"));
        assertThat(page.code()).isEmpty();
        assertThat(page.done()).contains("10 minutes", "http://127.0.0.1/?", "\"answer\"");
        assertThat(begin().url()).as("no two have anything in common").isNotEqualTo(page.url());
    }

    @Test
    void aPagesOwnQueryIsKept() {
        Poller google = world.grantee(
                Map.of("authorizationUrl", "https://accounts.example.com/auth?access_type=offline&prompt=consent"));

        assertThat(((AuthorizeResult.ToOpen) world.authorize.begin(google)).url())
                .startsWith("https://accounts.example.com/auth?access_type=offline&prompt=consent&response_type=code&");
    }

    @Test
    void theCodeIsTradedForARefreshTokenWhichIsKept() {
        assertThat(answer(world.server.consent(begin().url())))
                .isEqualTo(new AuthorizeResult.Granted(
                        "Access is granted, and the refresh token is kept in ssm:/imap-poller/token."));

        assertThat(world.fixture.aws.parameter("/imap-poller/token")).startsWith("refresh-canary");
        assertThat(world.fixture.aws.type("/imap-poller/token")).isEqualTo("SecureString");
        assertThat(world.server.forms("/token"))
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier", "client_id"));
        assertThat(world.authorizations.all).isEmpty();
    }

    @Test
    void theTokenIsKeptWhereverTheItemSays() {
        keptIn("secretsmanager:imap-poller/new");
        assertThat(world.fixture.aws.secret("imap-poller/new")).startsWith("refresh-canary");

        keptIn("secretsmanager:imap-poller/app#token");
        assertThat(world.fixture.aws.secret("imap-poller/app")).startsWith("{\"token\":\"refresh-canary");

        keptIn("secretsmanager:imap-poller/app#other");
        assertThat(world.fixture.aws.secret("imap-poller/app"))
                .startsWith("{\"token\":\"refresh-canary")
                .contains("\"other\":\"refresh-canary");

        world.fixture.aws.parameter("/imap-poller/old", "String", "before");
        keptIn("ssm:/imap-poller/old");
        assertThat(world.fixture.aws.parameter("/imap-poller/old")).startsWith("refresh-canary");
        assertThat(world.fixture.aws.type("/imap-poller/old")).isEqualTo("String");
    }

    @Test
    void theNextLoginIsByTheNewGrant() throws Exception {
        world.fixture.aws.parameter("/imap-poller/token", "ended");
        assertThat(world.fixture.failure(poller).detail()).contains("op authorize");

        answer(world.server.consent(begin().url()));

        String token = world.fixture.login(poller);
        assertThat(world.server.accessTokens()).contains(token);
    }

    @Test
    void anAnswerIsGoodOnce() {
        String address = world.server.consent(begin().url());
        PendingAuthorizations.UnderWay begun = world.authorizations.all.get("p");
        answer(address);

        assertThat(failed(address)).contains("No sign-in for p is under way", "Begin with op authorize");
        // Two calls at the same time, of which the other is faster.
        world.authorizations.all.put("p", begun);
        world.fixture.lease = reference -> {
            world.authorizations.all.remove("p");
            return Optional.of(() -> {});
        };
        assertThat(failed(address)).isEqualTo("This answer was used before. Begin again with op authorize.");
        assertThat(world.server.forms("/token")).hasSize(1);
    }

    @Test
    void anAnswerIsGoodForTenMinutes() {
        String address = world.server.consent(begin().url());
        world.fixture.clock.advance(Duration.ofMinutes(10));

        assertThat(failed(address)).contains("more than 10 minutes ago");
        assertThat(world.server.forms("/token")).isEmpty();
    }

    @Test
    void anAnswerOfAnotherSignInIsRefusedAndSpoilsNothing() {
        String old = world.server.consent(begin().url());
        String address = world.server.consent(begin().url());

        assertThat(failed(old)).contains("of another sign-in");
        assertThat(failed(address.replace("state=", "state=x"))).contains("of another sign-in");
        assertThat(failed(address.replace("state=", "estate="))).contains("of another sign-in");
        assertThat(world.server.forms("/token")).isEmpty();
        assertThat(answer(address)).isInstanceOf(AuthorizeResult.Granted.class);
    }

    @Test
    void anItemThatWasChangedMeanwhileGetsNoCodeOfAnother() {
        String address = world.server.consent(begin().url());

        AuthorizeResult made = world.authorize.answer(
                world.grantee(Map.of("tokenUrl", "https://elsewhere.example.com/token")), address);

        assertThat(((AuthorizeResult.Failed) made).error()).contains("was changed since");
        assertThat(failed(address)).contains("No sign-in for p is under way");
        assertThat(world.fixture.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s ", "\n%s\n", "<%s>", "\"%s\"", "`%s`", "%s#", "%s&iss=https://accounts.google.com"})
    void peoplePasteInTheirOwnWays(String way) {
        assertThat(answer(way.formatted(world.server.consent(begin().url()))))
                .isInstanceOf(AuthorizeResult.Granted.class);
    }

    @Test
    void aTerminalMayBreakTheAddress() {
        String address = world.server.consent(begin().url());

        assertThat(answer(address.substring(0, 40) + "\r\n  " + address.substring(40)))
                .isInstanceOf(AuthorizeResult.Granted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "4/0AanRRrt-canary, is no address",
        "please?canary, is no address",
        "ftp://127.0.0.1/?code=canary, is no address",
        "http://127.0.0.1/, has no code in it",
        "http://127.0.0.1/?state=canary, has no code in it",
        "http://127.0.0.1/?code=&state=canary, has no code in it",
        "https://127.0.0.1/?code=canary, is another address",
        "http://localhost/?code=canary, is another address",
        "http://127.0.0.1.evil.example/?code=canary, is another address",
        "http://127.0.0.1@evil.example/?code=canary, is another address",
        "http://127.0.0.1/path?code=canary, is another address",
        "https://accounts.google.com/o/oauth2/v2/auth?client_id=canary, is another address",
        "http://127.0.0.1/?code=a&code=canary, a parameter twice",
        "http://127.0.0.1/?code=a&state=x&state=canary, a parameter twice",
        "http://127.0.0.1/?code=canary%, is damaged",
        "http://127.0.0.1/?code=canary%ff, is damaged",
        "http://127.0.0.1/?code=canary%0Aid, code is damaged",
        "http://127.0.0.1/?code=canary+id, code is damaged",
        "http://127.0.0.1/?code=canary%C3%A9, code is damaged"
    })
    void whatIsNoSuchAddressIsSaidAndNotRepeated(String pasted, String what) {
        begin();

        assertThat(failed(pasted))
                .startsWith("answer is not what it should be: it")
                .contains(what)
                .doesNotContain("canary", "evil");
        assertThat(failed("http://127.0.0.1/?code=" + "x".repeat(10_000))).contains("longer than any");
        assertThat(world.server.forms("/token")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, '', access_denied, and accept",
        "access_denied, AADSTS65004: User declined to consent canary, AADSTS65004, Access was declined",
        "consent_required, AADSTS65001: canary, AADSTS65001, Grant admin consent",
        "access_denied, AADSTS90094: canary, AADSTS90094, Grant admin consent",
        "invalid_client, AADSTS650052: canary, AADSTS650052, Exchange Online",
        "invalid_request, AADSTS50011: canary, AADSTS50011, redirectUri",
        "unauthorized_client, AADSTS700016: canary, AADSTS700016, check clientId",
        "access_denied, AADSTS50105: canary, AADSTS50105, Users and groups",
        "interaction_required, AADSTS53003: canary, AADSTS53003, Conditional Access",
        "admin_policy_enforced, '', admin_policy_enforced, Manage app access",
        "org_internal, '', org_internal, Internal",
        "redirect_uri_mismatch, '', redirect_uri_mismatch, Desktop app",
        "invalid_scope, '', invalid_scope, Correct scope",
        "temporarily_unavailable, '', temporarily_unavailable, in some minutes",
        "canary, canary, without access., Check authorizationUrl"
    })
    void aRefusalIsSaidWithWhatToChange(String error, String description, String shown, String todo) {
        String state = world.server.consent(begin().url()).replaceAll(".*state=([^&]*).*", "$1");
        String refusal = "http://127.0.0.1/?error=" + error + "&error_description=" + description.replace(" ", "+")
                + "&error_subcode=cancel&state=";

        assertThat(failed(refusal + "another")).contains(shown, todo).doesNotContain("canary");
        assertThat(world.authorizations.all).as("of another sign-in").isNotEmpty();
        assertThat(failed(refusal + state)).contains(shown, todo).doesNotContain("canary");
        assertThat(world.authorizations.all).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, AADSTS54005: canary, good once",
        "400, invalid_grant, Malformed auth code. canary, not whole",
        "400, invalid_grant, Bad Request, paste the new address at once",
        "400, redirect_uri_mismatch, Bad Request, redirectUri",
        "400, invalid_request, client_secret is missing., clientSecretRef",
        "401, invalid_client, AADSTS7000218: canary, clientSecretRef",
        "401, invalid_client, AADSTS700025: canary, takes no secret",
        "401, invalid_client, AADSTS7000215: canary, not its id",
        "400, unauthorized_client, AADSTS700016: canary, check clientId",
        "400, invalid_request, AADSTS9002327: canary, single-page",
        "400, invalid_request, AADSTS9002313: canary, not whole",
        "400, invalid_request, AADSTS90002: canary, Check tenant",
        "400, canary, canary, Check tokenUrl",
        "503, '', canary, once more in a minute",
        "404, '', '', Check tokenUrl"
    })
    void aTokenEndpointsRefusalIsSaidWithWhatToChange(int status, String error, String description, String todo) {
        String address = world.server.consent(begin().url());
        world.server.refuse(status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");

        assertThat(failed(address))
                .contains("The token endpoint 127.0.0.1", todo)
                .doesNotContain("canary");
        assertThat(world.fixture.aws.calls()).noneMatch(call -> call.startsWith("Put"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"canary\"",
                "{\"access_token\":\"canary\"}",
                "{\"access_token\":\"canary\",\"refresh_token\":\"\"}",
                "{\"access_token\":\"canary\",\"refresh_token\":{\"canary\":1}}",
                "{\"access_token\":\"canary\",\"refresh_token\":\"canary\\ncanary\"}",
                "{\"access_token\":\"canary\",\"refresh_token\":\"canary canary\"}",
                "{\"refresh_token\":\"canary\"}",
                "{\"error\":\"authorization_pending\"}",
                "{\"error\":{\"code\":\"canary\"},\"error_description\":[\"canary\"]}",
                "<html>canary</html>"
            })
    void whateverElseATokenEndpointAnswersGrantsNothing(String body) {
        String address = world.server.consent(begin().url());
        world.server.refuse(200, body);

        assertThat(failed(address)).contains("The token endpoint 127.0.0.1").doesNotContain("canary");
        assertThat(world.fixture.aws.calls()).noneMatch(call -> call.startsWith("Put"));
    }

    @Test
    void aTokenThatIsFarTooLongIsNone() {
        String address = world.server.consent(begin().url());
        world.server.answering("refresh_token", "x".repeat(20_000));

        assertThat(failed(address)).contains("a refresh token that is none");
    }

    @Test
    void withoutARefreshTokenItIsSaidWhatIsMissing() {
        world.server.answering("refresh_token", "");
        assertThat(failed(world.server.consent(begin().url()))).contains("add the permission offline_access");

        Poller lacking = world.grantee(Map.of("scope", "mail"));
        assertThat(failed(lacking)).contains("Add offline_access to scope");

        Poller google = world.grantee(Map.of("scope", "https://mail.google.com/"));
        assertThat(failed(google)).contains("access_type=offline and prompt=consent");
    }

    @Test
    void aBoxThatWasNotTickedIsSaid() {
        Poller google = world.grantee(Map.of("scope", "https://mail.google.com/"));
        world.server.answering("scope", "openid");
        assertThat(failed(google)).contains("tick the box");

        world.server.answering("scope", "openid https://mail.google.com/");
        AuthorizeResult.ToOpen page = (AuthorizeResult.ToOpen) world.authorize.begin(google);
        assertThat(world.authorize.answer(google, world.server.consent(page.url())))
                .isInstanceOf(AuthorizeResult.Granted.class);
    }

    @Test
    void aConfidentialClientProvesItself() {
        world.server.secret("s3cret-canary");
        assertThat(failed(world.server.consent(begin().url()))).contains("AADSTS7000218", "clientSecretRef");

        world.fixture.aws.parameter("/imap-poller/client", "s3cret-canary");
        Poller confidential = world.grantee(Map.of("clientSecretRef", "ssm:/imap-poller/client"));
        AuthorizeResult.ToOpen page = (AuthorizeResult.ToOpen) world.authorize.begin(confidential);
        assertThat(world.authorize.answer(confidential, world.server.consent(page.url())))
                .isInstanceOf(AuthorizeResult.Granted.class);
    }

    @Test
    void whatIsInTheWayIsSaidBeforeAnybodySignsIn() {
        assertThat(obstacle(world.grantee(Map.of("clientSecretRef", "ssm:/imap-poller/client"))))
                .contains("ssm:/imap-poller/client", "Create it");
        assertThat(obstacle(world.grantee(Map.of("refreshTokenRef", "ssm:/elsewhere"))))
                .contains("ssm:/elsewhere", "SECRET_PREFIX");
        world.fixture.aws.parameter("/imap-poller/key", "canary");
        assertThat(obstacle(world.grantee(
                        Map.of("clientAssertionKeyRef", "ssm:/imap-poller/key", "thumbprint", "a".repeat(40)))))
                .contains("ssm:/imap-poller/key", "no PEM")
                .doesNotContain("canary");
        assertThat(obstacle(world.poller(Map.of(
                        "clientId", "a", "refreshToken", "canary", "authorizationUrl", "https://a.example.com/"))))
                .contains("refreshTokenRef")
                .doesNotContain("canary");
        assertThat(obstacle(world.poller(Map.of("clientId", "a", "refreshTokenRef", "ssm:/imap-poller/t"))))
                .contains("oauth.authorizationUrl of p is missing");
        assertThat(obstacle(
                        world.poller(Map.of("grant", "client_credentials", "clientId", "a", "clientSecret", "canary"))))
                .contains("Nobody has to authorize p", "client_credentials");
        assertThat(obstacle(PollerItem.read(
                                "p",
                                Map.of(
                                        "host", "imap.example.com",
                                        "username", "u",
                                        "password", "canary",
                                        "url", "https://example.com/"))
                        .poller()
                        .orElseThrow()))
                .contains("logs in by a password");
        assertThat(world.authorizations.all).isEmpty();
    }

    @Test
    void aTokenThatCannotBeKeptIsSaid() {
        String address = world.server.consent(begin().url());
        world.fixture.aws.trouble(Optional.of(AwsSecrets.error(400, "AccessDeniedException")));

        assertThat(failed(address))
                .contains("could not be kept in ssm:/imap-poller/token: access is denied", "begin again")
                .doesNotContain("canary");
    }

    @Test
    void aPassingTroubleLosesNoGrant() {
        String address = world.server.consent(begin().url());
        world.fixture.aws.troubleOnce(AwsSecrets.error(500, "InternalServerError"));

        assertThat(answer(address)).isInstanceOf(AuthorizeResult.Granted.class);

        assertThat(world.fixture.aws.parameter("/imap-poller/token")).startsWith("refresh-canary");
    }

    @Test
    void whatElseIsKeptThereIsNotLost() {
        world.fixture.aws.secret("imap-poller/app", "{\"clientSecret\":\"canary\"}");
        Poller other = world.grantee(Map.of("refreshTokenRef", "secretsmanager:imap-poller/app"));

        assertThat(failed(other))
                .contains("secretsmanager:imap-poller/app#refreshToken")
                .doesNotContain("canary");
        assertThat(world.fixture.aws.secret("imap-poller/app")).isEqualTo("{\"clientSecret\":\"canary\"}");

        world.fixture.aws.secret("imap-poller/app", "no JSON");
        Poller member = world.grantee(Map.of("refreshTokenRef", "secretsmanager:imap-poller/app#refreshToken"));
        assertThat(failed(member)).contains("could not be kept", "its other JSON keys");
        assertThat(world.fixture.aws.secret("imap-poller/app")).isEqualTo("no JSON");
    }

    @Test
    void aRunThatIsUsingTheTokenIsWaitedForByThePerson() {
        String address = world.server.consent(begin().url());
        world.fixture.lease = reference -> Optional.empty();
        assertThat(failed(address)).contains("A run is just using", "once more in a minute");

        world.fixture.lease = reference -> Optional.of(() -> {});
        assertThat(answer(address)).isInstanceOf(AuthorizeResult.Granted.class);
    }

    @Test
    void aSharedMailboxIsGrantedByItsOwner() {
        Poller shared = PollerItem.read(
                        "p",
                        Map.of(
                                "provider", "microsoft365",
                                "username", "owner@example.com\\shared",
                                "url", "https://example.com/",
                                "oauth", Map.of("clientId", "a", "refreshTokenRef", "ssm:/imap-poller/t")))
                .poller()
                .orElseThrow();

        assertThat(((AuthorizeResult.ToOpen) world.authorize.begin(shared)).url())
                .startsWith("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?response_type=code")
                .contains("redirect_uri=http%3A%2F%2Flocalhost&", "login_hint=owner%40example.com")
                .contains("scope=https%3A%2F%2Foutlook.office.com%2FIMAP.AccessAsUser.All%20offline_access&");
    }

    private AuthorizeResult.ToOpen begin() {
        return (AuthorizeResult.ToOpen) world.authorize.begin(poller);
    }

    private AuthorizeResult answer(String pasted) {
        return world.authorize.answer(poller, pasted);
    }

    private String failed(String pasted) {
        AuthorizeResult made = answer(pasted);
        assertThat(made).isInstanceOf(AuthorizeResult.Failed.class);
        return ((AuthorizeResult.Failed) made).error();
    }

    /** Of a poller, after a person has consented. */
    private String failed(Poller other) {
        AuthorizeResult.ToOpen page = (AuthorizeResult.ToOpen) world.authorize.begin(other);
        return ((AuthorizeResult.Failed) world.authorize.answer(other, world.server.consent(page.url()))).error();
    }

    private String obstacle(Poller other) {
        return ((AuthorizeResult.Failed) world.authorize.begin(other)).error();
    }

    private void keptIn(String reference) {
        Poller other = world.grantee(Map.of("refreshTokenRef", reference));
        AuthorizeResult.ToOpen page = (AuthorizeResult.ToOpen) world.authorize.begin(other);
        assertThat(world.authorize.answer(other, world.server.consent(page.url())))
                .isInstanceOf(AuthorizeResult.Granted.class);
    }
}
